"""What may be asked for: the blog, the hosts of its own requisites, and never a quarantined one. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|[0-9a-f:.]+")
_DOTS = str.maketrans(
    {"。": ".", "．": ".", "｡": "."}
)  # the dots that IDNA treats as a full stop (RFC 3490 section 3.1)


@dataclass(frozen=True)
class Refusal:
    """Why an address is not asked for: ``code`` is quarantine or scope."""

    code: str
    detail: str


@dataclass(frozen=True)
class Scope:
    """The rule of one crawl.

    ``hosts`` are the blog's own, exact; ``requisites`` are hosts whose files its pages need, with all their
    subdomains; ``quarantine`` is absolute, with all subdomains, and wins over both.
    """

    hosts: frozenset[str]
    requisites: frozenset[str] = frozenset()
    quarantine: frozenset[str] = frozenset()

    def refuses(self, url: str) -> Refusal | None:
        """Return why an address may not be asked for, None where it may."""
        try:
            parts = urlsplit(url)
            host = plain_host(parts.hostname or "")
        except ValueError:
            return Refusal("scope", "the address cannot be read")
        if _within(host, self.quarantine):
            return Refusal("quarantine", f"{host} is quarantined and is never contacted")
        if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
            return Refusal("scope", "not a web address")
        if parts.username is not None:
            return Refusal("scope", "the address carries a user name")
        if host in self.hosts or _within(host, self.requisites):
            return None
        return Refusal("scope", f"{host} is outside the scope; to allow it, add it to [scope] hosts in beilin.toml")


def plain_host(host: str) -> str:
    """Return a host as the name system would see it: decoded, NFKC, lower case, IDNA's dots, no final dot, punycode.

    >>> plain_host("ＣＦＣＲ2008。ORG.")
    'cfcr2008.org'
    """
    plain = unicodedata.normalize("NFKC", unquote(host)).translate(_DOTS).casefold().strip().strip(".")
    try:
        return plain if plain.isascii() else plain.encode("idna").decode("ascii")
    except UnicodeError:
        return plain


def _within(host: str, domains: frozenset[str]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)
