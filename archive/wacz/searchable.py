"""The searchable form of an address, by which an index of captures is sorted and looked up (SURT). Pure.

CDXJ 0.1.0 asks for "com,example)/path?query"; what else is folded together is what pywb folds when it looks up:
letter case, "www.", default ports, percent signs, the order of parameters, a last slash, session ids.
"""

from __future__ import annotations

import functools
import re
from urllib.parse import quote_from_bytes

from archive.addresses import split

_LONGEST = 1 << 14  # characters; what is longer is no address, and its key is the text itself
_PLAIN = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"  # what stays unescaped: all that prints, but "#", "%" and the space
_BLANKS = re.compile(r"[\t\r\n]")
_HEX = frozenset(b"0123456789abcdefABCDEF")
_PERCENT = ord("%")
_WWW = re.compile(r"^www\d*\.")
_SESSION = tuple(re.compile(rf"{name}=[0-9a-z]{{32}}(?=&|$)") for name in ("jsessionid", "phpsessid", "sid"))
_DEFAULT_PORTS = {"http": 80, "https": 443}


@functools.lru_cache(maxsize=8192)
def searchable(url: str) -> str:
    """Return the searchable form of a web address; of any other text itself, in lower case.

    >>> searchable("https://www.Example.org:443/A%20b/?z=1&a=2#top")
    'org,example)/a%20b?a=2&z=1'
    >>> searchable("http://blog.example/公")
    'example,blog)/%e5%85%ac'
    """
    text = _BLANKS.sub("", url.strip())
    parts = split(text) if len(text) <= _LONGEST else None
    if parts is None or parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return quote_from_bytes(text.encode("utf-8", "replace"), safe=_PLAIN + "%#").lower()
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS[parts.scheme] else ""
    query = _query(parts.query)
    return f"{_host(parts.hostname)}{port}){_path(parts.path)}{'?' if query else ''}{query}"


def _host(host: str) -> str:
    plain = _unescaped(host).decode("utf-8", "ignore").replace("..", ".").strip(".")
    try:
        ascii_form = plain if plain.isascii() else plain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_form = plain
    name = _escaped(ascii_form.encode("utf-8")).lower()
    return ",".join(reversed(_WWW.sub("", name).split(".")))


def _path(path: str) -> str:
    kept: list[bytes] = []
    segments = _unescaped(path).split(b"/")[1:]
    for segment in segments:
        if segment == b".." and kept:
            kept.pop()
        elif segment != b".":
            kept.append(segment)
    # Empty segments go, but for the last: it is the slash at the end, which goes below.
    named = [segment for segment in kept[:-1] if segment] + kept[-1:]
    whole = "/" + _escaped(b"/".join(named)).lower()
    return whole.removesuffix("/") if len(whole) > 1 else whole


def _query(query: str) -> str:
    text = _escaped(_unescaped(query)).lower()
    for pattern in _SESSION:
        if found := list(pattern.finditer(text)):
            text = text[: found[-1].start()] + text[found[-1].end() + 1 :]
    return "&".join(sorted(text.split("&"), key=lambda pair: pair.split("=", 1)))


def _escaped(text: bytes) -> str:
    return quote_from_bytes(text, safe=_PLAIN)


def _unescaped(text: str) -> bytes:
    """Return a text with its percent escapes undone, those that this brings forth among them: in one pass."""
    data = text.encode("utf-8", "surrogatepass")
    if _PERCENT not in data:
        return data
    done = bytearray()
    for byte in data:
        done.append(byte)
        while len(done) > 2 and done[-3] == _PERCENT and done[-1] in _HEX and done[-2] in _HEX:
            done[-3:] = bytes((int(done[-2:], 16),))
    return bytes(done)
