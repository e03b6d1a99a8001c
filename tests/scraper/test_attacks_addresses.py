"""Where a crawl may be led: private addresses, rebinding names, other schemes, quarantine (cases N35-N39)."""

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.protocol import Factory
from twisted.internet.testing import MemoryReactorClock
from twisted.web.client import URI
from zope.interface import implementer

from archive.collection import create_collection
from archive.config import Config
from scraper.capture.endpoints import Endpoints
from scraper.capture.gate import Gate
from scraper.capture.proxies import parse_proxy
from scraper.capture.scope import Scope
from tests.scraper import hostile_server as hostile
from tests.scraper import observed, replies
from tests.scraper.replies import moved

# ---------------------------------------------------------------------- N35, N38
PRIVATE = (
    "127.0.0.1", "127.1", "127.0.0.1.", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0", "0.0.0.0",
    "10.0.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.192", "224.0.0.1", "255.255.255.255",
    "[::1]", "[::]", "[fe80::1]", "[fd00:ec2::254]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
)  # fmt: skip
NAMES = (
    "localhost",
    "localhost.",
    "LOCALHOST",
    "a.localhost",
    "localhost6",
    "metadata.google.internal",
    "raw.blogspot.com@127.0.0.1",
    "a:b@localhost",
)
SCHEMES = (
    "file:///etc/passwd", "file://raw.blogspot.com/etc/passwd", "ftp://raw.blogspot.com/a.png", "s3://raw/a.png", "data:image/png;base64,aGk=",
    "ws://raw.blogspot.com/a", "gopher://raw.blogspot.com/1", "javascript:alert(1)", "view-source:http://raw.blogspot.com/", "jar:http://a/b",
    "blob:http://raw.blogspot.com/a", "about:blank", "dict://127.0.0.1:11211/stat", "http:/\\127.0.0.1/", "//localhost/a.png",
)  # fmt: skip
FEED = """<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'>
<id>tag:blogger.com,1999:blog-1234567890</id><title>Raw</title>{}</feed>"""
ENTRY = """<entry><id>tag:blogger.com,1999:blog-1234567890.post-{number}</id><published>2014-01-0{day}T00:00:00Z</published>
<title>t</title><content type='html'>&lt;img src="{url}"&gt;&lt;a href="{url}"&gt;x&lt;/a&gt;</content>
<link rel='alternate' href='{url}'/><link rel='next' href='{url}'/></entry>"""


def led_astray(urls, more=b""):
    """Return a blog that names addresses in every place where a page, feed, sitemap or robots.txt can."""
    escaped = [url.replace("&", "&amp;").replace("'", "%27") for url in urls]
    body = "".join(
        f"<a href='{url}'>a</a><img src='{url}'><img data-src='{url}'><script src='{url}'></script><link rel=stylesheet href='{url}'>"
        f"<iframe src='{url}'></iframe><meta http-equiv=refresh content='0;url={url}'><video src='{url}' poster='{url}'></video>"
        for url in escaped
    )
    redirects = {f"/to-{n}.png": moved(url.encode()) for n, url in enumerate(urls)}
    entries = "".join(ENTRY.format(number=7 * 10**9 + n, day=1 + n % 9, url=url) for n, url in enumerate(escaped))
    locs = "".join(f"<url><loc>{url}</loc></url>" for url in escaped)
    lines = "".join(f"Sitemap: {url}\n" for url in urls)
    xml = b"HTTP/1.1 200 OK\r\nContent-Type: application/atom+xml\r\n"
    feed = replies.sized(FEED.format(entries).encode(), xml)
    # A page that leads astray by itself is judged suspect, and nothing on it is asked for: so it has its own.
    astray = {"/2014/01/astray.html": hostile.html(hostile.page(body.encode()))}
    linked = b"<a href='/2014/01/astray.html'>astray</a><link rel=stylesheet href='/style.css'>" + more
    answers = hostile.blog(redirects, more=linked) | astray
    sheet = "".join(f"@import '{url}'; a {{ background: url({url}) }}\n" for url in urls).encode()
    return answers | {
        "/style.css": replies.sized(sheet, b"HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n"),
        "/robots.txt": replies.sized(
            lines.encode() + b"User-agent: *\nDisallow:\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
        ),
        "/feeds/posts/default?max-results=150&start-index=1": feed,
        "/feeds/posts/summary?max-results=150": feed,
        "/sitemap.xml": replies.sized(
            f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{locs}</urlset>".encode(), xml
        ),
        "/sitemap-pages.xml": moved(urls[0].encode()),
        "/feeds/pages/default?max-results=150&start-index=1": moved(urls[-1].encode()),
    }


def test_n35_n38_private_addresses_and_other_schemes_are_never_connected_to(tmp_path):
    with hostile.Trap() as trap:
        urls = [f"http://{host}:{trap.port}/a.png" for host in (*PRIVATE, *NAMES)]
        urls += [f"https://{host}/a.png" for host in PRIVATE[:3]] + list(SCHEMES)
        with hostile.HostileServer(led_astray(urls)) as server:
            # By name, not by *: whatever slipped through would go to its own address.
            done = observed.mirror(tmp_path / "c", "--connect", f"raw.blogspot.com=127.0.0.1:{server.port}")
        assert trap.caught == []
    done.stood()
    assert done.addresses("socket.connect") == {("127.0.0.1", server.port)}
    assert done.addresses("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr") <= {"127.0.0.1"}
    assert done.addresses("socket.sendto", "socket.sendmsg") == set()
    assert all(server.count(f"/to-{n}.png") == 1 for n in range(len(urls)))
    assert not any(b"root:" in path.read_bytes() for path in (tmp_path / "c").rglob("*.json"))


@pytest.mark.parametrize("url", SCHEMES[:12])
def test_n38_a_home_page_that_leads_to_another_scheme_is_not_followed(url):
    assert Scope(frozenset({"raw.blogspot.com"})).refuses(url) is not None


# ---------------------------------------------------------------------- N35, N36 at the connection itself
@implementer(IHostnameResolver)
class Names:
    """A name system that says what it was told, one list after the other."""

    def __init__(self, *lists):
        self.lists, self.asked = list(lists), []

    def resolveHostName(self, receiver, host, *_, **__):  # noqa: N802
        self.asked.append(host)
        receiver.resolutionBegan(None)
        for number in self.lists.pop(0) if len(self.lists) > 1 else self.lists[0]:
            receiver.addressResolved((IPv6Address if ":" in number else IPv4Address)("TCP", number, 80))
        receiver.resolutionComplete()


def connect(url, names, times=1, proxy=None, trusted=frozenset()):
    """Return the hosts that the reactor was told to connect to, and what failed."""
    reactor = MemoryReactorClock()
    reactor.nameResolver = names
    endpoints = Endpoints(reactor, None, (), parse_proxy(proxy) if proxy else None, trusted)
    failures = []
    for _ in range(times):
        opening = endpoints.opening(URI.fromBytes(url.encode()))
        opening.endpoint.connect(Factory()).addErrback(lambda failure: failures.append(failure.type))
        reactor.pump([0.3] * 9)
    return {host for host, *_ in reactor.tcpClients}, failures


@pytest.mark.parametrize("host", PRIVATE)
def test_n35_no_spelling_of_a_private_number_is_dialled(host):
    names = Names(["93.184.216.34"])
    with pytest.raises(DNSLookupError):
        connect(f"http://{host}/", names)
    with pytest.raises(DNSLookupError):
        connect(f"http://{host}/", names, proxy="socks5://127.0.0.1:9050")
    assert names.asked == []


@pytest.mark.parametrize("private", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "192.0.0.192", "::1", "::ffff:127.0.0.1",
                                     "64:ff9b::7f00:1", "2002:7f00:1::", "fd00:ec2::254", "fe80::1", "0.0.0.0"])  # fmt: skip
def test_n35_n36_of_mixed_records_only_the_public_is_dialled(private):
    dialled, _ = connect("http://1.bp.blogspot.com/", Names([private, "93.184.216.34", private]))
    assert dialled == {"93.184.216.34"}
    assert connect("http://1.bp.blogspot.com/", Names([private])) == (set(), [DNSLookupError])


def test_n36_a_name_that_answers_otherwise_the_second_time_gains_nothing():
    names = Names(["93.184.216.34"], ["127.0.0.1"])
    dialled, failures = connect("http://1.bp.blogspot.com/", names, times=3)
    assert dialled == {"93.184.216.34"}
    assert failures == [DNSLookupError] * 2
    assert len(names.asked) == 3  # each answer is judged where it arrives: there is no second look-up in between


def test_n36_dns_rebinding_in_a_whole_crawl(tmp_path):
    pictures = {
        f"{host}.bp.blogspot.com/{n}.png": replies.sized(b"picture")
        for host in ("turns", "mixed", "inside")
        for n in range(4)
    }
    with hostile.HostileServer(hostile.blog(pictures)) as server:
        names = {
            "raw.blogspot.com": [["93.184.216.34"]],
            "turns.bp.blogspot.com": [["93.184.216.34"], ["127.0.0.1"]],
            "mixed.bp.blogspot.com": [["169.254.169.254", "93.184.216.35", "::1"]],
            "inside.bp.blogspot.com": [["10.0.0.1", "127.0.0.1"]],
        }
        done = observed.mirror(tmp_path / "c", plan={"names": names, "dial": server.port})
    done.stood()
    assert done.addresses("dialled") == {"93.184.216.34", "93.184.216.35"}
    assert done.addresses("socket.connect") == {("127.0.0.1", server.port)}
    inside = {f"inside.bp.blogspot.com/{n}.png" for n in range(4)}
    assert {done.missing[url] for url in inside} == {"the host's name leads to no public address"}
    assert set(done.missing) - inside <= {f"turns.bp.blogspot.com/{n}.png" for n in range(4)}


# ---------------------------------------------------------------------- N37
@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/",
        "http://cfcr2008.org/",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "http://u@raw.blogspot.com/",
    ],
)
def test_n37_dont_filter_does_not_pass_the_gate(url):
    scope = Scope(frozenset({"raw.blogspot.com"}), frozenset(), frozenset({"cfcr2008.org"}))
    gate = Gate(SimpleNamespace(scope=scope))
    with pytest.raises(IgnoreRequest):
        gate.process_request(
            Request(url, dont_filter=True, priority=1000, meta={"robots": True, "download_slot": "raw.blogspot.com"})
        )
    assert gate.process_request(Request("http://raw.blogspot.com/", dont_filter=True)) is None


# ---------------------------------------------------------------------- N39
SPELLINGS = (
    "{0}",
    "{1}",
    "www.{0}",
    "a.b.{0}",
    "{0}.",
    "{0}:80",
    "{0}:8080",
    "user@{0}",
    "{2}",
    "{3}",
    "{4}",
    "{0}%2e",
)


def test_n39_what_is_quarantined_is_neither_looked_up_nor_connected_to(tmp_path):
    # One that the scope would refuse anyway, and one among the hosts of Blogger's own files.
    urls = []
    for host in ("cfcr2008.org", "bad.bp.blogspot.com"):
        wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else "。" for c in host)
        forms = (
            host,
            host.upper().title(),
            "".join(f"%{ord(c):02x}" for c in host),
            wide,
            host[0] + "\u200b" + host[1:],
        )
        urls += [f"http://{spelling.format(*forms)}/a.png" for spelling in SPELLINGS] + [
            f"//{host}/b.png",
            f"HTTPS://{host.upper()}/c.png",
        ]
    create_collection(
        tmp_path / "c", Config(address="http://raw.blogspot.com/", quarantine=("cfcr2008.org", "bad.bp.blogspot.com"))
    )
    answers = led_astray(urls, b"<img src='http://ok.bp.blogspot.com/a.png'>") | {
        "ok.bp.blogspot.com/robots.txt": moved(b"http://cfcr2008.org/robots.txt"),
        "ok.bp.blogspot.com/a.png": replies.sized(b"hi"),
    }
    with hostile.HostileServer(answers) as server:
        routes = [f"raw.blogspot.com=127.0.0.1:{server.port}", f"ok.bp.blogspot.com=127.0.0.1:{server.port}"]
        done = observed.mirror(tmp_path / "c", *(word for route in routes for word in ("--connect", route)))
    done.stood()
    assert done.addresses("socket.connect") == {("127.0.0.1", server.port)}
    assert done.addresses("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr") <= {"127.0.0.1"}
    assert {asked.host for asked in server.asked} == {"raw.blogspot.com", "ok.bp.blogspot.com"}
    assert server.count("ok.bp.blogspot.com/a.png") == 1  # its robots.txt led away, and so says nothing
    assert all(server.count(f"/to-{n}.png") == 1 for n in range(len(urls)))
    assert any("quarantined and is never contacted" in reason for reason in done.left_out.values())
