"""A file rebuilt from copies that are all damaged, in different places. Its digest decides; nothing else is believed.

WARC files are put together record by record (gzip members whose own digests hold), other files, and what is left of
WARC files, run by run of differing bytes.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import mmap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from archive.integrity.members import members

Span = tuple[int, int, int]  # (copy, start, end): bytes of one of the copies
Copy = bytes | mmap.mmap

_MOST_TRIES = 4096
_MOST_HASHED = 1 << 35  # bytes
_BLOCK, _CELL = 1 << 16, 16  # bytes compared at once, first roughly, then finely
_BRIDGED = 1 << 12  # damage that touches no more than this many equal bytes is one


def rebuild(copies: Sequence[Path], sha256: str, into: Path) -> bool:
    """Write the file of a digest, as far as the copies together have it, and say whether they do."""
    with ExitStack() as stack:
        opened = [_open(stack, path) for path in copies]
        # A magic number is enough of a reason to try: no harm is done where it is no WARC file.
        spliced = _splice(copies) if any(copy[:2] == b"\x1f\x8b" for copy in opened) else []
        for spans in (spliced, *_mixtures(opened)):
            if _digest(opened, spans) == sha256:
                with into.open("wb") as file:
                    file.writelines(opened[copy][start:end] for copy, start, end in spans)
                return True
    return False


def _open(stack: ExitStack, path: Path) -> Copy:
    file = stack.enter_context(path.open("rb"))
    if not path.stat().st_size:
        return b""
    return stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def _digest(copies: Sequence[Copy], spans: Iterable[Span]) -> str:
    digest = hashlib.sha256()
    for copy, start, end in spans:
        for at in range(start, end, 1 << 20):
            digest.update(copies[copy][at : min(end, at + (1 << 20))])
    return digest.hexdigest()


def _splice(copies: Sequence[Path]) -> list[Span]:
    """Return sound records in their order: what stands at an offset in any copy, or follows the last one in any."""
    at: dict[int, Span] = {}
    after: dict[str, Span] = {}
    ids: dict[Span, str] = {}
    for number, path in enumerate(copies):
        previous: str | None = ""
        for member in members(path):
            record = member.plain
            if record is None or record.problem or record.faults():
                previous = None
                continue
            span = (number, member.offset, member.offset + member.length)
            ids[span] = record.fields["warc-record-id"]
            at.setdefault(member.offset, span)
            if previous is not None:
                after.setdefault(previous, span)
            previous = ids[span]
    return list(_walk(at, after, ids))


def _walk(at: dict[int, Span], after: dict[str, Span], ids: dict[Span, str]) -> Iterator[Span]:
    position, last, used = 0, "", set[str]()
    while span := at.get(position) or after.get(last):
        last = ids[span]
        if last in used:
            return
        used.add(last)
        position += span[2] - span[1]
        yield span


@dataclass(frozen=True)
class _Run:
    """Bytes on which copies differ, and which copies stand for the variants, the most frequent first."""

    start: int
    end: int
    variants: tuple[int, ...]


def _mixtures(copies: Sequence[Copy]) -> Iterator[list[Span]]:
    """Yield ways to put the copies together, the likeliest first; no more than can be hashed in a minute or so."""
    if not copies or not (length := max(map(len, copies))):
        return
    longest = next(number for number, copy in enumerate(copies) if len(copy) == length)
    runs = list(itertools.islice(_runs(copies, length), length))
    ways = math.prod(len(run.variants) for run in runs[:64])
    most = min(_MOST_TRIES, max(1, _MOST_HASHED // length)) if len(runs) <= 64 else 1
    for choice in itertools.islice(itertools.product(*(run.variants for run in runs)), min(ways, most)):
        yield list(_spans(runs, choice, longest, length))


def _spans(runs: Sequence[_Run], choice: Sequence[int], longest: int, length: int) -> Iterator[Span]:
    position = 0
    for run, copy in zip(runs, choice, strict=True):
        yield longest, position, run.start
        yield copy, run.start, run.end
        position = run.end
    yield longest, position, length


def _runs(copies: Sequence[Copy], length: int) -> Iterator[_Run]:
    """Yield where copies differ. Neighbours on which the same copies agree are one run."""
    open_run: tuple[int, int, tuple[int, ...]] | None = None
    for start, end, pattern in _cells(copies, length):
        if open_run and open_run[2] == pattern and start - open_run[1] <= _BRIDGED:
            open_run = (open_run[0], end, pattern)
            continue
        if open_run:
            yield _Run(open_run[0], open_run[1], _variants(open_run[2]))
        open_run = (start, end, pattern)
    if open_run:
        yield _Run(open_run[0], open_run[1], _variants(open_run[2]))


def _cells(copies: Sequence[Copy], length: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield (start, end, pattern) of short stretches that differ, or that not all copies reach."""
    for block in range(0, length, _BLOCK):
        if len({copy[block : block + _BLOCK] for copy in copies}) == 1:
            continue
        for start in range(block, min(block + _BLOCK, length), _CELL):
            end = min(start + _CELL, length)
            yield from _differing(copies, start, end)


def _differing(copies: Sequence[Copy], start: int, end: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    pattern = _pattern([copy[start:end] for copy in copies], end - start)
    if end - start > 1 and len(set(pattern)) == len(pattern) > 2:
        # Each copy is harmed here: byte by byte two of them may agree.
        for at in range(start, end):
            yield from _differing(copies, at, at + 1)
    elif len(set(pattern)) > 1:
        yield start, end, pattern


def _pattern(pieces: Sequence[bytes], size: int) -> tuple[int, ...]:
    """Return for each copy the first copy that has the same bytes; -1 where it ends before."""
    return tuple(pieces.index(piece) if len(piece) == size else -1 for piece in pieces)


def _variants(pattern: tuple[int, ...]) -> tuple[int, ...]:
    counts = Counter(number for number in pattern if number >= 0)
    return tuple(number for number, _ in counts.most_common())
