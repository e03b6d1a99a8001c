"""What must outlive us: records, captures on disk, and the proof that they are whole.

Nothing here imports Scrapy, Twisted, lxml, BeautifulSoup or langdetect. After an attack, a clean machine
must be able to run ``python -m archive verify COLLECTION`` with no crawler on it.
"""
