"""Records of foreign files: no file makes reading endless, whatever it is made of."""

import io

import pytest

from archive.captures import captures
from archive.errors import Damaged
from archive.http_message import LARGEST_HEAD
from archive.wacz.captured import captured
from archive.warc_records import records_of
from scraper.rescuing import records as reading
from scraper.rescuing.records import records
from tests.scraper.web_archives import Held, warc

PAGES = [Held(f"http://blog.example/2014/03/{name}.html", "20220101000000", b"<p>page</p>") for name in "ab"]
HOLE = b"WARC/1.0\r\n" + bytes(4 << 20)


class Counting(io.BytesIO):
    """A file that knows how many bytes of it were read."""

    count = 0

    def read(self, size=-1):
        found = super().read(size)
        self.count += len(found)
        return found


def test_a_hole_in_the_place_of_a_header_is_left_at_once_and_what_follows_is_read():
    content, places = warc(PAGES, gzipped=False)
    begin = places[1][0]
    for hole in (HOLE, HOLE[10:], b"\n" * (4 << 20)):
        faults, file = [], Counting(content[:begin] + hole + content[begin:])
        found = [one.field("WARC-Target-URI") for one in records(file, faults) if one.kind == "response"]
        assert found == [one.url for one in PAGES]
        assert len(faults) == 1
        assert file.count < len(hole) + 2 * LARGEST_HEAD  # each of its bytes once, in search of the next record


def test_a_header_that_never_ends_is_no_header():
    for content in (HOLE, b"WARC/1.0\r\n" + b"Name: value\r\n" * (LARGEST_HEAD // 8)):
        with pytest.raises(ValueError, match="without an end"):
            next(records_of(io.BytesIO(content)))


def test_headers_in_a_row_with_no_block_are_each_their_own():
    one = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 0\r\nNote: " + b"x" * 5000 + b"\r\n\r\n\r\n\r\n"
    number = LARGEST_HEAD // 5000 + 10
    assert sum(1 for _ in records(io.BytesIO(one * number), [])) == number


def test_what_is_behind_a_whole_record_is_not_looked_for_in_it():
    inner, _ = warc([Held("http://blog.example/forged.html", "20220101000000", b"<p>no</p>")], gzipped=False)
    outer, _ = warc([Held(PAGES[0].url, "20220101000000", b"<pre>" + inner + b"</pre>")], gzipped=False)
    faults = []
    found = [one.field("WARC-Target-URI") for one in records(io.BytesIO(outer + HOLE), faults)]
    assert "http://blog.example/forged.html" not in found
    assert [fault.code for fault in faults] == ["damaged"]


def test_lengths_that_lie_one_after_the_other_are_not_read_for_ever(monkeypatch):
    monkeypatch.setattr(reading, "_MOST_IN_VAIN", 4 << 20)
    faults, file = [], Counting(b"WARC/1.0\r\nContent-Length: 999999\r\n\r\n" * 5000)
    assert list(records(file, faults)) == []
    assert "too much is damaged" in faults[-1].detail
    assert len(faults) < 100


def test_a_warc_of_our_own_with_a_hole_is_damaged_and_is_not_read_for_ever(tmp_path):
    path = tmp_path / "a.warc"
    path.write_bytes(HOLE)
    with pytest.raises(Damaged):
        list(captured(path))
    with pytest.raises(ValueError, match="without an end"):
        list(captures(path))
