"""A blog as files: every page at its old path, readable from a disk without a server, and from any plain web server.

making.py    the whole site, in two passes: where everything stands, then each page
pages.py     the page of one post, written in any process
places.py    old addresses to files that every disk can hold, and links from one file to another
contents.py  what lists of posts need to know of each: months, years, labels, neighbours
bodies.py    a post's markup with its links and pictures turned to the site's own files
pictures.py  pictures as files, each once
rendering.py values to pages; templates/ and static/ beside it
feeds.py     Atom feeds, sitemap and robots.txt
searching.py the search index, as scripts that a page may load where it may not ask for files

    OUT/
      index.html                      the newest posts, years, labels
      2014/03/slug.html, p/about.html posts and static pages, at their permalinks
      2014/03/index.html, 2014/       months and years; 2014_03_01_archive.html leads to a month
      search/label/LABEL/index.html   labels, at their old address
      search/index.html, search/t/    search; the index in pieces
      images/DIGEST.png, files/       pictures in original size; what is surely no picture, as files to keep
      feeds/posts/default, atom.xml   the same feed twice: at its old address, and under a name that disks know
      feeds/NUMBER/comments/default   comments of one post
      sitemap.xml, robots.txt
      redirects.tsv                   old addresses that no file can stand at, and where the page is instead
      style/                          style sheets and the one script, of search
"""
