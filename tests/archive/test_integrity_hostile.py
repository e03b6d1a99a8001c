"""Folders made to harm who verifies them: pipes, links, devices, odd names, lines and files without end."""

import os
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from archive import manifest
from archive.integrity import verify

ODD = {
    b"reports/line\nbreak": "reports/line\\nbreak",
    b"reports/not \xff utf-8": "reports/not \\udcff utf-8",
    b"reports/\x1b[31mred": "reports/\\x1b[31mred",
    "reports/\u202egnp.exe".encode(): "reports/\\u202egnp.exe",
    b"reports/back\\slash": "reports/back\\slash",
    b"reports/percent%0A": "reports/percent%0A",
    b"reports/ blank ": "reports/ blank ",
}


def found(layout, **options):
    return [(fault.code, fault.file) for fault in verify(layout, **options)]


def put(layout, name):
    (layout.root / os.fsdecode(name)).write_bytes(b"x")


@pytest.mark.parametrize("name", ODD)
def test_odd_names_are_said_in_a_form_that_steers_no_terminal(layout, name):
    put(layout, name)
    assert found(layout) == [("file-unlisted", ODD[name])]
    done = subprocess.run([sys.executable, "-m", "archive", "verify", str(layout.root), "--json"], capture_output=True)
    assert done.returncode == 4 and b"\x1b" not in done.stdout + done.stderr


def test_odd_names_are_not_sealed_so_that_sha256sum_and_bagit_read_the_same(layout):
    for name in ODD:
        put(layout, name)
    manifest.seal(layout, map(os.fsdecode, ODD))
    assert len(found(layout)) == len(ODD)
    for line in layout.manifest.read_bytes().split(b"\n")[:-1]:
        assert len(line) > 66 and not line.startswith(b"\\")
    done = subprocess.run(["sha256sum", "-c", "--strict", "--quiet", layout.manifest.name], cwd=layout.root)
    assert done.returncode == 0


@pytest.mark.parametrize("line", [
    "\\" + "0" * 64 + "  a\\nb",
    "0" * 64 + "  ../../etc/passwd",
    "0" * 64 + "  /etc/passwd",
    "0" * 64 + "  reports/./x",
    "0" * 64 + "  reports//x",
    "0" * 64 + " *README.txt",
    "0" * 63 + "  README.txt",
    "0" * 64 + "  C:\\x",
    "0" * 64 + "  README.txt\r",
    "MD5 (README.txt) = 0",
    "\x00",
])  # fmt: skip
def test_a_line_of_the_manifest_leads_nowhere_else(layout, line):
    layout.manifest.write_bytes(layout.manifest.read_bytes() + line.encode() + b"\n")
    codes = {fault.code for fault in verify(layout, deep=True)}
    assert codes & {"manifest-line", "file-missing"} and "signature-wrong" in codes


@pytest.mark.parametrize("name", [
    "README.txt", "events.jsonl", "events.jsonl.sig", "manifest-sha256.txt", "manifest-sha256.txt.sig", "keys/allowed_signers",
    "keys/revoked_keys", "records/posts/2014/03/kiln/v1.json", "warc/20260102T030405Z-00000.warc.gz", "reports/new",
    "timestamps", "state/seal", "keys/0001-rotation.txt",
])  # fmt: skip
@pytest.mark.parametrize("kind", ["pipe", "link", "link to itself", "folder", "socket", "device"])
def test_what_is_no_file_is_never_waited_for_nor_followed(layout, name, kind, monkeypatch):
    path = layout.root / name
    path.unlink(missing_ok=True)
    path.parent.mkdir(exist_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to("/dev/zero")
    elif kind == "link to itself":
        path.symlink_to(path.name)
    elif kind == "folder":
        path.mkdir()
    elif kind == "socket":
        monkeypatch.chdir(path.parent)  # the path of a socket is short
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    else:
        try:
            os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))  # /dev/zero
        except PermissionError:
            pytest.skip("this user makes no devices")
    codes = found(layout, deep=True)
    harmless = name == "state/seal" or (
        kind == "folder" and name in ("reports/new", "timestamps", "keys/0001-rotation.txt")
    )
    assert bool(codes) != harmless, codes


@pytest.fixture
def little_memory():
    """256 MB more than now: what reads a whole file of a gigabyte does not get so much."""
    now = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + (256 << 20), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.parametrize("name", [
    "events.jsonl", "events.jsonl.sig", "manifest-sha256.txt", "manifest-sha256.txt.sig", "keys/allowed_signers",
    "keys/revoked_keys", "keys/0001-rotation.txt", "records/posts/2014/03/kiln/v1.json", "timestamps/" + "0" * 64 + ".tsr",
])  # fmt: skip
def test_a_line_of_a_gigabyte_takes_no_memory(layout, little_memory, name):
    path = layout.root / name
    path.parent.mkdir(exist_ok=True)
    with path.open("ab") as file:
        file.truncate(1 << 30)  # a hole: zeros, and no line break
    assert found(layout, deep=True)


def test_a_log_of_nothing_but_faults_is_not_listed_to_its_end(layout, little_memory):
    with layout.events.open("ab") as file:
        for _ in range(4):
            file.write(b"{}\n" * 100_000)
    assert len(found(layout)) < 20_000


def test_a_log_nested_without_end_is_a_finding(layout):
    layout.events.write_bytes(b"[" * 500_000 + b"\n" + layout.events.read_bytes())
    assert "events-chain" in {code for code, _ in found(layout)}


def test_a_record_nested_without_end_is_a_finding(layout):
    path = layout.records / "posts/2014/03/kiln/v1.json"
    path.write_bytes(b"[" * 500_000)
    assert ("record", "records/posts/2014/03/kiln/v1.json") in found(layout, deep=True)


def test_k7_a_manifest_half_written_is_a_finding_wherever_it_ends(layout):
    content = layout.manifest.read_bytes()
    for length in range(0, len(content), 23):
        layout.manifest.write_bytes(content[:length])
        assert "signature-wrong" in {code for code, _ in found(layout)}


def test_w19_damage_of_a_warc_file_has_its_place_without_deep(layout):
    path = next(layout.warc.iterdir())
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    faults = verify(layout)
    assert [fault.code for fault in faults] == ["file-changed", "warc-member"]
    assert (faults[1].offset, faults[1].file) == (0, f"warc/{path.name}")
