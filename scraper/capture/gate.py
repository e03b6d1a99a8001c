"""The last gate before the wire: no request leaves that the scope refuses, whoever made it.

The spider asks the scope too, to say why in the report; this stands for what it does not see, such as the
robots.txt of another host or a redirect of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from scrapy.exceptions import IgnoreRequest

from scraper.session import Session

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class Gate:
    """A downloader middleware that drops what is off limits."""

    def __init__(self, session: Session) -> None:
        self._scope = session.scope

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the scope of the crawl's session."""
        return cls(Session.of(crawler))

    def process_request(self, request: Request) -> None:
        """Let a request pass, or refuse it.

        Raises:
            IgnoreRequest: the scope refuses the address.
        """
        refusal = self._scope.refuses(request.url)
        if refusal:
            raise IgnoreRequest(refusal.detail)
