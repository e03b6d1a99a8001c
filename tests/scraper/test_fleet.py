"""A fleet: many blogs, many workers, killed, stopped and doubled; and captures read on Dask."""

import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import CollectionError, NotTrusted, StorageError, Unreachable, UsageError
from archive.integrity import verify
from archive.layout import Layout
from archive.replicas.address import Access
from archive.replicas.duties import bring_back
from archive.schedule.judging import FAILED, RAN, RUNNING, SKIPPED, Slot
from archive.schedule.ledger import Ledger
from scraper.cli import main
from scraper.demo.blogs import host_of
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer
from scraper.fleet import places as fleet_places
from scraper.fleet import recording, scratch
from scraper.fleet.blogs import Blog, read_list
from scraper.fleet.cluster import opened
from scraper.fleet.jobs import Job
from scraper.fleet.presence import Presence
from scraper.fleet.services import service_of
from tests.archive import places

pytest.importorskip("distributed", reason="Dask is not installed")
from scraper.fleet.running import Fleet

COMMAND = [sys.executable, "-c", "from scraper.cli import main; main()"]
SMALL = Knobs(posts=3, blogs=True)


# ------------------------------------------------------------------ the list, and what may be wrong
def test_a_list_names_blogs():
    text = "\ufeff".strip("\ufeff") + "# ours\nhttps://a.blogspot.com/\n\nb.example  harbour # theirs\n"
    assert read_list(text, "list") == (
        Blog("https://a.blogspot.com/", "a.blogspot.com"),
        Blog("https://b.example", "harbour"),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no blog"),
        ("# nothing\n", "names no blog"),
        ("ftp://a.example/", "line 1: 'ftp://a.example/' is no web address"),
        ("a.example\nhttps://[::1", "line 2"),
        ("https://a.example:99999/", "line 1"),
        ("https://you:secret@a.example/", "line 1"),
        ("a.example b c", "line 1"),
        ("a.example ../b", "cannot name a folder"),
        ("a.example .leases", "cannot name a folder"),
        ("a.example x\nb.example X", "line 2: X is there already; give it another name"),
        ("a.example\nHTTP://A.example:80/", "line 2: a.example is the blog of line 1 already; remove one"),
        ("a.example one\n\nhttps://A.example./ two", "line 3: a.example is the blog of line 1 already; remove one"),
    ],
)
def test_a_wrong_list_is_one_sentence(text, says):
    with pytest.raises(UsageError, match=says.replace("[", r"\[")):
        read_list(text, "list")


def test_all_hosts_of_the_platform_are_one_service():
    blogger = {service_of(host, "www.harbour.example") for host in (
        "a.blogspot.com", "b.blogspot.jp", "3.bp.blogspot.com", "blogger.googleusercontent.com", "www.harbour.example",
    )}  # fmt: skip
    assert blogger == {"blogger"}
    assert service_of("cdn.other.example", "a.blogspot.com") == "other.example"
    assert service_of("notblogspot.com", "a.blogspot.com") == "notblogspot.com"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--cluster", "nonsense"), "nonsense is no address of a Dask cluster"),
        (("--connect", "nonsense"), "nonsense"),
    ],
)
def test_wrong_options_are_one_sentence(tmp_path, options, says):
    (tmp_path / "list").write_text("a.example\n")
    done = CliRunner().invoke(main, ["fleet", str(tmp_path / "list"), "-o", str(tmp_path / "out"), *options, "--json"])
    assert done.exit_code == 2, done.output
    error = json.loads(done.stdout)["error"]
    assert says in error["sentence"] and "\n" not in error["sentence"]
    assert not (tmp_path / "out").exists()


def recorded(place, name):
    """Return what the ledger says of a blog, newest first."""
    job = Job("", 0, "", name, str(place), "", "", 1.0, 0.0)
    with Ledger(0) as ledger:
        return [(slot.state, slot.exit_code) for slot in ledger.slots(job.plan.id, 9)]


def test_a_cluster_that_cannot_be_reached_is_one_sentence_and_every_blog_is_recorded(tmp_path, monkeypatch):
    monkeypatch.setattr("scraper.fleet.cluster._PATIENCE", 1)
    place, address = tmp_path / "out", f"tcp://127.0.0.1:{free_port()}"
    (tmp_path / "list").write_text("a.example\nb.example\n")
    done = CliRunner().invoke(main, ["fleet", str(tmp_path / "list"), "-o", str(place), "--cluster", address, "--json"])
    assert done.exit_code == 6, done.output
    *rows, error = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["folder"], row["state"], row["exit_code"]) for row in rows] == [
        ("a.example", FAILED, 6), ("b.example", FAILED, 6),
    ]  # fmt: skip
    assert f"The Dask cluster {address} cannot be reached" in error["error"]["sentence"]
    assert all(row["reason"] == error["error"]["sentence"] for row in rows)
    assert recorded(place, "a.example") == recorded(place, "b.example") == [(FAILED, 6)]
    assert not place.exists() and "not encrypted" not in done.stderr


@contextmanager
def dask(tmp_path):
    """Give a scheduler and a worker of processes of their own, and the address of the former."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with ExitStack() as stack:

        def begun(module, *words):
            command = [sys.executable, "-m", f"distributed.cli.{module}", *words, "--no-dashboard"]
            process = stack.enter_context(subprocess.Popen(command, **quiet))
            stack.callback(process.kill)
            return process

        address = f"tcp://127.0.0.1:{free_port()}"
        scheduler = begun("dask_scheduler", "--host", address)
        worker = begun("dask_worker", address, "--nthreads", "1", "--no-nanny", "--local-directory", str(tmp_path))
        with opened_when_there(address) as client:
            yield client, scheduler, worker


@contextmanager
def opened_when_there(address):
    for _ in range(60):
        try:
            with opened(address) as client:
                yield client
                return
        except Unreachable:
            time.sleep(0.5)
    raise AssertionError("no cluster began")


@pytest.mark.parametrize(("dies", "says"), [("worker", "has had no worker for"), ("scheduler", "has not answered for")])
def test_a_cluster_that_goes_away_ends_the_run_with_every_blog_recorded(tmp_path, dies, says):
    """The blogs' server takes connections and says nothing, so that a crawl is always under way."""
    place, names = tmp_path / "out", [f"blog-{number}.example" for number in range(4)]
    with socket.socket() as silent, dask(tmp_path) as (client, scheduler, worker):
        silent.bind(("127.0.0.1", 0))
        silent.settimeout(60)
        silent.listen()
        like = Job("run", int(time.time()), "", "", str(place), "", str(tmp_path), 60.0, 0.0)
        way = (f"*=127.0.0.1:{silent.getsockname()[1]}",)
        jobs = [replace(like, url=f"http://{name}/", name=name, connect=way) for name in names]
        fleet = Fleet(client, jobs, patience=1.0)
        over = threading.Event()

        def kill():
            connection, _ = silent.accept()
            with connection:
                {"worker": worker, "scheduler": scheduler}[dies].kill()
                over.wait()

        killer = threading.Thread(target=kill)
        killer.start()
        found = list(fleet.run())
        over.set()
        killer.join()
        presence = Presence(client, patience=1.0)
        with pytest.raises(Unreachable, match=says):  # as captures are waited for
            presence.result(presence.submit(len, names))
        client.close()  # as Dask's client does itself where it cannot come back
        with pytest.raises(Unreachable, match="has not answered for"):
            presence.submit(len, names)
    assert fleet.lost and says in str(fleet.lost)
    assert {deed.folder: (deed.slot.state, deed.slot.exit_code) for deed in found} == dict.fromkeys(names, (FAILED, 6))
    assert [recorded(place, name) for name in names] == [[(FAILED, 6)]] * 4


@pytest.mark.long
def test_a_connection_that_breaks_once_loses_no_blog(tmp_path):
    place = tmp_path / "out"
    with DemoServer(SMALL) as server, dask(tmp_path) as (client, *_):
        like = Job("run", int(time.time()), "", "", str(place), "", str(tmp_path), 60.0, 0.0)
        jobs = [
            replace(like, url=f"http://{host}/", name=host, connect=(f"*={server.address}",))
            for host in (host_of(1), host_of(2))
        ]
        fleet = Fleet(client, jobs)

        def break_off():
            while not server.requests():
                time.sleep(0.1)
            client.loop.add_callback(client.scheduler_comm.comm.abort)

        breaker = threading.Thread(target=break_off)
        breaker.start()
        found = list(fleet.run())
        breaker.join()
    assert fleet.lost is None and sorted(deed.folder for deed in found) == [host_of(1), host_of(2)]
    assert {deed.slot.state for deed in found} == {RAN}
    assert verify(Layout(place / host_of(1))) == verify(Layout(place / host_of(2))) == []


@pytest.mark.parametrize(
    ("address", "is_said"),
    [
        ("tcp://10.93.0.1:8786", True),
        ("tcp://scheduler.example:8786", True),
        ("tls://scheduler.example:8786", False),
        ("tcp://127.0.0.1:8786", False),
        ("tcp://[::1]:8786", False),
        ("tcp://localhost:8786", False),
    ],
)
def test_an_address_without_encryption_is_told(tmp_path, monkeypatch, address, is_said):
    def refused(*_):
        raise Unreachable("Nobody is there.")

    monkeypatch.setattr("scraper.fleet.cluster.opened", refused)
    (tmp_path / "list").write_text("a.example\n")
    done = CliRunner().invoke(
        main, ["fleet", str(tmp_path / "list"), "-o", str(tmp_path / "out"), "--cluster", address]
    )
    assert done.exit_code == 6
    assert done.stderr.count("is not encrypted") == is_said


def test_folders_of_killed_workers_are_cleared_and_no_others(tmp_path):
    code = f"""
import sys, time
from scraper.fleet import places as fleet_places
from scraper.fleet import recording, scratch
with scratch.folder({str(tmp_path)!r}) as folder:
    (folder / "collection").mkdir()
    (folder / "collection" / "page").write_text("of somebody")
    print(folder, flush=True)
    time.sleep(600)
"""
    foreign = tmp_path / "beilin-fleet-of-somebody-else"  # the name is like ours, and what lies in it is not
    foreign.mkdir()
    (tmp_path / "beilin-fleet-link").symlink_to(foreign)
    processes = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    try:
        killed, alive = (Path(process.stdout.readline().strip()) for process in processes)
        processes[0].kill()
        processes[0].wait()
        assert (killed / "collection" / "page").exists()
        scratch.clear(str(tmp_path))
        assert not killed.parent.exists()
        assert (alive / "collection" / "page").exists() and foreign.exists()
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    scratch.clear(str(tmp_path))
    assert {path.name for path in tmp_path.iterdir()} == {foreign.name, "beilin-fleet-link"}


def test_a_place_without_leases_is_refused(tmp_path):
    (tmp_path / "list").write_text("a.example\n")
    done = CliRunner().invoke(main, ["fleet", str(tmp_path / "list"), "-o", "sftp://a@b/c"])
    assert done.exit_code == 2 and "SFTP has no way to take a lease" in done.stderr


def test_a_place_that_cannot_be_written_to_is_one_sentence(tmp_path):
    (tmp_path / "file").touch()
    job = Job("run", 0, "http://a.example/", "a.example", str(tmp_path / "file"), "", "", 60.0, 0.0)
    with pytest.raises(StorageError, match="file"), fleet_places.opened(job):
        pass


@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_place_that_is_no_folder_is_no_failure_of_a_blog(tmp_path, home, below):
    (tmp_path / "blogs.txt").write_text("a.example\n")
    (tmp_path / "file").touch()
    job = Job("run", 0, "http://a.example/", "a.example", str(tmp_path / "file" / below), "", "", 60.0, 0.0)
    with pytest.raises(CollectionError, match="file is no folder"):
        fleet_places.examine(job)
    assert (tmp_path / "file").read_bytes() == b""
    if below:
        return
    told = ("-o", str(tmp_path / "file"), "--workers", "1", "--json")
    done = CliRunner().invoke(main, ["fleet", str(tmp_path / "blogs.txt"), *told])
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (5, "collection-error"), done.output
    assert recorded(tmp_path / "file", "a.example") == []


def test_a_bucket_without_credentials_is_no_failure_of_a_blog(tmp_path, monkeypatch):
    pytest.importorskip("boto3")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    endpoint = f"http://127.0.0.1:{free_port()}"
    job = Job("run", 0, "http://a.example/", "a.example", "s3://invented", endpoint, str(tmp_path), 60.0, 0.0)
    with pytest.raises(NotTrusted, match="credentials"):
        fleet_places.examine(job)


def test_without_dask_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    (tmp_path / "list").write_text("a.example\n")
    done = CliRunner().invoke(main, ["fleet", str(tmp_path / "list"), "-o", str(tmp_path / "out")])
    assert done.exit_code == 2 and "pip install 'beilin[fleet]'" in done.stderr


# ------------------------------------------------------------------ whole runs
@dataclass
class Started:
    """A fleet that runs: what it said is read at its end."""

    process: subprocess.Popen

    def crawl_of(self, server, number):
        """Return the process that crawls a blog, and its Dask worker, once it has asked for ten things."""
        for _ in range(900):
            asked = sum(one["host"] == host_of(number) for one in server.requests())
            found = [pid for pid in crawls_of(self.process.pid) if host_of(number) in command_of(pid)]
            if asked >= 10 and found:
                return found[0], parent_of(found[0])
            assert self.process.poll() is None
            time.sleep(0.1)
        raise AssertionError("no crawl began")

    def end(self):
        out, err = self.process.communicate(timeout=280)
        return self.process.returncode, [json.loads(line) for line in out.splitlines()], err


def parent_of(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode()
    except OSError:
        return ""


def crawls_of(root):
    """Return the processes of `scraper.fleet.crawling` among the descendants of one."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        if "scraper.fleet.crawling" not in command_of(path.name):
            continue
        try:
            line = int(path.name)
            while line not in (root, 1, 0):
                line = parent_of(line)
            if line == root:
                found.append(int(path.name))
        except (OSError, IndexError, ValueError):
            continue
    return found


def begin(folder, server, blogs, place, *options, env=None):
    path = folder / "blogs.txt"
    path.write_text("".join(f"http://{host_of(number)}/\n" for number in blogs))
    command = [*COMMAND, "fleet", str(path), "-o", str(place), "--connect", f"*={server.address}", "--json", *options]
    return Started(subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(env or {})}
    ))  # fmt: skip


def told(folder):
    """Return what a collection's records say, without what another crawl would say otherwise."""
    found = {}
    for path in sorted((folder / "records").rglob("*.json")):
        record = json.loads(path.read_text("utf-8"))
        record.pop("provenance", None)
        found[path.relative_to(folder).as_posix()] = record
    return found


def plain(tmp_path, server, number, run):
    folder = tmp_path / f"plain-{number}"
    done = run("mirror", f"http://{host_of(number)}/", "-o", folder, "--connect", f"*={server.address}")
    assert done.code == 0, done.stderr
    return told(folder)


def states(rows):
    return Counter(row["state"] for row in rows)


def entries(place, number):
    folder = Path(place) / ".leases" / host_of(number)
    return [json.loads(path.read_text()) for path in sorted(folder.glob("0*"))]


def test_a_fleet_makes_what_mirror_makes_and_records_it(tmp_path, run, home):
    place = tmp_path / "collections"
    with DemoServer(SMALL) as server:
        code, rows, err = begin(tmp_path, server, (1,), place, "--workers", "1").end()
        assert code == 0, err
        assert "1 blog: 1 ran, 0 skipped, 0 failed." in err
        assert told(place / host_of(1)) == plain(tmp_path, server, 1, run)
    assert verify(Layout(place / host_of(1))) == []
    assert [(row["folder"], row["state"], row["posts"]) for row in rows] == [(host_of(1), RAN, 3)]
    assert [entry["kind"] for entry in entries(place, 1)] == ["held", "ended"]
    job = Job("", 0, "", host_of(1), str(place), "", "", 1.0, 0.0)
    with Ledger(0) as ledger:
        assert [(slot.state, slot.crawl) for slot in ledger.slots(job.plan.id, 9)] == [(RAN, rows[0]["crawl"])]


@pytest.mark.long
@pytest.mark.parametrize("dies", ["machine", "worker", "crawl"])
def test_a_killed_workers_blog_goes_on_elsewhere(tmp_path, run, dies):
    place, blogs = tmp_path / "collections", (1, 2, 3)
    with DemoServer(Knobs(posts=12, blogs=True, latency=0.05)) as server:
        fleet = begin(tmp_path, server, blogs, place, "--workers", "2")
        crawl, worker = fleet.crawl_of(server, 1)
        for victim in {"machine": (worker, crawl), "worker": (worker,), "crawl": (crawl,)}[dies]:
            os.kill(victim, signal.SIGKILL)
        code, rows, err = fleet.end()
        assert code == 0, (rows, err)
        assert states(rows) == {RAN: 3}
        for number in blogs:
            assert verify(Layout(place / host_of(number))) == []
        assert told(place / host_of(1)) == plain(tmp_path, server, 1, run)
    held = [entry["holder"]["pid"] for entry in entries(place, 1)]
    assert held[0] == crawl and (dies == "worker" or held[-1] != crawl)  # another process went on


@pytest.mark.long
def test_two_fleets_at_once_crawl_nothing_twice(tmp_path, run):
    place, blogs = tmp_path / "collections", (1, 2, 3)
    with DemoServer(SMALL) as server:
        (tmp_path / "b").mkdir()
        homes = []
        for name in ("one", "two"):  # two machines: they know of each other by the leases alone
            homes.append(tmp_path / name)
            homes[-1].mkdir()
            (homes[-1] / "keys").symlink_to(Path(os.environ["BEILIN_HOME"]) / "keys")
        fleets = [
            begin(tmp_path / "b", server, blogs, place, "--workers", "2", env={"BEILIN_HOME": str(home)})
            for home in homes
        ]
        ends = [fleet.end() for fleet in fleets]
        assert [code for code, _, _ in ends] == [0, 0], ends
        assert sum((states(rows) for _, rows, _ in ends), Counter()) == {RAN: 3, SKIPPED: 3}
        assert told(place / host_of(1)) == plain(tmp_path, server, 1, run)
    for number in blogs:
        log = (place / host_of(number) / "events.jsonl").read_text().splitlines()
        assert sum(json.loads(line)["type"] == "capture" for line in log) == 1


@pytest.mark.long
def test_a_fleet_that_is_stopped_goes_on_with_the_next(tmp_path, run):
    place, blogs = tmp_path / "collections", (1, 2, 3)
    with DemoServer(Knobs(posts=12, blogs=True, latency=0.05)) as server:
        fleet = begin(tmp_path, server, blogs, place, "--workers", "2")
        fleet.crawl_of(server, 1)
        fleet.process.send_signal(signal.SIGINT)
        code, rows, err = fleet.end()
        assert code == 130, (rows, err)
        codes = [row["exit_code"] for row in rows]
        assert 130 in codes and set(codes) <= {0, 130}, rows
        for folder in place.glob("blog-*"):
            assert verify(Layout(folder)) == []
        code, rows, err = begin(tmp_path, server, blogs, place, "--workers", "2").end()
        assert code == 0 and states(rows) == {RAN: 3}, (rows, err)
        assert told(place / host_of(1)) == plain(tmp_path, server, 1, run)


@pytest.mark.long
def test_the_whole_fleet_keeps_to_one_budget(tmp_path):
    with DemoServer(SMALL) as server:
        options = ("--workers", "3", "--delay", "0.2", "--service-delay", "0.1")
        code, rows, err = begin(tmp_path, server, (1, 2, 3), tmp_path / "collections", *options).end()
        assert code == 0, (rows, err)
        asked = server.requests()
    assert {one["host"] for one in asked} >= {host_of(1), host_of(2), host_of(3)}
    at = sorted(one["at"] for one in asked)
    assert at[-1] - at[0] >= 0.1 * (len(at) - 1) * 0.98  # all are of one service
    by_host = {
        host: sorted(one["at"] for one in asked if one["host"] == host) for host in {one["host"] for one in asked}
    }
    for times in by_host.values():
        assert times[-1] - times[0] >= 0.2 * (len(times) - 1) * 0.9
    shared = [host for host in by_host if "bp.blogspot.com" in host]
    assert shared  # hosts that all three ask


# ------------------------------------------------------------------ S3
@pytest.fixture(scope="module")
def bucket():
    with places.s3_service() as endpoint:
        yield endpoint


@pytest.fixture
def s3(bucket, monkeypatch):
    for name, value in places.CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    name = f"b{os.urandom(4).hex()}"
    places.s3_client(bucket).create_bucket(Bucket=name)
    return f"s3://{name}/blogs", bucket


def brought(tmp_path, place, endpoint, number):
    folder = tmp_path / f"brought-{number}-{os.urandom(3).hex()}"
    restored = bring_back([Access(f"{place}/{host_of(number)}", endpoint=endpoint)], folder)
    assert restored.faults == ()
    return folder


@pytest.mark.long
def test_collections_on_s3_are_the_same(tmp_path, run, s3):
    place, endpoint = s3
    own = tmp_path / "own"
    own.mkdir()
    options = ("--workers", "2", "--endpoint", endpoint, "--scratch", str(own))
    with DemoServer(Knobs(posts=12, blogs=True, latency=0.05)) as server:
        fleet = begin(tmp_path, server, (1,), place, *options)
        crawl, worker = fleet.crawl_of(server, 1)
        os.kill(worker, signal.SIGKILL)
        os.kill(crawl, signal.SIGKILL)
        code, rows, err = fleet.end()
        assert code == 0 and states(rows) == {RAN: 1}, (rows, err)
        assert not list(own.glob("beilin-fleet-*"))  # what the killed left there is gone, too
        again, rows, err = begin(tmp_path, server, (1,), place, *options).end()
        assert again == 0 and {row["visit"] for row in rows} == {"quick"}, (rows, err)
        folder = brought(tmp_path, place, endpoint, 1)
        assert verify(Layout(folder)) == []
        assert told(folder) == plain(tmp_path, server, 1, run)


@pytest.mark.long
def test_on_s3_a_worker_that_only_slept_writes_nothing_any_more(tmp_path, run, s3):
    place, endpoint = s3
    options = ("--workers", "1", "--endpoint", endpoint, "--give-up-after", "4")
    with DemoServer(Knobs(posts=12, blogs=True, latency=0.05)) as server:
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "keys").symlink_to(Path(os.environ["BEILIN_HOME"]) / "keys")
        first = begin(tmp_path, server, (1,), place, *options)
        sleeper, _ = first.crawl_of(server, 1)
        os.kill(sleeper, signal.SIGSTOP)
        try:
            other = begin(tmp_path, server, (1,), place, *options, env={"BEILIN_HOME": str(tmp_path / "other")})
            code, rows, err = other.end()
            assert code == 0 and states(rows) == {RAN: 1}, (rows, err)
        finally:
            os.kill(sleeper, signal.SIGCONT)
        code, rows, err = first.end()
        assert code == 0 and states(rows) == {SKIPPED: 1}, (rows, err)
        folder = brought(tmp_path, place, endpoint, 1)
        assert told(folder) == plain(tmp_path, server, 1, run)
    log = [json.loads(line) for line in (folder / "events.jsonl").read_text().splitlines()]
    assert sum(line["type"] == "capture" for line in log) == 1


# ------------------------------------------------------------------ many machines
def networks_can_be_made():
    if os.geteuid() != 0 or not shutil.which("ip"):
        return False
    return subprocess.run(["unshare", "--net", "true"], capture_output=True).returncode == 0


def ip(*words):
    subprocess.run(["ip", *words], check=True, capture_output=True)


@contextmanager
def hosts(count):
    """Give the names of network namespaces: the first has 10.93.0.1, the others a wire to it each, 10.93.N.2."""
    tag = f"bl{os.getpid() % 10000}"
    names = [f"{tag}h{number}" for number in range(count)]
    made = []
    try:
        for name in names:
            ip("netns", "add", name)
            made.append(name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("-n", names[0], "addr", "add", "10.93.0.1/32", "dev", "lo")
        for number, name in enumerate(names[1:], 1):
            ip("-n", name, "link", "add", "wire", "type", "veth", "peer", "name", f"wire{number}", "netns", names[0])
            for where, device, last in ((name, "wire", 2), (names[0], f"wire{number}", 1)):
                ip("-n", where, "addr", "add", f"10.93.{number}.{last}/24", "dev", device)
                ip("-n", where, "link", "set", device, "up")
            ip("-n", name, "route", "add", "10.93.0.1", "via", f"10.93.{number}.1")
        yield names
    finally:
        for name in made:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)


FORWARD = """
import asyncio, sys
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer
async def pump(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()
async def main():
    with DemoServer(Knobs(posts=12, blogs=True, latency=0.05)) as server:
        async def forward(reader, writer):
            there = await asyncio.open_connection(*server.address.split(":"))
            await asyncio.gather(pump(reader, there[1]), pump(there[0], writer), return_exceptions=True)
        async with await asyncio.start_server(forward, "10.93.0.1", 8000) as listening:
            print("ready", flush=True)
            await listening.serve_forever()
asyncio.run(main())
"""


@pytest.mark.parametrize(("since", "is_begun"), [(-1, True), (0, True), (1, False)])
def test_what_another_run_ended_after_ours_began_is_not_crawled_again(home, tmp_path, since, is_begun):
    began = 1_800_000_000
    job = Job("run", began, "http://a.example/", "a.example", str(tmp_path), "", "", 60.0, 0.0)
    with recording.opened() as ledger:
        with ledger.changing():
            slot = ledger.begin(job.plan.id, (), Slot(began - 9, began - 9, 1, RUNNING, started=began - 9), began)
            ledger.end(replace(slot, state=RAN, ended=began + since))
        found = recording.begin(ledger, job)
        assert isinstance(found, recording.Begun) is is_begun
        if is_begun:
            found.held.close()


@pytest.mark.long
@pytest.mark.skipif(not networks_can_be_made(), reason="network namespaces need root, ip and unshare")
def test_a_host_that_dies_loses_no_blog(tmp_path, run):
    """Three hosts: Dask's scheduler and the blogs on one, workers on two; one of these loses power."""
    place, blogs, address = tmp_path / "collections", (1, 2, 3), "tcp://10.93.0.1:8786"
    place.mkdir()
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with hosts(3) as names, ExitStack() as stack:

        def on(number, *command):
            words = ["ip", "netns", "exec", names[number], sys.executable, *command]
            options = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True, "env": env}
            process = stack.enter_context(subprocess.Popen(words, start_new_session=True, **options))
            stack.callback(lambda: process.poll() is None and os.killpg(process.pid, signal.SIGKILL))
            return process

        assert on(0, "-c", FORWARD).stdout.readline() == "ready\n"
        quiet = ("--no-dashboard", "--local-directory", str(tmp_path))
        on(0, "-m", "distributed.cli.dask_scheduler", "--host", "10.93.0.1", "--no-dashboard")
        workers = [
            on(n, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--host", f"10.93.{n}.2", *quiet)
            for n in (1, 2)
        ]
        (tmp_path / "list").write_text("".join(f"http://{host_of(number)}/\n" for number in blogs))
        options = ("--cluster", address, "--connect", "*=10.93.0.1:8000", "--delay", "0.01", "--service-delay", "0")
        master = on(0, *COMMAND[1:], "fleet", str(tmp_path / "list"), "-o", str(place), *options, "--json")
        victim = None
        for _ in range(1200):
            assert master.poll() is None, master.stdout.read()
            crawls = crawls_of(workers[0].pid)
            if any(
                list(place.glob(f"{host_of(n)}/warc/*")) and host_of(n) in command_of(pid)
                for pid in crawls
                for n in blogs
            ):
                victim = crawls[0]
                break
            time.sleep(0.1)
        assert victim
        os.killpg(workers[0].pid, signal.SIGKILL)
        for pid in crawls_of(workers[0].pid):
            os.kill(pid, signal.SIGKILL)
        if Path(f"/proc/{victim}").exists():
            os.kill(victim, signal.SIGKILL)
        out, _ = master.communicate(timeout=250)
        rows = [json.loads(line) for line in out.splitlines()]
        assert master.returncode == 0 and states(rows) == {RAN: 3}, rows
    for number in blogs:
        assert verify(Layout(place / host_of(number))) == []
    with DemoServer(Knobs(posts=12, blogs=True)) as server:
        assert told(place / host_of(1)) == plain(tmp_path, server, 1, run)


# ------------------------------------------------------------------ captures read on Dask
def digest(folder):
    files = sorted(path for path in (folder / "records").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@contextmanager
def killing_readers(fleet):
    """Kill -9 a Dask worker, and the child that reads for it, once there is one."""
    killed = []

    def kill():
        while fleet.poll() is None and not killed:
            for path in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    if b"scraper.reading.apart" in path.read_bytes().split(b"\0"):
                        child = int(path.parent.name)
                        worker = parent_of(child)
                        if parent_of(parent_of(worker)) != fleet.pid and parent_of(worker) != fleet.pid:
                            continue
                        os.kill(worker, signal.SIGKILL)
                        os.kill(child, signal.SIGKILL)
                        killed.append(worker)
                        return
                except (OSError, ValueError, IndexError):
                    continue
            time.sleep(0.02)

    thread = threading.Thread(target=kill)
    thread.start()
    yield killed
    thread.join()


@pytest.mark.long
def test_captures_read_on_dask_give_the_same_bytes(tmp_path, mirrored):
    done, folder, _ = mirrored(Knobs(posts=25))
    assert done.code == 0
    mirrored(Knobs(posts=25, edited=frozenset({3, 9}), deleted=frozenset({5})), folder, "--visit", "full")
    before = digest(folder)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    shutil.rmtree(copy / "records" / "posts")
    command = [*COMMAND, "reextract", str(copy), "--cluster", "local", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process, killing_readers(process) as killed:
        out, _ = process.communicate(timeout=280)
    assert process.returncode == 0 and killed
    assert json.loads(out)["changed"] == 0
    assert digest(copy) == before  # what reading on this machine made of it
