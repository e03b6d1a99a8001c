"""The people of a collection: by characters, never by romanisation alone; the same bytes whatever the order."""

import dataclasses
import itertools

import pytest

from archive import codec
from archive.codec import to_plain
from archive.layout import Layout
from archive.people import People, keep_people, people
from archive.records import Attendee, Post


def post(name, *attendees):
    return Post(name, f"http://b.blogspot.com/2016/04/{name}.html", attendees=attendees)


GIVEN = post(
    "a",
    Attendee("Bai Ruomu", "白若木", "given", None, (1,)),
    Attendee("Piao Yinghe", "朴英河", "reading", None, (1, 2)),
)
AGAIN = post(
    "b",
    Attendee("Bai Ruomu", "白若木", "reading", None, (0, 1)),
    Attendee("Piao Yinghe", "朴樱荷", "reading", None, (0, 1)),
)
ALONE = post(
    "c",
    Attendee("Piao Yinghe", None, None, None, (3,), "caption"),
    Attendee("Bai Rumu", "白若木", "reading", None, (0, 1)),
)
ZH = post("d", Attendee(None, "白若木", None, None, (2,), "credit"), Attendee("Wen Qi", None, None, None, (2,)))
ALL = (GIVEN, AGAIN, ALONE, ZH)


def by_name(posts=ALL):
    return {person.zh or person.en: person for person in people(posts)}


def test_a_person_has_all_spellings_the_usual_one_first_each_with_its_places():
    person = by_name()["白若木"]
    assert [(s.en, s.times, s.given, s.ambiguous) for s in person.spellings] == [
        ("Bai Ruomu", 2, 1, False),
        ("Bai Rumu", 1, 0, False),
    ]
    assert [(p.url[-6:], p.paragraphs, p.basis, p.match) for s in person.spellings for p in s.places] == [
        ("a.html", (1,), "list", "given"), ("b.html", (0, 1), "list", "reading"), ("c.html", (0, 1), "list", "reading"),
    ]  # fmt: skip
    assert [(p.url[-6:], p.basis) for p in person.places] == [("d.html", "credit")]
    assert person.times == 4


def test_one_spelling_of_two_people_is_marked_and_joins_nobody():
    found = by_name()
    assert found["朴英河"].ambiguous
    assert found["朴樱荷"].ambiguous
    alone = found["Piao Yinghe"]
    assert (alone.zh, alone.may_be, alone.ambiguous, alone.times) == (None, ("朴樱荷", "朴英河"), True, 1)


def test_an_english_name_stays_alone():
    wen = by_name()["Wen Qi"]
    assert (wen.zh, wen.may_be, wen.ambiguous) == (None, (), False)


@pytest.mark.parametrize("order", list(itertools.permutations(ALL))[::5])
def test_the_order_of_posts_does_not_matter(order):
    assert people(order) == people(ALL)


def test_nobody():
    assert people(()) == ()


def test_the_file_reads_back_and_its_bytes_are_the_same(tmp_path):
    layout = Layout(tmp_path)
    layout.records.mkdir()
    keep_people(layout, map(to_plain, ALL))
    first = layout.people.read_bytes()
    keep_people(layout, map(to_plain, reversed(ALL)))
    assert layout.people.read_bytes() == first
    assert codec.load(People, first).people == people(ALL)


def test_a_record_from_before_a_field_was_added_is_whole():
    plain = codec.to_plain(GIVEN)
    del plain["attendance"], plain["attendees"][0]["raw"]
    assert codec.from_plain(Post, plain) == GIVEN
    with pytest.raises(ValueError, match="missing or unknown fields: url"):
        codec.from_plain(Post, {name: value for name, value in plain.items() if name != "url"})
    schema = codec.schema(Post)["$defs"]
    assert "attendance" not in schema["Post"]["required"]
    assert "attendance" in schema["Post"]["properties"]
    assert dataclasses.replace(GIVEN, attendance=None) == GIVEN
