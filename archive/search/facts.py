"""What a post is, as tokens of the index beside its words: so one question to FTS5 asks for both, and counts at once.

A fact is a kind and a value: a label, a language, a place, who is named, what kind of post or event it is, whether it
has images. Its token is made of both by SHA-256, so that no value can be taken for another. Pure.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable

LABEL, LANGUAGE, PLACE, PERSON, KIND, HAS, ORIGIN, EVERY = (
    "label", "language", "place", "person", "kind", "has", "origin", "every",
)  # fmt: skip
OTHERS = "others"  # of a post read, in whole or in part, from what others captured
_LENGTH = 16  # hexadecimal digits
MOST = 500  # that are asked for at once

Facet = tuple[str, str, str]  # what, value as it is compared, value as written


@functools.lru_cache(maxsize=1 << 14)
def token(what: str, value: str = "") -> str:
    """Return the token of a fact; of ``EVERY`` that of each post."""
    return hashlib.sha256(f"{what}:{value}".encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def asked(what: str, values: Iterable[str]) -> str:
    """Return what FTS5 is asked for posts of which one of some facts holds."""
    wanted = " OR ".join(f'"{token(what, value)}"' for value in values)
    return f"facts : ({wanted})" if wanted else 'facts : "none"'


def tokens_of(facets: Iterable[Facet], people: Iterable[str], kinds: Iterable[str | None], images: int) -> str:
    """Return the tokens of a post: its facets, the ids of whom it names, its kind and its event's."""
    found = {token(EVERY)} | ({token(HAS, "images")} if images else set())
    found |= {token(what, value) for what, value, _ in facets}
    found |= {token(PERSON, person) for person in people}
    found |= {token(KIND, kind) for kind in kinds if kind}
    return " ".join(sorted(found))
