"""XML an element at a time: a document of any length costs the memory of one of its elements, and of what is kept.

As strict and as deaf as `markup.parse_xml`: no entity is resolved, no DTD loaded, no network touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Generic, TypeVar

from lxml import etree

from archive.records import Finding
from scraper.platforms.blogger.markup import HOSTILE, hostile_xml, is_hostile

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
    """Take from a document the elements of a name that stand in its feed or channel, ``most`` of them at most."""
    if findings := hostile_xml(body):
        return Stream(None, findings=findings, whole=False)
    context = _parsing(body, "end", name)
    root: etree._Element | None = None
    hostile = Stream[T](None, findings=(HOSTILE,), whole=False)
    taken: list[T] = []
    try:
        for element in _each(context):
            if len(taken) == most:
                return Stream(root, tuple(taken), (Finding("too-many-entries", f"the first {most} are read alone"),))
            root = element.getroottree().getroot()
            if not taken and is_hostile(root):
                return hostile
            taken.append(take(element))
    except etree.XMLSyntaxError as error:
        whole, finding = _judged(error)
        return Stream(root, tuple(taken), (finding,), whole)
    return hostile if context.root is not None and is_hostile(context.root) else Stream(context.root, tuple(taken))


def _parsing(body: bytes, event: str, name: str | None = None) -> etree.iterparse:
    return etree.iterparse(
        BytesIO(body),
        events=(event,),
        tag=name,
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


def _judged(error: etree.XMLSyntaxError) -> tuple[bool, Finding]:
    """Return (whether the document is whole, what is wrong with it)."""
    if error.error_log.filter_from_level(etree.ErrorLevels.FATAL):  # type: ignore[attr-defined]
        return False, Finding("broken-xml", f"it cannot be parsed: {error.msg}")
    return True, Finding("undeclared-prefix", f"another program has been at it: {error.msg}")
