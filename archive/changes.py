"""What changed on the blog between two visits, by what both visits saw. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.notes import Note

GONE_STATUS = {404, 410}
_GONE_KIND = {"error-page"}


@dataclass(frozen=True)
class Change:
    """One change: ``kind`` is added, edited, reread, deleted or template; ``url`` the post, or a page that looks
    otherwise. A post that is reread is read otherwise by this beilin, though the blog says of it what it said before.
    """

    kind: str
    url: str


def changes_of(
    outcomes: Iterable[tuple[str, str]], before: Mapping[str, Note], now: Sequence[Note]
) -> tuple[Change, ...]:
    """Return the changes of a visit, none for a collection's first.

    ``outcomes`` are (address, new, changed, reread or other) of its records, ``before`` the newest good capture of each
    address from earlier visits, ``now`` the captures of this one.
    """
    if not before:
        return ()
    kinds = {"new": "added", "changed": "edited", "reread": "reread"}
    found = [Change(kinds[outcome], url) for url, outcome in outcomes if outcome in kinds]
    last = {note.key: note for note in now}  # what is missing is looked for twice
    found += [Change("deleted", note.uri) for note in last.values() if _is_gone(note) and note.key in before]
    looks = ((note, before.get(note.key)) for note in now if note.frame)
    found += [Change("template", new.uri) for new, old in looks if old and old.frame and old.frame != new.frame]
    return tuple(dict.fromkeys(found))


def _is_gone(note: Note) -> bool:
    return note.status in GONE_STATUS or note.kind in _GONE_KIND
