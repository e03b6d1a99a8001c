"""A restored site's parts: places that every disk can hold, links, feeds, the search index."""

import base64
import hashlib
import json
import re
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import nh3
import pytest

from archive.payloads import Picture
from archive.records import Blog, Comment, DateClaim, Image, Paragraph, Post, Title
from archive.restoration.article import Article, Material
from archive.restoration.checking.site import check_site
from archive.restoration.mirror.pages import Around, page_of
from archive.restoration.mirror.sheets import sheet_of
from archive.restoration.picture_files import PictureFile
from archive.restoration.relinking import relinked
from archive.restoration.site.bodies import Surroundings, body_of
from archive.restoration.site.making import write_site
from archive.restoration.site.pictures import forms
from archive.restoration.site.places import Places
from archive.restoration.site.searching import piece_of, postings
from archive.restoration.site.threads import threads_of
from archive.search.tokens import tokens

HOME = "http://blog.example/"
ATOM = "{http://www.w3.org/2005/Atom}"


def post(path, title="Title 题目", text="On March 4 we met.", **more):
    number = abs(hash(path)) % 10**9
    return Post(
        id=f"tag:blogger.com,1999:blog-12.post-{number}", url=HOME + path.lstrip("/"), title=Title(title),
        published=DateClaim("2014-03-05T22:36:00.005+08:00", "", "feed"), paragraphs=(Paragraph(0, text, "en"),), **more,
    )  # fmt: skip


def article(path, markup="<p>text</p>", comments=(), **more):
    return Article(post(path, **more), path, markup, True, tuple(comments))


BLOG = Blog("12", "Blog 博客", "blogger")


def write(folder, articles, picture=lambda _: None):
    return list(write_site(Material(HOME, BLOG, len(articles), lambda: iter(articles), picture), folder))


@pytest.mark.parametrize(
    "path",
    [
        "/2014/03/con.html",
        "/2014/03/aux/x.html",
        "/2014/03/a%00b.html",
        "/2014/03/a:b?.html",
        "/2014/03/..%2F..%2F..%2Fetc%2Fpasswd",
        "/../../etc/passwd",
        "/2014/03/" + "%E5%85%AC" * 90 + ".html",
        "/2014/03/ending. ",
        "/a" * 400,
        "",
        "//",
    ],
)
def test_an_address_that_no_file_can_stand_at_has_one_beside_it(path, tmp_path):
    places = Places()
    place = places.page(path)
    target = (tmp_path / place).resolve()
    assert target.is_relative_to(tmp_path)
    assert target != tmp_path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("x")
    assert all(len(name.encode()) <= 140 for name in place.split("/"))
    assert places.moved == {path: place} or place == path.lstrip("/")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/2014/03/a.html", "/2014/03/a.html"),
        ("/2014/03/a.html", "/2014/03/A.html"),
        ("/2014/03/é.html", "/2014/03/e%CC%81.html"),
        ("/2014/03/a.html", "/2014/03/a.html/b.html"),
        ("/2014/03/a.html/b.html", "/2014/03/a.html"),
        ("/2014/03/a.html", "/2014/03/a.html?x=1"),
    ],
)
def test_two_posts_never_share_a_file(one, other, tmp_path):
    lacks = write(tmp_path / "site", [article(one, "<p>first</p>"), article(other, "<p>second</p>")])
    assert [lack.what for lack in lacks] == ["moved"]
    texts = [path.read_text() for path in (tmp_path / "site").rglob("*.html") if path.is_file()]
    assert sum("<p>first</p>" in text for text in texts) == 1
    assert sum("<p>second</p>" in text for text in texts) == 1
    moved = (tmp_path / "site/redirects.tsv").read_text().splitlines()[1:]
    assert len(moved) == 1
    assert (tmp_path / "site" / moved[0].split("\t")[1].lstrip("/")).is_file()


def test_a_post_never_takes_the_place_of_the_site_s_own_pages(tmp_path):
    lacks = write(tmp_path / "site", [article(path) for path in ("/index.html", "/search", "/atom.xml", "/robots.txt")])
    assert {lack.what for lack in lacks} == {"moved"}
    assert "最新文章" in (tmp_path / "site/index.html").read_text()
    ElementTree.parse(tmp_path / "site/atom.xml")


def test_no_address_of_an_article_stands_in_the_way_of_a_file_of_the_site_s_own(tmp_path):
    comments = [Comment("7", "Visitor", "2014-03-06T00:00:00Z", "comment")]
    body = b"\x89PNG\r\n\x1a\nbytes"
    digest = f"sha256:{base64.b32encode(hashlib.sha256(body).digest()).decode()}"
    image = Image("http://h.example/k.png", None, None, "", digest)
    full = article("/2014/03/a.html", comments=comments, labels=("kiln",), images=(image,))
    picture = Picture(body, "image/png", True)
    write(tmp_path / "plain", [full], lambda _: picture)
    files = [path.relative_to(tmp_path / "plain") for path in (tmp_path / "plain").rglob("*") if path.is_file()]
    own = {path.as_posix() for path in files if not path.as_posix().startswith("2014")}
    assert {"style/site.css", "search/t/0.js", "feeds/posts/default"} < own
    above = {name[:at] for name in own for at, letter in enumerate(name) if letter == "/"}
    paths = [f"/{name}" for name in sorted(own | above)]
    articles = [*map(article, [*paths, "/Style/Site.css", "/2014"]), full]
    material = Material(HOME, BLOG, len(articles), lambda: iter(articles), lambda _: picture)
    lacks = list(write_site(material, tmp_path / "site"))
    assert list(check_site(material, tmp_path / "site", lacks)) == []
    assert {lack.where for lack in lacks if lack.what == "moved"} >= {f"/{name}" for name in own}
    for name in own:
        there = (tmp_path / "site" / name).read_bytes()
        if name.startswith(("style/", "images/")) or name in ("robots.txt", "search/fold.js"):
            assert there == (tmp_path / "plain" / name).read_bytes()
        assert b"<article" not in there, name


def test_feeds_and_sitemap_are_well_formed_whatever_is_in_them(tmp_path):
    bad = "]]> & < > \" ' \x00 \x0b \ud800 \uffff 𠮷 \u202e"
    comments = [Comment("7", bad, "2014-03-06T00:00:00Z", bad), Comment("8", bad, None, bad, "7")]
    made = article("/2014/03/a&b.html", "<p>]]&gt; &amp;</p>", comments, title=bad, text=bad, labels=(bad, "a/b", " "))
    write(tmp_path / "site", [made, article("/2014/03/untitled.html", title="")])
    for name in ("atom.xml", "feeds/posts/default", "feeds/posts/summary", "feeds/comments/default", "sitemap.xml"):
        ElementTree.parse(tmp_path / "site" / name)
    feed = ElementTree.parse(tmp_path / "site/atom.xml").getroot()
    assert "<p>]]&gt; &amp;</p>" in [one.text for one in feed.iterfind(f"{ATOM}entry/{ATOM}content")]
    assert "（无题 untitled）" in (tmp_path / "site/index.html").read_text()


def test_all_links_of_a_site_are_relative_and_lead_to_files(tmp_path):
    markup = (
        f'<a href="{HOME}2014/03/b.html#c1">b</a> <a href="http://blog.blogspot.de/2014/03/b.html">other</a>'
        f'<a href="{HOME}2014/03/">month</a> <a href="{HOME}search/label/%E9%9B%86%E4%BC%9A">label</a>'
        f'<a href="{HOME}2031/01/gone.html">gone</a> <a href="https://else.example/x">else</a>'
        '<a href="http://www.cfcr2008.org/a">quarantined</a>'
    )
    write(tmp_path / "site", [article("/2014/03/a b.html", markup, labels=("集会",)), article("/2014/03/b.html")])
    outside = set()
    for path in (tmp_path / "site").rglob("*.html"):
        for href in re.findall(r'(?:href|src)="([^"]+)"', path.read_text()):
            if href.startswith("#"):
                continue
            if href.startswith("http"):
                outside.add(href)
                continue
            assert not href.startswith("/"), href
            assert (path.parent / unquote(urlsplit(href).path)).resolve().is_file(), (path, href)
    assert outside == {"https://else.example/x", "http://blog.blogspot.de/2014/03/b.html"}
    page = (tmp_path / "site/2014/03/a b.html").read_text()
    assert 'href="https://else.example/x" rel="noreferrer"' in page
    assert "cfcr2008" not in page
    assert '<a rel="noreferrer">gone</a>' in page


def test_pictures_are_found_in_any_size_and_written_once(tmp_path):
    shown, linked = "http://1.bp.blogspot.com/-a/s320/k.png", "http://1.bp.blogspot.com/-a/s1600-h/k.png"
    images = (Image(shown, "http://1.bp.blogspot.com/-a/s0/k.png", None, "", "sha256:1"),)
    body = b"\x89PNG\r\n\x1a\nbytes"
    asked = []

    def picture(image):
        asked.append(image)
        return Picture(body, "image/png", True)

    markup = f'<a href="{linked}"><img src="{shown}" alt="k"></a>'
    write(tmp_path / "site", [article(f"/2014/03/{n}.html", markup, images=images) for n in range(3)], picture)
    (kept,) = (tmp_path / "site/images").iterdir()
    assert kept.read_bytes() == body
    assert len(asked) == 1
    page = (tmp_path / "site/2014/03/0.html").read_text()
    assert page.count(f'"../../images/{kept.name}"') == 2
    assert "bp.blogspot" not in page


@pytest.mark.parametrize(
    "url",
    ["http://1.bp.blogspot.com/-a/w400-h266/k.jpg", "https://lh3.googleusercontent.com/img/a/AV=w640-h480-rw"],
)
def test_an_address_of_a_picture_is_known_without_its_size(url):
    assert forms(url)[1] in (
        forms("http://1.bp.blogspot.com/-a/s0/k.jpg")[1],
        forms("https://lh3.googleusercontent.com/img/a/AV=s0")[1],
    )


def test_characters_that_turn_the_text_are_shown_and_confined():
    around = Surroundings("", HOME, lambda _: None)
    found = str(body_of('<p title="a\u202eb">x\u202egnp.exe</p>', around))
    assert '<bdi class="turning" title="U+202E">\u202e</bdi>gnp.exe' in found
    assert re.sub("<[^>]*>", "", found) == "x\u202egnp.exe"  # the text is as it was


@pytest.mark.parametrize("length", [1, 500, 9_000])
def test_an_attribute_of_any_length_stays_one(length):
    title = "x" * length + "\u202e&lt;b title=&quot;y&quot;&gt;"
    body = str(
        body_of(f'<a title="{title}" href="http://o.example/">t\u202e</a>', Surroundings("", HOME, lambda _: None))
    )
    assert body.count("<") == 4  # the link, and the character in its text
    assert f'title="{"x" * length}⟨U+202E⟩&lt;b title=&quot;y&quot;&gt;"' in body
    assert body.endswith('>t<bdi class="turning" title="U+202E">\u202e</bdi></a>')


@pytest.mark.parametrize("length", [1, 9_000])
def test_an_address_of_any_length_is_led_elsewhere(length):
    old = "http://o.example/" + "x" * length
    markup = nh3.clean(
        f'<a title="&lt;img src=\'z\'&gt;" href="{old}"><img src="{old}" alt="1 &gt; 0"></a>', link_rel=None
    )
    found = relinked(
        markup, lambda address, around: address[-1] + str(around == old), lambda address: f"/{len(address)}"
    )
    assert 'href="xTrue"' in found and f'src="/{len(old)}"' in found and "o.example" not in found
    assert found.count("<") == 3 and "&lt;img src='z'&gt;" in found.replace("&#x27;", "'") and "1 &gt; 0" in found


def test_a_polyglot_is_never_shown_in_a_body():
    around = Surroundings(
        "", HOME, lambda _: None, {forms(f"{HOME}a.gif")[0]: PictureFile("files/x.bin", "", False, 3)}
    )
    assert "src" not in str(body_of(f'<img src="{HOME}a.gif" alt="a">', around))


def test_threads_keep_every_comment_once_whatever_answers_what():
    chain = [Comment(str(n), "a", None, "x", str(n - 1) if n else None) for n in range(40)]
    circle = [Comment("a", "a", None, "x", "b"), Comment("b", "b", None, "x", "a")]
    top, below = threads_of([*chain, *circle, Comment("z", "z", None, "x", "nobody")])
    shown = [one.id for one in top] + [one.id for held in below.values() for one in held]
    assert sorted(shown) == sorted([str(n) for n in range(40)] + ["a", "b", "z"])


def test_the_index_names_every_post_that_holds_a_token(tmp_path):
    texts = {
        "/2014/03/a.html": "The gates were open 人权 圖書館",
        "/2014/03/b.html": "Gate 图书馆 protested",
        "/2014/03/c.html": "权",
    }
    write(tmp_path / "site", [article(path, text=text, title="") for path, text in texts.items()])
    root = tmp_path / "site/search"
    taken = {}
    for path in root.glob("[td]/*.js"):
        kind, number, value = re.fullmatch(r'beilin\.take\("(.)",(\d+),(.*)\);\n', path.read_text(), re.S).groups()
        taken[kind, int(number)] = json.loads(value)
    shown = [row[0] for row in taken["d", 0]]
    pieces = sum(kind == "t" for kind, _ in taken)
    assert f'data-pieces="{pieces}"' in (root / "index.html").read_text()
    for path, text in texts.items():
        for token in tokens(text).split():
            found = taken["t", piece_of(token, pieces)][0][token]
            assert path[1:] in [shown[number] for number, _ in postings(found)]
    assert taken["t", piece_of("protested", pieces)][1]["protested"] == "protest"


SHEETS = (
    "a{background:url(http://h.example/x)}",
    "a{background:url( 'http://h.example/x' )}",
    "a{background:u\\72l(http://h.example/x)}",
    'a{background:\\75 rl("http://h.example/x")}',
    "@import 'http://h.example/x';",
    "@\\69mport url(http://h.example/x);",
    "@import/**/url(http://h.example/x)",
    "a{background:image-set('http://h.example/x' 1x)}",
    "@font-face{src:url(http://h.example/x)}",
    "a{b:url(http://h.example/x",
    "a{width:expression(alert(1))}",
    "a{-moz-binding:url(http://h.example/x)}",
    "a{content:'</style><script>1</script>'}",
)


@pytest.mark.parametrize("text", SHEETS)
def test_a_sheet_loads_nothing_from_elsewhere(text):
    found = sheet_of(text, lambda _: None)
    assert "url(" not in found
    assert "@import" not in found.lower()
    assert "expression(" not in found
    assert "<" not in found


def test_a_mirrored_page_keeps_its_look_and_nothing_that_acts():
    around = Around(lambda href: "b.html", lambda src: f"images/{len(src)}.png", lambda href: "style/x.css", str)
    text = (
        "<html class='v2' onload='x()'><head><title>A &amp; B</title><meta http-equiv=refresh content='0;url=http://h.example'>"
        "<link rel=stylesheet href='http://h.example/a.css'><style>body{color:red}</style><script>x()</script></head>"
        "<body class='loading' style='background:url(a.png)'><div id=main onclick='x()'>Text<iframe src=x></iframe>"
        "<form action=x><input></form><svg><script>x()</script></svg></div></body></html>"
    )
    page = page_of(text, around, "note")
    for kept in (
        "<title>A &amp; B</title>",
        'href="style/x.css"',
        "color:red",
        'class="loading"',
        'id="main"',
        'class="v2"',
    ):
        assert kept in page
    for gone in ("script>", "onload", "onclick", "<iframe", "<form", "<input", "refresh", "h.example"):
        assert gone not in page


def test_a_list_longer_than_a_page_is_whole(tmp_path):
    write(tmp_path / "site", [article(f"/2014/03/{n}.html", labels=("集会",)) for n in range(310)])
    pages = sorted((tmp_path / "site/search/label/集会").glob("*.html"))
    assert [path.name for path in pages] == ["index.html", "page-2.html"]
    linked = {name for path in pages for name in re.findall(r'href="../../../2014/03/(\d+)\.html"', path.read_text())}
    assert linked == {str(n) for n in range(310)}
