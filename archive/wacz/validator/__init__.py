"""A judge of WACZ files, ours and foreign ones: findings with codes, memory and time bounded whatever the file holds.

It never unpacks anything. It shares no code with the writer but the searchable form of addresses; WARC records are
judged by `archive.integrity`. Sources: WACZ 1.1.1 and 1.2.0, CDXJ 0.1.0, WACZ Signing and Verification 0.1.0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from archive.integrity import Fault
from archive.wacz.validator import index, pages
from archive.wacz.validator.container import Broken, Entry, read_entries
from archive.wacz.validator.content import Damaged, contents, document, sha256
from archive.wacz.validator.documents import DIGEST_NAME, NAME, judge_home, judge_package
from archive.wacz.validator.index import Indexed, judge_index
from archive.wacz.validator.pages import judge_pages
from archive.wacz.validator.records import Records, judge_warc
from archive.wacz.validator.signature import judge_digest
from archive.wacz.validator.trust import Trust

__all__ = ["Judgement", "Trust", "judge_wacz"]

MOST_FAULTS = 1000
_LONGEST = 400  # characters
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Judgement:
    """What is wrong with a file, and who signed it ("" for nobody, or where the signature fails)."""

    faults: list[Fault]
    signer: str


def judge_wacz(path: Path, trust: Trust | None = None, progress: Progress = lambda *_: None) -> Judgement:
    """Judge a WACZ file. ``progress`` is told (done, of how many) bytes.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        judge = _Judge(file, path.name, path.stat().st_size, trust or Trust(), progress)
        faults = [_tellable(fault) for fault in islice(judge.faults(), MOST_FAULTS)]
    if len(faults) == MOST_FAULTS:
        faults.append(Fault("too-many", path.name, f"more than {MOST_FAULTS} faults: the rest is not listed"))
    return Judgement(faults, judge.signer)


def _tellable(fault: Fault) -> Fault:
    """Return a finding with what the file made up cut to a length, and without what cannot be written as UTF-8."""
    file, detail = (text[:_LONGEST].encode("utf-8", "replace").decode("utf-8") for text in (fault.file, fault.detail))
    return replace(fault, file=file, detail=detail)


class _Judge:
    def __init__(self, file: BinaryIO, name: str, size: int, trust: Trust, progress: Progress) -> None:
        self._file, self._name, self._size, self._trust, self._progress = file, name, size, trust, progress
        self._entries: dict[str, Entry] = {}
        self._digests: dict[str, str] = {}
        self.signer = ""

    def faults(self) -> Iterator[Fault]:
        """Yield every fault."""
        if not self._name.endswith(".wacz"):
            yield Fault("wacz-name", self._name, "the name of a WACZ file ends in .wacz")
        try:
            entries, named = read_entries(self._file, self._size)
        except Broken as error:
            yield Fault(error.code, self._name, error.detail)
            return
        yield from (Fault(code, name, detail) for code, name, detail in named)
        self._entries = {entry.name: entry for entry in entries}
        yield from self._judge_contents()
        indexed = Indexed(Records())
        yield from self._judge_warcs(indexed.records)
        yield from judge_index(self._file, self._under("indexes/", index.NAMES), indexed)
        yield from self._judge_pages(indexed)
        yield from self._judge_documents(indexed)

    def _under(self, folder: str, endings: tuple[str, ...]) -> list[Entry]:
        found = [name for name in self._entries if name.startswith(folder) and name.endswith(endings)]
        return [self._entries[name] for name in sorted(found)]

    def _judge_contents(self) -> Iterator[Fault]:
        done, total = 0, sum(entry.packed for entry in self._entries.values())
        for name, entry in self._entries.items():
            try:
                self._digests[name] = sha256(contents(self._file, entry))
            except Damaged as error:
                yield Fault("entry-damaged", name, str(error))
            done += entry.packed
            self._progress(done, 2 * total)
            yield from _judge_place(name)

    def _judge_warcs(self, records: Records) -> Iterator[Fault]:
        warcs = self._under("archive/", (".warc", ".warc.gz"))
        if not warcs:
            yield Fault("warc-missing", "archive/", "there is no WARC file")
        done, total = 0, sum(entry.packed for entry in warcs)
        for entry in warcs:
            yield from judge_warc(self._file, entry, records)
            done += entry.packed
            self._progress(total + done, 2 * total)

    def _judge_pages(self, indexed: Indexed) -> Iterator[Fault]:
        if pages.MAIN not in self._entries:
            yield Fault("pages-missing", pages.MAIN, "there is no list of pages")
        for entry in self._under("pages/", (".jsonl",)):
            yield from judge_pages(self._file, entry, indexed)

    def _judge_documents(self, indexed: Indexed) -> Iterator[Fault]:
        package, faults = self._document(NAME)
        yield from faults
        if package is not None:
            yield from judge_package(package, self._digests, self._entries)
            yield from judge_home(package, indexed)
        digest, faults = self._document(DIGEST_NAME)
        yield from faults
        if digest is None or package is None:
            return
        created = package.get("created") if isinstance(package, dict) else None
        signer = judge_digest(digest, b"".join(contents(self._file, self._entries[NAME])), created, self._trust)
        self.signer = "" if signer.faults else signer.words
        yield from signer.faults

    def _document(self, name: str) -> tuple[Any, list[Fault]]:
        code = name.removesuffix(".json").removeprefix("datapackage-")
        entry = self._entries.get(name)
        if entry is None:
            return None, [Fault(f"{code}-missing", name, "it is not there: nothing proves the rest")]
        try:
            return document(contents(self._file, entry), entry.size), []
        except ValueError as error:
            return None, [Fault(f"{code}-json", name, str(error))]


def _judge_place(name: str) -> Iterator[Fault]:
    folder, _, rest = name.partition("/")
    allowed = {"archive": (".warc", ".warc.gz"), "indexes": index.NAMES, "pages": (".jsonl",)}.get(folder)
    if allowed and rest and not rest.endswith(allowed):
        yield Fault("entry-strange", name, f"nothing of its kind belongs into {folder}/")
