"""Nothing says who keeps a collection, on which machine, or where on it; nobody is named but in the collection itself."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from scraper.demo.knobs import Knobs
from scraper.demo.names import PEOPLE
from scraper.demo.server import DemoServer

ROOT = Path(__file__).parents[2]
FOLDER, USER, HOST = "rock-of-the-keeper", "keeper-of-steles", "cave-behind-the-waterfall"
# Every Python that the command starts is on this machine, for this user.
CUSTOM = f"""
import getpass, os, platform, socket
os.uname = lambda real=os.uname: os.uname_result((real()[0], {HOST!r}, *real()[2:]))
socket.gethostname = socket.getfqdn = platform.node = lambda *_: {HOST!r}
getpass.getuser = os.getlogin = lambda: {USER!r}
"""
MAIN = "import os; os.umask(0); from scraper.cli import main; main()"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A collection crawled twice, with faults on the way; and all that was said meanwhile."""
    top = tmp_path_factory.mktemp("private") / FOLDER
    custom = top / USER
    custom.mkdir(parents=True)
    (custom / "sitecustomize.py").write_text(CUSTOM)
    environment = {
        **os.environ,
        **dict.fromkeys(("USER", "LOGNAME", "USERNAME", "SUDO_USER"), USER),
        **dict.fromkeys(("HOSTNAME", "HOST"), HOST),
        "PYTHONPATH": os.pathsep.join([str(custom), str(ROOT)]),
        "HOME": str(custom),
        "EMAIL": f"{USER}@{HOST}",
    }
    said = []
    for faults in (
        {"/2014/03/lists.html": "reset"},
        {"/2014/03/lists.html": "bad-chunks", "/2014/03/morning.html": "cut"},
    ):
        with DemoServer(Knobs(posts=60, faults=faults)) as server:
            arguments = ["mirror", server.home, "-o", str(top / "collection"), "--connect", f"*={server.address}"]
            command = [sys.executable, "-c", MAIN, *arguments]
            done = subprocess.run(command, env=environment, cwd=custom, capture_output=True, text=True, timeout=120)
        assert done.returncode in (0, 3), done.stderr
        said.append(done.stdout + done.stderr)
    for command in (["reextract"], ["verify", "--deep"], ["keys", "--rotate"], ["status"], ["coverage"]):
        arguments = [sys.executable, "-c", MAIN, command[0], str(top / "collection"), *command[1:]]
        done = subprocess.run(arguments, env=environment, cwd=custom, capture_output=True, text=True, timeout=120)
        assert done.returncode in (0, 3), done.stderr
        said.append(done.stdout + done.stderr)
    return top / "collection", "".join(said)


def own_addresses():
    """The addresses of this machine that are not those of every machine."""
    found = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)} if _is_known() else set()
    return {address for address in found if not address.startswith(("127.", "::1"))}


def _is_known():
    try:
        socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return False
    return True


def contents(folder):
    """Yield (name, bytes) of every file, and of what is compressed also the plain bytes."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield path.name, os.fsencode(path.relative_to(folder)) + b"\n" + content
            if path.suffix == ".gz":
                yield path.name, gzip.decompress(content)


def test_n46_no_file_says_who_keeps_it_where(kept):
    folder, _ = kept
    wanted = [
        FOLDER,
        USER,
        HOST,
        socket.gethostname(),
        *own_addresses(),
        str(ROOT),
        str(Path.home()) + "/",
        "/site-packages",
    ]
    telling = [word.encode() for word in wanted if len(word) > 3]
    seen = list(contents(folder))
    assert len(seen) > 60
    assert [(name, word) for name, content in seen for word in telling if word in content] == []


def test_h93_nobody_is_named_but_in_the_collection(kept):
    folder, said = kept
    logged = (
        said
        + (folder / "state" / "crawl.log").read_text("utf-8", "replace")
        + (folder / "events.jsonl").read_text("utf-8")
    )
    logged += (folder / "manifest-sha256.txt").read_text("utf-8")
    assert "fetched" in logged and "Whole" in logged
    assert [zh for zh, en in PEOPLE if zh in logged or en.lower() in logged.lower()] == []


def test_h93_a_damaged_record_is_named_and_nobody_in_it(kept, tmp_path):
    folder = shutil.copytree(kept[0], tmp_path / "collection")
    path = folder / "records/posts/2014/03/lists/v1.json"
    text = path.read_text("utf-8")
    names = [zh for zh, _ in PEOPLE if zh in text]
    assert len(names) > 3
    for damaged in (
        text.replace('"attendees": [', '"attendees": [7, '),
        text[: len(text) // 2],
        text.replace(names[0], names[0] + '"'),
    ):
        path.write_text(damaged, "utf-8")
        command = [sys.executable, "-c", MAIN, "verify", "--deep", str(folder)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 4 and "records/posts/2014/03/lists/v1.json" in done.stdout
        assert [name for name in names if name in done.stdout + done.stderr] == []


def test_s97_nobody_else_on_the_machine_may_read_it(kept):
    """The command ran with a umask that forbids nothing."""
    folder, _ = kept
    modes = {(path.is_dir(), oct(path.stat().st_mode & 0o777)) for path in (folder, *folder.rglob("*"))}
    assert modes == {(True, "0o700"), (False, "0o600")}


def test_s97_python_m_archive_makes_nothing_for_others(kept, tmp_path):
    home = tmp_path / "home"
    script = "import os, sys; os.umask(0); from archive.__main__ import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "verify", str(kept[0])]
    done = subprocess.run(
        command, env={**os.environ, "BEILIN_HOME": str(home)}, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert re.search(r"Signed by SHA256:\S+, a key that this machine has not seen before", done.stderr)
    assert {oct(path.stat().st_mode & 0o777) for path in home.rglob("*")} == {"0o700", "0o600"}
