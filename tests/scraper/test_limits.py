"""What may be asked for, where traffic goes, and what the frontier keeps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from scraper.capture.frontier import MOST_DEATHS, SUSPECT, Frontier
from scraper.capture.routes import find_route, is_public, parse_route
from scraper.capture.scope import Scope, plain_host

SCOPE = Scope(frozenset({"b.blogspot.com"}), frozenset({"bp.blogspot.com"}), frozenset({"cfcr2008.org"}))


@pytest.mark.parametrize(
    "url", ["http://b.blogspot.com/", "https://b.blogspot.com/x", "http://1.bp.blogspot.com/k.png"]
)
def test_the_blog_and_its_requisites_are_in_scope(url):
    assert SCOPE.refuses(url) is None


@pytest.mark.parametrize(
    "url",
    ["http://cfcr2008.org/", "http://CFCR2008.ORG/", "http://www.cfcr2008.org/", "http://cfcr2008.org./", "http://cfcr2008.org:80/",
     "http://user@cfcr2008.org/", "http://%63fcr2008.org/", "http://ｃｆｃｒ２００８.ｏｒｇ/", "http://cfcr2008。org/",
     "https://a.b.cfcr2008.org/x?y#z", "http://cfcr2008.org%2e/", "HTTP://cFcR2008.oRg/"],
)  # fmt: skip
def test_n39_the_quarantine_holds_in_every_spelling(url):
    refusal = SCOPE.refuses(url)
    assert refusal is not None
    assert refusal.code == "quarantine"


@pytest.mark.parametrize(
    "url",
    ["http://other.blogspot.com/", "http://evil.example/", "file:///etc/passwd", "ftp://b.blogspot.com/", "javascript:x", "//",
     "http://127.0.0.1/", "http://169.254.169.254/", "http://[::1]/", "http://2130706433/", "http://b.blogspot.com.evil.example/",
     "http://xbp.blogspot.com/", "http://user:pass@b.blogspot.com/", "http://b.blogspot.com\x00.evil.example/"],
)  # fmt: skip
def test_n35_n38_nothing_else_is(url):
    assert SCOPE.refuses(url) is not None


@given(st.text(max_size=60))
def test_no_text_breaks_the_scope(text):
    SCOPE.refuses(text)
    SCOPE.refuses(f"http://{text}/")
    plain_host(text)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "192.0.0.192", "224.0.0.1", "::1",
     "fe80::1", "fd00:ec2::254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "localhost", ""],
)  # fmt: skip
def test_n35_addresses_of_this_machine_and_its_network(address):
    assert not is_public(address)


def test_the_first_route_that_fits_is_taken():
    routes = [parse_route("*:443=127.0.0.1:8443"), parse_route("*.blogspot.com=127.0.0.1:80"), parse_route("*=[::1]:9")]
    assert [find_route(routes, *where).port for where in (("x.org", 443), ("a.blogspot.com", 80), ("y.org", 80))] == [
        8443,
        80,
        9,
    ]


@pytest.mark.parametrize("text", ["", "=", "a=b", "a=b:", "a=:1", "a=b:0", "a=b:99999", "a=b:x"])
def test_a_bad_route_is_said(text):
    with pytest.raises(UsageError, match="HOST=ADDRESS:PORT"):
        parse_route(text)


def test_the_frontier_goes_by_priority_then_age_and_knows_an_address_once(tmp_path):
    frontier = Frontier(tmp_path / "f.sqlite")
    frontier.begin("c", "full")
    assert [
        frontier.add(url, kind)
        for url, kind in (("http://b/1", "image"), ("http://b/2", "post"), ("http://b/3", "post"))
    ] == [True] * 3
    assert not frontier.add("https://b/1#x", "post")
    assert [frontier.take().url for _ in range(3)] == ["http://b/2", "http://b/3", "http://b/1"]
    assert frontier.take() is None
    assert (frontier.found, frontier.waiting, frontier.done) == (3, 0, 0)


def test_k11_what_was_in_flight_waits_again_and_is_set_aside_in_the_end(tmp_path):
    path = tmp_path / "f.sqlite"
    frontier = Frontier(path)
    frontier.begin("c", "full")
    frontier.add("http://b/poison", "post")
    frontier.add("http://b/innocent", "image")
    for deaths in range(SUSPECT):
        assert [frontier.take().url, frontier.take().url] == ["http://b/poison", "http://b/innocent"], deaths
        frontier._db.close()  # the program dies
        frontier = Frontier(path)
    frontier.add("http://b/next", "image")
    assert frontier.take().url == "http://b/next"
    assert frontier.take() is None  # suspects wait until nothing else is in flight
    frontier.finish("http://b/next")
    # Two suspects, of which one is to blame: they take turns, and the innocent one is done at its first.
    assert frontier.take().url == "http://b/poison"
    assert frontier.take() is None
    frontier._db.close()
    frontier = Frontier(path)
    assert frontier.take().url == "http://b/innocent"
    frontier.finish("http://b/innocent")
    for _ in range(MOST_DEATHS - 1):
        assert frontier.take().url == "http://b/poison"
        frontier._db.close()
        frontier = Frontier(path)
    assert frontier.take() is None
    (entry,) = frontier.poisoned
    frontier.finish(entry.url)  # now that it is noted
    assert frontier.exhausted


def test_d13_a_stop_in_good_order_makes_nothing_suspect(tmp_path):
    path = tmp_path / "f.sqlite"
    frontier = Frontier(path)
    frontier.begin("c", "full")
    frontier.add("http://b/a", "post")
    for _ in range(10):
        assert frontier.take().tries == 0
        frontier.close()
        frontier = Frontier(path)


def test_an_address_that_changes_its_scheme_is_asked_again(tmp_path):
    frontier = Frontier(tmp_path / "f.sqlite")
    frontier.begin("c", "full")
    frontier.add("http://b/", "front")
    frontier.take()
    frontier.redirect("http://b/", "https://b/")
    assert frontier.take().url == "https://b/"
