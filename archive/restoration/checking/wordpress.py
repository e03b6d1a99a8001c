"""WXR read back as XML, item by item, and held against the articles field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from archive.restoration.article import Lack, Material
from archive.restoration.checking.facts import Facts, against, digests_of, instant_of, plain, texts_of
from archive.restoration.checking.regions import whole
from archive.restoration.clock import read_instant
from archive.restoration.wordpress.names import path_in_wordpress

_WP = "{http://wordpress.org/export/1.2/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


def check_wordpress(material: Material, folder: Path, lacks: Sequence[Lack]) -> Iterator[str]:
    """Yield what is wrong with the WXR files: each article is there once, with all that it has."""
    digests = digests_of(folder / "media")
    found: dict[str, Facts] = {}
    for part in sorted(folder.glob("wordpress-*.xml")):
        try:
            for name, facts in _articles(part, digests):
                if name in found:
                    yield f"{part.name}: {name} is there more than once"
                found[name] = facts
        except ElementTree.ParseError as error:
            yield f"{part.name} cannot be read to its end: {error}"
    yield from against(material, found, lacks)


def _articles(part: Path, digests: Mapping[str, str]) -> Iterator[tuple[str, Facts]]:
    authors: dict[str, str] = {}
    for _, element in ElementTree.iterparse(part):  # noqa: S314 (we wrote it, and nothing is expanded)
        if element.tag == f"{_WP}author":
            authors[_of(element, "author_login")] = _of(element, "author_display_name")
        elif element.tag == "item":
            if _of(element, "post_type") != "attachment":
                yield _facts(element, authors, digests)
            element.clear()


def _facts(item: ElementTree.Element, authors: Mapping[str, str], digests: Mapping[str, str]) -> tuple[str, Facts]:
    meta = _meta(item, "postmeta")
    kind, draft = _of(item, "post_type"), _of(item, "status") == "draft"
    local = read_instant(_of(item, "post_date"))
    body = whole(item.findtext(_CONTENT) or "")
    names = (address.rpartition("/")[2] for address in body.pictures)
    labels = (unescape(one.text or "") for one in item.iter("category"))
    author = authors.get(item.findtext("{http://purl.org/dc/elements/1.1/}creator") or "", "")
    return meta.get("_record", ""), Facts(
        kind=kind,
        draft=draft,
        path=None if draft or local is None else path_in_wordpress(kind, _of(item, "post_name"), local),
        title=plain(unescape(item.findtext("title") or "")),
        instant=instant_of(f"{_of(item, 'post_date_gmt')}+00:00"),
        labels=tuple(sorted(map(plain, labels))),
        author=plain(author) if meta.get("blogger_author") else "",
        comments=tuple(sorted(_comment(one) for one in item.iter(f"{_WP}comment"))),
        texts=texts_of(["".join(body.texts)]),
        pictures=frozenset(digests[name] for name in names if name in digests),
    )


def _comment(one: ElementTree.Element) -> tuple[str, str]:
    return _meta(one, "commentmeta").get("_comment", ""), plain(unescape(_of(one, "comment_content")))


def _meta(element: ElementTree.Element, kind: str) -> dict[str, str]:
    return {_of(one, "meta_key"): _of(one, "meta_value") for one in element.findall(f"{_WP}{kind}")}


def _of(element: ElementTree.Element, name: str) -> str:
    return element.findtext(f"{_WP}{name}") or ""
