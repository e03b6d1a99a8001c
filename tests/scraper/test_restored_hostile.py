"""A site and a mirror made of hostile records and pages, opened from the disk: nothing runs, and no packet leaves (f83)."""

import re
from contextlib import contextmanager
from urllib.parse import quote

import pytest

from archive.payloads import picture_of
from archive.records import Blog
from archive.restoration.article import LIVE, Article, Lack, Material
from archive.restoration.site.making import write_site
from scraper.demo.knobs import Knobs
from tests import hostile_collection
from tests.hostile_collection import HOST, PNG, image
from tests.scraper import xss
from tests.scraper.browser import chromium
from tests.scraper.outside import POLYGLOT, RAN, sink
from tests.scraper.restored import mirror_of, site_of, tree

ATTACKS = [attack.replace("SINK", "http://sink.example") for attack in xss.SET]
OWN = re.compile(rb"CONNECT [\w.-]+\.(?:google|googleapis|gstatic|gvt1)\.com:443 ")  # chromium's own, with no page open
CSS = (
    "<style>@import 'http://sink.example/i.css';body{background:u\\72 l(http://sink.example/b.png)}</style>"
    "<p style=\"background-image:url('http://sink.example/s.png')\">x</p><body background='http://sink.example/g.png'>"
    "<meta http-equiv=refresh content='0;url=http://sink.example/r'><base href='http://sink.example/'>"
    "<img src='//sink.example/p.png' srcset='http://sink.example/q.png 2x'><video poster=http://sink.example/v></video>"
    '<style>a{content:\'</style><script>document.documentElement.setAttribute("data-run","1")</script>\'}</style>'
    "<body onload=\"document.documentElement.setAttribute('data-run','1')\" class='\"><script>1</script>'>"
)


@contextmanager
def watched(folder):
    """A browser whose every packet goes to a sink, as its proxy; gives (a tab, the sink)."""
    with sink() as proxy:
        address = f"--proxy-server=http://127.0.0.1:{proxy.server_address[1]}"
        with chromium(folder, address, "--proxy-bypass-list=<-loopback>") as browser:
            page = browser.page()
            page.open("data:text/html," + quote(ATTACKS[0]))
            assert page.run(RAN) == "1"  # what is looked for is seen where nothing stops it
            while not any(b"sink.example" in asked for asked in proxy.heard):
                page.run("new Promise(done => setTimeout(done, 50))")
            page.seen.clear()
            proxy.heard.clear()
            yield page, proxy


def collection(folder):
    pages = [f"<!doctype html><body>{attack}<p>end</p></body>" for attack in [*ATTACKS, CSS]]
    answers = [(f"{HOST}/2014/03/{n}.html", "text/html; charset=utf-8", page.encode()) for n, page in enumerate(pages)]
    answers += [(f"{HOST}/poly.gif", "image/gif", POLYGLOT), (f"{HOST}/y.png", "text/html", PNG)]

    def posts(refs):
        for number, attack in enumerate(ATTACKS):
            images = [image(f"{HOST}/poly.gif", POLYGLOT, attack), image(f"{HOST}/y.png", PNG, attack)]
            yield hostile_collection.post(number, attack, [refs[f"{HOST}/2014/03/{number}.html"]], images)

    return hostile_collection.make(folder, answers, posts).root


def opened_quietly(page, proxy, folder):
    files = sorted(folder.rglob("*.html"))
    page.seen.clear()
    for path in files:
        page.open(path.as_uri())
        assert page.run(RAN) is None, path
    asked = {event["request"]["url"] for event in page.events("Network.requestWillBeSent")}
    assert len(asked) >= len(files)
    assert not [url for url in asked if not url.startswith((folder.as_uri(), "data:", "about:"))]
    assert [asked for asked in proxy.heard if not OWN.match(asked)] == []


@pytest.mark.timeout(200)
def test_f83_nothing_of_a_restored_site_or_mirror_runs_or_leaves(tmp_path):
    made = collection(tmp_path / "collection")
    site_of(made, tmp_path / "site")
    mirror_of(made, tmp_path / "mirror")
    assert (tmp_path / "site/2014/03/0.html").is_file()
    assert (tmp_path / "mirror/2014/03/0.html").is_file()
    assert not [place for place in tree(tmp_path / "mirror") if "poly" in place]
    with watched(tmp_path / "profile") as (page, proxy):
        opened_quietly(page, proxy, tmp_path / "site")
        opened_quietly(page, proxy, tmp_path / "mirror")


@pytest.mark.timeout(200)
def test_f83_nor_does_markup_that_was_never_sanitised(tmp_path):
    posts = [hostile_collection.post(number, attack) for number, attack in enumerate(ATTACKS)]
    articles = [
        Article(post, f"/2014/03/{n}.html" if n % 2 else ATTACKS[n], attack, True, post.comments, LIVE)
        for n, (post, attack) in enumerate(zip(posts, ATTACKS, strict=True))
    ]
    articles.append(Article(hostile_collection.post(99, "x"), "/p/css.html", CSS, True, (), LIVE))
    blog = Blog("1", ATTACKS[1], "blogger")
    lacks = list(
        write_site(Material(f"{HOST}/", blog, len(articles), lambda: iter(articles), lambda _: None), tmp_path / "site")
    )
    assert {lack.what for lack in lacks} == {"moved"}
    with watched(tmp_path / "profile") as (page, proxy):
        opened_quietly(page, proxy, tmp_path / "site")


def test_f86_a_polyglot_is_a_file_to_keep(tmp_path):
    made = collection(tmp_path / "collection")
    site_of(made, tmp_path / "site")
    page = (tmp_path / "site/2014/03/0.html").read_text()
    kept = re.search(r'<a href="../../(files/[0-9a-f]{40}\.bin)" download>', page)
    assert (tmp_path / "site" / kept[1]).read_bytes() == POLYGLOT
    assert not picture_of(POLYGLOT).shown
    assert [path.read_bytes() for path in (tmp_path / "site/images").iterdir()] == [PNG]


KINDS = ("script-src", "hidden-links", "css-deface", "planted", "captcha")


@pytest.mark.long
def test_the_site_of_a_blog_that_was_broken_into_is_the_last_good_one(mirrored, tmp_path):
    tokens = Knobs(posts=12)
    _, folder, _ = mirrored(tokens)
    lacks = site_of(folder, tmp_path / "site"), mirror_of(folder, tmp_path / "mirror")
    for number, kind in enumerate(KINDS):
        done, _, _ = mirrored(Knobs(posts=12, intrusion=kind), folder, "--visit", "full")
        assert done.code in (7, 9), (kind, done.stdout)
        again = tmp_path / f"again-{number}"
        assert (site_of(folder, again / "site"), mirror_of(folder, again / "mirror")) == lacks
        assert tree(again / "site") == tree(tmp_path / "site"), kind
        assert tree(again / "mirror") == tree(tmp_path / "mirror"), kind
    with watched(tmp_path / "profile") as (page, proxy):
        opened_quietly(page, proxy, again)
        texts = "".join(path.read_text(errors="replace") for path in again.rglob("*.html"))
    assert "evil.invalid" not in texts
    assert "spam.invalid" not in texts


def test_a_draft_was_never_public_and_is_in_no_site(tmp_path):
    post = hostile_collection.post(1, "x")
    drafts = [Article(post, "/2014/03/d.html", "<p>secret</p>", True, (), "DRAFT")]
    lacks = list(write_site(Material(f"{HOST}/", Blog(), 1, lambda: iter(drafts), lambda _: None), tmp_path / "site"))
    assert [lack.what for lack in lacks] == ["draft"]
    assert isinstance(lacks[0], Lack)
    assert not [path for path in (tmp_path / "site").rglob("*") if path.is_file() and b"secret" in path.read_bytes()]
