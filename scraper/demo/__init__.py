"""A Blogger double with invented posts: the embedded demo, the tests' and the benchmarks' site.

    names, sentences   the invented people and words everything is made of
    posts              a post as a value that is also the truth about it
    special            posts written by hand, one for each odd form
    blog               the whole blog, made from a seed
    markup             a post's body as Blogger's editors left it
    entries, formats   posts and comments as entries of a feed: Atom, RSS, JSON
    exports            the owner's own export: classic, and Takeout's
    pages, feeds       what the blog answers
    pictures           pictures of any size
    server             the double itself, for all its hosts on one port

Nobody and nothing in it is real, save Blogger's way of serving.
"""
