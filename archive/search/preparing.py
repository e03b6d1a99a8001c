"""Records made ready for the index: read, tokenised, packed. The larger half of its making, so other processes do it
where there is much (`main`).

Such a one takes requests and gives answers in `marshal`'s form, on its input and output: nobody but its parent writes
there.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from archive.process import serve_parent
from archive.search import facts
from archive.search.aliases import identity
from archive.search.entry import Entry, entry_of
from archive.search.folding import fold
from archive.search.schema import listed, pack
from archive.search.sealed import Version, read_record
from archive.search.tokens import indexed

Asked = tuple[str, tuple[Version, ...]]  # a record's folder and its versions
Row = tuple[str | int | bytes | None, ...]
_ALONE = 1000  # records that one process makes ready in the time that another takes to begin
_TOGETHER = 50  # records of a request: two requests fit into a pipe
_MOST_PROCESSES = 4
_SIZE = 8  # bytes of a message's length


@dataclass(frozen=True)
class Prepared:
    """A record's rows for the tables of `archive.search.schema`, without ids; none where no version can be read."""

    folder: str
    digest: str
    instant: int
    unread: tuple[tuple[str, str], ...]
    post: Row
    shown: Row
    words: tuple[str, str, str, str]
    facets: tuple[facts.Facet, ...]
    named: tuple[Row, ...]

    @property
    def is_readable(self) -> bool:
        """Whether there is something to index."""
        return bool(self.digest)


def prepare(root: Path, asked: Asked) -> Prepared:
    """Return the rows of a record's newest version that can be read, and which could not."""
    folder, versions = asked
    unread: list[tuple[str, str]] = []
    for version in reversed(versions):
        try:
            entry = entry_of(read_record(f"{root}/{version.path}", version.digest))
        except (OSError, ValueError) as error:
            reason = error.strerror or "it cannot be read" if isinstance(error, OSError) else str(error)
            unread.append((version.path, reason))
        else:
            return _rows(folder, version.digest, entry, tuple(unread))
    return Prepared(folder, "", 0, tuple(unread), (), (), ("", "", "", ""), (), ())


def _rows(folder: str, digest: str, entry: Entry, unread: tuple[tuple[str, str], ...]) -> Prepared:
    found = {(facts.LABEL, fold(label)): label for label in entry.labels}
    found |= {(facts.LANGUAGE, fold(tag.partition("-")[0])): "" for tag in entry.languages}
    found |= {(facts.LANGUAGE, fold(tag)): tag for tag in entry.languages}
    found |= {(facts.PLACE, fold(entry.place)): entry.place} if entry.place else {}
    found |= {(facts.ORIGIN, kind): kind for kind in (*entry.origins, *([facts.OTHERS] if entry.origins else []))}
    facets = tuple((what, value, shown) for (what, value), shown in found.items())
    named = tuple(
        (identity(zh, en), zh, en, basis, match, listed(paragraphs))
        for zh, en, basis, match, paragraphs in entry.attendees
        if zh or en
    )
    kinds = (entry.kind, entry.event_kind)
    words = indexed(entry.titles, [text for _, _, text in entry.texts])
    return Prepared(
        folder=folder,
        digest=digest,
        instant=entry.instant,
        unread=unread,
        post=(entry.instant, entry.published, entry.event_date, entry.kind, entry.event_kind, entry.images),
        shown=(folder, entry.version, digest, entry.post_id, entry.url, *entry.title, entry.place, listed(entry.labels),
               listed(entry.languages), pack(entry.texts)),
        words=(*words, facts.tokens_of(facets, [str(person) for person, *_ in named], kinds, entry.images)),
        facets=facets,
        named=named,
    )  # fmt: skip


def prepare_all(root: Path, asked: Sequence[Asked]) -> Iterator[Prepared]:
    """Yield the rows of some records, in their order."""
    if len(asked) < _ALONE:
        yield from (prepare(root, one) for one in asked)
        return
    requests = [asked[start : start + _TOGETHER] for start in range(0, len(asked), _TOGETHER)]
    with ExitStack() as stack:
        number = min(_MOST_PROCESSES, os.cpu_count() or 1)
        workers = [stack.enter_context(_worker(root)) for _ in range(number)]
        ahead = 2 * number
        for at in range(len(requests) + ahead):
            if at >= ahead:
                yield from (Prepared(*one) for one in _answer(workers[at % number]))
            if at < len(requests):
                _send(_pipe(workers[at % number].stdin), list(map(_request, requests[at])))
        for worker in workers:
            _pipe(worker.stdin).close()


def _worker(root: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", f"from {prepare.__module__} import main; main()", str(root.resolve())]
    places = os.pathsep.join(
        path for path in (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")) if path
    )
    environment = {**os.environ, "PYTHONPATH": places}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment)  # noqa: S603 (ourselves)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _answer(worker: subprocess.Popen[bytes]) -> Any:
    answer = _received(_pipe(worker.stdout))
    if answer is None:
        raise OSError("A process that reads records for the index has ended too early.")
    return answer


def _request(asked: Asked) -> tuple[str, tuple[tuple[str, int, str], ...]]:
    folder, versions = asked
    return folder, tuple((one.path, one.number, one.digest) for one in versions)


def _send(stream: IO[bytes], value: Any) -> None:
    data = marshal.dumps(value)
    stream.write(len(data).to_bytes(_SIZE, "big") + data)
    stream.flush()


def _received(stream: IO[bytes]) -> Any:
    """Return what was sent, None at the end. Read as a whole: `marshal.load` asks the stream for each small piece."""
    size = stream.read(_SIZE)
    return marshal.loads(stream.read(int.from_bytes(size, "big"))) if size else None  # noqa: S302 (we wrote it)


def main() -> None:
    """Answer the parent's requests until there are no more."""
    serve_parent()
    root = Path(sys.argv[1])
    while (request := _received(sys.stdin.buffer)) is not None:
        asked = [(folder, tuple(Version(*version) for version in versions)) for folder, versions in request]
        _send(sys.stdout.buffer, [_plain(prepare(root, one)) for one in asked])


def _plain(one: Prepared) -> tuple[object, ...]:
    return tuple(vars(one).values())
