"""A captured page with nothing in it that acts: its body sanitised, its head made anew. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

import nh3

from archive.restoration.mirror.sheets import Located, sheet_of
from archive.sanitising import TAGS

POLICY = (
    "default-src 'none'; img-src 'self' file:; style-src 'self' file: 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)
_EVERYWHERE = {
    "align", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "dir", "face", "height", "id", "lang",
    "size", "style", "title", "valign", "width",
}  # fmt: skip
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href", "name"},
    "img": {"alt", "src"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "time": {"datetime"},
}
_REMOVED = {
    "script", "style", "title", "template", "noscript", "iframe", "object", "svg", "math", "select", "textarea",
    "audio", "button", "video",
}  # fmt: skip
_GAP = "gap-"  # what a picture that is not there is called until words stand in its place
_IMG = re.compile(r"<img[^<>]*>")  # nh3 escapes both signs, in attributes, too
_NUMBER = re.compile(rf' src="{_GAP}(\d{{1,9}})"')
_IN_PLACE = '<span style="border:1px dashed;padding:0 .3em;font-size:12px" title="{address}">{words}</span>'
_OF_THE_ROOT = ("class", "dir", "id", "lang", "style", "bgcolor")
_LONGEST = 8 << 20  # characters
_MOST_SHEETS = 60


@dataclass(frozen=True)
class Around:
    """Where a page stands: ``page``, ``picture`` and ``sheet`` give links to what the mirror has of an address as the
    page writes it. None leaves a link's text, nothing of a sheet, and of a picture the words that ``gap`` gives.
    """

    page: Located
    picture: Located
    sheet: Located
    gap: Callable[[str], str]


@dataclass
class _Head(HTMLParser):
    """What is taken of a page beside its body's markup: title, sheets in order, attributes of its root and body."""

    around: Around
    title: str = ""
    parts: list[str] = field(default_factory=list)
    root: dict[str, str] = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    _inside: str = ""
    _text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element's beginning."""
        stated = {name: value or "" for name, value in attrs}
        if tag in ("html", "body"):
            known = self.root if tag == "html" else self.body
            known |= {name: stated[name] for name in _OF_THE_ROOT if name in stated and name not in known}
        elif tag == "link" and "stylesheet" in stated.get("rel", "").lower() and len(self.parts) < _MOST_SHEETS:
            if place := self.around.sheet(stated.get("href", "")):
                self.parts.append(f'<link rel="stylesheet" href="{escape(place)}">')
        elif tag in ("style", "title"):
            self._inside, self._text = tag, []

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if self._inside:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Take an element's end."""
        if tag != self._inside:
            return
        text = "".join(self._text)
        if tag == "title" and not self.title:
            self.title = " ".join(text.split())
        elif tag == "style" and len(self.parts) < _MOST_SHEETS:
            self.parts.append(f"<style>{sheet_of(text, self.around.picture)}</style>")
        self._inside = ""


def page_of(text: str, around: Around, note: str) -> str:
    """Return a page as a document of its own; ``note`` stands below it."""
    head = _Head(around)
    head.feed(text[:_LONGEST])
    head.close()
    return (
        f'<!doctype html>\n<html{_attributes(head.root, around)}>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(head.title)}</title>\n{''.join(f'{part}{chr(10)}' for part in head.parts)}</head>\n"
        f"<body{_attributes(head.body, around)}>\n{_body(text[:_LONGEST], around)}\n"
        f'<p style="clear:both;margin:2em;font-size:12px">{escape(note)}</p>\n</body>\n</html>\n'
    )


def _body(text: str, around: Around) -> str:
    gaps: list[str] = []

    def shown(src: str) -> str:
        place = around.picture(src)
        if place is None:
            gaps.append(src)
        return place or f"{_GAP}{len(gaps) - 1}"

    def filtered(element: str, attribute: str, value: str) -> str | None:
        if attribute == "style":
            return sheet_of(value, around.picture)
        if attribute == "href":
            return around.page(value)
        if attribute == "src":  # those of frames and scripts are asked for, too, and removed after that
            return shown(value) if element == "img" else None
        return value

    clean = nh3.clean(
        text,
        tags={*TAGS.split(), "font"},
        clean_content_tags=_REMOVED,
        attributes=_ATTRIBUTES,
        attribute_filter=filtered,
        strip_comments=True,
        link_rel="noreferrer",
        url_schemes={"http", "https", "mailto"},
    )
    return _IMG.sub(lambda tag: _in_place(tag[0], gaps, around), clean) if gaps else clean


def _in_place(tag: str, gaps: Sequence[str], around: Around) -> str:
    """Return a picture's element; words where the mirror does not have it."""
    number = _NUMBER.search(tag)
    if number is None:
        return tag
    address = gaps[int(number[1])]
    return _IN_PLACE.format(address=escape(address), words=escape(around.gap(address)))


def _attributes(stated: dict[str, str], around: Around) -> str:
    plain = {name: sheet_of(value, around.picture) if name == "style" else value for name, value in stated.items()}
    return "".join(f' {name}="{escape(value)}"' for name, value in plain.items())
