"""Redirects that lead round and round, on and on, or nowhere: case N34."""

import ssl

import pytest

from archive.collection import create_collection
from archive.config import Config
from scraper.demo.certificates import make_certificates
from tests.scraper import hostile_server as hostile
from tests.scraper import observed, replies
from tests.scraper.replies import moved


def test_n34_redirects_end_and_each_hop_is_kept(tmp_path):
    chain = {f"/chain-{n}.png": moved(b"/chain-%d.png" % (n + 1)) for n in range(21)}
    loops = {
        "/loop-a.png": moved(b"/loop-b.png"),
        "/loop-b.png": moved(b"/loop-a.png", b"301 Moved Permanently"),
        "/self.png": moved(b"ORIGIN/self.png"),
        "/nowhere.png": moved(b"//"),
        "/garbage.png": moved(b"http://[half/"),
    }
    refreshed = {
        "/2014/01/header.html": replies.html(
            replies.page(b"words"), more=b"Refresh: 0; url=http://evil.example/header\r\n"
        ),
        "/2014/01/meta.html": replies.html(
            replies.page(b"<meta http-equiv=refresh content='0; url=http://evil.example/meta'>words")
        ),
        "/2014/01/script.html": replies.html(
            replies.page(b"<script>location='http://evil.example/script'</script>words")
        ),
    }
    answers = chain | loops | refreshed | {"/chain-21.png": replies.sized(b"there at last")}
    posts = b"".join(b"<a href='%s'>a post</a>" % path.encode() for path in refreshed)
    shown = ["/chain-0.png", "/loop-a.png", *list(loops)[2:]]
    with hostile.HostileServer(hostile.blog(answers, shown, posts)) as server:
        done = observed.mirror(tmp_path / "c", "--connect", f"raw.blogspot.com=127.0.0.1:{server.port}")
    done.stood()
    # The twenty-first redirect in a row is one too many.
    assert {url: server.count(url) for url in answers} == dict.fromkeys(answers, 1) | {"/chain-21.png": 0}
    assert done.missing["/chain-21.png"] == "more than 20 redirects led here"
    assert done.missing["/loop-a.png"].startswith("the server answered 30")  # 302 or 301: it ends at either
    assert set(done.missing) <= {"/chain-0.png", "/chain-21.png", "/2014/01/meta.html", *loops}
    assert done.addresses("socket.connect") == {("127.0.0.1", server.port)}


def test_n34_a_chain_with_an_ever_changing_query_is_bounded(tmp_path):
    create_collection(tmp_path / "c", Config(address="http://raw.blogspot.com/", max_resources=100))
    more = {"/more.png": moved(b"/more.png?n=0"), "/more.png?*": moved(b"/more.png?n=COUNT")}
    with hostile.HostileServer(hostile.blog(more, shown=["/more.png"])) as server:
        done = observed.mirror(tmp_path / "c", "--connect", server.route)
    done.stood()
    assert sum(asked.target.startswith("/more.png") for asked in server.asked) < 50


@pytest.mark.parametrize("to", [b"SWAPPED/round.png", b"ORIGIN/round.png#there"])
def test_n34_an_address_that_moves_to_itself_for_ever_is_bounded(tmp_path, to):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_certificates(tmp_path))
    rounds = {"/round.png": (*[moved(to)] * 40, replies.sized(b"so that the test has an end"))}
    with hostile.HostileServer(hostile.blog(rounds), {"": context}) as server:
        done = observed.mirror(tmp_path / "c", "--connect", server.route, "--cacert", tmp_path / "ca.pem")
    done.stood()
    assert server.count("/round.png") < 10
    assert "/round.png" in done.missing
