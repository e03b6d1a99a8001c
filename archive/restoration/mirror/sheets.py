"""Style sheets whose files are the mirror's own: of other hosts nothing is loaded, and nothing is imported. Pure.

The policy of each page forbids what is left out here, too: a sheet is a language, and this is no parser of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Located = Callable[[str], str | None]
"""Gives the link to the file of an address as a sheet writes it, None for what the mirror does not have."""

_REMARK = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})[ \t\r\n\f]?")
_IMPORT = re.compile(r"@(?:import|namespace|charset)\b[^;{}]*(?:;|\Z)", re.I)
_URL = re.compile(r"\burl\(\s*(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^)\"'\s]*))\s*\)?|\b(?:image-set|src|image)\(", re.I)
_ACTING = re.compile(r"\b(?:expression|javascript|vbscript)\s*[(:]|-moz-binding|\bbehavior\s*:", re.I)
_LONGEST = 2 << 20  # characters


def sheet_of(text: str, located: Located) -> str:
    r"""Return a style sheet, or the declarations of one element.

    >>> sheet_of("@import url(x.css); a{background:u\\72l('http://h.example/p.png') red}", lambda url: None)
    ' a{background:none red}'
    """
    plain = _ESCAPED.sub(_unescaped, _REMARK.sub(" ", text[:_LONGEST]))
    plain = _ACTING.sub("x-", _IMPORT.sub("", plain))

    def replaced(match: re.Match[str]) -> str:
        address = next(filter(None, match.groups()), "")
        place = located(address.strip()) if address else None
        return f'url("{place}")' if place else "none" if match[0].lower().startswith("url") else "x-("

    # In an element nothing may end it; in an attribute the serialiser sees to that.
    return _URL.sub(replaced, plain).replace("<", "\\3c ")


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return chr(code) if 0x20 < code < 0x7F and chr(code).isalnum() else match[0]
