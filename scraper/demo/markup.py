"""A post's body as Blogger's editors leave it: one function for each habit of those who write."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from scraper.demo.posts import DemoPost, Line, Picture

_CAPTIONED = (
    '<table align="center" cellpadding="0" cellspacing="0" class="tr-caption-container" style="text-align: center;">'
    "<tbody>\n"
    '<tr><td style="text-align: center;">{picture}</td></tr>\n<tr><td class="tr-caption" style="text-align: center;">'
    "{caption}</td></tr>\n</tbody></table>"
)
_SEPARATED = '<div class="separator" style="clear: both; text-align: center;">\n{picture}</div>'
_DATE = re.compile(r"(\d+)|([年月日])")


def body(post: DemoPost, scheme: str, *, cut: bool = False) -> str:
    """Return a post's body. ``cut`` gives only what stands before a jump break, as list pages do."""
    text = FORMS[post.form](post.lines)
    if post.form == "jump":
        before, _, after = text.partition("<br /><br />")
        text = before if cut else f'{before}<br /><br /><a name="more"></a>{after}'
    pictures = "\n".join(_picture(picture, post.number, n, scheme) for n, picture in enumerate(post.pictures))
    filler = '\n<div style="clear: both;"></div>'
    return f"{pictures}\n{text}{post.extra.format(scheme=scheme)}{filler}"


def image_url(picture: Picture, number: int, n: int, scheme: str, size: str) -> str:
    """Return a picture's address in a size such as "s320" or "w400-h266"."""
    if picture.form == "hosted":
        return (
            f"{scheme}://blogger.googleusercontent.com/img/a/AVvXs{number:05}{n}{picture.name.partition('.')[0]}={size}"
        )
    host = f"{1 + (number + n) % 4}.bp.blogspot.com"
    return f"{scheme}://{host}/-k{number:05}{n}/T{number:04}/AAAAAAAAA/{picture.name[:3]}/{size}/{picture.name}"


def _picture(picture: Picture, number: int, n: int, scheme: str) -> str:
    def address(size: str) -> str:
        return image_url(picture, number, n, scheme, size)

    shown, link = {
        "linked": ("s320", address("s1600")),
        "wrapper": ("s320", address("s1600-h")),
        "unlinked": ("w400-h266", ""),
        "hosted": ("w400-h300", address("s1600")),
    }[picture.form]
    image = f'<img border="0" src="{address(shown)}" alt="" />'
    if link:
        margins = "margin-left: 1em; margin-right: 1em;"
        image = f'<a href="{link}" imageanchor="1" style="{margins}">{image}</a>'
    return (_CAPTIONED if picture.caption else _SEPARATED).format(picture=image, caption=escape(picture.caption))


def _soup(lines: tuple[Line, ...]) -> str:
    """A pair is divided by one br, pairs by two."""
    parts = []
    for n, line in enumerate(lines):
        parts.append(escape(line.text, quote=False))
        if n + 1 < len(lines):
            parts.append("<br />" if line.pair == n + 1 else "<br /><br />")
    return "".join(parts)


def _divs(lines: tuple[Line, ...]) -> str:
    return "".join(f"<div>\n{escape(line.text, quote=False)}</div>\n<div>\n<br /></div>\n" for line in lines)


def _paragraphs(lines: tuple[Line, ...]) -> str:
    return "".join(f"<p>{escape(line.text, quote=False)}</p>\n" for line in lines)


def _word(lines: tuple[Line, ...]) -> str:
    """Word paste: a class on each paragraph, a span around each script, and dates cut to pieces."""
    paragraphs = []
    for line in lines:
        cut = _DATE.sub(lambda m: f'<span lang="EN-US">{m[0]}</span>' if m[1] else m[0], escape(line.text, quote=False))
        style = 'style="font-family: 宋体; mso-ascii-font-family: &quot;Times New Roman&quot;;"'
        paragraphs.append(f'<p class="MsoNormal"><span {style}>{cut}</span><span lang="EN-US"><o:p></o:p></span></p>\n')
    return "<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]-->" + "".join(paragraphs)


def _indented(lines: tuple[Line, ...]) -> str:
    indents = ("&nbsp;&nbsp;&nbsp; ", "\u3000\u3000")
    return "<br />\n&nbsp;<br />\n".join(
        f'{indents[n % 2]}<font size="3">{escape(line.text, quote=False)}</font>' for n, line in enumerate(lines)
    )


def _quoted(lines: tuple[Line, ...]) -> str:
    return "".join(
        f'<blockquote class="tr_bq">\n{escape(line.text)}</blockquote>\n'
        if line.role == "quote"
        else f"{escape(line.text)}<br />\n"
        for line in lines
    )


def _deep(lines: tuple[Line, ...]) -> str:
    depth = 3000
    return "<div>" * depth + _soup(lines) + "</div>" * depth


FORMS: dict[str, Callable[[tuple[Line, ...]], str]] = {
    "soup": _soup,
    "jump": _soup,
    "divs": _divs,
    "paragraphs": _paragraphs,
    "word": _word,
    "indented": _indented,
    "quoted": _quoted,
    "deep": _deep,
}
