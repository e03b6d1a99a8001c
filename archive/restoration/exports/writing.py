"""A document into either form, an entry at a time: exports are larger than memory should be."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from archive.addresses import escaped
from archive.restoration.exports.derived import CONTROL, LINK, REPLY, alternate_of, related_of, reply_of
from archive.restoration.exports.document import COMMENT, DRAFT, LIVE, Element, Entry, Head, Person, Text
from archive.restoration.exports.elements import attribute, written
from archive.restoration.exports.names import APP, ATOM, BLOGGER, KIND, KINDS, LABELS, OWN, PREFIXES, TAG
from archive.restoration.exports.reading import in_utc, path_in

_A, _B, _O = f"{{{ATOM}}}", f"{{{BLOGGER}}}", f"{{{OWN}}}"
_ROOT = "".join(
    f" xmlns{':' if prefix else ''}{prefix}={attribute(space)}" for space, prefix in PREFIXES.items() if prefix != "xml"
)
_CLASSIC = (
    "<?xml version='1.0' encoding='UTF-8'?>"
    '<?xml-stylesheet href="https://www.blogger.com/styles/atom.css" type="text/css"?>'
)
_TAKEOUT = "<?xml version='1.0' encoding='UTF-8'?>\n"


@dataclass(frozen=True)
class Form:
    """How a form is written, piece by piece: exports are larger than memory should be."""

    begin: Callable[[Head], bytes]
    entry: Callable[[Entry, Head], bytes]
    end: bytes = b"</feed>\n"

    def whole(self, head: Head, entries: Iterable[Entry]) -> Iterator[bytes]:
        """Yield an export."""
        yield self.begin(head)
        yield from (self.entry(entry, head) for entry in entries)
        yield self.end


def _begin_classic(head: Head) -> bytes:
    suffix = ".archive" if head.id.startswith(TAG) else ""
    return f"{_CLASSIC}<feed{_ROOT}>".encode() + _xml([_line(f"{_A}id", head.id + suffix), *_of_head(head)])


def _begin_takeout(head: Head) -> bytes:
    return f"{_TAKEOUT}<feed{_ROOT}>\n".encode() + _xml([_line(f"{_A}id", head.id), *_of_head(head)]) + b"\n"


def _xml(elements: Iterable[Element]) -> bytes:
    return "".join(map(written, elements)).encode("utf-8", "replace")


def _entry_of(fields: Callable[[Entry, Head], Iterator[Element]], tail: str) -> Callable[[Entry, Head], bytes]:
    return lambda entry, head: _xml([Element(f"{_A}entry", children=tuple(fields(entry, head)), tail=tail)])


def _of_head(head: Head) -> Iterator[Element]:
    if head.updated:
        yield _line(f"{_A}updated", head.updated)
    yield from _text(f"{_A}title", head.title)
    if head.home:
        yield Element(LINK, (("rel", "alternate"), ("type", "text/html"), ("href", head.home)))
    yield from map(_person, head.authors)
    yield from head.others


def _classic(entry: Entry, head: Head) -> Iterator[Element]:
    names = {other.name for other in entry.others}
    yield from _lines((f"{_A}id", entry.id), (f"{_A}published", entry.published), (f"{_A}updated", entry.updated))
    if entry.status != LIVE and CONTROL not in names:
        yield Element(CONTROL, children=(_line(f"{{{APP}}}draft", "yes"),))
    if entry.kind:
        yield Element(f"{_A}category", (("scheme", KIND), ("term", f"{KINDS}{entry.kind}")))
    yield from (Element(f"{_A}category", (("scheme", LABELS), ("term", label))) for label in entry.labels)
    yield from _text(f"{_A}title", entry.title)
    yield from _text(f"{_A}content", entry.content)
    yield from _linked(entry, head)
    yield from map(_person, entry.authors)
    if entry.status not in (LIVE, DRAFT) or (entry.status == LIVE and CONTROL in names):
        yield _line(f"{_B}status", entry.status)
    yield from _lines((f"{_B}created", entry.created))
    yield from _optional((f"{_B}metaDescription", entry.meta), (f"{_B}trashed", entry.trashed))
    yield from entry.others


def _linked(entry: Entry, head: Head) -> Iterator[Element]:
    """Yield the links that the classic form has, as far as they are not among the others."""
    if entry.kind != COMMENT:
        link = alternate_of(entry, head)
        if entry.path and path_in(entry.others) != entry.path:
            yield from (link,) if link else ()
            if not link or escaped(entry.path) != entry.path:
                yield _line(f"{_B}filename", entry.path)
        return
    yield from _lines((f"{_B}filename", entry.path))
    if entry.post and next((one.get("ref") for one in entry.others if one.name == REPLY), "") != entry.post:
        yield reply_of(entry, head) or _line(f"{_B}parent", entry.post)
    if entry.comment and not any(one.name == LINK and one.get("rel") == "related" for one in entry.others):
        yield related_of(entry, head) or _line(f"{_B}inReplyTo", entry.comment)


def _takeout(entry: Entry, head: Head) -> Iterator[Element]:
    yield from _lines((f"{_A}id", entry.id), (f"{_B}parent", entry.post), (f"{_B}inReplyTo", entry.comment))
    if entry.kind:
        yield _line(f"{_B}type", entry.kind.upper() if entry.kind == entry.kind.lower() else entry.kind)
    yield _line(f"{_B}status", entry.status)
    yield from map(_person, entry.authors)
    title = entry.title
    if title and entry.kind:
        title = replace(title, value=html.escape(title.value))
    yield from _text(f"{_A}title", title)
    yield from _text(f"{_A}content", entry.content)
    yield from _optional((f"{_B}metaDescription", entry.meta))
    yield from _lines((f"{_B}created", entry.created))
    for name, instant in (("published", entry.published), ("updated", entry.updated)):
        yield from _lines((f"{_A}{name}", in_utc(instant)))
        if in_utc(instant) != instant:
            yield _line(f"{_O}{name}", instant)
    yield from (Element(f"{_A}category", (("scheme", head.id or TAG), ("term", label))) for label in entry.labels)
    yield from _lines((f"{_B}filename", entry.path))
    yield from entry.others
    yield from _optional((f"{_B}trashed", entry.trashed))


def _line(name: str, text: str) -> Element:
    return Element(name, text=text)


def _lines(*pairs: tuple[str, str]) -> Iterator[Element]:
    return (_line(name, text) for name, text in pairs if text)


def _optional(*pairs: tuple[str, str | None]) -> Iterator[Element]:
    return (_line(name, text) for name, text in pairs if text is not None)


def _text(name: str, text: Text | None) -> Iterator[Element]:
    if text:
        yield Element(name, (("type", text.type),) if text.type else (), text.value)


def _person(person: Person) -> Element:
    fields = ((f"{_A}name", person.name), (f"{_A}uri", person.uri), (f"{_A}email", person.email))
    children = (*_optional(*fields, (f"{_B}type", person.type)), *person.others)
    return Element(f"{_A}author", children=children)


CLASSIC = Form(_begin_classic, _entry_of(_classic, ""))
TAKEOUT = Form(_begin_takeout, _entry_of(_takeout, "\n"))  # settings and the theme are files beside it
