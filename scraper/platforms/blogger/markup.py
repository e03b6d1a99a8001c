"""Bytes to a tree that can be searched, whatever they claim to be."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from lxml import etree, html

from archive.mending import Mend, mended
from archive.records import Capture, Finding
from scraper.platforms.blogger.latest import Latest
from scraper.platforms.blogger.wholeness import END_MARK, take_mark

# Encodings a page may ask for. Others that Python knows (unicode_escape, utf-7, idna, ...) can be made to say
# something else than a browser shows.
_SAFE = {"utf-8", "utf-16", "gb18030", "gbk", "gb2312", "big5", "big5hkscs", "euc-kr", "shift_jis", "euc-jp",
         "iso8859-1", "iso8859-15", "cp1252", "ascii", "koi8-r", "cp1251"}  # fmt: skip
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_META = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w-]{1,40})", re.I)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.I)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
HOSTILE = Finding("hostile-xml", "it declares a document type or entities, which no feed needs")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)


def text_of(capture: Capture) -> tuple[str, tuple[Finding, ...]]:
    """Return a page as text, and a finding where bytes had to be replaced.

    A byte order mark wins, then UTF-8 if all bytes are valid in it (no other encoding's text is by chance), then
    what header and meta say, if that is safe.
    """
    body = capture.body
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace"), ()
    if (text := _decoded(body, "utf-8")) is not None:
        return text, ()
    declared = list(dict.fromkeys(_declared(capture)))
    readings = {name: text for name in declared if (text := _decoded(body, name)) is not None}
    if readings:
        # GB18030 takes nearly any bytes; what is no text in it ends in its private use area.
        name = min(readings, key=lambda name: (bool(_PRIVATE.search(readings[name])), declared.index(name)))
        conflict = Finding("charset-conflict", f"it is said to be {' and '.join(declared)}; read as {name}")
        return readings[name], (conflict,) if len(declared) > 1 else ()
    finding = Finding("undecodable-bytes", "some bytes belong to no character; they are kept in the WARC")
    return body.decode("utf-8", "replace").replace("\0", ""), (finding,)


def _decoded(body: bytes, name: str) -> str | None:
    try:
        text = body.decode(name)
        # All of these encodings have NUL in a byte of zero; bytes are searched for one ten times as fast.
        return text.replace("\0", "") if b"\0" in body else text
    except UnicodeDecodeError:
        return None


def _declared(capture: Capture) -> list[str]:
    names = _HEADER.findall(capture.header("Content-Type"))
    names += [name.decode("ascii") for name in _META.findall(capture.body[:4096])]
    safe = []
    for name in names:
        try:
            plain = codecs.lookup(name).name
        except LookupError:
            continue
        if plain in _SAFE:
            # Browsers read gb2312 and gbk as their superset (WHATWG Encoding Standard).
            safe.append("gb18030" if plain in ("gb2312", "gbk") else plain)
    return safe


_EMPTY = b"<html></html>"
_LONGEST_KEPT = 1 << 20  # characters of a page whose tree is kept for who asks next


def parse_html(text: str) -> tuple[etree._Element, bool, bool]:
    """Return (tree, whole, ended): ``whole`` is False where the parser dropped what lies too deep (libxml2's limit),
    ``ended`` where something that swallows text is open at the page's end.
    """
    return _parsed_page(text) if len(text) > _LONGEST_KEPT else _kept(text)


def _parsed_page(text: str) -> tuple[etree._Element, bool, bool]:
    page = text.encode("utf-8", "replace") or _EMPTY
    tree, whole = _parsed(page + END_MARK.encode())
    if take_mark(tree):
        return tree, whole, True
    return *_parsed(page), not whole  # where it is too deep, the mark may be, too


_kept = Latest(_parsed_page)  # who asks leaves the tree as it is
forget_page = _kept.forget


def _parsed(page: bytes) -> tuple[etree._Element, bool]:
    # Not lxml.html's parser: it asks Python for the class of every element.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)
    try:
        tree = html.document_fromstring(page, parser=parser)
    except etree.ParserError:  # a comment alone makes no tree
        tree = html.document_fromstring(_EMPTY)
    faults = [entry.message.lower() for entry in parser.error_log]
    if any("memory" in fault for fault in faults):
        raise MemoryError  # the tree is what fitted
    return tree, not any("depth" in fault for fault in faults)


def parse_xml(body: bytes) -> tuple[etree._Element | None, tuple[Finding, ...]]:
    """Return (root, findings) of a feed or sitemap, mended where it has to be; None with the reason where it is hostile
    or broken.

    No entity is resolved, no DTD loaded, no network touched: neither format has any use for them.
    """
    root, findings = _parsed_xml(body)
    if root is not None or HOSTILE in findings:
        return root, findings
    text, mends = mended(body)
    again = _parsed_xml(text.encode(), "utf-8")[0] if mends else None
    return (None, findings) if again is None else (again, (mended_finding(mends),))


def _parsed_xml(body: bytes, encoding: str | None = None) -> tuple[etree._Element | None, tuple[Finding, ...]]:
    if findings := hostile_xml(body):
        return None, findings
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding=encoding
    )
    try:
        root = etree.fromstring(body, parser)
        return (None, (HOSTILE,)) if is_hostile(root) else (root, ())
    except etree.XMLSyntaxError as error:
        return None, (Finding("broken-xml", f"it cannot be parsed: {error.msg}"),)


def mended_finding(mends: Iterable[Mend]) -> Finding:
    """Return what says that XML was read only after it was mended."""
    told = "; ".join(mend.detail for mend in mends)
    return Finding("mended-xml", f"it is no XML as it stands, and was read after it was mended: {told}")


def hostile_xml(body: bytes) -> tuple[Finding, ...]:
    """Return a finding for a document that declares a document type or entities, none for any other."""
    return (HOSTILE,) if _DTD.search(body) else ()


def is_hostile(root: etree._Element) -> bool:
    """Say the same of one that is parsed: in UTF-16 its bytes do not tell."""
    return root.getroottree().docinfo.internalDTD is not None


def flat(element: etree._Element) -> str:
    """Return an element's text with white space folded, as for a title."""
    text = "".join(map(str, element.itertext())) if len(element) else element.text or ""
    return " ".join(text.split())


def first_text(elements: Iterable[etree._Element]) -> str:
    """Return the text of the first element that has one, "" where none has."""
    return next((text for element in elements if (text := flat(element))), "")
