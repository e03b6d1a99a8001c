"""What a mirror lacks, and the words for it: in the report, and in a page in the place of a picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.restoration.article import DAMAGED, Lack

# Blogger answers these to one visitor alone: they are no part of a blog's look, and never captured.
_FOR_ONE_VISITOR = "/dyn-css/"
_FONTS = (".eot", ".otf", ".ttf", ".woff", ".woff2")  # no mirror has them: its policy lets none be loaded


@dataclass(frozen=True)
class Gap:
    """Why a picture is not there: ``what`` as a `Lack` says it, ``why`` and ``chinese`` for people."""

    what: str
    why: str
    chinese: str

    @property
    def words(self) -> str:
        """What stands in a page in the picture's place."""
        return f"缺少图片：{self.chinese}。 Missing picture: {self.why}."


NEVER = Gap("picture", "it was never captured", "从未抓取")
UNREADABLE = Gap(DAMAGED, "it was captured, and cannot be read from the WARC", "曾经抓取，但存档受损，无法读取")
UNVOUCHED = Gap(DAMAGED, "what was captured is not as it was sealed", "抓取到的与封存时不符")
PERHAPS = Gap("picture", "it was never captured, or is lost in a damaged WARC file", "从未抓取，或因存档受损而丢失")
UNSURE = Gap("picture", "what was captured is not surely a picture and nothing else", "不能确定抓取到的只是图片")


class Gaps:
    """What one mirror lacks, each address once: it may stand in every page."""

    def __init__(self) -> None:
        self._pictures: dict[str, tuple[Gap, str]] = {}
        self._sheets: dict[str, str] = {}

    def picture(self, url: str, gap: Gap, page: str) -> None:
        """Note a picture that is not there, and a page that wants it."""
        if not url.partition("?")[0].partition("#")[0].lower().endswith(_FONTS):
            self._pictures.setdefault(url, (gap, page))

    def sheet(self, url: str, page: str) -> None:
        """Note a style sheet that is not there, and a page that wants it."""
        if _FOR_ONE_VISITOR not in url:
            self._sheets.setdefault(url, page)

    def lacks(self) -> Iterator[Lack]:
        """Yield what was noted."""
        for url, page in self._sheets.items():
            yield Lack("sheet", url, f"no good capture of this style sheet is there; {page} may look otherwise")
        for url, (gap, page) in self._pictures.items():
            yield Lack(gap.what, url, f"{gap.why}; it stands in {page}")
