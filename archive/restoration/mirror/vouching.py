"""Which captures a mirror may be made of: all that are as they were sealed.

The seal names WARC files as wholes. Of one that is not as it was sealed, nobody but the sealed records and revisits of
other files knows what a capture was: what they vouch for is taken, past the damage; the rest could be anybody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive import manifest
from archive.addresses import key
from archive.counted import counted
from archive.errors import Damaged
from archive.export.source import sealed_records
from archive.integrity.members import Member, members
from archive.layout import Layout, crawl_of
from archive.restoration.article import DAMAGED, Lack
from archive.wacz.captured import Captured, captured
from archive.wacz.index import Candidate
from archive.wacz.standing import Standing

_TYPES = ("response", "resource")  # a revisit has no payload to vouch for
_REMEDY = "get the file back from a replica, and do this again"


@dataclass
class Vouched:
    """The captures of a collection that count. ``doubtful`` are the names of WARC files that are not as sealed, or of
    crawls whose report of changes is not; ``lacks``, and the addresses (`archive.addresses.key`) of what was captured
    and is ``unvouched``, are filled while they are read.
    """

    layout: Layout
    is_apart: Standing
    doubtful: set[str] = field(default_factory=set)
    lacks: list[Lack] = field(default_factory=list)
    unvouched: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[Captured]:
        """Yield the captures: those of doubtful files last.

        Raises:
            Damaged: a record is not as it was sealed.
            OSError: the disk refused.
        """
        sealed = manifest.read(self.layout)
        files = {path.name: path for path in manifest.sealed_warcs(self.layout)}
        self._doubt(sealed, files)
        self._payloads = set[tuple[str, str]]()
        for path in (path for name, path in files.items() if name not in self.doubtful):
            for one in captured(path):
                if self.doubtful and one.refers_to and not self.is_apart(_candidate(one)):
                    self._payloads.add((key(one.url), one.payload_digest))
                yield one
        if self.doubtful:
            self._pages = dict(self._told_by_records())
            for name in sorted(self.doubtful):
                yield from self._salvaged(files[name])

    def _doubt(self, sealed: Mapping[str, str], files: Mapping[str, Path]) -> None:
        folder = f"{self.layout.warc.name}/"
        for name in sorted(sealed):
            if name.startswith(folder) and name.removeprefix(folder) not in files:
                self.lacks.append(Lack(DAMAGED, name, f"this WARC file is not there: {_REMEDY}"))
        self.doubtful |= {
            name
            for name, path in files.items()
            if manifest.digest_of(path) != sealed[f"{folder}{name}"] or not self._is_judged(sealed, crawl_of(name))
        }

    def _is_judged(self, sealed: Mapping[str, str], crawl: str) -> bool:
        """Say whether what was judged of a crawl's captures is known."""
        report = self.layout.reports / crawl / "changes.json"
        name = report.relative_to(self.layout.root).as_posix()
        return name not in sealed or manifest.is_as_sealed(self.layout, report, sealed)

    def _told_by_records(self) -> Iterator[tuple[tuple[str, int], tuple[str, str, str]]]:
        for record in sealed_records(self.layout):
            for ref in record.post.provenance.captures:
                yield (ref.warc, ref.offset), (key(ref.target_uri), ref.payload_digest, ref.captured_at)
            for image in record.post.images:
                urls = filter(None, (image.url, image.original_url))
                self._payloads.update((key(url), image.digest) for url in urls if image.digest)

    def _salvaged(self, path: Path) -> Iterator[Captured]:
        lost: list[Member] = []
        unknown = 0
        for member in members(path):
            if member.plain is None or member.plain.problem or member.plain.faults():
                lost.append(member)
            elif member.plain.fields["warc-type"] in _TYPES:
                one = _at(path, member.offset)
                if one and self._is_vouched(one):
                    yield one
                elif one:
                    unknown += 1
                    self.unvouched.add(key(one.url))
        if lost:
            size, first = sum(member.length for member in lost), lost[0].offset
            why = f"{counted(size, 'byte')} of it cannot be read, the first at byte {first}: {_REMEDY}"
            self.lacks.append(Lack(DAMAGED, f"{self.layout.warc.name}/{path.name}", why))
        if unknown:
            why = f"it is not as it was sealed, and nothing vouches for {counted(unknown, 'capture')} in it: {_REMEDY}"
            self.lacks.append(Lack(DAMAGED, f"{self.layout.warc.name}/{path.name}", why))

    def _is_vouched(self, one: Captured) -> bool:
        payload = (key(one.url), one.payload_digest)
        return payload in self._payloads or self._pages.get((one.warc, one.offset)) == (*payload, one.instant)


def _at(path: Path, offset: int) -> Captured | None:
    """Return the capture that lies at an offset, None for a record that is no capture of the web."""
    try:
        one = next(captured(path, offset), None)
    except Damaged:  # of the record behind it
        return None
    return one if one and one.offset == offset else None


def _candidate(one: Captured) -> Candidate:
    return Candidate(
        one.url, one.instant, one.status, one.media_type, one.truncated, one.payload_digest, one.warc, one.offset
    )
