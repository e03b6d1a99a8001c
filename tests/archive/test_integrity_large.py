"""Verification takes bounded memory, whatever a file holds: records of gigabytes, bombs, lies about lengths."""

import base64
import hashlib
import json
import shlex
import struct
import subprocess
import sys
import textwrap
import zlib

import pytest

from archive import manifest

MEGABYTE = 1 << 20
MOST_MEMORY = 120 * MEGABYTE
NAME = "20260202T030405Z-00000.warc.gz"


def member(path, head, unit, count, tail):
    """Append a gzip member of head, ``count`` times ``unit``, and tail; the unit is deflated once, so this is quick."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    deflated_head = machine.compress(head) + machine.flush(zlib.Z_FULL_FLUSH)
    deflated_unit = machine.compress(unit) + machine.flush(zlib.Z_FULL_FLUSH)  # refers to nothing before it
    deflated_tail = machine.compress(tail) + machine.flush()
    crc = zlib.crc32(head)
    for _ in range(count):
        crc = zlib.crc32(unit, crc)
    crc = zlib.crc32(tail, crc)
    size = (len(head) + len(unit) * count + len(tail)) % (1 << 32)
    with path.open("ab") as file:
        file.write(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + deflated_head)
        for _ in range(count):
            file.write(deflated_unit)
        file.write(deflated_tail + struct.pack("<II", crc, size))


def warc_head(record_id, *lines):
    fixed = ("WARC/1.1", "WARC-Type: response", f"WARC-Record-ID: <urn:uuid:{record_id}>")
    return "\r\n".join([*fixed, "WARC-Date: 2026-02-02T03:04:05Z", *lines, "", ""]).encode()


def labelled(*pieces):
    sha256 = hashlib.sha256()
    for piece in pieces:
        sha256.update(piece)
    return "sha256:" + base64.b32encode(sha256.digest()).decode()


def verified(layout):
    """Return (faults, peak memory in bytes, seconds of processor time) of ``python -m archive verify``."""
    manifest.seal(layout, {f"warc/{path.name}" for path in layout.warc.iterdir()})
    script = textwrap.dedent("""
        import resource, sys
        from archive.__main__ import main
        main(["verify", sys.argv[1], "--json", "--deep"])
        used = resource.getrusage(resource.RUSAGE_SELF)
        print(used.ru_maxrss * 1024, used.ru_utime + used.ru_stime, file=sys.stderr)
    """)
    command = shlex.join([sys.executable, "-c", script, str(layout.root)])
    # A shell in between: Linux counts the memory of the process that starts another as the other's own peak.
    run = subprocess.run(["sh", "-c", f"{command}; exit $?"], capture_output=True, text=True, check=True)
    peak, seconds = run.stderr.splitlines()[-1].split()
    return json.loads(run.stdout)["faults"], int(peak), float(seconds)


def honest(path, record_id="1"):
    """Append a small record that is whole."""
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    lines = (f"WARC-Block-Digest: {labelled(head)}", f"Content-Length: {len(head)}")
    member(path, warc_head(record_id, *lines) + head, b"", 0, b"\r\n\r\n")


@pytest.mark.long
def test_w25_a_record_of_two_gigabytes_is_verified_in_bounded_memory(layout):
    """It is chunked, so that both digests are made over two gigabytes, and the second of the other's parts."""
    zeros, count = bytes(MEGABYTE), 2048
    unit, last = b"%x\r\n%s\r\n" % (MEGABYTE, zeros), b"0\r\n\r\n"
    http = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    lines = (
        f"WARC-Payload-Digest: {labelled(*[zeros] * count)}",
        f"WARC-Block-Digest: {labelled(http, *[unit] * count, last)}",
        f"Content-Length: {len(http) + len(unit) * count + len(last)}",
    )
    path = layout.warc / NAME
    member(path, warc_head("2", *lines) + http, unit, count, last + b"\r\n\r\n")
    honest(path)
    assert path.stat().st_size < 10 * MEGABYTE
    faults, peak, _ = verified(layout)
    assert faults == []
    assert peak < MOST_MEMORY


@pytest.fixture(scope="module")
def bomb():
    """Ten gigabytes of zeros, deflated: ten megabytes. What follows the head of a member that is not ended."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return (machine.compress(bytes(MEGABYTE)) + machine.flush(zlib.Z_FULL_FLUSH)) * (10 << 10)


@pytest.mark.parametrize(
    "lie, said",
    [
        (["Content-Length: 1000"], "its Content-Length is not the length of its block"),
        (["Content-Length: -1000"], "its Content-Length is not the length of its block"),
        ([f"Content-Length: {2**63}"], "its Content-Length is not the length of its block"),
        ([f"Content-Length: {10**18 - 1}"], "its Content-Length is not the length of its block"),
        ([], "its header lacks content-length"),
        (["Content-Length: 1000", "Content-Length: 1000"], "its header has Content-Length twice"),
        (["X" * MEGABYTE], "it does not begin with a WARC header"),
    ],
    ids=["short", "negative", "2^63", "10^18", "missing", "twice", "no-end-of-header"],
)
def test_w26_a_bomb_in_a_lying_record_is_left_at_once_and_hides_nothing(layout, bomb, lie, said):
    path = layout.warc / NAME
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = machine.compress(warc_head("1", *lie)) + machine.flush(zlib.Z_FULL_FLUSH)
    content = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + head + bomb + b"\3\0" + bytes(8)
    path.write_bytes(content)
    honest(path, "2")
    honest(path, "2")
    faults, peak, seconds = verified(layout)
    found = [(fault["code"], fault["offset"], fault["length"]) for fault in faults]
    assert found[0] == ("warc-record", 0, len(content))
    assert faults[0]["detail"] == f"{said}; get the file from a replica"
    # The walk goes on behind the bomb: the repetition there is seen.
    assert [fault["detail"].partition(";")[0] for fault in faults[1:]] == ["its record id is that of an earlier record"]
    assert peak < MOST_MEMORY
    assert seconds < 1


def test_w26_a_bomb_in_a_header_of_http_is_left_out_of_the_payload(layout):
    """The header section never ends: the payload is not to be had, and nothing is gathered in search of it."""
    unit, count = b"A: " + bytes(MEGABYTE - 3), 200
    lines = (
        f"WARC-Payload-Digest: {labelled(b'')}",
        f"WARC-Block-Digest: {labelled(*[unit] * count)}",
        f"Content-Length: {len(unit) * count}",
    )
    member(layout.warc / NAME, warc_head("1", *lines), unit, count, b"\r\n\r\n")
    faults, peak, _ = verified(layout)
    assert [fault["detail"].partition(";")[0] for fault in faults] == [
        "its payload is not the one its digest was made of"
    ]
    assert peak < MOST_MEMORY


def test_w25_many_enormous_fields_are_not_kept(layout):
    """Records with an id and an address of half a megabyte each, in a small file."""
    path = layout.warc / NAME
    for number in range(150):
        lines = (f"WARC-Target-URI: http://blog.example/{'u' * 500_000}", f"WARC-Block-Digest: {labelled(b'')}")
        head = warc_head(f"{number}{'i' * 400_000}", *lines, "Content-Length: 0")
        member(path, head, b"", 0, b"\r\n\r\n")
    faults, peak, _ = verified(layout)
    assert faults == []
    assert peak < MOST_MEMORY
