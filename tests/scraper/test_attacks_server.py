"""Servers that set traps, turn the crawl away, or answer with nonsense: cases N41-N43, N45."""

import time
from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import store
from archive.collection import create_collection
from archive.config import Config
from archive.layout import Layout
from scraper.capture.again import retry_after
from tests.scraper import hostile_server as hostile
from tests.scraper import observed, replies

TEXT = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


# ---------------------------------------------------------------------- N41
def test_n41_traps_are_bounded_and_every_honest_post_is_had(tmp_path):
    posts = [f"/2014/0{month}/honest-{n}.html" for month in (1, 2) for n in range(5)]
    links = "".join(f"<a href='{url}'>post</a>" for url in posts)
    calendar = "".join(
        f"<a href='/{year}/{month:02}/'>month</a>" for year in range(2014, 2019) for month in range(1, 13)
    )
    copies = "".join(
        f"<a href='{url}?{query}'>copy</a>"
        for url in posts
        for query in (
            "m=1",
            "m=0",
            "m=1&showComment=2",
            "PHPSESSID=COUNT",
            "sid=COUNT&m=1",
            "updated-max=COUNT",
            "sort=COUNT",
        )
    )
    ever = (
        "<a href='/search?updated-max=COUNT&max-results=1'>older</a><a href='/search/label/a?max-results=COUNT'>a</a><a href='a/a/'>deeper</a>"
        "<a href='/COUNT/'>year</a><a href='/9COUNT/01/'>next</a><a href='?m=1'>m</a><a href='?m=0'>0</a><a href=';jsessionid=COUNT'>s</a>"
        "<a href='/2099/01/trap-COUNT.html'>next post</a>"
    )
    body = replies.page((links + calendar + copies + ever).encode()).replace(b"COUNT", b"1234")
    trap = (
        replies.HTML + b"\r\n" + replies.page((calendar + ever).encode())
    )  # no length: what COUNT becomes may be longer

    def spring(stream, server):
        number = b"%d" % len(server.asked)
        stream.sendall(trap.replace(b"COUNT", number.zfill(4)))

    with hostile.HostileServer({}) as server:
        server.answers = hostile.blog({}) | {"/": replies.html(body)}
        server.answers |= {url: replies.html(replies.page(b"<p>honest words</p>", url.encode())) for url in posts}
        server.fallback = lambda stream: spring(stream, server)
        create_collection(tmp_path / "c", Config(address="http://raw.blogspot.com/", max_resources=120))
        done = observed.mirror(tmp_path / "c", "--connect", server.route)
    assert done.code == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert max(done.memory) < observed.MOST_MEMORY
    assert len(server.asked) <= 130
    assert [url for url in posts if server.count(url) != 1] == []
    assert {record.url for record in store.posts(Layout(tmp_path / "c"))} >= {
        f"http://raw.blogspot.com{url}" for url in posts
    }
    assert "the budget of this crawl was used up" in done.missing.values()
    assert not [
        asked.target
        for asked in server.asked
        if "search" in asked.target or "m=" in asked.target or "SESS" in asked.target
    ]


# ---------------------------------------------------------------------- N42
def test_n42_busy_and_refusing_hosts_are_left_alone_and_asked_again_by_the_next_run(tmp_path):
    picture = replies.sized(b"picture")
    busy, storm, refused = (
        b"429 Too Many Requests",
        replies.status(b"503 Service Unavailable"),
        replies.status(b"403 Forbidden"),
    )
    soon = formatdate(time.time() + 2, usegmt=True).encode()
    later = {  # host: what Retry-After says, and whether it is worth waiting for
        "seconds": (b"1", True),
        "date": (soon, True),
        "past": (b"Thu, 01 Jan 1970 00:00:00 GMT", True),
        "negative": (b"-5", True),
        "words": (b"soon", True),
        "zero": (b"0", True),
        "years": (b"315360000", False),
        "digits": (b"9" * 400, False),
        "far": (b"Fri, 31 Dec 9999 23:59:59 GMT", False),
    }
    hosts = {
        f"{name}.bp.blogspot.com/a.png": (replies.status(busy, b"Retry-After: %s\r\n" % value), picture)
        for name, (value, _) in later.items()
    }
    walls = {"storm.bp.blogspot.com/a.png": storm}
    walls |= {f"wall.bp.blogspot.com/{n}.png": refused for n in range(60)}
    with hostile.HostileServer(hostile.blog(hosts | walls)) as server:
        plan = {"set": {"scraper.settings.LONGEST_WAIT": 5.0, "scraper.settings.CONCURRENT_REQUESTS": 16}}
        done = observed.mirror(tmp_path / "c", "--connect", server.route, plan=plan)
        done.stood()
        assert done.seconds < 30
        given_up = {f"{name}.bp.blogspot.com/a.png" for name, (_, worth) in later.items() if not worth}
        assert set(done.missing) == given_up | set(walls)
        assert all(
            "asks to be left alone for" in done.missing[url] or done.missing[url] == "the server answered 429"
            for url in given_up
        )
        assert done.missing["storm.bp.blogspot.com/a.png"] == "the server answered 503"
        assert server.count("storm.bp.blogspot.com/a.png") == 6
        # A wall is seen as one, save for what was under way by then.
        assert sum(server.count(url) for url in walls if "wall" in url) <= 25 + 16
        assert any("refuses one address after the other" in reason for reason in done.missing.values())
        server.answers.update(dict.fromkeys(hosts | walls, picture))
        again = observed.mirror(tmp_path / "c", "--connect", server.route, plan=plan)
    again.stood(code=0)


def test_n42_a_time_zone_beyond_all_numbers_is_no_retry_after():
    assert retry_after("Mon, 01 Jan 2026 00:00:00 +99999999999999999999", 0.0) is None


@given(st.text(alphabet="0123456789 :,+-JanMonGT", max_size=40) | st.integers().map(str) | st.floats().map(str))
def test_n42_no_text_breaks_retry_after(text):
    assert (retry_after(text, 0.0) or 0.0) >= 0.0


# ---------------------------------------------------------------------- N43
def test_n43_robots_oddities_are_bounded_and_follow_the_policy(tmp_path):
    picture, forbid = replies.sized(b"picture"), b"User-agent: *\nDisallow: /\n"
    robots = {  # host: its robots.txt, and why its picture is missing
        "absent": (replies.NOT_FOUND, ""),
        "gone": (replies.status(b"410 Gone"), ""),
        "refused": (replies.status(b"403 Forbidden"), ""),
        "failing": (replies.status(b"500 Internal Server Error"), "could not be read (status 500)"),
        "forbids": (replies.sized(forbid, TEXT), "robots.txt asks not to fetch it"),
        "ours": (
            replies.sized(b"User-agent: beilin\nDisallow: /\n\nUser-agent: *\nDisallow:\n", TEXT),
            "robots.txt asks not to fetch it",
        ),
        "large": (replies.sized(forbid + b"# long\n" * 1_500_000, TEXT), "robots.txt asks not to fetch it"),
        "late": (replies.sized(b"# long\n" * 80_000 + forbid, TEXT), ""),  # beyond the first 500 KiB
        "endless": (hostile.endless(TEXT + b"\r\n", b"Disallow: /private/\n"), ""),
        "html": (replies.html(b"<html><body>Disallow: /\nUser-agent: *\nDisallow: /</body></html>"), ""),
        "binary": (replies.sized(bytes(range(256)) * 400, TEXT), ""),
        "nul": (replies.sized(b"\0" * 500_000, TEXT), ""),
        "stars": (replies.sized(b"User-agent: *\n" + (b"Disallow: /" + b"*a" * 500 + b"*b$\n") * 200, TEXT), ""),
        "agents": (replies.sized(b"User-agent: a\n" * 30_000 + b"Disallow: /\n", TEXT), ""),
        "moved": (replies.moved(b"/rules.txt"), "robots.txt asks not to fetch it"),
        "away": (replies.moved(b"http://evil.example/robots.txt"), ""),
        "round": (replies.moved(b"/robots.txt"), ""),
        "file": (replies.moved(b"file:///etc/passwd"), ""),
        "delay": (replies.sized(b"User-agent: *\nCrawl-delay: 100000\nRequest-rate: 1/1000h\n", TEXT), ""),
        "cut": (
            hostile.reset_after(TEXT + b"Content-Length: 1000\r\n\r\n" + forbid),
            "robots.txt asks not to fetch it",
        ),
    }
    answers = {f"{name}.bp.blogspot.com/a{'a' * 200}.png": picture for name in robots}
    rules = {f"{name}.bp.blogspot.com/robots.txt": answer for name, (answer, _) in robots.items()}
    rules["moved.bp.blogspot.com/rules.txt"] = replies.sized(forbid, TEXT)
    with hostile.HostileServer(hostile.blog(answers | rules, shown=answers)) as server:
        done = observed.mirror(tmp_path / "c", "--connect", server.route)
    done.stood()
    assert done.seconds < 30
    reasons = {url.partition(".")[0]: reason for url, reason in (done.missing | done.left_out).items()}
    expected = {name: why for name, (_, why) in robots.items() if why}
    assert reasons.keys() == expected.keys()
    assert all(why in reasons[name] for name, why in expected.items()), reasons
    assert {asked.host.partition(".")[0] for asked in server.asked if asked.target.endswith(".png")} == {
        "raw",
        *(set(robots) - set(expected)),
    }
    # Asked for once a host; a failing one and one that breaks off are tried again.
    assert all(server.count(url) <= 6 for url in rules)
    assert done.addresses("socket.connect") == {("127.0.0.1", server.port)}


def test_n43_robots_txt_behind_a_byte_order_mark_counts_and_one_that_moves_to_nonsense_does_not(tmp_path):
    answers = {f"{name}.bp.blogspot.com/a.png": replies.sized(b"picture") for name in ("marked", "nonsense")}
    rules = {
        "marked.bp.blogspot.com/robots.txt": replies.sized(b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n", TEXT),
        "nonsense.bp.blogspot.com/robots.txt": replies.moved(b"http://[half/"),
    }
    with hostile.HostileServer(hostile.blog(answers | rules, shown=answers)) as server:
        done = observed.mirror(tmp_path / "c", "--connect", server.route)
    done.stood()
    assert done.missing == {"marked.bp.blogspot.com/a.png": "robots.txt asks not to fetch it"}


def test_n43_a_robots_txt_that_is_a_bomb_takes_no_memory(tmp_path):
    answers = {
        "1.bp.blogspot.com/a.png": replies.sized(b"picture"),
        "1.bp.blogspot.com/robots.txt": replies.coded(b"gzip", hostile.bomb(60), TEXT),
    }
    with hostile.HostileServer(hostile.blog(answers, shown=["1.bp.blogspot.com/a.png"])) as server:
        done = observed.mirror(tmp_path / "c", "--connect", server.route)
    done.stood(code=0)


# ---------------------------------------------------------------------- N45
def test_n45_impossible_status_lines_and_nul_bytes_are_recorded(tmp_path):
    lines = {
        "zero": b"HTTP/1.1 0 Zero", "zeros": b"HTTP/1.1 000 Zero", "99": b"HTTP/1.1 99 Low", "099": b"HTTP/1.1 099 Low", "600": b"HTTP/1.1 600 High",
        "huge": b"HTTP/1.1 99999999 Huge", "longer": b"HTTP/1.1 " + b"9" * 5000 + b" Huge", "minus": b"HTTP/1.1 -200 Minus", "plus": b"HTTP/1.1 +200 Plus",
        "float": b"HTTP/1.1 200.5 Half", "words": b"HTTP/1.1 OK", "hex": b"HTTP/1.1 0xC8 OK", "arabic": "HTTP/1.1 ٢٠٠ OK".encode(),
        "version": b"HTTP/9.9 200 OK", "versions": b"HTTP/1.1.1.1 200 OK", "icy": b"ICY 200 OK", "lower": b"http/1.1 200 OK", "empty": b"",
        "nul-line": b"HTTP/1.1 200 O\0K", "nul-status": b"HTTP/1.1 2\x0000 OK", "nuls": b"\0" * 300, "101": b"HTTP/1.1 101 Switching",
    }  # fmt: skip
    rest = b"\r\nContent-Type: image/png\r\nContent-Length: 2\r\n\r\nhi"
    answers = {f"/{name}.png": line + rest for name, line in lines.items()}
    answers["/nul-name.png"] = replies.OK + b"X-\0Name: v\r\nContent-Length: 2\r\n\r\nhi"
    answers["/nul-value.png"] = replies.OK + b"X-Nul: a\0b\r\nContent-Length: 2\r\n\r\nhi"
    answers["/nul-length.png"] = replies.OK + b"Content-Length: 2\0\r\n\r\nhi"
    answers["/nul-body.png"] = replies.sized(b"\0" * 1000)
    plan = {"set": {"scraper.settings.DOWNLOAD_TIMEOUT": 1.0}}
    with hostile.HostileServer(hostile.blog(answers)) as server:
        done = observed.mirror(tmp_path / "c", "--connect", server.route, plan=plan)
    done.stood()
    fine = {"/nul-line.png", "/nul-name.png", "/nul-value.png", "/nul-body.png", "/version.png"}
    assert fine.isdisjoint(done.missing)
    # 200 in another form may be read as 200; nothing else may pass for an answer.
    lenient = {f"/{name}.png" for name in ("plus", "lower", "versions", "icy", "arabic", "nul-length")}
    assert set(answers) - fine - lenient <= set(done.missing)
    assert done.seconds < 40


@pytest.mark.parametrize("place", ["/", "/feeds/posts/default?max-results=150&start-index=1", "/zero.png"])
def test_n45_a_status_line_that_cannot_be_read_is_said(tmp_path, place):
    answers = {
        "/zero.png": replies.sized(b"hi"),
        place: replies.sized(b"hi", b"HTTP/1.1 0 Zero\r\nContent-Type: text/html\r\n"),
    }
    with hostile.HostileServer(hostile.blog(answers, shown=["/zero.png"])) as server:
        done = observed.mirror(tmp_path / "c", "--connect", server.route)
    assert "Traceback" not in done.stderr
    assert done.code == (7 if place == "/" else 3)
    if place == "/":
        assert not done.folder.exists()
    else:
        assert "not asked for" not in done.missing.values()


def test_n45_a_status_beyond_all_classes_is_no_blog(tmp_path):
    answers = {"/": replies.sized(b"hi", b"HTTP/1.1 99999999 Huge\r\nContent-Type: text/html\r\n")}
    with hostile.HostileServer(hostile.blog({}) | answers) as server:
        done = observed.mirror(tmp_path / "c", "--connect", server.route)
    done.stood(code=7)
