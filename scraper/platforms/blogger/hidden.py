"""What no reader of a page sees: elements taken out of the display, or out of the window, by their own style.

Whoever breaks into a blog hides links this way. Only what an element says of itself counts, never a style sheet, and
only what surely shows nothing: small negative margins, hanging indents and video frames of no height are layout.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from bs4 import Tag

_LONGEST = 4000  # characters of a style that are looked at
_FAR = 500.0  # pixels: what begins so far to the left of, or above, its place is out of the window
_MAY_HIDE = re.compile(r"none|hidden|collapse|absolute|fixed|indent|opacity|font|margin", re.I)
_REMARK = re.compile(r"/\*[^*]{0,200}\*/")
_LENGTH = re.compile(r"([+-]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))(px|pt|pc|in|cm|mm|em|rem|ex|ch|vw|vh|%)?")
# Pixels in a unit; of those that go by the font or the window, about.
_PIXELS = {"px": 1.0, "pt": 1.33, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "em": 16.0, "rem": 16.0, "ex": 8.0,
           "ch": 8.0, "vw": 10.0, "vh": 10.0, "%": 10.0}  # fmt: skip
# In "italic bold 12px/1.5 serif": the weight of a font has no unit, and no font is sized 100 without one.
_SIZE_IN_FONT = re.compile(
    r"(?<![\w.#-])(\d{1,5}\.?\d{0,9}|\.\d{1,9})(?:px|pt|pc|in|cm|mm|em|rem|ex|ch|vw|vh|%)|(?<![\w.#-])(?=0[\s/])(0)"
)
_NAMED_SIZE = re.compile(
    r"\b(?:xx?-small|small|medium|large|x{1,3}-large|initial|revert|calc|clamp|min|max|var)\b(?!-)"
)
_FONT_SIZE = re.compile(r"[+-]?\d{1,3}")
_CLIPPED = re.compile(r"rect\(\s{0,5}([01])(?:px)?[\s,]{1,5}\1(?:px)?[\s,]{1,5}\1(?:px)?[\s,]{1,5}\1(?:px)?\s{0,5}\)")
_SOME = re.compile(r"[1-9]")
_FRAMES = frozenset(("iframe", "object", "embed"))
_SHOWN = ("img", "iframe", "object", "embed", "video")  # a font's size says nothing of these


def is_hidden(tag: Tag, *, sized: bool = True) -> bool:
    """Say whether no reader sees an element, by its own attributes.

    ``sized`` is whether the text around it has a size: within one of none, something that shows is looked for no more.
    """
    attributes = tag.attrs
    if "hidden" in attributes or (tag.name in _FRAMES and is_dot(attributes.get("width"), attributes.get("height"))):
        return True
    style = attributes.get("style")
    way = hiding(str(style)) if style else ""
    return way == "whole" or (way == "text" and sized and not _shows_all_the_same(tag))


def _shows_all_the_same(tag: Tag) -> bool:
    """Say whether something in an element of no font size can be seen: layouts close gaps between pictures so."""
    inner = (node for node in tag.descendants if isinstance(node, Tag))
    return any(node.name in _SHOWN or (bool(node.attrs) and shows_text(node)) for node in inner)


def shows_text(tag: Tag) -> bool | None:
    """Say whether an element gives its text a font of some size (True) or of none (False); None where it gives no size.

    It may stand in one of no size: its own holds.
    """
    style = tag.attrs.get("style")
    given = _size(str(style)[:_LONGEST]) if style else None
    if given is None and tag.name == "font" and _FONT_SIZE.fullmatch(str(tag.attrs.get("size") or "").strip()):
        return True  # of seven sizes, all can be read (HTML section 15.3.1)
    return given


@functools.lru_cache(maxsize=4096)  # a blog's posts repeat the same few hundred styles
def hiding(style: str) -> str:
    """Return what a style hides: "whole" element, "text" alone, or "" for nothing."""
    style = style[:_LONGEST]
    if not _MAY_HIDE.search(style):
        return ""
    said = _declarations(style)
    if (
        said.get("display") == "none"
        or said.get("visibility") in ("hidden", "collapse")
        or _number(said, "opacity") == 0
        or _is_far(said)
        or _is_shut(said)
    ):
        return "whole"
    return "text" if _size(style) is False else ""


@functools.lru_cache(maxsize=4096)
def _size(style: str) -> bool | None:
    """Return whether a style gives a font size, and one above nothing; None where what is around it decides."""
    if "font" not in style.lower():
        return None
    said = _declarations(style)
    for name in ("font-size", "font"):
        value = said.get(name, "")
        length = _LENGTH.match(value) if name == "font-size" else _SIZE_IN_FONT.search(value)
        if length:
            return float(length[1] or 0) > 0
        if _NAMED_SIZE.search(value):
            return True
    return None


def _declarations(style: str) -> dict[str, str]:
    """Return what a style says; of two that say the same thing the later holds, as in a browser."""
    plain = _REMARK.sub("", style.lower()).replace("!important", "")
    parts = (declaration.partition(":") for declaration in plain.split(";"))
    return {name.strip(): value.strip() for name, _, value in parts}


def _is_far(said: Mapping[str, str]) -> bool:
    if _number(said, "text-indent") <= -_FAR or min(_number(said, "margin-left"), _number(said, "margin-top")) <= -_FAR:
        return True
    if said.get("position") not in ("absolute", "fixed"):
        return False
    sides = min(_number(said, side) for side in ("left", "top", "right", "bottom"))
    return sides <= -_FAR or bool(_CLIPPED.search(said.get("clip", "")))


def _is_shut(said: Mapping[str, str]) -> bool:
    """Say whether an element is a box of no size that lets nothing out."""
    if not any("hidden" in said.get(name, "") for name in ("overflow", "overflow-x", "overflow-y")):
        return False
    if any(_SOME.search(said.get(name, "")) for name in ("padding", "padding-top", "padding-bottom")):
        return False  # a frame for a video has its height in the padding
    width, height = (min(_number(said, name), _number(said, f"max-{name}")) for name in ("width", "height"))
    return min(width, height) == 0 or max(width, height) <= 1


def _number(said: Mapping[str, str], name: str) -> float:
    """Return a length in pixels, or a bare number; more than any length where there is none."""
    match = _LENGTH.match(said.get(name, ""))
    return float(match[1]) * _PIXELS.get(match[2] or "px", 1.0) if match else float("inf")


def is_dot(width: object, height: object) -> bool:
    """Say whether a frame is no larger than one pixel."""
    sides = [re.sub(r"px$", "", str(side or "").strip()) for side in (width, height)]
    return all(side in ("0", "1") for side in sides)
