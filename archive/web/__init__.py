"""A collection in a browser: search, read, look, replay, and the same as JSON. It reads, and never writes a record.

app.py         the application: which address is which page
answering.py   how a request becomes a page, here and in overview/; assets.py the style sheets and scripts
safety.py      who may ask, how much, and what a browser may do with an answer
access.py      the password that an address beyond loopback demands
holdings.py    what the pages ask for: index, records, versions, reports
asking.py      a request's parameters as a query
pages/         one module for each kind of page
side_by_side.py  paragraphs beside their translations
charts.py      counts as SVG
api.py         the same as JSON; openapi.py describes it
replay.py      pages as they were, at an origin of their own
words.py       the interface in English and Chinese
serving.py     both applications on their ports
"""
