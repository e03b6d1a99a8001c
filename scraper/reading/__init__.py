"""Reading captures in a process of its own, so that the wire never waits and no page can take the crawl with it.

    messages   what the two processes say to each other: JSON lines
    process    the child: takes captures from the WARC, reads them, notes what they say
    reader     its master: hands captures over, starts a new child where a page was too much for one

A capture is read from the WARC, live as years later: there is one way only, and it is tried on every page.
"""
