"""What tells a blog that changed from one that was broken into and one that was taken down. Pure.

    code       a script's statements, so that new code shows and Blogger's tokens do not
    hosts      whose address is it: the blog's own, the platform's, a familiar embed's, or anybody's
    likeness   hosts that are made to be taken for another
    styles     what a style sheet does beyond looks
    elements   what elements do: scripts, frames, forms, pictures, ...
    attributes what attributes do: handlers, and addresses that act
    markup     what acts on a page, all of it: these, links, what is hidden, how people are reached
    features   a capture as what can be compared
    phrases    what pages say that stand in a blog's place
    structure  what such pages are made of, in whatever language
    replaced   is this the blog, or something in its place?
    baseline   what is new against the first good captures, or the accepted ones
    compare    features now beside the last good ones: a state with its reasons

A state is judged from features alone, and features from a capture and its reading alone, so that both can be derived
again from the WARC. What is kept of them is `archive.judged`; docs/judgement.md tells what each state means.
"""
