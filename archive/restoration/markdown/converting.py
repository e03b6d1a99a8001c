"""A post's body from sanitised markup to Markdown that goldmark, kramdown and Python-Markdown read alike. Pure.

What the three understand differently is written so that they cannot: marks of their own in a text are character
references, which all take for text; emphasis is a pair of stars only where letters stand at both its ends, as Chinese
full stops at its end undo it; lists are indented by four. What Markdown has no words for (tables but Blogger's
captions, underlining, lists with tables in them) stays HTML. Fonts, colours and sizes are let go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from urllib.parse import quote

from archive.restoration.markdown.elements import Element, tree_of

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figcaption", "figure"),
        *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre"),
        *("section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "caption", "col", "colgroup"),
    )
)
_KEPT = frozenset(
    (
        *("abbr", "bdi", "bdo", "cite", "code", "del", "dfn", "ins", "kbd", "mark", "q", "rp", "rt", "ruby"),
        *("s", "samp", "small", "strike", "sub", "sup", "tt", "u", "var"),
    )
)
_STARS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_NAMES = {"b": "strong", "i": "em"}
_HEADINGS = {f"h{n}": "#" * n for n in range(1, 7)}
_MARKS = str.maketrans({c: f"&#{ord(c)};" for c in "`*_{}[]|~$^\\\u3000\xa0\u200b\u2028\u2029"})
_BEGINS = re.compile(r"(?m)^([^\S\n]*)([#+=:-]|\d{1,9}(?=[.)]))")
_LINKED = re.compile(r"(?i)(?<=http)(s?):(?=//)|(?<=ftp):(?=//)|(?<=www)\.|@")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_URL_KEPT = "/:?#@!&+,;=%-._"
_BREAK = "\0"  # a line break, until it is known what stands around it; no text holds one (`archive.records`)


def markdown_of(markup: str) -> str:
    """Return a sanitised body as Markdown.

    >>> markdown_of('<div>One <b>two</b>.<br>Next<br><br>3. *four*<ul><li>a<ul><li>b</li></ul></li></ul></div>')
    'One **two**.  \\nNext\\n\\n&#51;. &#42;four&#42;\\n\\n-   a\\n\\n    -   b\\n'
    """
    blocks = list(_blocks(tree_of(markup)))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _blocks(parent: Element) -> Iterator[str]:
    run: list[Element | str] = []
    for child in parent.children:
        if _is_block(child):
            yield from _paragraphs(run)
            run = []
            assert isinstance(child, Element)
            yield from _block(child)
        else:
            run.append(child)
    yield from _paragraphs(run)


def _is_block(node: Element | str) -> bool:
    return isinstance(node, Element) and (node.tag in _BLOCKS or any(map(_is_block, node.children)))


def _block(element: Element) -> Iterator[str]:
    tag = element.tag
    if tag in _HEADINGS:
        text = " ".join(_paragraphs(element.children)).replace("  \n", " ")
        yield from [f"{_HEADINGS[tag]} {text}"] if text else []
    elif tag == "hr":
        yield "* * *"
    elif tag == "blockquote":
        text = "\n\n".join(_blocks(element))
        yield from (
            ["\n".join(f"> {line}".rstrip() if not line else f"> {line}" for line in text.split("\n"))] if text else []
        )
    elif tag in ("ul", "ol") and _is_plain_list(element):
        yield from _list(element)
    elif tag == "table" and "tr-caption-container" in element.attributes.get("class", ""):
        yield from _captioned(element)
    elif tag in ("ul", "ol", "dl", "table", "pre"):
        yield _html(element)
    else:
        yield from _blocks(element)


def _is_plain_list(element: Element) -> bool:
    items = [child for child in element.children if isinstance(child, Element)]
    return (
        all(item.tag == "li" for item in items)
        and not any(isinstance(child, str) and child.strip() for child in element.children)
        and 0 < len(items) < 100  # a wider number would need a wider indent
        and element.attributes.get("start", "1") == "1"
        and not any(element.find(tag) for tag in ("table", "pre", "dl", "blockquote", "hr", *_HEADINGS))
        and all(
            _is_plain_list(one)
            for item in items
            for one in item.children
            if isinstance(one, Element) and one.tag in ("ul", "ol")
        )
    )


def _list(element: Element) -> Iterator[str]:
    items = [child for child in element.children if isinstance(child, Element)]
    lines = []
    for number, item in enumerate(items, 1):
        mark = f"{number}.".ljust(4) if element.tag == "ol" else "-   "
        text = "\n\n".join(_blocks(item)) or "&#8203;"
        lines.append(mark + text.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
    yield "\n\n".join(lines)


def _captioned(table: Element) -> Iterator[str]:
    """Blogger's picture with its caption: a table, only to centre the two."""
    for cell in table.find("td"):
        found = list(_blocks(cell))
        is_caption = "tr-caption" in cell.attributes.get("class", "").split()
        yield from (f"<em>{text}</em>" if is_caption else text for text in found)


def _paragraphs(run: list[Element | str]) -> Iterator[str]:
    """Yield the paragraphs of inline content: Blogger parts them by two line breaks."""
    text = _SPACE.sub(" ", "".join(_inline(node, starred=False) for node in run))
    for part in re.split(rf" ?{_BREAK}(?: ?{_BREAK})+ ?", text):
        lines = [line.strip(" ") for line in part.split(_BREAK)]
        kept = [_BEGINS.sub(_referred, line) for line in lines if line]
        if kept:
            yield "  \n".join(kept)


def _referred(match: re.Match[str]) -> str:
    return match[1] + "".join(f"&#{ord(c)};" for c in match[2])


def _inline(node: Element | str, *, starred: bool) -> str:
    if isinstance(node, str):
        return _text(node)
    if node.tag == "br":
        return _BREAK
    if node.tag == "img":
        return _image(node)
    within = starred or node.tag in _STARS
    inner = "".join(_inline(child, starred=within) for child in node.children)
    if node.tag == "a" and node.attributes.get("href") and inner.strip(f" {_BREAK}"):
        return f"[{inner.replace(_BREAK, ' ')}]({_address(node.attributes['href'])})"
    if node.tag in _STARS and inner.strip(f" {_BREAK}"):
        return _emphasised(node.tag, inner, starred)
    return f"<{node.tag}>{inner}</{node.tag}>" if node.tag in _KEPT and _BREAK not in inner else inner


def _emphasised(tag: str, inner: str, starred: bool) -> str:
    if _BREAK in inner:  # emphasis does not reach over paragraphs: each line has its own
        return _BREAK.join(_emphasised(tag, part, starred) if part.strip() else part for part in inner.split(_BREAK))
    text = inner.strip()
    before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    if starred or not (text[0].isalnum() and text[-1].isalnum()):
        name = _NAMES.get(tag, tag)
        return f"{before}<{name}>{text}</{name}>{after}"
    return f"{before}{_STARS[tag]}{text}{_STARS[tag]}{after}"


def _image(node: Element) -> str:
    return f"![{_text(node.attributes.get('alt', '')).strip()}]({_address(node.attributes.get('src', ''))})"


def _address(url: str) -> str:
    return quote(url, safe=_URL_KEPT)


def _text(text: str) -> str:
    """Return text that no reader of Markdown takes for more than text."""
    plain = escape(text, quote=False).translate(_MARKS)
    linked = _LINKED.sub(lambda match: "".join(c if c in "s" else f"&#{ord(c)};" for c in match[0]), plain)
    return linked[:-1] + "&#33;" if linked.endswith("!") else linked


def _html(element: Element) -> str:
    """Return a block as HTML: without blank lines, which would end it, and with no marks of a template."""
    kept = _serialised(element)
    if element.tag != "pre":
        kept = _SPACE.sub(" ", kept)
    return kept.replace("{", "&#123;").replace("}", "&#125;").replace("\n\n", "\n&#8203;\n")


def _serialised(node: Element | str) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in node.attributes.items() if name != "style")
    if node.tag in ("br", "hr", "img", "col", "wbr"):
        return f"<{node.tag}{attributes}>"
    return f"<{node.tag}{attributes}>{''.join(map(_serialised, node.children))}</{node.tag}>"


def plain_markdown(text: str) -> str:
    """Return text as Markdown that says it, on one line."""
    return _SPACE.sub(" ", _text(text)).strip()
