"""When two addresses are the same resource, and where a response sends its reader on to. Pure.

Old posts link the same picture by http and https; replay tools fold the scheme away too (SURT), and so does
this key. Everything else of the address counts.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from archive.records import Capture

# What path and query may hold as they are. All else is escaped, as clients do on the wire, some more of it than others.
_KEPT = "%:/?@!$&'()*+,;=~"
_PLAIN = re.compile(r"[\w.%:/?@!$&'()*+,;=~-]*", re.ASCII)
_NO_URI = re.compile(r"[\x00-\x20\x7f-\U0010ffff]")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@functools.lru_cache(maxsize=8192)  # every page of a blog names the same addresses again
def key(url: str) -> str:
    """Return what identifies a resource: host, path and query, without scheme, default port and fragment.

    >>> key("HTTPS://Blog.example:443/a?b=1#c")
    'blog.example/a?b=1'
    >>> key("http://blog.example/公") == key("http://blog.example/%E5%85%AC")
    True
    """
    parts = split(url)
    if parts is None:
        return url
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS.get(parts.scheme) else ""
    query = f"?{escaped(parts.query)}" if parts.query else ""
    return f"{(parts.hostname or '').rstrip('.')}{port}{escaped(parts.path) or '/'}{query}"


def escaped(text: str) -> str:
    """Return a path or a query as a URI has it (RFC 3986); what is escaped already stays."""
    return text if _PLAIN.fullmatch(text) else quote(text, safe=_KEPT, errors="replace")


def split(url: str) -> SplitResult | None:
    """Return the parts of an address, None for a text that is none: pages link to anything at all."""
    try:
        parts = urlsplit(url)
        _ = parts.port  # read late, and only then found to be no number
    except ValueError:
        return None
    return parts


def redirect_target(capture: Capture) -> str | None:
    """Return the absolute address that a 3xx response names in Location, else None (RFC 9110 section 15.4)."""
    location = capture.header("Location")
    if capture.status not in (301, 302, 303, 307, 308) or not location:
        return None
    try:
        return urljoin(capture.target_uri, _as_utf8(location))
    except ValueError:  # what the server wrote is no address
        return None


def _as_utf8(field: str) -> str:
    # Headers are kept as latin-1; what servers write into them beyond ASCII is UTF-8.
    try:
        return field.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return field


def target_uri(url: str) -> str:
    """Return an address as a WARC field can hold it: without fragment, and what a URI may not hold escaped.

    A line break that was passed on would forge a field.

    >>> target_uri("https://example.org/a b\\r\\n🕯#top")
    'https://example.org/a%20b%0D%0A%F0%9F%95%AF'
    """
    bare = url.partition("#")[0]
    return _NO_URI.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), bare)
