"""Leases: one holder, whoever tries, dies or sleeps; turns: never more than a budget allows, whoever asks."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import Damaged
from archive.holders import Holder, is_gone, machine, this_process
from archive.leases import ENDED, HELD, SEALED, Lease, Lost, Newest, is_free, left, look
from archive.replicas.address import Access, open_target
from archive.replicas.folder import Folder
from archive.replicas.target import Passing
from archive.turns import Budget, Turns, give, hold
from tests.archive import places

LONG = 3600.0  # seconds: no renewal comes in between


@pytest.fixture(scope="module")
def service():
    with places.s3_service() as endpoint:
        yield endpoint


@pytest.fixture(params=["folder", "s3"])
def place(request, tmp_path, monkeypatch):
    if request.param == "folder":
        return lambda: Folder(tmp_path / "lease", known=False)
    for name, value in places.CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    service = request.getfixturevalue("service")
    bucket = f"b{os.urandom(4).hex()}"
    places.s3_client(service).create_bucket(Bucket=bucket)
    return lambda: open_target(Access(f"s3://{bucket}/blogs/.leases/harbour", endpoint=service), known=False)


def taken(target, newest=None, lost=lambda: None, lasts=LONG):
    return Lease.take(target, newest or look(target), "run", lost, lasts)


def test_of_many_that_try_one_takes_it(place):
    targets = [place() for _ in range(6)]
    gate = threading.Barrier(6)

    def attempt(target):
        newest = look(target)
        gate.wait()
        return taken(target, newest)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(attempt, targets))
    assert sum(lease is not None for lease in found) == 1
    newest = look(place())
    assert (newest.number, newest.entry.kind) == (1, HELD)
    assert not is_free(newest, 0.0, LONG)
    next(lease for lease in found if lease).end("ran")
    assert look(place()).entry.came_to == "ran"
    assert is_free(look(place()), 0.0, LONG)


def test_who_only_slept_can_write_nothing_any_more(place):
    sleeper = taken(place())
    newest = look(place())
    assert is_free(newest, silent=LONG, lasts=LONG) and not is_free(newest, LONG - 1, LONG)
    other = taken(place(), newest)
    for attempt in (lambda: sleeper.seal([("a", b"mine")]), lambda: sleeper.end("ran")):
        with pytest.raises(Lost):
            attempt()
    other.seal([("snapshots/1/manifest", b"\x00theirs")])
    assert left(look(place())) == [("snapshots/1/manifest", b"\x00theirs")]
    other.end("ran")
    assert [entry.kind for entry in map(look, [place()]) for entry in [entry.entry]] == [ENDED]


def test_what_is_stated_stays_the_newest_word_until_all_is_written(place):
    lease = taken(place(), lasts=0.15)
    lease.seal([("a", b"b")])
    lease._renew()  # as its thread would: it is over
    assert look(place()).entry.kind == SEALED


def test_a_holder_hears_that_it_was_given_up(tmp_path):
    target, heard = Folder(tmp_path / "lease", known=False), threading.Event()
    lease = taken(target, lost=heard.set, lasts=0.3)
    while taken(target, look(target)) is None:
        pass
    assert heard.wait(60)
    with pytest.raises(Lost):
        lease.end("ran")


def test_a_holder_that_is_there_keeps_saying_so(tmp_path):
    target = Folder(tmp_path / "lease", known=False)
    lease = taken(target, lasts=0.03)
    while look(target).number < 4:
        assert look(target).entry.kind == HELD
    lease.end("failed")
    assert look(target).entry.kind == ENDED


HOLDING = """
import sys, time
from pathlib import Path
from archive.leases import Lease, look
from archive.replicas.folder import Folder
target = Folder(Path(sys.argv[1]), known=False)
Lease.take(target, look(target), "run", lambda: None)
print("held", flush=True)
time.sleep(600)
"""


def test_a_holder_that_was_killed_is_known_to_be_gone(tmp_path):
    target = Folder(tmp_path / "lease", known=False)
    with subprocess.Popen([sys.executable, "-c", HOLDING, str(tmp_path / "lease")], stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        assert not is_free(look(target), 0.0, LONG)
        process.send_signal(signal.SIGSTOP)
        assert not is_free(look(target), 0.0, LONG)  # it sleeps, and is there
        process.kill()
        process.wait()
    assert is_free(look(target), 0.0, LONG)
    assert taken(target) is not None


def test_of_another_machine_nobody_knows_who_is_gone():
    own = this_process()
    assert not is_gone(own)
    assert is_gone(Holder(machine(), own.pid, own.began + 1))
    assert not is_gone(Holder("another boot", own.pid, 1))
    assert not is_gone(Holder("", own.pid, 1))


class Forgetful:
    """A target whose first answer is lost on its way, after it did as it was told."""

    def __init__(self, sound):
        self.sound, self.address, self.lost = sound, sound.address, False

    def create(self, name, body, sha256):
        self.sound.create(name, body, sha256)
        if not self.lost:
            self.lost = True
            raise Passing("the connection was lost")

    def __getattr__(self, name):
        return getattr(self.sound, name)


def test_an_answer_that_was_lost_takes_no_lease_away(tmp_path, monkeypatch):
    monkeypatch.setattr("archive.replicas.target.PAUSES", (0.0,))
    target = Forgetful(Folder(tmp_path / "lease", known=False))
    lease = taken(target)
    assert lease is not None and lease.number == 1
    lease.end("ran")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"kind": "held"}', b"\xff"])
def test_a_damaged_lease_is_one_sentence(tmp_path, content):
    (tmp_path / "lease").mkdir()
    (tmp_path / "lease" / "00000007").write_bytes(content)
    with pytest.raises(Damaged, match="00000007 is damaged"):
        look(Folder(tmp_path / "lease", known=False))


def test_other_files_are_no_entries(tmp_path):
    target = Folder(tmp_path / "lease", known=False)
    for name in ("partial/00000009", "readme", "123", "٠٠٠٠٠٠٠١"):
        target.create(name, io.BytesIO(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    assert look(target) == Newest()


# ------------------------------------------------------------------ turns
ASKS = st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 2)), min_size=1, max_size=60)


@given(ASKS)
def test_no_budget_is_ever_exceeded(asks):
    gaps, free, now = {"a": 0.5, "b": 0.25, "c": 1.0, "service": 0.125}, {}, 1000.0
    given_turns = {name: [] for name in gaps}
    for host, passed in asks:
        now += passed
        at, after = give(free, [Budget(host, gaps[host]), Budget("service", gaps["service"])], now)
        assert at >= now
        free |= after
        for name in (host, "service"):
            given_turns[name].append(at)
    for name, turns in given_turns.items():
        assert all(later - earlier >= gaps[name] - 1e-9 for earlier, later in pairwise(turns))


def test_who_asks_to_be_left_alone_is_but_not_for_ever():
    assert hold({}, "a", 130.0, 100.0) == {"a": 130.0}
    assert hold({"a": 200.0}, "a", 130.0, 100.0) == {"a": 200.0}
    assert hold({}, "a", 1e12, 100.0) == {"a": 3700.0}
    assert give({"a": 1e12}, [Budget("a", 1.0)], 100.0)[0] == 3700.0


ASKING = """
import sys
from pathlib import Path
from archive.turns import Budget, Turns
turns = Turns(Path(sys.argv[1]))
print(*(turns.give([Budget("service", 1.0)], 1000.0) for _ in range(50)))
"""


def test_processes_share_their_turns(tmp_path):
    command = [sys.executable, "-c", ASKING, str(tmp_path / "turns.json")]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    got = sorted(float(word) for process in processes for word in process.communicate()[0].split())
    assert got == [1000.0 + number for number in range(150)]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"machine": 5}', '{"machine": "M", "free": {"a": "x"}}'])
def test_a_file_that_says_nothing_holds_nobody_back(tmp_path, content):
    path = tmp_path / "turns.json"
    path.write_text(content.replace('"M"', json.dumps(machine())))
    turns = Turns(path)
    assert turns.give([Budget("a", 1.0)], 5.0) == 5.0
    assert turns.give([Budget("a", 1.0)], 5.0) == 6.0
    turns.hold("a", 50.0, 5.0)
    assert turns.give([Budget("a", 1.0)], 5.0) == 50.0
    turns.close()


def test_turns_of_before_the_machine_started_are_forgotten(tmp_path):
    path = tmp_path / "turns.json"
    path.write_text(json.dumps({"machine": "another boot", "free": {"a": 500.0}}))
    assert Turns(path).give([Budget("a", 1.0)], 5.0) == 5.0
