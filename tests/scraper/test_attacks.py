"""Answers made to exhaust the crawler: bombs, endless ones, slow ones, ones that lie or break off (cases N29-N33)."""

import gzip
import tracemalloc
import zlib

import brotli
from warcio.archiveiterator import ArchiveIterator

from archive.http_message import entity_of, parse_head
from tests.scraper import hostile_server as hostile
from tests.scraper import observed, replies
from tests.scraper.replies import CHUNKED, HTML, OK

LARGEST = 3 << 20  # bytes of a file or page, in place of gigabytes
LIMITS = {"scraper.capture.scheduler.LARGEST_FILE": LARGEST, "scraper.capture.scheduler.LARGEST_PAGE": LARGEST}
ROOM = 1 << 20  # bytes that may be under way when an answer is broken off


def attack(folder, answers, more=b"", limits=None, **page):
    with hostile.HostileServer(hostile.blog(answers, more=more, **page)) as server:
        done = observed.mirror(folder / "c", "--connect", server.route, plan={"set": limits or {}})
    return done, server


def kept(folder):
    """Return {path: [(bytes of the answer, WARC-Truncated)]} of the responses in the WARC."""
    found = {}
    for path in sorted((folder / "c" / "warc").iterdir()):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                if record.rec_type == "response":
                    address = record.rec_headers["WARC-Target-URI"].split("/", 3)[3]
                    length = int(record.rec_headers["Content-Length"])
                    found.setdefault(f"/{address}", []).append((length, record.rec_headers["WARC-Truncated"] or ""))
    return found


def link(path):
    return b"<a href='%s'>a post</a>" % path.encode()


# ---------------------------------------------------------------------- N29
def test_n29_bombs_are_kept_as_they_came_and_never_undone(tmp_path):
    nested = gzip.compress(gzip.compress(hostile.bomb(1000), mtime=0), mtime=0)
    bombs = {
        "/gzip.png": replies.coded(b"gzip", hostile.bomb(10_000)),  # 10 MB that say 10 GB
        "/nested.png": replies.coded(b"gzip, gzip, gzip", nested),
        "/x20.png": replies.coded(b", ".join([b"gzip"] * 20), nested),
        "/deflate.png": replies.coded(b"deflate", hostile.bomb(2000, window=15)),
        "/raw.png": replies.coded(b"deflate", hostile.bomb(2000, window=-15)),
        "/br.png": replies.coded(b"br", brotli.compress(bytes(100 << 20))),
        "/zstd.png": replies.coded(b"zstd", b"\x28\xb5\x2f\xfd" + bytes(100)),
    }
    pages = {
        "/2014/01/bomb.html": replies.coded(b"gzip", hostile.bomb(1000), HTML),
        "/2014/01/br.html": replies.coded(b"br", brotli.compress(replies.page(b"words")), HTML),
    }
    done, server = attack(tmp_path, bombs | pages, more=b"".join(map(link, pages)), shown=bombs)
    done.stood()
    assert done.seconds < 40
    # Codings that cannot be undone, or not to the end, are findings; a post that cannot be read is missing.
    assert {url for url, code in done.findings if code == "undecoded"} == {*bombs, *pages}
    assert {url: done.missing[url] for url in pages} == dict.fromkeys(
        pages, "the answer is not the post but was read as: unknown"
    )
    # All we asked for is gzip, and what came is kept byte for byte.
    assert all(b"\r\nAccept-Encoding: gzip\r\n" in asked.raw for asked in server.asked)
    assert {url: kept(tmp_path)[url] for url in bombs | pages} == {
        url: [(len(sent), "")] for url, sent in (bombs | pages).items()
    }


def test_n29_a_page_that_is_just_no_bomb_is_read_within_bounds_or_not_at_all(tmp_path):
    machine = zlib.compressobj(6, zlib.DEFLATED, 31)
    piece = b"<p>word <b>bold</b></p>\n" * 40_000
    huge = b"".join(machine.compress(piece) for _ in range((50 << 20) // len(piece))) + machine.flush()
    pages = {"/2014/01/huge.html": replies.coded(b"gzip", huge, HTML)}
    done, _ = attack(tmp_path, pages, more=link("/2014/01/huge.html"), shown=())
    done.stood()
    assert "/2014/01/huge.html" in done.missing


# ---------------------------------------------------------------------- N30
def test_n30_what_never_ends_is_broken_off_at_the_limit(tmp_path):
    cookies = b"".join(b"Set-Cookie: c%d=%d\r\n" % (n, n) for n in range(5000))
    bodies = {
        "/chunks.png": hostile.endless(OK + CHUNKED, b"400\r\n" + b"c" * 1024 + b"\r\n"),
        "/until-close.png": hostile.endless(OK + b"\r\n", b"b" * 1024),
        "/length.png": hostile.endless(OK + b"Content-Length: 9000000000000000\r\n\r\n", b"l" * 1024),
        "/2014/01/page.html": hostile.endless(HTML + b"\r\n", b"<p>word</p>"),
    }
    heads = {
        "/headers.png": hostile.endless(OK, b"X-More: more\r\n"),
        "/200000.png": OK + b"".join(b"X-%d: h\r\n" % n for n in range(200_000)) + b"\r\nhi",
        "/folds.png": hostile.endless(OK + b"X-Fold: a\r\n", b" more\r\n"),
        "/interim.png": hostile.endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
        "/100.png": hostile.endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    }
    fine = {"/cookies.png": replies.sized(b"hi", OK + cookies)}
    pictures = [*(path for path in bodies if path.endswith("png")), *heads, *fine]
    done, server = attack(tmp_path, bodies | heads | fine, link("/2014/01/page.html"), LIMITS, shown=pictures)
    done.stood()
    assert done.seconds < 30
    assert {url: done.missing.get(url) for url in bodies | heads} == {
        **dict.fromkeys(bodies, "the answer is larger than the limit"),
        **dict.fromkeys(heads, "the answer is larger than the limit"),
    }
    assert "/cookies.png" not in done.missing
    records = kept(tmp_path)
    assert {url: {mark for _, mark in records[url]} for url in bodies} == {url: {"length"} for url in bodies}
    assert all(length < LARGEST + ROOM for url in bodies for length, _ in records[url])
    assert all(length < ROOM for url in heads for length, _ in records.get(url, []))
    assert not any(b"Cookie" in asked.raw for asked in server.asked)


def test_n30_a_line_that_never_ends_is_said_to_be_too_long(tmp_path):
    lines = {
        "/line.png": hostile.endless(OK + b"X-Line: ", b"x" * 1024),
        "/status.png": hostile.endless(b"HTTP/1.1 200 ", b"very " * 100),
    }
    done, _ = attack(tmp_path, lines)
    done.stood()
    assert done.missing == dict.fromkeys(lines, "the answer is larger than the limit")


def test_n30_what_hides_its_length_in_the_framing_is_broken_off_too(tmp_path):
    # With an end, so that a crawler that takes all of it is seen to do so.
    framed = {
        "/trailers.png": OK + CHUNKED + b"2\r\nhi\r\n0\r\n" + b"X-Trailer: more\r\n" * 500_000 + b"\r\n",
        "/extensions.png": OK + CHUNKED + (b"1;" + b"e" * 60_000 + b"\r\nx\r\n") * 150 + b"0\r\n\r\n",
        "/padding.png": OK + CHUNKED + (b"1" + b" " * 4000 + b"\r\nx\r\n") * 2000 + b"0\r\n\r\n",
    }
    done, _ = attack(tmp_path, framed, limits=LIMITS)
    done.stood()
    assert done.missing == dict.fromkeys(framed, "the answer is larger than the limit")
    assert all(length < LARGEST + ROOM for url in framed for length, _ in kept(tmp_path)[url])


def test_n30_undoing_chunks_of_one_byte_takes_no_more_memory_than_the_answer():
    body = b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n"
    head = parse_head(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    tracemalloc.start()
    try:
        assert len(entity_of(head, body)) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 2 * len(body)
    finally:
        tracemalloc.stop()


def test_n30_chunks_of_one_byte_are_taken_within_bounds(tmp_path):
    tiny = OK + CHUNKED + b"1\r\nx\r\n" * 200_000 + b"0\r\n\r\n"
    done, _ = attack(tmp_path, {"/tiny.png": tiny})
    done.stood(code=0)


# ---------------------------------------------------------------------- N31
def test_n31_the_slow_are_dropped_and_the_others_do_not_wait(tmp_path):
    slow = {
        "/head.png": hostile.slowly(b"HTTP/1.1 200 OK\r\n", b"X-Slow: loris\r\n"),
        "/status.png": hostile.slowly(b"", b"HTTP/1.1 200 Slow"),
        "/interim.png": hostile.slowly(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 Hints\r\n\r\n", 0.01),
        "/silent.png": hostile.slowly(b""),
        "/body.png": hostile.slowly(OK + b"Content-Length: 1000000\r\n\r\n", b"body"),
        "/chunks.png": hostile.slowly(OK + CHUNKED, b"1\r\nx\r\n", 0.01),
        "/until-close.png": hostile.slowly(OK + b"\r\n", b"body"),
        "/trailer.png": hostile.slowly(OK + CHUNKED + b"1\r\nx\r\n0\r\n", b"X-T: t\r\n"),
    }
    done, server = attack(tmp_path, slow, limits={"scraper.settings.DOWNLOAD_TIMEOUT": 1.0})
    done.stood()
    assert {done.missing[url] for url in slow} == {"no whole answer came in time"}
    assert done.seconds < 25
    assert all(server.count(url) <= 3 for url in slow)
    records = kept(tmp_path)
    assert {mark for url in ("/body.png", "/chunks.png", "/until-close.png") for _, mark in records[url]} == {"time"}


def test_n31_a_handshake_that_never_ends_is_given_up(tmp_path):
    shown = b"<img src='https://1.bp.blogspot.com/a.png'><img src='https://2.bp.blogspot.com/a.png'>"
    hello = b"\x16\x03\x03\x3f\xff" + bytes(1000)  # the start of a handshake's record
    with (
        hostile.Trap() as silent,
        hostile.Trap(hello) as slow,
        hostile.HostileServer(hostile.blog({}, more=shown)) as server,
    ):
        routes = [
            f"1.bp.blogspot.com=127.0.0.1:{silent.port}",
            f"2.bp.blogspot.com=127.0.0.1:{slow.port}",
            server.route,
        ]
        done = observed.mirror(
            tmp_path / "c",
            *(word for route in routes for word in ("--connect", route)),
            plan={"set": {"scraper.settings.DOWNLOAD_TIMEOUT": 0.8}},
        )
    done.stood()
    assert done.missing == dict.fromkeys(
        ["1.bp.blogspot.com/a.png", "2.bp.blogspot.com/a.png"], "no whole answer came in time"
    )
    assert done.seconds < 60  # and not for ever


# ---------------------------------------------------------------------- N32, N33
def test_n32_lengths_that_lie_are_asked_again_flagged_and_never_silently_short(tmp_path):
    lies = {
        "/long.png": lambda stream: stream.sendall(OK + b"Content-Length: 500\r\n\r\nshort"),
        "/chunk.png": lambda stream: stream.sendall(OK + CHUNKED + b"fff\r\nshort"),
        "/2014/01/long.html": lambda stream: stream.sendall(
            HTML + b"Content-Length: 99999\r\n\r\n" + replies.page(b"half a post")
        ),
        "/mends.png": (lambda stream: stream.sendall(OK + b"Content-Length: 50\r\n\r\nshort"), replies.sized(b"whole")),
    }
    pictures = [path for path in lies if path.endswith("png")]
    done, server = attack(tmp_path, lies, link("/2014/01/long.html"), shown=pictures)
    done.stood()
    cut = set(lies) - {"/mends.png"}
    assert set(done.missing) == cut
    assert {server.count(url) for url in cut} == {3}
    assert server.count("/mends.png") == 2
    records = kept(tmp_path)
    assert {url: [mark for _, mark in records[url]] for url in cut} == dict.fromkeys(cut, ["disconnect"] * 3)
    assert [mark for _, mark in records["/mends.png"]] == ["disconnect", ""]


def test_n33_a_reset_at_any_byte_is_tried_again_kept_and_open_for_the_next_run(tmp_path):
    whole = replies.sized(b"0123456789" * 5, OK + b"X-More: header\r\n")
    cut = {f"/reset-{at}.png": hostile.reset_after(whole[:at]) for at in range(0, len(whole), 23)}
    with hostile.HostileServer(hostile.blog(cut)) as server:
        first = observed.mirror(tmp_path / "c", "--connect", server.route)
        first.stood()
        assert set(first.missing) == set(cut)
        # Where no byte came, Twisted itself may ask once more on a connection of its own.
        assert all(3 <= server.count(url) <= 6 for url in cut)
        records = kept(tmp_path)
        assert {mark for url in cut for _, mark in records.get(url, [])} == {"disconnect"}
        server.answers.update(dict.fromkeys(cut, whole))
        again = observed.mirror(tmp_path / "c", "--connect", server.route)
    again.stood(code=0)
    assert {mark for url in cut for _, mark in kept(tmp_path)[url][-1:]} == {""}
