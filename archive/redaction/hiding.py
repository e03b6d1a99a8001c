"""What hides the names of a collection: made once of all its records, whatever is then written without them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.export.source import Sealed
from archive.redaction.marks import Marks
from archive.redaction.matching import Form, Matcher
from archive.redaction.people import Gathering, Lore, Named, protected, read_in_chinese
from archive.redaction.records import texts_of
from archive.redaction.store import Known, Private
from archive.redaction.texts import Redactor


@dataclass(frozen=True)
class Hiding:
    """Who is hidden, and how."""

    people: tuple[Named, ...]
    marks: Marks
    redactor: Redactor

    def known(self) -> tuple[Known, ...]:
        """Return who stands behind each pseudonym."""
        marks = dataclasses.replace(self.marks, mode="pseudonym")
        return tuple(Known(marks.of(frozenset({one.id}), ""), one.zh, one.en) for one in self.people)


def hiding(
    sealed: Sealed, mode: str, private: Private, lore: Lore, met: Callable[[int], None] = lambda _: None
) -> Hiding:
    """Return what hides the people whom a collection's records name; ``mode`` is one of `marks.MODES`.

    ``met`` is told the number of each record as it is read. Raises Damaged for a record that is not as sealed.
    """
    found = Gathering()
    for done, record in enumerate(sealed, 1):
        found.add_post(record.post, lore)
        met(done)
    people = protected(found, private.lists, mode, lore)
    _add_readings(people, sealed, lore)
    initials = {person.id: lore.initials(person.zh, person.en) for person in people}
    marks = Marks(mode, bytes.fromhex(private.key), initials)
    matcher = Matcher((person.id, forms) for person, forms in people.items())
    return Hiding(tuple(people), marks, Redactor(matcher, marks))


def _add_readings(people: dict[Named, tuple[Form, ...]], sealed: Sealed, lore: Lore) -> None:
    if all(person.zh for person in people):
        return
    texts: Iterable[str] = (text for record in sealed for text in texts_of(record.post))
    found = read_in_chinese(people, texts, lore)
    for person in people:
        more = tuple(Form(characters) for characters in sorted(found.get(person.id, ())))
        people[person] += more if person.zh is None else ()
