"""Both exports read back as Blogger's are, and held against each other and against the articles."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from archive.restoration.article import LIVE, Lack, Material, heads
from archive.restoration.checking.facts import Facts, against, instant_of, plain, texts_of
from archive.restoration.checking.regions import whole
from archive.restoration.exports.document import COMMENT, Document, Entry
from archive.restoration.exports.folder import FEED, is_beside, read_folder
from archive.restoration.exports.instants import parsed
from archive.restoration.exports.reading import read
from archive.restoration.months import month_of


def check_blogger(material: Material, folder: Path, lacks: Sequence[Lack]) -> Iterator[str]:
    """Yield what is wrong with both exports: they say the same, every article is there with all that it has."""
    classic = read(next(iter(folder.glob("blog-*.xml"))).read_bytes())
    takeout = read_folder(next(folder.glob(f"Takeout/Blogger/Blogs/*/{FEED}")).parent)
    for name, one in (("the classic file", classic), ("Takeout's feed", takeout)):
        if not one.whole or one.troubles:
            yield f"{name} cannot be read to its end: {', '.join(trouble.detail for trouble in one.troubles)}"
    if classic.entries != takeout.entries or classic.head != takeout.head:
        yield "the classic file and Takeout's feed say different things"
    pictures: dict[str, set[str]] = defaultdict(set)
    yield from _pictures(folder, pictures)
    yield from against(material, _articles(material, classic, pictures), lacks)
    yield from (f"{entry.path}: its date would change the permalink" for entry in classic.entries if _moves(entry))


def _articles(material: Material, document: Document, pictures: Mapping[str, set[str]]) -> dict[str, Facts]:
    """Return the articles of an export by the ids of their records: an entry of another id is known by its path."""
    comments: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in document.entries:
        if entry.kind == COMMENT:
            comments[entry.post].append((_number(entry.id), plain(whole(_content(entry)).text)))
    told = [(article.path, article.post.id) for article in heads(material)]
    known = {name for _, name in told}
    by_path = {path: name for path, name in told if path}
    entries = [one for one in document.entries if one.kind != COMMENT and not is_beside(one)]
    names = (entry.id if entry.id in known else by_path.get(entry.path, entry.id) for entry in entries)
    return {
        name: _facts(entry, comments[entry.id], pictures.get(entry.path, set()))
        for name, entry in zip(names, entries, strict=True)
    }


def _facts(entry: Entry, comments: Sequence[tuple[str, str]], pictures: set[str]) -> Facts:
    return Facts(
        kind=entry.kind,
        draft=entry.status != LIVE,
        path=entry.path,
        title=plain(entry.title.value if entry.title else ""),
        instant=instant_of(entry.published),
        labels=tuple(sorted(map(plain, entry.labels))),
        comments=tuple(sorted(comments)),
        texts=texts_of(["".join(whole(_content(entry)).texts)]),
        pictures=frozenset(pictures),
    )


def _content(entry: Entry) -> str:
    return entry.content.value if entry.content else ""


def _number(name: str) -> str:
    return name.rpartition("-")[2]


def _moves(entry: Entry) -> bool:
    month, when = month_of(entry.path), parsed(entry.published, None)
    return month is not None and (when is None or (when.year, when.month) != month)


def _pictures(folder: Path, by_path: dict[str, set[str]]) -> Iterator[str]:
    """Yield what is wrong with the pictures' files; note the SHA-256 of each by the paths of its posts."""
    rows = (row.split("\t") for row in (folder / "mapping.tsv").read_text("utf-8").splitlines()[1:])
    known: dict[str, str] = {}
    for _, _, name, sha256, path in rows:
        by_path[path].add(sha256)
        known[name] = sha256
    for name, sha256 in sorted(known.items()):
        path_of = folder / name
        if not path_of.is_file() or hashlib.sha256(path_of.read_bytes()).hexdigest() != sha256:
            yield f"{name} is not there as mapping.tsv says"
