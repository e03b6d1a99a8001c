"""A script's statements as digests: new code shows, and what Blogger writes anew into each answer does not.

Strings and numbers are folded, arrays and objects of plain data to one token. Names stay, but for their digits and for
the short ones that minifiers hand out. A string that a statement may run as code counts by its content.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 1_000_000  # characters of a script that are looked at; what is longer counts by its length, too
# What is not closed goes on to the line's or the script's end, as in a browser; so nothing is looked at twice.
_TOKEN = re.compile(
    r"(?P<remark>/\*(?:[^*]|\*(?!/))*(?:\*/)?|//[^\n]*|<!--[^\n]*)"
    r"|(?P<string>'(?:[^'\\\n]|\\.)*'?|\"(?:[^\"\\\n]|\\.)*\"?|`(?:[^`\\]|\\.)*`?)"
    r"|(?P<number>\d[\w.]*)|(?P<name>[A-Za-z_$][\w$]*)|(?P<other>\S)",
    re.S,
)
# The same strings, remarks and numbers: a digit within a name is none.
_LITERAL = re.compile(
    r"(/\*(?:[^*]|\*(?!/))*(?:\*/)?|//[^\n]*|<!--[^\n]*"
    r"|'(?:[^'\\\n]|\\.)*'?|\"(?:[^\"\\\n]|\\.)*\"?|`(?:[^`\\]|\\.)*`?|(?<![\w$])\d[\w.]*)",
    re.S,
)
_OPEN, _CLOSE = "([{", ")]}"
_PLAIN = frozenset(("S", "N", "D", ",", ":", "true", "false", "null", "undefined", "-"))
_RUNS = frozenset(("eval", "Function", "write", "writeln", "unescape", "atob", "innerHTML", "outerHTML", "srcdoc",
                   "insertAdjacentHTML", "fromCharCode", "setTimeout", "setInterval", "execScript"))  # fmt: skip
_PACKED = frozenset(("eval", "unescape", "atob", "fromCharCode", "execScript", "decodeURIComponent"))
_RUNS_AT_ONCE = frozenset(("eval", "Function", "execScript", "write", "setTimeout"))
_MAY_RUN = re.compile("|".join(sorted(_RUNS | _PACKED | _RUNS_AT_ONCE)))
_HOST = re.compile(r"(?:https?:|wss?:)?//([a-z0-9.-]{1,200}\.[a-z]{2,24})", re.I)
_ESCAPED = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(/))")
_DIGITS = re.compile(r"\d+")
# Long text in codes: what each unit begins or ends with, how many make it long, and how they look.
_CODED = (
    ("\\x", 30, re.compile(r"(?:\\x[0-9a-fA-F]{2}){30}")),
    ("%", 30, re.compile(r"(?:%[0-9a-fA-F]{2}|%u[0-9a-fA-F]{4}){30}")),
    (",", 40, re.compile(r"(?:\d{2,3},){40}")),
)


@dataclass(frozen=True)
class Code:
    """A script: digests of its ``statements``; ``hosts`` that it names where it acts, ``data_hosts`` in plain data;
    whether it is ``packed``: unpacks text and runs it.
    """

    statements: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    data_hosts: frozenset[str] = frozenset()
    packed: bool = False


@functools.lru_cache(maxsize=512)  # most scripts of a blog are the same on all of its pages
def code_of(text: str) -> Code:
    """Return what a script does, as far as it can be compared."""
    shape = _shape(text)
    if shape is None:
        return _read(text)
    known = _KNOWN.get(shape)
    if known is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[shape] = _read(text)
    return known


# By their shape: Blogger writes other tokens and numbers into the same script of each answer.
_KNOWN: dict[tuple[object, ...], Code] = {}
_MOST_KNOWN = 256
_LONGEST_KNOWN = 50_000  # characters


def _shape(text: str) -> tuple[object, ...] | None:
    """Return what decides over a script's `Code`: all but the strings and numbers, and the hosts that these name.

    None for one that may run its strings, where each of them counts, and for a long one.
    """
    if len(text) > _LONGEST_KNOWN or _MAY_RUN.search(text):
        return None
    around = _LITERAL.split(text)  # what is around literals, and these, in turn
    literals = around[1::2]
    named = tuple((at, tuple(sorted(hosts))) for at, each in enumerate(literals) if (hosts := _hosts(each)))
    kinds = "".join(each[0] if each[0] in "/<" else "'" if each[0] in "'\"`" else "0" for each in literals)
    return tuple(around[::2]), kinds, named, _is_coded(text)


def _is_coded(text: str) -> bool:
    return any(text.count(sign) >= number and bool(pattern.search(text)) for sign, number, pattern in _CODED)


def _hosts(literal: str) -> frozenset[str]:
    return hosts_in(literal) if literal[0] in "'\"`" and ("//" in literal or "\\" in literal) else frozenset()


def _read(text: str) -> Code:
    tokens = list(_tokens(text[:MOST]))
    acting, data = set[str](), set[str]()
    statements = set[str]()
    for statement in _statements(tokens):
        folded, inert = _folded(statement)
        if not folded:
            continue
        said = [value for kind, value in statement if kind == "string"]
        for number, (kind, value) in enumerate(statement):
            if kind == "string":
                (data if number in inert else acting).update(hosts_in(value))
        if _RUNS & set(folded):
            folded.append(digest_of("".join(said)))
        statements.add(digest_of(" ".join(folded)))
    names = {value for kind, value in tokens if kind == "name"}
    packed = bool(names & _PACKED and names & _RUNS_AT_ONCE) or _is_coded(text)
    if len(text) > MOST:
        statements.add(digest_of(text[MOST:]))
    return Code(frozenset(statements), frozenset(acting), frozenset(data - acting), packed)


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind != "remark":
            yield kind, match[0]


def _statements(tokens: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield the statements at a script's top level; a block is one statement with what it hangs on."""
    depth, statement = 0, list[tuple[str, str]]()
    for token in tokens:
        kind, value = token
        statement.append(token)
        if kind != "other":
            continue
        depth += (value in _OPEN) - (value in _CLOSE)
        depth = max(depth, 0)
        if depth == 0 and value == ";":
            yield statement
            statement = []
    if statement:
        yield statement


def _folded(statement: list[tuple[str, str]]) -> tuple[list[str], set[int]]:
    """Return a statement's tokens with data folded, and the numbers of the tokens that are such data."""
    out: list[str] = []
    open_at: list[list[int]] = []  # place in out, number of the token, whether all in it is data so far
    inert = list[tuple[int, int]]()
    for number, (kind, value) in enumerate(statement):
        if value in "[{" and kind == "other":
            open_at.append([len(out), number, 1])
            out.append(value)
        elif value in "]}" and kind == "other" and open_at:
            begin, first, is_data = open_at.pop()
            if is_data:
                out[begin:] = ["D"]
                inert.append((first, number))
            else:
                out.append(value)
                _spoil(open_at)
        elif value != ";":
            out.append(_folded_token(kind, value))
            following = statement[number + 1][1] if number + 1 < len(statement) else ""
            if not (out[-1] in _PLAIN or (kind == "name" and following == ":")):
                _spoil(open_at)
    return out, _spread(inert)


def _spread(ranges: list[tuple[int, int]]) -> set[int]:
    """Return the numbers in ranges, of which some lie in others; an inner one comes before its outer one."""
    found, begin = set[int](), -1
    for first, last in reversed(ranges):
        if begin < 0 or last < begin:
            found.update(range(first, last))
            begin = first
    return found


def _spoil(open_at: list[list[int]]) -> None:
    if open_at:
        open_at[-1][2] = 0


def _folded_token(kind: str, value: str) -> str:
    if kind in ("string", "number"):
        return kind[0].upper()
    return _name(value) if kind == "name" else value


def _name(value: str) -> str:
    return value if len(value) > 2 and not value[-1].isdigit() else _DIGITS.sub("#", value) if len(value) > 2 else "i"


@functools.lru_cache(maxsize=2048)  # a blog's scripts name the same few hundred addresses
def hosts_in(literal: str) -> frozenset[str]:
    """Return the hosts of web addresses in text, as a script's string may have them escaped."""
    text = _ESCAPED.sub(_character, literal) if "\\" in literal else literal
    return frozenset(host.lower() for host in _HOST.findall(text)) if "//" in text else frozenset()


def _character(match: re.Match[str]) -> str:
    return chr(int(match[1] or match[2], 16)) if match[1] or match[2] else "/"


def digest_of(text: str) -> str:
    """Return a short digest of text."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
