"""Knows the web and Scrapy: fetching a blog, keeping what was on the wire, and reading it."""

__version__ = "0.1.0"
EXTRACTOR = f"beilin {__version__}"
