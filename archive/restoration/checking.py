"""Whether a restored site is what it should be: it is read back and held against what it was made from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from archive.restoration.article import Material
from archive.restoration.exports.document import COMMENT, Document, Entry
from archive.restoration.exports.folder import FEED, is_beside, read_folder
from archive.restoration.exports.instants import month_of, parsed
from archive.restoration.exports.reading import read

Check = Callable[[Material, Path], Iterator[str]]


def check_blogger(material: Material, folder: Path) -> Iterator[str]:
    """Yield what is wrong with both exports: they say the same, every post and comment is there, and each picture."""
    classic = read(next(iter(folder.glob("blog-*.xml"))).read_bytes())
    takeout = read_folder(next(folder.glob(f"Takeout/Blogger/Blogs/*/{FEED}")).parent)
    for name, one in (("the classic file", classic), ("Takeout's feed", takeout)):
        if not one.whole or one.troubles:
            yield f"{name} cannot be read to its end: {', '.join(trouble.detail for trouble in one.troubles)}"
    if classic.entries != takeout.entries or classic.head != takeout.head:
        yield "the classic file and Takeout's feed say different things"
    yield from _against(material, classic)
    yield from (f"{entry.path}: its date would change the permalink" for entry in classic.entries if _moves(entry))
    yield from _pictures(folder)


def _against(material: Material, document: Document) -> Iterator[str]:
    """Yield where posts, pages, drafts and comments are not as many, or elsewhere, than in the collection."""
    wanted: Counter[tuple[str, str, str]] = Counter()
    comments = 0
    for article in material.articles():
        wanted[article.post.kind, article.status, article.path] += 1
        comments += len(article.comments)
    entries = [entry for entry in document.entries if not is_beside(entry)]
    found = Counter((entry.kind, entry.status, entry.path) for entry in entries if entry.kind != COMMENT)
    for kind, status, path in (wanted - found) + (found - wanted):
        yield f"{path or 'a post without an address'}: this {kind} ({status}) is not as often there as it should be"
    if (held := sum(entry.kind == COMMENT for entry in entries)) != comments:
        yield f"{held} comments are there, and should be {comments}"


def _moves(entry: Entry) -> bool:
    month, when = month_of(entry.path), parsed(entry.published, None)
    return month is not None and (when is None or (when.year, when.month) != month)


def _pictures(folder: Path) -> Iterator[str]:
    rows = (folder / "mapping.tsv").read_text("utf-8").splitlines()[1:]
    held = {(row.split("\t")[2], row.split("\t")[3]) for row in rows}
    for name, sha256 in sorted(held):
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield f"{name} is not there as mapping.tsv says"


CHECKS: dict[str, Check] = {"blogger": check_blogger}
