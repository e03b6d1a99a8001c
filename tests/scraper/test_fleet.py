"""A fleet: many blogs, many workers, killed, stopped and doubled; and captures read on Dask."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import UsageError
from archive.integrity import verify
from archive.layout import Layout
from archive.replicas.address import Access
from archive.replicas.duties import bring_back
from archive.schedule.judging import RAN, SKIPPED
from archive.schedule.ledger import Ledger
from scraper.cli import main
from scraper.demo.blogs import host_of
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer
from scraper.fleet.blogs import Blog, read_list
from scraper.fleet.jobs import Job
from scraper.fleet.services import service_of
from tests.archive import places

pytest.importorskip("distributed", reason="Dask is not installed")
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
        ("a.example x\nb.example X", "line 2: X is there already"),
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
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--cluster", "tcp://127.0.0.1:{port}"), 6, "The Dask cluster tcp://127.0.0.1:{port} cannot be reached"),
        (("--cluster", "nonsense"), 2, "nonsense is no address of a Dask cluster"),
        (("--connect", "nonsense"), 2, "nonsense"),
    ],
)
def test_a_cluster_that_cannot_be_reached_is_one_sentence(tmp_path, monkeypatch, options, code, says):
    monkeypatch.setattr("scraper.fleet.cluster._PATIENCE", 1)
    port = free_port()
    (tmp_path / "list").write_text("a.example\n")
    words = [option.format(port=port) for option in options]
    done = CliRunner().invoke(main, ["fleet", str(tmp_path / "list"), "-o", str(tmp_path / "out"), *words, "--json"])
    assert done.exit_code == code, done.output
    error = json.loads(done.stdout)["error"]
    assert says.format(port=port) in error["sentence"] and "\n" not in error["sentence"]
    assert not (tmp_path / "out").exists()


def test_a_place_without_leases_is_refused(tmp_path):
    (tmp_path / "list").write_text("a.example\n")
    done = CliRunner().invoke(main, ["fleet", str(tmp_path / "list"), "-o", "sftp://a@b/c"])
    assert done.exit_code == 2 and "SFTP has no way to take a lease" in done.stderr


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
    with DemoServer(Knobs(posts=12, blogs=True, latency=0.05)) as server:
        fleet = begin(tmp_path, server, (1,), place, "--workers", "2", "--endpoint", endpoint)
        crawl, worker = fleet.crawl_of(server, 1)
        os.kill(worker, signal.SIGKILL)
        os.kill(crawl, signal.SIGKILL)
        code, rows, err = fleet.end()
        assert code == 0 and states(rows) == {RAN: 1}, (rows, err)
        again, rows, err = begin(tmp_path, server, (1,), place, "--workers", "2", "--endpoint", endpoint).end()
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
