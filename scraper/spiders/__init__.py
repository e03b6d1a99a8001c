"""Scrapy's spiders: discovery and fetching; they know no selectors."""
