"""English words by their stem: Porter's second algorithm (snowballstemmer), and the forms that no rule gives. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from snowballstemmer import stemmer

_ENGLISH = re.compile(r"[a-z']+")
MOST_KEPT = 1 << 17  # words remembered; a hostile text may have any number of different ones
_LONGEST = 60  # characters; what is longer is no English word, and is cut


def irregular() -> Iterator[list[str]]:
    """Yield the forms of each word that no rule brings together, its own first."""
    text = files("archive.search").joinpath("irregular.txt").read_text(encoding="utf-8")
    return (line.partition("#")[0].split() for line in text.splitlines())


class Stems(dict[str, str]):
    """The stem of each word met so far; of a word that is not of ASCII letters itself.

    >>> Stems()["protesting"], Stems()["women"] == Stems()["woman"], Stems()["travelled"] == Stems()["travels"]
    ('protest', True, True)
    """

    def __init__(self) -> None:
        super().__init__()
        self._stemmer = stemmer("english")
        self._joined: dict[str, str] = {}
        for forms in irregular():
            self._join(forms)

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[word] = stem = self.stem(word)
        return stem

    def stem(self, word: str) -> str:
        """Return the stem of a word, which is not remembered."""
        word = word[:_LONGEST]
        if not _ENGLISH.fullmatch(word):
            return word.replace("'", "")
        stem = self._ruled(word)
        return self._joined.get(stem, stem)

    def _ruled(self, word: str) -> str:
        stem = str(self._stemmer.stemWord(word)).replace("'", "")
        # The rules leave travell of travelled, and trafficked's k.
        if len(stem) > 2 and stem[-1] == stem[-2]:
            return stem[:-1]
        return stem[:-1] if stem.endswith("ick") else stem

    def _join(self, forms: list[str]) -> None:
        """Make the stems of some words one: that of the first, or what that was joined to before."""
        stems = [self._ruled(form) for form in forms]
        roots = {self._joined.get(stem, stem) for stem in stems}
        target = min(roots) if roots else ""
        for stem in [*stems, *(stem for stem, root in self._joined.items() if root in roots)]:
            self._joined[stem] = target
