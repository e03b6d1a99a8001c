"""WARC files that a killed crawl left open: what the key vouches for stays, all else is put aside and sealed by none."""

import gzip
import json

import pytest

from archive import keys, manifest, promises, unsealed, warc
from archive.captures import captures
from archive.errors import StorageError
from archive.integrity import verify
from archive.signing import Signer
from archive.started import begin_warc
from tests.archive.conftest import begun, response

CRAWL = "20260303T000000Z"
NAME = f"{CRAWL}-00000.warc.gz"
URIS = [f"http://blog.example/2014/04/{name}.html" for name in ("glaze", "ash", "slip")]
PLANTED = gzip.compress(
    b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2026-03-03T00:00:00Z\r\n"
    b"WARC-Target-URI: http://blog.example/2014/04/planted.html\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: 45\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n.\r\n\r\n"
)


@pytest.fixture
def killed(layout):
    """A sealed collection with a WARC file that a crawl did not end: three records, acknowledged one by one."""
    file = begun(layout, NAME)
    for uri in URIS:
        file.append([response(uri)])
    file.close()
    return layout


def uris(layout):
    path = layout.warc / NAME
    return [capture.target_uri for capture in captures(path)] if path.stat().st_size else []


def aside(layout):
    return [path.read_bytes() for path in (layout.reports / CRAWL).glob("*.unvouched")]


def settle(layout):
    unsealed.settle(layout, manifest.unsealed_warcs(layout))


def found(layout):
    return [(fault.code, fault.file) for fault in verify(layout, deep=True)]


def test_what_was_written_whole_is_sealed_and_its_journal_goes(killed):
    assert layout_files(killed) == {f"{NAME}.written"}
    manifest.seal(killed)
    assert found(killed) == []
    assert layout_files(killed) == set()
    assert uris(killed) == URIS


def layout_files(layout):
    return {path.name for path in (layout.reports / CRAWL).iterdir()}


def test_w18_a_cut_at_every_byte_recovers_the_whole_records(layout):
    file = begun(layout, NAME)
    place = [file.append([response(uri)])[0] for uri in URIS[:2]][1]
    file.close()
    path = layout.warc / NAME
    content, log = path.read_bytes(), layout.events.read_bytes()
    for cut in range(place.offset + 1, len(content)):
        path.write_bytes(content[:cut])
        there = promises.standing(path, layout.journal(NAME), keys.signer_of(layout))
        assert there == promises.Standing(place.offset, place.offset, len(content))
        if cut % 20:
            continue
        layout.events.write_bytes(log)  # judged line by line
        unsealed.settle(layout, [path])
        assert path.read_bytes() == content[: place.offset]
        assert layout.torn(NAME).read_bytes() == content[place.offset : cut]
    manifest.seal(layout)
    assert found(layout) == []  # the torn tail is kept and sealed as what it is
    assert f"reports/{CRAWL}/{NAME}.torn" in manifest.read(layout)


@pytest.mark.parametrize("strange", [PLANTED, b"\x1f\x8b\x08torn", b"\0" * 70_000])
def test_what_a_stranger_appended_is_put_aside_and_sealed_by_none(killed, strange):
    killed.readings.touch()
    with (killed.warc / NAME).open("ab") as file:
        file.write(strange)
    settle(killed)
    assert uris(killed) == URIS
    assert aside(killed) == [strange]
    assert not killed.readings.exists()  # it may have read what is no capture
    manifest.seal(killed)
    assert {code for code, _ in found(killed)} == {"file-unlisted"}
    assert [name.endswith(".unvouched") for _, name in found(killed)] == [True]
    assert "does not vouch" in killed.events.read_text("utf-8")


def test_a_seal_that_finds_strange_bytes_leaves_them_out_too(killed):
    """A crawl that goes on settles before it begins; somebody may add while it runs, or a key is rotated first."""
    with (killed.warc / NAME).open("ab") as file:
        file.write(PLANTED)
    manifest.seal(killed, change=keys.rotation(killed))
    assert uris(killed) == URIS
    assert aside(killed) == [PLANTED]


def test_strange_bytes_found_twice_take_nobodys_place(killed):
    for strange in (PLANTED, b"more"):
        with (killed.warc / NAME).open("ab") as file:
            file.write(strange)
        settle(killed)
    assert sorted(aside(killed)) == sorted([PLANTED, b"more"])


def test_a_record_that_was_altered_is_put_aside_with_what_follows_and_fetched_again(killed):
    path = killed.warc / NAME
    content = bytearray(path.read_bytes())
    second = [capture.ref.offset for capture in captures(path)][1]
    content[second + 20] ^= 1
    path.write_bytes(content)
    state = [killed.state / f"{name}.sqlite{end}" for name in ("readings", "frontier") for end in ("", "-wal")]
    for one in state:
        one.write_bytes(b"has all three as done")
    settle(killed)
    assert uris(killed) == URIS[:1]
    assert aside(killed) == [bytes(content[second:])]
    assert not any(one.exists() for one in state)
    killed.readings.touch()
    manifest.seal(killed)
    assert killed.readings.exists()  # once is enough
    assert [code for code, _ in found(killed)] == ["file-unlisted"]


def test_acknowledged_records_that_were_cut_off_are_fetched_again(killed):
    killed.readings.touch()
    path = killed.warc / NAME
    with path.open("r+b") as file:
        file.truncate([capture.ref.offset for capture in captures(path)][1])
    settle(killed)
    assert uris(killed) == URIS[:1]
    assert not killed.readings.exists()


def forge(journal, signer):
    """Promise the planted record at the end of the file, as somebody without the key can."""
    last = json.loads(journal.read_bytes().splitlines()[-1])
    beside = journal.with_name("beside")
    promises.begin(beside, NAME, signer)(last["offset"] + last["length"], PLANTED, True)
    journal.write_bytes(journal.read_bytes() + beside.read_bytes())
    beside.unlink()


def unsigned(line):
    return json.dumps({**json.loads(line), "signature": ""}).encode() + b"\n"


@pytest.mark.parametrize("signer", [Signer.new(), None])
def test_a_journal_that_was_added_to_vouches_for_nothing_more(killed, signer):
    journal = killed.journal(NAME)
    forge(journal, signer or Signer.new())
    if signer is None:
        lines = journal.read_bytes().splitlines(keepends=True)
        journal.write_bytes(b"".join([*lines[:-1], unsigned(lines[-1])]))
    with (killed.warc / NAME).open("ab") as file:
        file.write(PLANTED)
    settle(killed)
    assert uris(killed) == URIS
    assert aside(killed) == [PLANTED]


def test_a_true_line_counts_in_its_place_alone(killed):
    journal, path = killed.journal(NAME), killed.warc / NAME
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines, lines[-1]]))
    last = [capture.ref.offset for capture in captures(path)][-1]
    content = path.read_bytes()
    path.write_bytes(content + content[last:])
    settle(killed)
    assert uris(killed) == URIS
    assert aside(killed) == [content[last:]]


def test_a_line_of_another_file_counts_for_nothing(killed):
    other = f"{CRAWL}-00001.warc.gz"
    begin_warc(killed, other)
    (killed.warc / other).write_bytes((killed.warc / NAME).read_bytes())
    killed.journal(other).write_bytes(killed.journal(NAME).read_bytes())
    settle(killed)
    assert (killed.warc / other).read_bytes() == b""


@pytest.mark.parametrize("line", [b"{", b"[]", b"{}\n", b'{"offset": "0", "length": 1, "sha256": "", "last": true}\n',
                                  b'{"offset": 0, "length": -1, "sha256": "", "last": true}\n', b"[" * 5000,
                                  b'{"offset": 0, "length": 1e400, "sha256": 7, "last": 2}\n', b"\xff" * 5000])  # fmt: skip
def test_no_line_breaks_the_reading_of_a_journal(killed, line):
    killed.journal(NAME).write_bytes(line)
    settle(killed)
    assert (killed.warc / NAME).read_bytes() == b""
    assert len(aside(killed)) == 1


def test_without_its_journal_nothing_of_a_file_counts_and_nothing_is_lost(killed):
    content = (killed.warc / NAME).read_bytes()
    killed.journal(NAME).unlink()
    settle(killed)
    assert aside(killed) == [content]
    manifest.seal(killed)
    assert [code for code, _ in found(killed)] == ["file-unlisted"]


def test_a_link_in_the_place_of_an_open_file_is_not_followed(killed, tmp_path):
    path, other = killed.warc / NAME, tmp_path / "other"
    other.write_bytes(b"somebody's")
    path.unlink()
    path.symlink_to(other)
    settle(killed)
    manifest.seal(killed)
    assert other.read_bytes() == b"somebody's"


def test_who_writes_into_an_open_file_stops_the_crawl_before_it_builds_on_that(layout):
    file = begun(layout, NAME)
    file.append([response(URIS[0])])
    with (layout.warc / NAME).open("ab") as other:
        other.write(PLANTED)
    with pytest.raises(StorageError, match="somebody else"):
        file.append([response(URIS[1])])
    file.close()
    settle(layout)
    assert uris(layout) == URIS[:1]
    assert [content.startswith(PLANTED) for content in aside(layout)] == [True]


def test_a_journal_that_is_gone_stops_the_crawl(layout):
    file = begun(layout, NAME)
    layout.journal(NAME).unlink()
    with pytest.raises(StorageError):
        file.append([response(URIS[0])])
    file.close()


def test_what_is_acknowledged_at_once_counts_when_all_pieces_of_it_are_there(layout, monkeypatch):
    monkeypatch.setattr(warc, "_GATHERED", 100)
    file = begun(layout, NAME)
    file.append([response(URIS[0])])
    begin = file.size
    file.append([response(uri) for uri in URIS[1:]])
    file.close()
    path = layout.warc / NAME
    content = path.read_bytes()
    assert layout.journal(NAME).read_bytes().count(b"\n") == 5  # a piece each, and two that end what is acknowledged
    path.write_bytes(content[:-1])
    settle(layout)
    assert path.read_bytes() == content[:begin]
    path.write_bytes(content)
    settle(layout)
    assert path.read_bytes() == content
