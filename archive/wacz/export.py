"""A collection as one WACZ file: every capture, an index, the list of pages with their text, and a signature.

WACZ 1.2.0 (https://specs.webrecorder.net/wacz/1.2.0/).
"""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from archive import config, manifest
from archive.durable import create, storage_errors
from archive.errors import Damaged, UsageError
from archive.integrity import verify
from archive.layout import Layout
from archive.lock import reading
from archive.redaction.origin import is_copy
from archive.wacz.captured import captured
from archive.wacz.datapackage import DIGEST_NAME, NAME, Making, datapackage, digest_document, digest_of
from archive.wacz.identity import Identity
from archive.wacz.index import Index
from archive.wacz.package import Package, Resource, pieces_of
from archive.wacz.pages import HEAD, Page, front_page, record_pages
from archive.wacz.standing import standing

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Exported:
    """What a package came to: sizes in bytes, and how many records have no capture that could stand as a page."""

    path: Path
    size: int
    warcs: int
    pages: int
    without_page: int
    digest: str


def export(
    layout: Layout,
    output: Path,
    identity: Identity,
    making: Making,
    progress: Progress = lambda *_: None,
) -> Exported:
    """Write a collection into a new WACZ file.

    The same collection, identity and making give the same bytes. ``progress`` is told (done, of how many) bytes.

    Raises:
        UsageError: the name is taken or not one of a WACZ file, or there is nothing to export.
        Damaged: a WARC file is not the one in the manifest, or cannot be read.
        StorageError: the disk refused; nothing is left behind.
    """
    if output.suffix != ".wacz":
        raise UsageError(f"{output} must end in .wacz: give such a name.")
    if output.resolve().is_relative_to(layout.root.resolve()):
        raise UsageError(f"{output} would lie in the collection, where nothing else belongs: give another place.")
    if output.exists():
        raise UsageError(
            f"{output} is there already, and nothing is ever overwritten: give another name, or move it away."
        )
    with reading(layout), storage_errors(output):
        package = _Export(layout, output, progress)  # refuses what has nothing to export
        if verify(layout):
            raise Damaged(f"{layout.root} is not as it was sealed, and nothing was exported: run beilin verify.")
        return package.write(identity, making)


class _Export:
    def __init__(self, layout: Layout, output: Path, progress: Progress) -> None:
        self._layout, self._output, self._progress = layout, output, progress
        self._warcs = manifest.sealed_warcs(layout)
        if not self._warcs:
            if is_copy(layout):
                raise UsageError(f"{layout.root} is a copy without names, and has no captures: export another form.")
            raise UsageError(f"{layout.root} holds no captures yet: run beilin mirror first.")
        self._sealed = manifest.read(layout)
        self._total = 2 * sum(
            path.stat().st_size for path in self._warcs
        )  # read twice: for the index, and to be copied
        self._done = self._pages = self._without_page = 0

    def write(self, identity: Identity, making: Making) -> Exported:
        """Write the file."""
        self._output.parent.mkdir(parents=True, exist_ok=True)
        hidden = f".{self._output.name}."
        with create(self._output) as file, tempfile.TemporaryDirectory(prefix=hidden, dir=self._output.parent) as aside:
            with closing(Index(Path(aside) / "index.sqlite")) as index:
                digest = self._write(file, index, identity, making)
            size = file.tell()
        return Exported(self._output, size, len(self._warcs), self._pages, self._without_page, digest)

    def _write(self, file: BinaryIO, index: Index, identity: Identity, making: Making) -> str:
        for path in self._warcs:
            for one in captured(path):
                index.add(one)
            self._advance(path.stat().st_size)
        may_stand = standing(self._layout)
        address = config.load(self._layout).address
        home = front_page(self._layout, address, index, may_stand)
        records = record_pages(self._layout, index, may_stand)
        with Package(file) as package:
            resources = [self._copied(package, path) for path in self._warcs]
            resources.append(package.compress("indexes/index.cdx", index.lines(), index.size()))
            resources.append(package.compress("pages/pages.jsonl", self._listed_pages(home, records)))
            title = home.title if home else urlsplit(address).netloc
            document = datapackage(title, home, resources, making)
            digest = digest_of(document)
            package.compress(NAME, [document])
            package.compress(
                DIGEST_NAME, [digest_document(digest, identity.signed(digest, making.created, making.software))]
            )
        return digest

    def _copied(self, package: Package, path: Path) -> Resource:
        resource = package.store(f"archive/{path.name}", self._told(pieces_of(path)), path.stat().st_size)
        if self._sealed.get(f"warc/{path.name}") != resource.sha256:
            raise Damaged(
                f"{path} is not as the manifest has it: run beilin verify, and mirror again if a crawl was cut short."
            )
        return resource

    def _listed_pages(self, home: Page | None, records: Iterator[Page | None]) -> Iterator[bytes]:
        yield json.dumps(HEAD).encode("ascii") + b"\n"
        for page in itertools.chain([home] if home else [], records):
            if page:
                self._pages += 1
                yield page.line
            else:
                self._without_page += 1

    def _told(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            yield piece
            self._advance(len(piece))

    def _advance(self, size: int) -> None:
        self._done += size
        self._progress(self._done, self._total)
