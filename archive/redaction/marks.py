"""What stands in the place of a name.

The brackets are those in which editors of Chinese texts put what is theirs. A code has no vowels, so that it spells
nobody's name, and 40 bits of an HMAC (RFC 2104, SHA-256): without the key it tells as little as a number drawn by lot.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

FULL, INITIALS, COUNT, PSEUDONYM = MODES = ("full", "initials", "count", "pseudonym")
_DIGITS = "23456789BCDFGHJKMNPQRSTVWXZ"
_LENGTH = 8


@dataclass(frozen=True)
class Marks:
    """The marks of one copy. ``initials`` are those of each person by id, empty where they have none."""

    mode: str
    key: bytes
    initials: Mapping[str, str]

    def of(self, people: frozenset[str], text: str) -> str:
        """Return the mark for a name as it stood; ``people`` are all whose name it may be."""
        if self.mode == PSEUDONYM:
            return f"〔P-{self.code('person', *sorted(people))}〕"
        if self.mode == INITIALS:
            found = {self.initials.get(person, "") for person in people} - {""}
            if len(found) == 1:
                return f"〔{found.pop()}〕"
        return "〔name〕" if text.isascii() else "〔姓名〕"

    def code(self, *what: str) -> str:
        """Return a code that stands for something, the same for the same key."""
        told = hmac.new(self.key, "\0".join(what).encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
        number, letters = int.from_bytes(told[:16], "big"), ""
        while len(letters) < _LENGTH:
            number, digit = divmod(number, len(_DIGITS))
            letters += _DIGITS[digit]
        return letters
