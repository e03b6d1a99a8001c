"""The query language: words, "phrases", -exclusion, OR, brackets and fields, to a tree. Pure.

    query   = all { ("OR" | "|") all }
    all     = one { [ "AND" ] one }
    one     = ("-" | "NOT") one | "(" query ")" | FIELD ":" value | value
    value   = '"' ... '"' | word

Full-width marks count as the others, and fields have Chinese names, too. A colon behind what is no field is text.
What is read goes to SQL only as parameters, and to FTS5 only as tokens in quotes (`archive.search.conditions`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.errors import UsageError
from archive.search.fields import FIELDS, value_of
from archive.search.tokens import Phrase, phrase

MOST_CHARACTERS, MOST_TERMS, DEEPEST = 2000, 64, 20


class QueryError(UsageError):
    """What is asked cannot be understood, or is more than will be searched; the text says which."""


@dataclass(frozen=True)
class Words:
    """A text that a post is to have: ``wanted`` its tokens."""

    text: str
    wanted: Phrase


@dataclass(frozen=True)
class Field:
    """Something that a post is to be: ``name`` is one of `archive.search.fields`."""

    name: str
    value: str


@dataclass(frozen=True)
class Not:
    """What a post is not to be."""

    part: Node


@dataclass(frozen=True)
class All:
    """What a post is to be all of; of nothing, every post is."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Any:
    """What a post is to be one of."""

    parts: tuple[Node, ...]


Node = Words | Field | Not | All | Any

_LEXEME = re.compile(
    r"""
    (?P<open>[(（]) | (?P<close>[)）]) | (?P<either>OR(?=[\s("（“「]|$)|[|｜]+) | (?P<both>AND(?=[\s("（“「]|$))
    | (?P<not>NOT(?=[\s("（“「])|[-－−](?=[^\s\-－−]))
    | (?P<field>[^\s()（）|｜"“”「」:：]++)[:：](?=\S)
    | (?P<quoted>"[^"]*"|“[^“”]*”|「[^「」]*」)
    | (?P<word>[^\s()（）|｜"“”「」]+ | \S)
    """,
    re.VERBOSE,
)
_QUOTES = '"“”「」'
_UNPAIRED = "The query has a quotation mark without its other: close the phrase, or leave the mark out."


def read(text: str) -> Node:
    """Return the tree of a query.

    Raises:
        QueryError: it is too long, too deep, or a bracket or a quotation mark is missing.
    """
    if len(text) > MOST_CHARACTERS:
        raise QueryError(
            f"The query has {len(text)} characters, and {MOST_CHARACTERS} are the most: ask for less at once."
        )
    return _Reader(text).read()


def words_of(node: Node) -> tuple[Phrase, ...]:
    """Return what is to be marked in the texts that are found: all words that are not excluded."""
    if isinstance(node, Words):
        return (node.wanted,)
    if isinstance(node, All | Any):
        return tuple(found for part in node.parts for found in words_of(part))
    return ()


class _Reader:
    """Reads a query by recursive descent; each method takes what its name says."""

    def __init__(self, text: str) -> None:
        self._lexemes = [
            (match.lastgroup or "", match[match.lastgroup or 0]) for match in _LEXEME.finditer(text.strip())
        ]
        self._at = self._terms = 0

    def read(self) -> Node:
        found = self._either(0)
        if self._at < len(self._lexemes):
            raise QueryError("The query has a closing bracket that nothing opens: leave it out, or put it in quotes.")
        return found

    def _next(self) -> str:
        return self._lexemes[self._at][0] if self._at < len(self._lexemes) else ""

    def _either(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise QueryError(f"The query has more than {DEEPEST} brackets or exclusions in each other: use fewer.")
        parts = [self._all(depth)]
        while self._next() == "either":
            self._at += 1
            parts.append(self._all(depth))
        wanted = tuple(part for part in parts if part != All(()))
        return wanted[0] if len(wanted) == 1 else Any(wanted) if wanted else All(())

    def _all(self, depth: int) -> Node:
        parts: list[Node] = []
        while self._next() not in ("", "either", "close"):
            if self._next() == "both":
                self._at += 1
            elif (part := self._one(depth)) is not None:
                parts.append(part)
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self, depth: int) -> Node | None:
        kind, text = self._lexemes[self._at]
        self._at += 1
        if kind == "not":
            return self._excluded(depth)
        if kind == "open":
            found = self._either(depth + 1)
            if self._next() != "close":
                raise QueryError("The query has an opening bracket that nothing closes: close it, or put it in quotes.")
            self._at += 1
            return found
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise QueryError(f"The query has more than {MOST_TERMS} terms: ask for less at once.")
        if text in _QUOTES:
            raise QueryError(_UNPAIRED)
        return self._field(text) if kind == "field" else _words(text)

    def _excluded(self, depth: int) -> Node | None:
        if self._next() in ("", "either", "both", "close"):
            return None
        if depth >= DEEPEST:
            raise QueryError(f"The query has more than {DEEPEST} brackets or exclusions in each other: use fewer.")
        part = self._one(depth + 1)
        return None if part is None else Not(part)

    def _field(self, name: str) -> Node | None:
        kind, value = self._lexemes[self._at] if self._at < len(self._lexemes) else ("", "")
        field = FIELDS.get(name.lower())
        if field is None:
            if kind not in ("word", "quoted", "field"):
                return _words(name)
            # No field: what stands on both sides of the colon is one text.
            self._at += 1
            rest = value + (":" + self._lexemes[self._at][1] if kind == "field" and self._next() else "")
            self._at += kind == "field" and bool(self._next())
            return _words(f"{name}:{rest}")
        if value and value in _QUOTES:
            raise QueryError(_UNPAIRED)
        if kind not in ("word", "quoted"):
            raise QueryError(f"Nothing stands behind {name}: in the query.")
        self._at += 1
        try:
            return Field(field, value_of(field, value.strip(_QUOTES).strip()))
        except ValueError as error:
            raise QueryError(str(error)) from None


def _words(text: str) -> Node | None:
    plain = text.strip(_QUOTES)
    wanted = phrase(plain)
    return Words(plain, wanted) if wanted else None
