"""A collection made anew without protected names: records alone, sealed with a key of its own.

It has no WARC: a capture is evidence as it came, or none, and holds the names in its bytes, pictures and headers. Nor
reports, whose addresses and words are the captures'. Its log names the digest of the manifest it was made from, by
which the keepers of the sealed original can prove where it comes from.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive import codec, config, events, keys, manifest, pins, readme, store
from archive.collection import create_collection
from archive.durable import replace, storage_errors, write
from archive.errors import BeilinError, Damaged
from archive.export.output import placed, refuse_taken
from archive.export.source import Sealed, sealed_records
from archive.integrity.files import files_under
from archive.layout import Layout, record_folder
from archive.lock import reading
from archive.people import keep_people
from archive.redaction.checking import files_with_names
from archive.redaction.hiding import hiding
from archive.redaction.origin import REDACTION
from archive.redaction.people import Lore
from archive.redaction.records import redacted
from archive.redaction.statement import TEXT
from archive.redaction.store import Known, Private
from archive.signing import fingerprint
from archive.writing import writing

ASSIGNMENT = "policy assignment"  # PREMIS eventType
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Redacted:
    """What a copy came to, and whom its keepers find behind its pseudonyms."""

    path: Path
    records: int
    protected: int
    known: tuple[Known, ...]


def note_withdrawal(layout: Layout, number: int) -> None:
    """Log in a collection, and seal, that people were withdrawn from its public copies: how many, and not who."""
    with writing(layout):
        events.append(layout, ASSIGNMENT, {"what": "people withdrawn from public copies", "people": number})
        manifest.seal(layout)


def redact(
    layout: Layout, output: Path, mode: str, private: Private, lore: Lore, progress: Progress = lambda *_: None
) -> Redacted:
    """Make a copy of a collection in which no protected name stands; ``mode`` is one of `marks.MODES`.

    ``progress`` is told (done, of how many) versions of records, of which each is read twice.

    Raises:
        UsageError: the place is taken, or there are no records.
        Damaged: the collection is not as it was sealed, or a name would be in the copy; nothing is left behind.
        StorageError: the disk refused.
    """
    refuse_taken(layout, output)
    with reading(layout), storage_errors(output), _unnamed(layout):
        copy = _Copy(layout, mode, private, lore, progress)
        with placed(output) as part:
            copy.write(Layout(part))
            _move_pin(Layout(part), Layout(output))
        return Redacted(output, copy.number, len(copy.people), copy.known())


class _Copy:
    def __init__(self, layout: Layout, mode: str, private: Private, lore: Lore, progress: Progress) -> None:
        self._layout, self._mode, self._progress = layout, mode, progress
        self._sealed: Sealed = sealed_records(layout, all_versions=True)
        self.number = len(self._sealed)
        self._hiding = hiding(self._sealed, mode, private, lore, lambda done: progress(done, 2 * self.number))
        self._marks, self._redactor = self._hiding.marks, self._hiding.redactor
        self.people, self.known = self._hiding.people, self._hiding.known

    def write(self, copy: Layout) -> None:
        """Write the whole copy, and search it."""
        address = self._redactor.address(config.load(self._layout).address)
        create_collection(copy.root, config.Config(address=address))
        for done, record in enumerate(self._sealed, 1):
            post = redacted(record.post, self._redactor, self._marks)
            path = copy.records / record_folder(post.kind, post.url) / f"v{post.version}.json"
            write(path, codec.dump(post).encode("utf-8"))
            self._progress(self.number + done, 2 * self.number)
        keep_people(copy, store.documents(copy))
        replace(copy.readme, readme.with_key(TEXT, fingerprint(keys.public_of(copy) or "")).encode("utf-8"))
        source = manifest.digest_of(self._layout.manifest)
        events.append(copy, REDACTION, {"names": self._mode, "records": self.number, "of": source})
        manifest.seal(copy, (f"{copy.records.name}/{name}" for name in files_under(copy.records)))
        if left := files_with_names(copy.root, self._redactor):
            raise Damaged(f"{len(left)} files of the copy would hold a protected name, so none was made: report this.")


def _move_pin(part: Layout, output: Layout) -> None:
    """Remember the copy where it will lie, and not where it was made."""
    genesis = events.first_hash(part.events.read_bytes())
    if pin := pins.find(part, None, genesis):
        pins.keep(output, pin, ours=True)


@contextmanager
def _unnamed(layout: Layout) -> Iterator[None]:
    """Let no error tell a name: neither the text of an unforeseen one, nor the path of a record that is damaged."""
    try:
        yield
    except Damaged as error:
        if str(layout.records) not in str(error):
            raise
        raise Damaged(f"{layout.root} is not as it was sealed, and no copy was made: run beilin verify.") from None
    except (BeilinError, OSError):
        raise
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(where.filename).name}, line {where.lineno}"
        raise BeilinError(f"An unforeseen {type(error).__name__} in {place}; no copy was made: report this.") from None
