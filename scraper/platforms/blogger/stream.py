"""XML an element at a time: a document of any length costs the memory of one of its elements, and of what is kept.

As strict and as deaf as `markup.parse_xml`: no entity is resolved, no DTD loaded, no network touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Generic, TypeVar

from lxml import etree

from archive.mending import mended
from archive.records import Finding
from scraper.platforms.blogger.markup import HOSTILE, hostile_xml, is_hostile, mended_finding

T = TypeVar("T")
_HOLDERS = ("feed", "channel")


@dataclass(frozen=True)
class Stream(Generic[T]):
    """What was taken from a document. ``root`` has all but the elements taken, None where nothing could be parsed.

    ``whole`` is False where the document broke off; what was taken stands before the break.
    """

    root: etree._Element | None
    taken: tuple[T, ...] = ()
    findings: tuple[Finding, ...] = ()
    whole: bool = True


def root_name(body: bytes) -> str:
    """Return the name of a document's root element, with its name space in braces; "" for no XML."""
    try:
        _, root = next(iter(_parsing(body, "start")), ("", None))
    except etree.XMLSyntaxError:
        return ""
    return str(root.tag) if root is not None else ""


def take_elements(body: bytes, name: str, take: Callable[[etree._Element], T], most: int) -> Stream[T]:
    """Take from a document the elements of a name that stand in its feed or channel, ``most`` of them at most.

    Where it breaks off at what no parser of XML takes (a control character, an ampersand by itself, bytes of another
    encoding), it is mended, and what follows is read as well; a finding says so.
    """
    strict = _taken(_parsing(body, "end", name), body, take, most)
    if strict.whole or HOSTILE in strict.findings:
        return strict
    text, mends = mended(body)
    if not mends:
        return strict
    clean = text.encode()
    # What stood before the break is there already: whoever takes elements is given each once.
    rest = _taken(_parsing(clean, "end", name, "utf-8"), clean, take, most, passed=len(strict.taken))
    if HOSTILE in rest.findings or not (rest.whole or rest.taken):
        return strict
    taken = (*strict.taken, *rest.taken)
    return Stream(rest.root, taken, (mended_finding(mends), *rest.findings), rest.whole)


def _taken(
    context: etree.iterparse, body: bytes, take: Callable[[etree._Element], T], most: int, passed: int = 0
) -> Stream[T]:
    """Return what is taken of a document; the first elements, as many as are ``passed``, are taken already."""
    if findings := hostile_xml(body):
        return Stream(None, findings=findings, whole=False)
    root: etree._Element | None = None
    hostile = Stream[T](None, findings=(HOSTILE,), whole=False)
    taken: list[T] = []
    try:
        for number, element in enumerate(_each(context)):
            if number == most:
                return Stream(root, tuple(taken), (Finding("too-many-entries", f"the first {most} are read alone"),))
            root = element.getroottree().getroot()
            if not number and is_hostile(root):
                return hostile
            if number >= passed:
                taken.append(take(element))
    except etree.XMLSyntaxError as error:
        whole, finding = _judged(error, context)
        return Stream(root, tuple(taken), (finding,), whole)
    return hostile if context.root is not None and is_hostile(context.root) else Stream(context.root, tuple(taken))


def _parsing(body: bytes, event: str, name: str | None = None, encoding: str | None = None) -> etree.iterparse:
    return etree.iterparse(
        BytesIO(body),
        events=(event,),
        tag=name,
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )


def _each(context: etree.iterparse) -> Iterator[etree._Element]:
    """Yield the elements that stand in a feed, and give up each when the next one is asked for."""
    last: etree._Element | None = None
    for _, element in context:
        holder = element.getparent()
        if holder is None or holder.tag.rpartition("}")[2] not in _HOLDERS:
            continue
        if last is not None and (held := last.getparent()) is not None:
            held.remove(last)
        yield element
        element.clear()
        last = element


def _judged(error: etree.XMLSyntaxError, context: etree.iterparse) -> tuple[bool, Finding]:
    """Return (whether the document is whole, what is wrong with it)."""
    # Not the error's own log, which has those of documents before, too.
    if context.error_log.filter_from_level(etree.ErrorLevels.FATAL):
        return False, Finding("broken-xml", f"it cannot be parsed: {error.msg}")
    return True, Finding("undeclared-prefix", f"another program has been at it: {error.msg}")
