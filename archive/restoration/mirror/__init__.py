"""A blog as it looked: its captured pages as files, with nothing in them that acts, loads or leads astray.

making.py   the whole mirror: which captures, and what they lack
vouching.py which captures count, where a WARC file is damaged
stock.py    what was captured at an address, and the file that it becomes
pages.py    a page: its body sanitised, its head made anew
gaps.py     what the mirror lacks, in words
sheets.py   style sheets whose files are the mirror's own
"""
