"""WARC files: what is written is what is read, by us and by others; a torn tail costs nothing before it."""

import gzip
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive import warc
from archive.captures import captures
from archive.http_message import entity_of, entity_pieces, parse_head, split_interim, undo_coding

DATE = "2026-01-02T03:04:05.678901Z"
BODY = "<p>公民 rally</p>".encode()
RESPONSE = b"HTTP/1.1 200 Fine\r\nsErVeR: odd\r\nno colon here\r\nX-A:  1 \r\nX-A: 2\r\n\r\n" + BODY


def record(block: bytes = RESPONSE, uri: str = "http://blog.example/") -> warc.Record:
    fields = (("WARC-Target-URI", uri), ("WARC-Payload-Digest", warc.digest([BODY])))
    return warc.Record("response", warc.new_record_id(), DATE, "application/http; msgtype=response", block, fields)


def written(folder: Path, *records: warc.Record) -> tuple[Path, list[warc.Place]]:
    file = warc.WarcFile(folder / "20260102T030405Z-00000.warc.gz")
    places = file.append(records)
    file.close()
    return file.path, places


def test_block_is_kept_byte_for_byte(tmp_path):
    path, _ = written(tmp_path, record())
    with path.open("rb") as file:
        blocks = [r.raw_stream.read() for r in ArchiveIterator(file, no_record_parse=True)]
    assert blocks == [RESPONSE]


def test_each_record_is_a_gzip_member_at_its_place(tmp_path):
    path, places = written(tmp_path, record(), record(uri="http://blog.example/2"))
    content = path.read_bytes()
    for place, uri in zip(places, ("http://blog.example/", "http://blog.example/2"), strict=True):
        plain = gzip.decompress(content[place.offset : place.offset + place.length])
        assert f"WARC-Target-URI: {uri}\r\n".encode() in plain


def test_capture_comes_back_decoded(tmp_path):
    coded = gzip.compress(BODY)
    block = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + coded
    path, places = written(tmp_path, record(block))
    (capture,) = captures(path)
    assert (capture.body, capture.status, capture.media_type, capture.decoded) == (BODY, 200, "text/html", True)
    assert (capture.warc, capture.offset) == (path.name, places[0].offset)


def test_w28_fastwarc_and_warcio_read_the_same_records_with_the_same_digests(tmp_path):
    """pywb and replayweb.page: tests/scraper/test_replay.py and test_wacz.py."""
    path, _ = written(tmp_path, *(record(uri=f"http://blog.example/{n}") for n in range(5)))
    with path.open("rb") as file:
        by_fastwarc = [
            (r.headers["WARC-Target-URI"], r.headers["WARC-Payload-Digest"], r.reader.read())
            for r in FastIterator(file, parse_http=False)
        ]
    with path.open("rb") as file:
        by_warcio = [
            (r.rec_headers["WARC-Target-URI"], r.rec_headers["WARC-Payload-Digest"], r.raw_stream.read())
            for r in ArchiveIterator(file, no_record_parse=True)
        ]
    assert by_warcio == by_fastwarc == [(f"http://blog.example/{n}", warc.digest([BODY]), RESPONSE) for n in range(5)]
    with path.open("rb") as file:
        checked = [
            (r.content_stream().read(), r.digest_checker.passed) for r in ArchiveIterator(file, check_digests=True)
        ]
    assert checked == [(BODY, True)] * 5


@pytest.mark.parametrize("bad", ["http://x/\r\nWARC-Type: forged", "http://x/\n", "http://x/\0", "http://x/\ud800"])
def test_w24_no_field_can_forge_another(tmp_path, bad):
    with pytest.raises(ValueError, match="WARC-Target-URI"):
        warc.write_member(record(uri=bad), [].append)


HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=6), st.integers(1, 20))
def test_chunked_entity_is_joined_wherever_it_is_cut(chunks, step):
    body = b"".join(b"%X;e=1\r\n%s\r\n" % (len(c), c) for c in chunks) + b"0\r\nX-Trailer: t\r\n\r\n"
    head = parse_head(HEAD)
    parts = [body[n : n + step] for n in range(0, len(body), step)]
    assert b"".join(entity_pieces(head, parts)) == entity_of(head, body) == b"".join(chunks)


def test_cut_chunk_is_kept():
    assert entity_of(parse_head(HEAD), b"64\r\nabc") == b"abc"


def test_interim_responses_are_split_off():
    interim = b"HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n"
    assert split_interim(interim + interim + RESPONSE) == (interim + interim, RESPONSE)


def test_n29_bomb_and_unknown_coding_are_refused():
    bomb = gzip.compress(b"\0" * 1_000_000)
    assert undo_coding(bomb, "gzip", limit=1000) == (bomb, False)
    assert undo_coding(b"???", "br") == (b"???", False)
    assert undo_coding(b"not gzip", "gzip") == (b"not gzip", False)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_exception(raw):
    parse_head(raw)
    entity_of(parse_head(HEAD), raw)
