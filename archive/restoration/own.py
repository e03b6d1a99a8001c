"""Which addresses are the restored blog's own, under whichever of its hosts. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from archive import addresses

_COUNTRY = re.compile(r"\.blogspot\.[a-z.]{2,6}$")


def is_same_blog(url: str, home: str) -> bool:
    """Say whether an address is the blog's own, with or without "www.", in any country's spelling of blogspot.com."""
    return _host(url) == _host(home)


def path_of(address: str, home: str) -> str | None:
    """Return path, query and fragment of an address that is the blog's own; else None.

    >>> path_of("https://name.blogspot.de/2014/03/a.html?m=1#c", "http://name.blogspot.com/")
    '/2014/03/a.html#c'
    """
    parts = addresses.split(address)
    if parts is None or parts.scheme not in ("http", "https") or not is_same_blog(address, home):
        return None
    path = parts.path or "/"
    asked = parts.query if path.startswith(("/search", "/feeds")) else ""
    return path.replace("//", "/") + (f"?{asked}" if asked else "") + (f"#{parts.fragment}" if parts.fragment else "")


def _host(address: str) -> str:
    host = urlsplit(f"//{addresses.key(address)}").netloc.removeprefix("www.")
    return _COUNTRY.sub(".blogspot.com", host)
