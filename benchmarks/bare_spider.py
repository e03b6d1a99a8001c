"""A spider that follows every link of the blog and keeps nothing: what Scrapy alone costs.

Usage: http_proxy=http://127.0.0.1:PORT scrapy runspider benchmarks/bare_spider.py -a home=http://NAME.blogspot.com/

Scrapy's own middleware takes the proxy from the environment and puts it into each request's meta.
"""

from __future__ import annotations

from typing import Any

from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

HOSTS = ("blogspot.com", "googleusercontent.com", "www.blogger.com", "blogblog.com")


class BareSpider(CrawlSpider):
    """Links, pictures, style sheets and scripts on the same hosts that wget may enter."""

    name = "bare"
    allowed_domains = list(HOSTS)  # noqa: RUF012 (Scrapy's types want an instance's)
    custom_settings = {  # noqa: RUF012
        "ROBOTSTXT_OBEY": True,
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "DOWNLOAD_DELAY": 0,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    }
    rules = (
        Rule(
            LinkExtractor(
                tags=("a", "area", "link", "img", "script", "iframe"), attrs=("href", "src"), deny_extensions=[]
            )
        ),
    )

    def __init__(self, home: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_urls = [home]
