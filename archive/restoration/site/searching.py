"""The search index, as scripts that a page may load where it may not ask for files (file://).

Posts are numbered newest first. The index is that of `archive.search`: the same folding, the same tokens. A piece of it
(``search/t/N.js``) has all tokens that begin alike (`piece_of`), each with the posts that hold it, and the English
words whose stem is another token; ``search/d/N.js`` what is shown of fifty posts. `static/search.js` reads both.
"""

from __future__ import annotations

import functools
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import zip_longest
from pathlib import Path

from archive.search.entry import titles_of
from archive.search.folding import fold
from archive.search.tokens import tokens

_TOGETHER = 50  # posts of a file
_LONGEST = 20_000  # characters of a post's text that are shown from
_WORD = re.compile(r"[a-z][a-z']*")
_IN_A_PIECE = 600  # tokens, about
_MOST_PIECES = 1024
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Found:
    """What the index has of one post: its tokens in the title and elsewhere, and words with their stems ("gates gate"),
    each apart by a space; and what is shown of it: file, title, day of publication, text.
    """

    in_title: str
    elsewhere: str
    stemmed: str
    shown: tuple[str, str, str, str]


def found_in(place: str, title: tuple[str, str | None, str | None], day: str, texts: Sequence[str]) -> Found:
    """Return what the index has of a post: its file, its title (raw, English, Chinese), the day of its publication, its
    paragraphs.
    """
    titles = titles_of(*title)
    in_title, elsewhere = (
        {token for token in tokens(*each).split() if token.isalnum() or len(token) > 1} for each in (titles, texts)
    )
    words = set(_WORD.findall(fold("\n".join((*titles, *texts)))))
    stemmed = " ".join(f"{word} {stem}" for word in sorted(words) if (stem := _stem(word)))
    shown = (place, title[0], day, "\n".join(texts)[:_LONGEST])
    return Found(" ".join(sorted(in_title)), " ".join(sorted(elsewhere - in_title)), stemmed, shown)


@functools.lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Return the first stem of a word, "" where it is its own."""
    stems = tokens(word).split()
    return stems[0] if stems and stems != [word] else ""


class SearchIndex:
    """The index of one site, written while its pages are. Memory: some ten bytes a token and post."""

    def __init__(self, root: Path) -> None:
        self._folder = root / "search"
        for name in ("t", "d"):
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        self._found: dict[str, bytearray] = defaultdict(bytearray)
        self._last: dict[str, int] = {}
        self._words: dict[str, str] = {}
        self._shown: list[tuple[str, ...]] = []
        self._number = 0

    def add(self, found: Found) -> None:
        """Take in a post."""
        for mark, held in (("!", found.in_title), (" ", found.elsewhere)):
            for token in held.split(" ") if held else ():
                self._note(token, mark)
        words = found.stemmed.split()
        self._words.update(zip(words[::2], words[1::2], strict=True))
        self._shown.append(found.shown)
        self._number += 1
        if len(self._shown) == _TOGETHER:
            self._write_shown()

    def _note(self, token: str, mark: str) -> None:
        step = self._number - self._last.get(token, -1)
        self._last[token] = self._number
        self._found[token] += f"{_base36(step)}{mark}".encode("ascii")

    def write(self) -> int:
        """Write what is left, and return how many pieces the index has."""
        if self._shown:
            self._write_shown()
        number = 1
        while number < _MOST_PIECES and len(self._found) > number * _IN_A_PIECE:
            number *= 2
        pieces: list[list[str]] = [[] for _ in range(number)]
        for token in self._found:
            pieces[piece_of(token, number)].append(token)
        words: list[dict[str, str]] = [{} for _ in range(number)]
        for word, stem in {**self._irregular(), **self._words}.items():
            words[piece_of(word, number)][word] = stem
        for at, held in enumerate(pieces):
            found = {token: self._found[token].decode("ascii") for token in sorted(held)}
            _write(self._folder / "t" / f"{at}.js", "t", at, [found, words[at]])
        (self._folder / "fold.js").write_text(_folds(), encoding="utf-8")
        return number

    def _irregular(self) -> dict[str, str]:
        """Return the forms that no rule gives ("went") of words that are in the index."""
        text = files("archive.search").joinpath("irregular.txt").read_text(encoding="utf-8")
        forms = (form for line in text.splitlines() for form in line.partition("#")[0].split())
        stems = ((form, tokens(form).split()[0]) for form in forms)
        return {form: stem for form, stem in stems if stem != form and stem in self._found}

    def _write_shown(self) -> None:
        at = (self._number - 1) // _TOGETHER
        _write(self._folder / "d" / f"{at}.js", "d", at, self._shown)
        self._shown = []


def piece_of(token: str, pieces: int) -> int:
    """Return the number of the piece that holds a token: by its first letters, or its first Chinese character."""
    second = ord(token[1]) if len(token) > 1 and ord(token[0]) < 0x2E80 and ord(token[1]) < 0x2E80 else 0
    return (ord(token[0]) * 31 + second) % pieces


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"


def _write(path: Path, kind: str, number: int, value: object) -> None:
    # A script is read to its end whatever it holds; U+2028 and the like would end a line in old engines.
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\u2028", "\\u2028")
    text = text.replace("\u2029", "\\u2029").replace("</", "<\\/")
    path.write_text(f'beilin.take("{kind}",{number},{text});\n', encoding="utf-8", errors="replace")


def _folds() -> str:
    """Return the table of Traditional characters, which no browser has; all other folding is in the script."""
    text = files("archive.search").joinpath("simplified.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    # A space between characters: side by side they would be words that are in no text of the blog.
    folded = [" ".join(simplified + many) for simplified, many in lines]
    return f'beilin.take("f",0,{json.dumps(folded, ensure_ascii=False, indent=0)});\n'


def postings(text: str) -> Iterator[tuple[int, bool]]:
    """Yield (number of a post, whether its title has it) of an index's entry.

    >>> list(postings("1 a!"))
    [(0, False), (10, True)]
    """
    number = -1
    steps = re.split(r"([ !])", text)
    for step, mark in zip_longest(steps[::2], steps[1::2], fillvalue=""):
        if step:
            number += int(step, 36)
            yield number, mark == "!"
