"""Killed, cut off from power, on a failing disk: what was acknowledged stays, and the same command goes on.

The names carry the numbers of the fault cases. Where a test needs an exact moment, a few lines of code run in front
of the real command and end the process there, as SIGKILL would.
"""

import errno
import fcntl
import functools
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from twisted.internet import defer

from archive import keys, promises, unsealed, warc
from archive.captures import captures
from archive.collection import create_collection
from archive.config import Config
from archive.durable import replace, storage_errors
from archive.errors import StorageError
from archive.integrity import verify
from archive.layout import Layout
from archive.started import begin_warc
from benchmarks import kill
from scraper.capture import committer as committing
from scraper.capture.exchange import Attempt, Exchange
from scraper.capture.frontier import MOST_DEATHS, SUSPECT
from scraper.capture.recorder import CrawlInfo, Recorder
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.demo.server import DemoServer
from tests.scraper import forking

ROOT = Path(__file__).parents[2]
KILLED = 9
NAME = "20260102T030405Z-00000.warc.gz"
TORN = b"\x1f\x8b\x08torn"
LISTS = "/2014/03/lists.html"
RUN = "\nfrom scraper.cli import main\nmain()"
# Ends the process at the nth call of a function, before or after it did its work; the first lines of a patched run.
DIE = """
import os, importlib
def die(module, name, nth=1, after=False, when=lambda *a, **k: True):
    owner = importlib.import_module(module)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    real, calls = getattr(owner, last), []
    def stand_in(*args, **kwargs):
        calls.extend([1] if when(*args, **kwargs) else [])
        if len(calls) >= nth and not after:
            os._exit(9)
        made = real(*args, **kwargs)
        if len(calls) >= nth:
            os._exit(9)
        return made
    setattr(owner, last, stand_in)
"""


class Done:
    """A run that ended."""

    def __init__(self, done):
        self.code, self.stdout, self.stderr = done.returncode, done.stdout, done.stderr

    @property
    def document(self):
        return json.loads(self.stdout)

    @property
    def missing(self):
        return [(gap["url"], gap["reason"]) for gap in self.document["summary"]["coverage"]["missing"]]


def command(server, folder, patch=""):
    arguments = ["mirror", server.home, "-o", str(folder), "--connect", f"*={server.address}", "--json"]
    return [sys.executable, "-c", DIE + patch + RUN if patch else RUN, *arguments]


def crawl(server, folder, patch=""):
    return Done(forking.run(command(server, folder, patch)))


@pytest.fixture(scope="module")
def blog():
    """The demo blog, small, with the same answers each time."""
    with DemoServer(Knobs(posts=30, tokens=False)) as server:
        yield server


@pytest.fixture(scope="module")
def slow_blog():
    with DemoServer(Knobs(posts=30, tokens=False, latency=0.25)) as server:
        yield server


@pytest.fixture(scope="module")
def expected(blog, tmp_path_factory):
    """(key, payload digest) of all answers of a crawl that nothing disturbs."""
    folder = tmp_path_factory.mktemp("undisturbed") / "collection"
    assert crawl(blog, folder).code == 0
    return kill.payloads(folder)


@pytest.fixture(scope="module")
def interrupted(slow_blog, tmp_path_factory):
    """A collection whose crawl was killed midway, with a torn record at the end."""
    folder = tmp_path_factory.mktemp("interrupted") / "collection"
    patch = "die('scraper.capture.frontier', 'Frontier.finish', 45, when=lambda f, url: f.commit() is None)"
    assert crawl(slow_blog, folder, patch).code == KILLED
    tear(Layout(folder))
    return folder


def tear(layout):
    """Leave what a power cut leaves in the middle of a write: the journal says more than came."""
    (path,), signer = layout.warc.iterdir(), keys.signer_of(layout)
    aside = layout.journal(path.name).rename(layout.state / "journal")
    promise = promises.begin(layout.journal(path.name), path.name, signer)
    promise(path.stat().st_size, TORN + b" and the rest of it", True)
    aside.write_bytes(aside.read_bytes() + layout.journal(path.name).read_bytes())
    aside.replace(layout.journal(path.name))
    with path.open("ab") as file:
        file.write(TORN)


@pytest.fixture
def copy(interrupted, tmp_path):
    return shutil.copytree(interrupted, tmp_path / "collection")


def assert_whole(folder, expected):
    """The collection is what an undisturbed crawl leaves, and says so."""
    assert sorted(expected - kill.payloads(folder)) == []
    assert kill.payloads(folder) - expected == set()
    assert verify(Layout(folder), deep=True) == []
    assert [path.name for path in folder.rglob("*.part")] == []
    assert kill.read_by_warcio(folder) == len(kill.whole_records(folder))


def whats(folder):
    lines = (folder / "events.jsonl").read_text().splitlines()
    return [json.loads(line)["detail"].get("what", "") for line in lines]


def records_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in (folder / "records").rglob("*") if path.is_file()}


# ------------------------------------------------------------------ killed
def test_k1_k2_killed_again_and_again_it_loses_nothing_acknowledged(tmp_path, expected, monkeypatch):
    """The short form of benchmarks/kill.py."""
    forked = {"Popen": forking.Forked, "run": lambda command, **_: forking.run(command)}
    monkeypatch.setattr(kill, "subprocess", SimpleNamespace(**vars(subprocess) | forked))
    tally = kill.Tally()
    with DemoServer(Knobs(posts=30, tokens=False, latency=0.25)) as server:
        crawled = kill.Crawl(server, tmp_path / "collection", random.Random(7), 2.5)
        process = crawled.run(6, allowed=set())
        kill.judge(crawled, process, expected, tally)
    assert crawled.kills >= 3
    assert tally.troubles == []
    assert (tally.lost, tally.missing, tally.other) == (0, 0, 0)
    assert tally.most_twice <= kill.CONCURRENCY


def test_what_is_fetched_twice_is_charged_to_the_kill_that_broke_it_off():
    front, post, picture, robots = ("h", "/"), ("h", "/post.html"), ("i", "/picture.png"), ("h", "/robots.txt")
    runs = [[robots, front, picture], [robots, post], [robots, post, picture], [robots]]
    assert kill.fetched_twice(runs) == {0: 1, 1: 1}


@pytest.mark.parametrize("nth", [
    pytest.param(1, marks=pytest.mark.long),
    30,
])  # fmt: skip
def test_k3_killed_between_record_and_frontier(blog, tmp_path, expected, nth):
    folder = tmp_path / "collection"
    before = len(blog.requests())
    assert crawl(blog, folder, f"die('scraper.capture.frontier', 'Frontier.finish', {nth})").code == KILLED
    done = crawl(blog, folder)
    assert done.code == 0, done.stderr
    assert_whole(folder, expected)
    asked = Counter((r["host"], r["target"]) for r in blog.requests()[before:] if r["target"] != "/robots.txt")
    assert sum(asked.values()) - len(asked) <= kill.CONCURRENCY
    assert set(asked.values()) <= {1, 2}


def test_k3_killed_before_another_size_of_a_picture_is_queued(tmp_path):
    folder = tmp_path / "collection"
    patch = "die('scraper.spiders.blog', 'BlogSpider._follow', when=lambda spider, answer, *_: bool(answer.instead))"
    with DemoServer(Knobs(posts=30, tokens=False, originals=False)) as server:
        assert crawl(server, folder, patch).code == KILLED
        done = crawl(server, folder)
        asked = {request["target"] for request in server.requests()}
        assert crawl(server, tmp_path / "undisturbed").code == 0
    assert done.code == 0, done.stderr
    assert {
        target for where, _ in kill.payloads(tmp_path / "undisturbed") if (target := "/" + where.partition("/")[2])
    } <= asked


def test_k3_killed_after_an_address_failed_its_reason_is_known(tmp_path):
    folder = tmp_path / "collection"
    patch = f"""
from scraper.capture.frontier import Frontier
real = Frontier.finish
def finish(self, url):
    real(self, url)
    if url.endswith({LISTS!r}):
        self.commit()
        os._exit(9)
Frontier.finish = finish
"""
    with DemoServer(Knobs(posts=30, tokens=False, faults={LISTS: "reset"})) as server:
        assert crawl(server, folder, patch).code == KILLED
        done = crawl(server, folder)
        undisturbed = crawl(server, tmp_path / "undisturbed")
    assert (done.code, undisturbed.code) == (3, 3)
    assert done.missing == undisturbed.missing != []


def test_k4_killed_while_the_records_are_written(blog, tmp_path, expected):
    folder = tmp_path / "collection"
    assert crawl(blog, folder, "die('scraper.closing', 'make_records', after=True)").code == KILLED
    before = len(blog.requests())
    done = crawl(blog, folder)
    assert done.code == 0, done.stderr
    assert len(blog.requests()) - before <= 5  # the robots.txt of the hosts, if anything at all
    assert_whole(folder, expected)
    kept = records_of(folder)
    assert forking.run([*kill.COMMAND, "reextract", str(folder)]).returncode == 0
    assert records_of(folder) == kept


RECOVERY = """
from pathlib import Path
from types import SimpleNamespace
from archive.layout import Layout, crawl_of
from archive.readings import Readings
from scraper.capture.frontier import Frontier
from scraper.recovery import bring_up, recover_files
layout = Layout(Path({folder!r}))
recover_files(layout)
notes, frontier = Readings(layout.readings), Frontier(layout.frontier)
bring_up(layout, notes, frontier, max(crawl_of(path.name) for path in layout.warc.glob("*.warc.gz")))
notes.close()
frontier.close()
"""
POINTS = {
    "tail kept aside, file not yet cut": "die('archive.warc', 'os.fsync', 1, after=True)",
    "file cut": "die('archive.warc', 'os.fsync', 2, after=True)",
    "kept, not yet logged": "die('archive.started', 'events.append')",
    "reading begun": "die('scraper.reading.reader', 'Reader._answered', 20, after=True)",
    "read, not yet marked": "die('scraper.reextract', 'mark_read')",
    "notes marked": "die('scraper.reextract', 'mark_read', after=True)",
    "frontier half brought up": "die('scraper.capture.frontier', 'Frontier.finish', 20)",
    "frontier brought up": "die('scraper.capture.frontier', 'Frontier.commit', after=True)",
}


def recover(folder, patch=""):
    script = DIE + patch + RECOVERY.format(folder=str(folder))
    return forking.run([sys.executable, "-c", script])


def state_of(folder):
    """What recovery leaves, times aside."""
    found = {path.relative_to(folder): path.read_bytes() for part in ("warc", "reports")
             for path in (folder / part).rglob("*") if path.is_file()}  # fmt: skip
    for name in ("frontier", "readings"):
        database = sqlite3.connect(folder / "state" / f"{name}.sqlite")
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            columns = [row[1] for row in database.execute(f"PRAGMA table_info({table})") if row[1] != "tries"]
            found[name, table] = sorted(map(repr, database.execute(f"SELECT {', '.join(columns)} FROM {table}")))
        database.close()
    return found


@pytest.fixture(scope="module")
def recovered(interrupted, tmp_path_factory):
    folder = shutil.copytree(interrupted, tmp_path_factory.mktemp("recovered") / "collection")
    done = recover(folder)
    assert done.returncode == 0, done.stderr
    return state_of(folder)


@pytest.mark.parametrize("point", POINTS)
def test_k5_killed_during_recovery_the_next_one_gives_the_same(copy, recovered, point):
    (copy / "state" / "readings.sqlite").unlink()  # so that there is something to read again
    done = recover(copy, POINTS[point])
    assert done.returncode == KILLED, done.stderr
    again = recover(copy)
    assert again.returncode == 0, again.stderr
    assert state_of(copy) == recovered
    assert next((copy / "reports").rglob("*.torn")).read_bytes() == TORN


def test_k5_the_cut_of_a_torn_tail_is_logged_though_killed_just_after_it(copy):
    assert recover(copy, POINTS["kept, not yet logged"]).returncode == KILLED
    assert recover(copy).returncode == 0
    assert "torn tail cut off" in whats(copy)


SMALL_FILES = """
import functools, scraper.session
from scraper.capture.recorder import Recorder
scraper.session.Recorder = functools.partial(Recorder, largest=60_000)
"""


@pytest.mark.parametrize("moment", [
    "die('archive.warc', 'sync_folder', 3)",  # the new file is there, and empty
    "die('archive.warc_files', 'WarcFile.close', 2, after=True)",
])  # fmt: skip
def test_k6_killed_while_one_file_follows_the_other(blog, tmp_path, expected, moment):
    folder = tmp_path / "collection"
    assert crawl(blog, folder, SMALL_FILES + moment).code == KILLED
    done = crawl(blog, folder, SMALL_FILES)
    assert done.code == 0, done.stderr
    assert_whole(folder, expected)
    names = sorted(path.name for path in (folder / "warc").iterdir())
    assert len(names) > 3
    assert [name[-13:-8] for name in names] == [f"{number:05d}" for number in range(len(names))]
    listed = (folder / "manifest-sha256.txt").read_text()
    assert all(f"warc/{name}\n" in listed for name in names)


@pytest.mark.parametrize(("name", "after"), [
    ("manifest-sha256.txt", False),
    ("manifest-sha256.txt", True),
    ("manifest-sha256.txt.sig", True),
    ("coverage.json", False),
])  # fmt: skip
def test_k7_killed_while_a_file_is_put_in_place(blog, tmp_path, expected, name, after):
    folder = tmp_path / "collection"
    when = f"lambda path, target: target.name == {name!r}"
    assert crawl(blog, folder, f"die('archive.durable', 'Path.replace', after={after}, when={when})").code == KILLED
    if name != "coverage.json":  # the seal was committed: the verifier knows, and the next writer ends it
        assert verify(Layout(folder), deep=True) == []
    done = crawl(blog, folder)
    assert_whole(folder, expected)
    assert done.code == 0, done.stderr


MAKING = """
import scraper.children as children
real = children.start
def start(*arguments):
    made = real(*arguments)
    time.sleep(0.7)  # until it writes
    os._exit(9)
children.start = start
"""


def test_k7_killed_while_the_records_are_being_made(blog, tmp_path, expected):
    folder = tmp_path / "collection"
    assert crawl(blog, folder, "import os, time" + MAKING).code == KILLED
    done = crawl(blog, folder)
    assert done.code == 0, done.stderr
    assert_whole(folder, expected)
    assert not list(folder.rglob(".*.part"))


@pytest.mark.parametrize("moment", ["die('archive.config', 'create')", "die('archive.events', 'append')"])
def test_k7_killed_while_the_collection_is_made(blog, tmp_path, expected, moment):
    folder = tmp_path / "collection"
    assert crawl(blog, folder, moment).code == KILLED
    done = crawl(blog, folder)
    assert done.code == 0, done.stderr
    assert_whole(folder, expected)


# ------------------------------------------------------------------ power loss and a failing disk, close to the metal
class Disk:
    """The operating system as `archive.warc` sees it, with every change of the file written down.

    ``fails`` says, before each call, what becomes of it: an errno, "short" for half a write, None for all well.
    """

    def __init__(self, fails=lambda name, nth: None):
        self.log, self.calls, self._fails = [], Counter(), fails

    def __getattr__(self, name):
        return getattr(os, name)

    def _ask(self, name):
        self.calls[name] += 1
        self.calls["all"] += 1
        outcome = self._fails(name, self.calls)
        if isinstance(outcome, int):
            self.log.append(("failed", name))
            raise OSError(outcome, os.strerror(outcome))
        return outcome

    def write(self, descriptor, data):
        data = bytes(data)
        if self._ask("write") == "short":
            data = data[: max(1, len(data) // 2)]
        self.log.append(("write", data))
        return os.write(descriptor, data)

    def fdatasync(self, descriptor):
        self._ask("fdatasync")
        self.log.append(("sync", b""))

    def ftruncate(self, descriptor, size):
        self._ask("ftruncate")
        self.log.append(("cut", size))
        os.ftruncate(descriptor, size)


@pytest.fixture
def disk(monkeypatch):
    def make(fails=lambda name, calls: None):
        made = Disk(fails)
        monkeypatch.setattr(warc, "os", made)
        monkeypatch.setattr(warc, "_GATHERED", 700)  # so that one append is several writes
        return made

    return make


def answer(number, size=900):
    body = random.Random(number).randbytes(size)
    block = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + body
    fields = (("WARC-Target-URI", f"http://b.example/{number}"), ("WARC-Payload-Digest", warc.digest([body])))
    kind = "application/http; msgtype=response"
    return warc.Record("response", warc.new_record_id(), "2026-01-02T03:04:05.000006Z", kind, block, fields)


def numbers_in(path):
    with path.open("rb") as file:
        return [record.headers["WARC-Target-URI"].rpartition("/")[2] for record in FastIterator(file, parse_http=False)]


def test_k9_power_loss_at_every_moment(tmp_path, disk):
    """Of what was not yet synced any part may be on the disk; what was acknowledged is there all the same."""
    layout = create_collection(tmp_path / "collection", Config(address="http://b.example/"))
    torn, evidence = layout.warc / NAME, layout.torn(NAME)
    promise, journal = begin_warc(layout, NAME), layout.journal(NAME)
    log = disk().log

    def promised(*piece) -> None:
        promise(*piece)
        log.append(("promised", journal.read_bytes()))

    file = warc.WarcFile(tmp_path / "a.warc.gz", promised)
    acknowledged = []  # (length of the log at that time, how many records)
    for number in range(4):
        file.append([answer(3 * number + part) for part in range(3)])
        acknowledged.append((len(log), 3 * number + 3))
    file.close()
    states = 0
    for moment in range(len(log) + 1):
        held = max((count for when, count in acknowledged if when <= moment), default=0)
        for image in _images(log[:moment]):
            states += 1
            torn.write_bytes(image)
            journal.write_bytes(next((data for kind, data in reversed(log[:moment]) if kind == "promised"), b""))
            unsealed.settle(layout, [torn])
            found = numbers_in(torn) if torn.stat().st_size else []
            assert found[:held] == [str(number) for number in range(held)]
            assert found == [str(number) for number in range(len(found))]
            aside = [path for path in evidence.parent.iterdir() if path != journal]
            assert set(aside) <= {evidence}  # nobody else wrote
            assert aside or torn.stat().st_size == len(image)
            for path in aside:
                path.unlink()
    assert states > 300


def _images(log):
    """Yield what the disk may hold after so many calls: each prefix of what was not synced, and holes in it."""
    last = max((number for number, (kind, _) in enumerate(log) if kind == "sync"), default=-1)
    durable = b"".join(data for kind, data in log[: last + 1] if kind == "write")
    pending = [data for kind, data in log[last + 1 :] if kind == "write"]
    rest = b"".join(pending)
    for cut in {0, 1, 5, *range(0, len(rest), 97), len(rest)}:
        yield durable + rest[:cut]
    for number in range(len(pending)):  # written out of order: the length is there, a piece of the content is not
        yield durable + b"".join(bytes(len(data)) if n == number else data for n, data in enumerate(pending))


def attempt(number, size=900, sink=lambda attempt: None, folder=None):
    made = Attempt(Exchange(f"http://b.example/{number}", sink, folder, 1 << 30), time.time(), "192.0.2.1", False, 1,
                   Exchange(f"http://b.example/{number}", sink, folder, 1 << 30).begin("", False).received)  # fmt: skip
    made.received.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % size + random.Random(number).randbytes(size))
    made.sent += b"GET / HTTP/1.1\r\n\r\n"
    made.end = "complete"
    return made


@pytest.fixture
def submit(tmp_path, monkeypatch):
    """Return a function that has attempts recorded: which of their numbers were acknowledged, and which errors came."""
    monkeypatch.setattr(committing, "deferToThread", defer.maybeDeferred)
    layout = create_collection(tmp_path, Config(address="http://b.example/"))
    begin = functools.partial(begin_warc, layout)
    recorder = Recorder(layout.warc, CrawlInfo("20260102T030405Z", "test", "test", "obey"), begin, largest=6000)
    queue = committing.Committer(recorder)

    def run(numbers):
        acknowledged, errors = {}, []
        for number in numbers:
            done = queue.submit(attempt(number))
            done.addCallbacks(lambda ref, n=number: acknowledged.setdefault(n, ref), lambda f: errors.append(f.value))
        return acknowledged, errors

    yield run
    recorder.close()


def assert_readable(folder, acknowledged):
    found = {}
    for path in sorted(folder.glob("*.warc.gz")):
        unsealed.settle(Layout(folder.parent), [path])
        found.update({(path.name, capture.offset): capture for capture in captures(path)})
    for number, ref in acknowledged.items():
        capture = found[ref.warc, ref.offset]
        assert capture.target_uri == f"http://b.example/{number}"
        assert capture.body == random.Random(number).randbytes(900)


@pytest.mark.parametrize("nth", range(1, 24))
@pytest.mark.parametrize("later", ["full from then on", "freed at once"])
def test_d13_the_disk_is_full_at_every_write(tmp_path, disk, submit, nth, later):
    once = later == "freed at once"
    disk(lambda name, calls: errno.ENOSPC if name == "write" and (
        calls["write"] == nth if once else calls["write"] >= nth) else None)  # fmt: skip
    acknowledged, errors = submit(range(12))
    assert len(acknowledged) + len(errors) == 12
    assert errors
    assert all(isinstance(error, StorageError) and "the disk is full" in str(error) for error in errors)
    assert_readable(tmp_path / "warc", acknowledged)


def test_d13_each_file_begins_with_its_warcinfo(tmp_path, disk, submit):
    disk(lambda name, calls: errno.ENOSPC if name == "write" and calls["write"] == 1 else None)
    submit(range(12))
    for path in (tmp_path / "warc").iterdir():
        if path.stat().st_size:
            with path.open("rb") as file:
                assert next(iter(FastIterator(file, parse_http=False))).headers["WARC-Type"] == "warcinfo"


@pytest.mark.parametrize("code", [errno.EIO, errno.EINTR, errno.EDQUOT])
@pytest.mark.parametrize("name", ["write", "fdatasync"])
@pytest.mark.parametrize("nth", [1, 3, 5])
def test_d14_what_fails_is_never_acknowledged(tmp_path, disk, submit, name, code, nth):
    log = disk(lambda called, calls: code if called == name and calls[name] == nth else None).log
    acknowledged, errors = submit(range(8))
    assert ("failed", name) in log
    assert errors
    assert all(isinstance(error, StorageError) for error in errors)
    assert_readable(tmp_path / "warc", acknowledged)


def test_d14_short_writes_are_completed(tmp_path, disk, submit):
    log = disk(lambda name, calls: "short" if name == "write" else None).log
    acknowledged, errors = submit(range(8))
    assert (len(acknowledged), errors) == (8, [])
    assert any(kind == "write" and len(data) == 1 for kind, data in log)
    assert_readable(tmp_path / "warc", acknowledged)


def test_d14_after_a_failed_sync_nothing_more_is_written_to_that_file(tmp_path, disk):
    made = disk(lambda name, calls: errno.EIO if name == "fdatasync" and calls[name] == 2 else None)
    file = warc.WarcFile(tmp_path / "a.warc.gz")
    file.append([answer(0)])
    with pytest.raises(StorageError):
        file.append([answer(1)])
    failed = made.log.index(("failed", "fdatasync"))
    with pytest.raises(StorageError):
        file.append([answer(2)])
    assert not [call for call in made.log[failed:] if call[0] in ("write", "sync")]
    assert numbers_in(file.path)[0] == "0"


def test_d14_a_cut_that_fails_too_is_a_storage_error(tmp_path, disk):
    disk(lambda name, calls: errno.EIO if name in ("fdatasync", "ftruncate") and calls["fdatasync"] > 1 else None)
    file = warc.WarcFile(tmp_path / "a.warc.gz")
    file.append([answer(0)])
    with pytest.raises(StorageError):
        file.append([answer(1)])
    assert numbers_in(file.path)[0] == "0"


@pytest.mark.parametrize("name", ["fsync", "replace", "open"])
def test_d14_a_file_that_cannot_be_put_in_place_leaves_the_old(tmp_path, monkeypatch, name):
    path = tmp_path / "manifest-sha256.txt"
    replace(path, b"old")

    def fail(*_, **__):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(*((Path, name) if name == "replace" else (os, name)), fail)
    with pytest.raises(StorageError, match="check the disk"):
        replace(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


# ------------------------------------------------------------------ the whole program on a failing machine
def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


def start(server, folder, patch="", before=()):
    whole = [*before, *command(server, folder, patch)]
    return forking.Forked(whole, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(process):
    stdout, stderr = process.communicate(timeout=90)
    return Done(subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr))


def assert_said(done, *words):
    """Exit code 8, and one sentence to a person: no traceback."""
    said = [line for line in done.stderr.splitlines() if not line.startswith('{"event"') and line]
    assert (done.code, len(said)) == (8, 1), done.stderr[-2000:]
    assert any(word in said[0] for word in words), said


def test_k10_a_second_process_is_refused_and_the_first_goes_on(slow_blog, tmp_path, expected):
    folder = tmp_path / "collection"
    first = start(slow_blog, folder)
    lock = folder / "state" / "lock"
    wait_for(lambda: lock.exists() and lock.read_text() == f"{first.pid}\n")
    first.send_signal(signal.SIGSTOP)  # it is not to end before the others have begun
    second = crawl(slow_blog, folder)
    third = forking.run([*kill.COMMAND, "reextract", str(folder)])
    first.send_signal(signal.SIGCONT)
    assert (second.code, third.returncode) == (5, 5)
    assert f"is in use by another beilin (process {first.pid})" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1  # and nothing of faults in what is being written
    assert f"is in use by another beilin (process {first.pid})" in third.stderr
    assert ended(first).code == 0
    assert_whole(folder, expected)


def test_k10_the_lock_of_a_dead_process_is_no_lock(copy):
    (copy / "state" / "lock").write_text("1\n")  # a process that lives, and does not hold it
    with (copy / "state" / "lock").open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # nobody else has it
    assert recover(copy).returncode == 0


POISON = "die('scraper.capture.exchange', 'Exchange.begin', when=lambda e, *a, **k: e.url.endswith({!r}))"


@pytest.mark.long
def test_k11_what_ends_the_program_each_time_is_set_aside_in_the_end(slow_blog, tmp_path, expected):
    folder = tmp_path / "collection"
    codes, most = [], SUSPECT + MOST_DEATHS + 2
    while len(codes) <= most and codes[-1:] in ([], [KILLED]):
        last = crawl(slow_blog, folder, POISON.format(LISTS))
        codes.append(last.code)
    assert 3 <= codes.count(KILLED) <= most  # the first may go uncounted: it comes before anything of the run is noted
    assert last.code == 3, last.stderr
    ((url, reason),) = last.missing
    assert url == f"http://{HOST}{LISTS}"
    assert reason.startswith("given up: ")
    lacking = {where for where, _ in expected - kill.payloads(folder)}
    assert lacking == {f"{HOST}{LISTS}"}
    assert verify(Layout(folder), deep=True) == []


def test_k11_a_page_whose_handling_ends_the_program_is_kept_and_read(blog, tmp_path, expected):
    folder = tmp_path / "collection"
    patch = f"die('scraper.spiders.blog', 'BlogSpider.parse', when=lambda s, r, **_: r.url.endswith({LISTS!r}))"
    assert crawl(blog, folder, patch).code == KILLED
    done = crawl(blog, folder, patch)
    assert done.code == 0, done.stderr
    assert_whole(folder, expected)


IN_CHILD = """
from scraper.reading import reader
real = reader.Reader.__init__
def init(self, *args, **kwargs):
    real(self, *args, **kwargs)
    self._command[1:4] = ["-c", {patch!r} + "\\nimport sys\\nfrom scraper.reading.process import main\\nmain(*sys.argv[1:])"]
reader.Reader.__init__ = init
"""


def test_k11_what_ends_the_reading_child_costs_that_page_only(blog, tmp_path, expected):
    folder = tmp_path / "collection"
    patch = DIE + f"die('scraper.extract', 'read', when=lambda capture: capture.target_uri.endswith({LISTS!r}))"
    done = crawl(blog, folder, IN_CHILD.format(patch=patch))
    assert done.code == 3, done.stderr
    assert [url for url, _ in done.missing] == [f"http://{HOST}{LISTS}"]
    findings = done.document["summary"]["coverage"]["findings"]
    assert [uri for uri, code, _ in findings if code == "unread-page"] == [f"http://{HOST}{LISTS}"]
    assert_whole(folder, expected)


CLOCK = """
import datetime, time, types, scraper.capture.exchange as exchange, scraper.session as session
calls = []
def jumping():
    calls.append(1)
    return time.time() + {years} * 31_557_600 * (1 if len(calls) % 2 else -1)
exchange.time = types.SimpleNamespace(time=jumping)
class Clock(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.now(tz) + datetime.timedelta(days={days})
session.datetime = Clock
"""


@pytest.mark.long
def test_k12_a_clock_that_jumps_by_years(blog, tmp_path, expected):
    folder = tmp_path / "collection"
    crawls = []
    for days in (3650, 0, -3650):
        done = crawl(blog, folder, CLOCK.format(years=10, days=days))
        assert done.code == 0, done.stderr
        crawls.append(done.document["summary"]["crawl"])
    assert crawls == sorted(set(crawls))
    assert sorted(path.name[:16] for path in (folder / "warc").iterdir()) == crawls
    assert_whole(folder, expected)


def test_k12_a_clock_set_back_between_a_kill_and_the_next_run(copy, blog, expected):
    before = {path.name[:16] for path in (copy / "warc").iterdir()}
    done = crawl(blog, copy, CLOCK.format(years=1, days=-3650))
    assert done.code == 0, done.stderr
    assert {path.name[:16] for path in (copy / "warc").iterdir()} == before  # the same crawl went on
    assert_whole(copy, expected)


FULL_AFTER = """
import errno, os, types, archive.warc as warc
calls = []
def write(descriptor, data):
    calls.append(1)
    if len(calls) > {writes}:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    return os.write(descriptor, data)
warc.os = types.SimpleNamespace(**{{**vars(os), "write": write}})
"""


@pytest.mark.long
def test_d13_a_disk_that_is_full_again_and_again_makes_nothing_poison(slow_blog, tmp_path, expected):
    folder = tmp_path / "collection"
    for writes in (12, 3, 2, 2):
        done = crawl(slow_blog, folder, FULL_AFTER.format(writes=writes))
        assert_said(done, "the disk is full: free some space and run the same command again")
    done = crawl(slow_blog, folder)
    assert done.code == 0, done.stdout[-1500:]
    assert_whole(folder, expected)


@pytest.mark.parametrize("which", [
    "frontier",
    "readings",
])  # fmt: skip
def test_d13_a_state_file_that_cannot_be_written_stops_the_crawl(slow_blog, tmp_path, expected, which):
    folder = tmp_path / "collection"
    fail = f"""
import sqlite3, scraper.capture.frontier as f, archive.readings as r
owner = {{"frontier": f.Frontier, "readings": r.Readings}}[{which!r}]
real, calls = owner.commit, []
def commit(self):
    calls.append(1)
    if len(calls) > 4:
        with f.storage_errors(self._path):
            error = sqlite3.OperationalError("database or disk is full")
            error.sqlite_errorcode = sqlite3.SQLITE_FULL
            raise error
    real(self)
owner.commit = commit
"""
    before = len(slow_blog.requests())
    done = crawl(slow_blog, folder, fail if which == "frontier" else IN_CHILD.format(patch=fail.replace("> 4", "> 0")))
    assert_said(done, "the disk is full")
    if which == "frontier":  # the readings are first committed when all is read
        assert len(slow_blog.requests()) - before < len(expected)
    done = crawl(slow_blog, folder)
    assert done.code == 0, done.stdout[-1500:]
    assert_whole(folder, expected)


@pytest.mark.parametrize(("free", "says"), [(0, "the disk is full"), (1 << 30, "Check the disk")])
def test_d13_sqlite_calls_a_full_disk_a_failing_one(tmp_path, monkeypatch, free, says):
    error = sqlite3.OperationalError("disk I/O error")  # where there is no room for its shared memory
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(StorageError, match=says), storage_errors(tmp_path / "ledger"):
        raise error


@pytest.fixture
def powerless():
    """What runs a command as the owner of its files, who may not pass over their permissions as root may."""
    if os.getuid() != 0:
        return []
    if not shutil.which("setpriv"):
        pytest.skip("root without its powers needs setpriv")
    return ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.mark.parametrize("part", [".", "warc", pytest.param("records", marks=pytest.mark.long)])
def test_d15_a_folder_that_may_not_be_written(copy, blog, powerless, part):
    before = kill.whole_records(copy)
    (copy / part).chmod(0o555)
    done = ended(start(blog, copy, before=powerless))
    (copy / part).chmod(0o755)
    assert_said(done, "permission is denied", "read only", "unable to open")
    assert before.keys() <= kill.whole_records(copy).keys()
    again = crawl(blog, copy)
    assert again.code == 0, again.stdout[-1500:]
    assert verify(Layout(copy), deep=True) == []


def test_d15_a_file_system_that_is_read_only(interrupted, blog, tmp_path):
    mount = tmp_path / "mount"
    mount.mkdir()
    if (
        os.getuid() != 0
        or subprocess.run(["mount", "--bind", str(interrupted), str(mount)], capture_output=True).returncode
    ):
        pytest.skip("mounting needs root")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(mount)], check=True)
        assert_said(crawl(blog, mount), "the file system is read only")
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def test_d15_permission_is_lost_under_the_crawl(slow_blog, tmp_path, expected, powerless):
    folder = tmp_path / "collection"
    asked = len(slow_blog.requests())
    process = start(slow_blog, folder, before=powerless)
    wait_for(lambda: len(slow_blog.requests()) > asked + 30)
    places = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for place in places:
        place.chmod(0o500)
    done = ended(process)
    for place in places:
        place.chmod(0o755)
    assert_said(done, "permission is denied")
    done = crawl(slow_blog, folder)
    assert done.code == 0, done.stdout[-1500:]
    assert_whole(folder, expected)


@pytest.mark.parametrize("part", [pytest.param(".", marks=pytest.mark.long), "warc", "state"])
def test_d15_the_folder_is_deleted_under_the_crawl(slow_blog, tmp_path, expected, part):
    folder = tmp_path / "collection"
    asked = len(slow_blog.requests())
    process = start(slow_blog, folder)
    wait_for(lambda: len(slow_blog.requests()) > asked + 30)
    gone = tmp_path / "gone"
    (folder / part).rename(gone)  # at once: what is made while it is deleted is no part of the case
    shutil.rmtree(gone)
    assert_said(ended(process), "check the disk", "does not exist", "No such file", "is gone")


@pytest.mark.parametrize("most", [
    12,
    pytest.param(20, marks=pytest.mark.long),
    28,
])  # fmt: skip
def test_d16_too_many_open_files(blog, tmp_path, expected, most):
    folder = tmp_path / "collection"
    few = f"import scraper.cli, resource\nresource.setrlimit(resource.RLIMIT_NOFILE, ({most}, {most}))"
    # Not forked: what a process was born with would count.
    done = Done(subprocess.run(command(blog, folder, few), capture_output=True, text=True, timeout=120))
    if done.code != 0:
        assert_said(done, "too many files are open", "unable to open")
    done = crawl(blog, folder)
    assert done.code == 0, done.stdout[-1500:]
    assert_whole(folder, expected)


def scramble(path, chance):
    """Overwrite one page of a database with noise."""
    database = sqlite3.connect(path)
    (mode,) = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[:1]
    (size,) = database.execute("PRAGMA page_size").fetchone()
    database.close()
    assert mode == 0
    page = chance.randrange(path.stat().st_size // size)
    with path.open("r+b") as file:
        file.seek(page * size)
        file.write(chance.randbytes(size))


@pytest.mark.parametrize(("parts", "seed"), [
    pytest.param(("frontier",), 1, marks=pytest.mark.long),
    pytest.param(("readings",), 3, marks=pytest.mark.long),
    (("frontier", "readings"), 5),
])  # fmt: skip
def test_d17_a_page_of_a_state_file_is_overwritten(copy, blog, expected, parts, seed):
    for part in parts:
        scramble(copy / "state" / f"{part}.sqlite", random.Random(seed))
    done = crawl(blog, copy)
    assert done.code == 0, done.stderr
    assert_whole(copy, expected)
    assert [path.name for path in sorted((copy / "state").glob("*.damaged"))] == [
        f"{part}.sqlite.damaged" for part in parts
    ]
    if "frontier" in parts:
        assert "frontier rebuilt from the WARC" in whats(copy)


def test_d17_damaged_readings_are_logged(copy, blog):
    scramble(copy / "state" / "readings.sqlite", random.Random(3))
    assert crawl(blog, copy).code == 0
    assert any("readings" in what for what in whats(copy))


@pytest.mark.parametrize("parts", [
    pytest.param(("frontier.sqlite",), marks=pytest.mark.long), ("frontier.sqlite", "readings.sqlite"),
    (".",),
])  # fmt: skip
def test_d17_state_files_are_deleted(copy, blog, expected, parts):
    for part in parts:
        if part == ".":
            shutil.rmtree(copy / "state")
        else:
            for path in (copy / "state").glob(part + "*"):
                path.unlink()
    done = crawl(blog, copy)
    assert done.code == 0, done.stderr
    assert_whole(copy, expected)
