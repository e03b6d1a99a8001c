"""New records in the place of the old: the process may end at any step, and the next command finds one or the other."""

import dataclasses
import json
import os
import shutil

import pytest

from archive import manifest, renewal, store
from archive.collection import open_collection
from archive.errors import CollectionInUse
from archive.home import home
from archive.integrity import verify
from archive.layout import Layout
from archive.lock import locked
from archive.readings import Readings
from archive.status import status_of

STEPS = ("rename", "replace", "fsync", "unlink", "rmdir")  # what pathlib and shutil ask of the system


class Killed(BaseException):
    """The process ends here."""


def read_anew(layout):
    """What `reextract` leaves to be put in place: one record reads otherwise, one is new, one is gone."""
    fresh = renewal.begin(layout)
    kiln, about = store.posts(layout)
    changed = dataclasses.replace(about, paragraphs=about.paragraphs[:1])
    added = dataclasses.replace(kiln, url="http://blog.example/2014/04/glaze.html")
    for post in (changed, added):
        assert store.keep(fresh, post)[0] == "new"
    readings = Readings(fresh.readings)
    readings.mark_read("new.warc.gz", 1)
    readings.close()


def renew(layout):
    with locked(layout):
        read_anew(layout)
        renewal.put_in_place(layout, {"changed": 1})


def die_at(patch, number, *, after):
    """End the process at its ``number``-th step (from 0), before or after the system did it."""
    done = iter(range(number + 1))

    def dying(real):
        def step(*args, **options):
            last = next(done, None) == number
            if last and not after:
                raise Killed
            try:
                return real(*args, **options)
            finally:
                if last:
                    raise Killed

        return step

    for name in STEPS:
        patch.setattr(os, name, dying(getattr(os, name)))


def settled(layout):
    """As the next command that writes does."""
    with locked(layout):
        return open_collection(layout.root)


def held(layout):
    records = {name: (layout.records / name).read_bytes() for name in renewal.record_files(layout.records)}
    renewals = [line for line in layout.events.read_text().splitlines() if '"metadata extraction"' in line]
    return records, len(renewals)


def killed_at(layout, folder, number, *, after):
    """Return a copy of a collection of which the renewal ended at a step, None where it has not so many."""
    copy = Layout(shutil.copytree(layout.root, folder))
    with pytest.MonkeyPatch.context() as patch:
        die_at(patch, number, after=after)
        try:
            renew(copy)
        except Killed:
            return copy
    return None


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step_the_next_command_finds_the_old_or_the_new_records_whole(layout, tmp_path, after):
    old, _ = held(layout)
    new = Layout(shutil.copytree(layout.root, tmp_path / "undisturbed"))
    renew(new)
    assert held(new)[0] != old
    found, number = [], 0
    # Copies of one collection that go different ways are forks to the pins: each is met for the first time.
    while shutil.rmtree(home() / "pins", ignore_errors=True) or (
        copy := killed_at(layout, tmp_path / f"killed-{number}", number, after=after)
    ):
        opened = settled(copy)
        assert verify(opened) == [], number
        assert status_of(opened).posts == len(held(opened)[0]) - 1
        assert held(opened) in ((old, 0), held(new)), number
        found.append(held(opened)[1])
        number += 1
    assert sorted(found) == found  # old up to one step, new from there on
    assert set(found) == {0, 1}


@pytest.mark.parametrize("number", [0, 12, 20])
def test_renewed_again_after_a_kill(layout, tmp_path, number):
    copy = killed_at(layout, tmp_path / "killed", number, after=False)
    with locked(copy):
        found, _ = held(copy)
        renewal.begin(copy)
        assert held(copy)[0] == found  # what is in place stays until the next is whole
    assert not (copy.state / "records.old").exists()
    assert verify(copy) == []


def killed_before_the_last_step(layout):
    """Make records anew, and be killed when they are whole and not in place."""
    read_anew(layout)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(renewal, "_finish", lambda *_: (_ for _ in ()).throw(Killed))
        renewal.put_in_place(layout, {"changed": 1})


def test_who_reads_while_another_puts_in_place_leaves_it_to_him(layout):
    with locked(layout):
        killed_before_the_last_step(layout)
        assert open_collection(layout.root) == layout  # who only reads, writes nothing
        assert renewal.is_pending(layout)
        with pytest.raises(CollectionInUse), locked(layout):
            pass


def test_an_event_torn_by_the_kill_is_set_aside_and_logged_again(layout):
    with locked(layout):
        killed_before_the_last_step(layout)
    with layout.events.open("ab") as file:
        file.write(b'{"seq": 9, "type": "metadata extraction", "det')
    settled(layout)
    assert [json.loads(line)["type"] for line in layout.events.read_bytes().splitlines()][-3:] == [
        "modification",
        "metadata extraction",
        manifest.SEALING,
    ]
    assert verify(layout) == []


def test_records_that_an_older_beilin_left_moved_aside_are_moved_back(layout):
    old, _ = held(layout)
    layout.records.rename(layout.state / "records.old")
    with locked(layout):
        assert held(layout)[0] == old
    assert verify(layout) == []


def test_the_new_readings_are_in_place(layout):
    renew(layout)
    readings = Readings(layout.readings)
    assert readings.is_read("new.warc.gz", 1)
    readings.close()


@pytest.mark.parametrize("forged", ["records", "ready", "signature"])
def test_nobody_else_has_records_put_in_place(layout, forged):
    old, _ = held(layout)
    with locked(layout):
        killed_before_the_last_step(layout)
    fresh = layout.state / "reextract"
    ready = json.loads((fresh / "ready.json").read_bytes())
    if forged == "records":
        next((fresh / "records").rglob("v1.json")).write_text('{"title": "forged"}')
    elif forged == "ready":
        ready["said"] = ready["said"].replace('"events": ', '"events": 1')
    else:
        ready = {}
    (fresh / "ready.json").write_text(json.dumps(ready))
    assert held(settled(layout))[0] == old
    assert verify(layout) == []
    assert not fresh.exists()
