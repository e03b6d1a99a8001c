"""XML an element at a time, and back: by expat, which is in Python, with name spaces resolved here.

Real exports lack declarations of prefixes that they use; then the prefix means what it always does in such files. No
document type is taken: an export has none, and what it declares may have no end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from archive.mending import ILLEGAL
from archive.restoration.exports.document import Element, Trouble
from archive.restoration.exports.names import PREFIXES, UNBOUND, XML

_PIECE = 1 << 16  # characters
_DEEPEST = 100  # elements within each other
_USUAL = {prefix: space for space, prefix in PREFIXES.items()}


class Broken(Exception):
    """The document ends, or is no XML, from some place on."""


def parts_of(text: str) -> Iterator[tuple[str, Element]]:
    """Yield (name of the root, child of it) for the root's children, in order.

    Raises:
        Broken: at the place where it is no XML; all before it were given. Its argument is a `Trouble`.
    """
    builder = _Builder()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.characters
    parser.StartDoctypeDeclHandler = builder.refuse
    try:
        for at in range(0, len(text), _PIECE):
            parser.Parse(text[at : at + _PIECE].encode("utf-8"), False)
            yield from builder.take()
        parser.Parse(b"", True)
        yield from builder.take()
    except expat.ExpatError as error:
        yield from builder.take()
        where = f"line {error.lineno}, column {error.offset}"
        raise Broken(Trouble("cut-off", f"it is no XML from {where} on: {expat.ErrorString(error.code)}")) from None


class _Builder:
    """Makes elements of the parser's events."""

    def __init__(self) -> None:
        self._root = ""
        self._open: list[_Open] = []
        self._scopes: list[dict[str, str]] = [dict(_USUAL)]
        self._ready: deque[Element] = deque()

    def take(self) -> Iterator[tuple[str, Element]]:
        """Yield the root's children that are complete."""
        while self._ready:
            yield self._root, self._ready.popleft()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a start tag."""
        if len(self._open) > _DEEPEST:
            raise Broken(Trouble("too-deep", f"it has more than {_DEEPEST} elements within each other"))
        declared = {key[6:]: value for key, value in attributes.items() if key.startswith("xmlns:")}
        if "xmlns" in attributes:
            declared[""] = attributes["xmlns"]
        self._scopes.append({**self._scopes[-1], **declared} if declared else self._scopes[-1])
        own = [(key, value) for key, value in attributes.items() if key != "xmlns" and not key.startswith("xmlns:")]
        named = tuple((self._clark(key) if ":" in key else key, value) for key, value in own)
        self._open.append(_Open(self._clark(name), named))
        self._root = self._root or self._open[0].name

    def end(self, _: str) -> None:
        """Take an end tag."""
        done = self._open.pop().element()
        self._scopes.pop()
        if len(self._open) == 1:
            self._ready.append(done)
        elif self._open:
            self._open[-1].children.append(done)

    def characters(self, text: str) -> None:
        """Take text."""
        if self._open:
            self._open[-1].add(text)

    def refuse(self, *_: object) -> None:
        """Refuse a document type."""
        raise Broken(Trouble("document-type", "it declares a document type, as no export does, and was not read"))

    def _clark(self, name: str) -> str:
        prefix, _, local = name.rpartition(":")
        space = XML if prefix == "xml" else self._scopes[-1].get(prefix) or f"{UNBOUND}{prefix}"
        return f"{{{space}}}{local}"


class _Open:
    """An element whose end has not come."""

    def __init__(self, name: str, attributes: tuple[tuple[str, str], ...]) -> None:
        self.name, self.attributes = name, attributes
        self.children: list[Element] = []
        self._texts: list[list[str]] = [[]]

    def add(self, text: str) -> None:
        while len(self._texts) <= len(self.children):
            self._texts.append([])
        self._texts[len(self.children)].append(text)

    def element(self) -> Element:
        texts = ["".join(pieces) for pieces in self._texts] + [""] * (len(self.children) + 1 - len(self._texts))
        children = tuple(
            Element(one.name, one.attributes, one.text, one.children, tail) if tail else one
            for one, tail in zip(self.children, texts[1:], strict=True)
        )
        return Element(self.name, self.attributes, texts[0], children)


def written(element: Element) -> str:
    """Return an element as XML, with its tail; prefixes are those of `names.PREFIXES`, others are declared in place."""
    declared: dict[str, str] = {}
    name = _prefixed(element.name, declared)
    attributes = "".join(
        f" {_prefixed(key, declared, is_attribute=True)}={attribute(value)}" for key, value in element.attributes
    )
    spaces = "".join(f" xmlns:{prefix}={quoteattr(space)}" for space, prefix in declared.items())
    inner = plain(element.text) + "".join(map(written, element.children))
    whole = f"<{name}{spaces}{attributes}>{inner}</{name}>" if inner else f"<{name}{spaces}{attributes}/>"
    return whole + plain(element.tail)


def characters_without_place(text: str) -> str:
    """Return the names of the characters that XML cannot hold, a few of them; "" for none."""
    found = dict.fromkeys(f"U+{ord(match[0]):04X}" for match in ILLEGAL.finditer(text))
    return ", ".join(list(found)[:9])


def plain(text: str) -> str:
    """Return text as XML, without what XML cannot hold. A carriage return would be read as a line's end."""
    return escape(ILLEGAL.sub("\ufffd", text)).replace("\r", "&#13;")


def attribute(text: str) -> str:
    """Return an attribute's value as XML, quoted; its white space stays what it is."""
    return quoteattr(ILLEGAL.sub("\ufffd", text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _prefixed(name: str, declared: dict[str, str], *, is_attribute: bool = False) -> str:
    if not name.startswith("{"):
        return name
    space, _, local = name[1:].partition("}")
    if PREFIXES.get(space) or (space in PREFIXES and not is_attribute):  # no attribute is in the default name space
        prefix = PREFIXES[space]
    else:
        prefix = declared.setdefault(space, f"n{len(declared)}")
    return f"{prefix}:{local}" if prefix else local
