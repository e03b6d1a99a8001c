"""All scheduled collections of this machine in a browser, for who keeps them: `beilin serve --all`.

    app.py        which address is which page; the one thing that can be asked: pause and resume
    lookout.py    what there is to see, looked at as seldom as it takes
    facts.py      a collection's facts in the reader's words: for the page, and for the script that keeps it fresh
    metrics.py    the same for Prometheus

An application of its own beside a collection's pages (`archive.web.app`): those may be opened to readers, who must not
see what else this machine keeps.
"""
