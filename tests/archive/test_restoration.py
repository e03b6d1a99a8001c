"""A site given back from awkward articles: all of it is written, and what could not be is told."""

import csv
import json

import pytest

from archive.collection import create_collection
from archive.config import Config
from archive.durable import make_folder
from archive.errors import Damaged, UsageError
from archive.payloads import picture_of
from archive.records import Author, Blog, Capture, Comment, DateClaim, Image, Paragraph, Post, Title
from archive.restoration import forms
from archive.restoration.article import Article, Material, made_of_paragraphs
from archive.restoration.blogger import classic_name
from archive.restoration.checking import check_blogger
from archive.restoration.exports.document import Entry, Head, Person, Text
from archive.restoration.exports.folder import read_folder
from archive.restoration.exports.reading import read
from archive.restoration.exports.writing import CLASSIC

HOME = "http://northgate.example/"
BLOG = "tag:blogger.com,1999:blog-73"
PNG = b"\x89PNG\r\n\x1a\n"


def article(
    number,
    path,
    *,
    title="",
    markup="<p>text</p>",
    published="2014-03-05T22:36:00+08:00",
    comments=(),
    images=(),
    **more,
):
    claim = DateClaim(published, published, "feed") if published else None
    post = Post(
        id=f"{BLOG}.post-{number}" if number else HOME + path[1:],
        url=HOME + path[1:] if path else f"{BLOG}.post-{number}",
        title=Title(title),
        published=claim,
        published_claims=(claim,) if claim else (),
        labels=("News & views", "新聞", "𠮷"),
        comments=comments,
        images=images,
        author=Author(account="northgate"),
    )
    return Article(post, path, markup, True, comments, **more)


AWKWARD = (
    article(1, "/2014/03/kiln.html", title="", markup=""),
    article(2, "/2014/03/kiln.html", title="]]> & <b> \U00020bb7\x08", markup="<p>]]&gt; \U0001f600 \x0b &amp;</p>"),
    article(2, "/2014/03/twin-id.html", title="北门" * 200),
    article(0, "/2014/04/re-dated.html", comments=(Comment("5", "", None, ""), Comment("6", "阿", "2014-04-01T00:00:00Z", "a < b\n]]>", "5"))),
    article(4, "/2014/03/undated.html", published=None),
    article(5, "", published="2014-03-05"),
)  # fmt: skip


def material(found=AWKWARD, **more):
    fields = {
        "home": HOME,
        "blog": Blog("73", "A/B 北门 ]]>"),
        "number": len(found),
        "articles": lambda: iter(found),
        "picture": lambda _: None,
    }
    return Material(**{**fields, **more})


@pytest.fixture
def layout(tmp_path):
    return create_collection(tmp_path / "collection", Config(address=HOME))


def restored(layout, found, output):
    done = forms.restore(layout, found, "blogger", output, forms.Wishes())
    return done, read(next(output.glob("blog-*.xml")).read_bytes())


def test_awkward_posts_are_all_written_and_what_is_wrong_with_them_is_told(layout, tmp_path):
    done, classic = restored(layout, material(), tmp_path / "site")
    assert classic.whole and classic.troubles == ()
    takeout = read_folder(next((tmp_path / "site").glob("Takeout/Blogger/Blogs/*")))
    assert takeout.entries == classic.entries and takeout.head == classic.head
    posts = [entry for entry in classic.entries if entry.kind == "post"]
    assert [entry.path for entry in posts] == [one.path for one in AWKWARD]
    assert posts[1].title.value == "]]> & <b> \U00020bb7\ufffd" and posts[1].labels == ("News & views", "新聞", "𠮷")
    assert posts[1].content.value == "<p>]]&gt; \U0001f600 \ufffd &amp;</p>"
    comments = [entry for entry in classic.entries if entry.kind == "comment"]
    assert comments[1].comment == comments[0].id and comments[1].content.value == "a &lt; b<br />]]&gt;"
    told = sorted((lack.what, lack.where) for lack in done.missing)
    assert told == [
        ("character", "/2014/03/kiln.html"),
        ("clash", "/2014/03/kiln.html"),
        ("clash", f"{BLOG}.post-2"),
        ("instant", "/2014/03/undated.html"),
        ("instant", "/2014/04/re-dated.html"),
        ("instant", "/2014/04/re-dated.html#c5"),
        ("instant", f"{BLOG}.post-5"),
        ("path", f"{BLOG}.post-5"),
    ]
    assert list(check_blogger(material(), tmp_path / "site", done.lacks)) == []


def test_the_same_articles_give_the_same_bytes(layout, tmp_path):
    for name in ("one", "two"):
        restored(layout, material(), tmp_path / name)
    names = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert len(names) == 5 and all(
        (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names
    )


def test_a_picture_is_what_its_bytes_are_and_stands_once(layout, tmp_path):
    images = tuple(Image(f"http://1.bp.example/s320/{name}", f"http://1.bp.example/s0/{name}", digest=digest)
                   for name, digest in (("a b.png", "p"), ("../../x.php", "q"), ("copy.png", "p"), ("lost.png", "r")))  # fmt: skip
    bodies = {"p": PNG, "q": b"GIF89a<?php run() ?>"}
    found = material((article(1, "/2014/03/kiln.html", images=images),),
                     picture=lambda image: picture_of(bodies[image.digest]) if image.digest in bodies else None)  # fmt: skip
    done, _ = restored(layout, found, tmp_path / "site")
    rows = list(csv.reader((tmp_path / "site" / "mapping.tsv").read_text("utf-8").splitlines(), delimiter="\t"))
    assert [row[2].rpartition(".")[2] for row in rows[1:]] == ["png", "bin", "png"] and rows[1][2] == rows[3][2]
    assert len(list((tmp_path / "site" / "images").iterdir())) == 2
    assert [lack.what for lack in done.missing] == ["polyglot", "damaged"]


def test_the_newest_export_that_can_be_read_gives_what_never_was_public(layout, tmp_path):
    author = Person("northgate", "http://profile.example/7", "noreply@blogger.com")
    own = (
        Entry(f"{BLOG}.settings.BLOG_TIME_ZONE", "settings", content=Text("Asia/Shanghai", "text")),
        Entry(f"{BLOG}.post-1", "post", title=Text("old"), content=Text("<script>run()</script>"), authors=(author,), meta="about kilns",
              created="2014-03-01T00:00:00Z"),
    )  # fmt: skip
    body = b"".join(CLASSIC.whole(Head(BLOG, Text("old")), own))
    exports = tuple(
        (lambda content=content: Capture(HOME, 200, (), content, "", "", "")) for content in (body, b"broken")
    )
    published = "2014-02-28T17:00:00Z"  # as Takeout has it; in the blog's zone it is March
    found = material((article(1, "/2014/03/kiln.html", title="new", published=published),), exports=exports)
    done, classic = restored(layout, found, tmp_path / "site")
    entry = next(entry for entry in classic.entries if entry.kind == "post")
    assert (entry.title.value, entry.content.value, entry.meta, entry.authors) == (
        "new",
        "<p>text</p>",
        "about kilns",
        (author,),
    )
    assert entry.published == "2014-03-01T01:00:00.000+08:00" and done.missing == ()
    assert not any("run()" in path.read_text("utf-8") for path in (tmp_path / "site").rglob("*.xml"))
    assert {entry.id for entry in classic.entries} >= {f"{BLOG}.settings.BLOG_TIME_ZONE", f"{BLOG}.settings.BLOG_NAME"}


def test_a_body_made_of_paragraphs_is_text():
    post = Post("i", HOME, paragraphs=(Paragraph(0, "a <b>\n& c"), Paragraph(1, "head", role="heading"), Paragraph(2, "cap", role="caption")),
                images=(Image('http://x.example/"a.png', caption="cap"), Image("javascript:run()")))  # fmt: skip
    assert made_of_paragraphs(post) == (
        "<p>a &lt;b&gt;<br>&amp; c</p>\n<h3>head</h3>\n"
        '<figure><img src="http://x.example/&quot;a.png" alt=""><figcaption>cap</figcaption></figure>'
    )


def test_nothing_is_put_in_place_that_holds_a_hidden_name(layout, tmp_path):
    found = material(
        (article(1, "/2014/03/kiln.html", title="Bai Ruomu spoke"),), holds_name=lambda text: "Bai Ruomu" in text
    )
    with pytest.raises(Damaged, match="would hold a protected name"):
        restored(layout, found, tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["collection"]


def test_after_a_failure_nothing_is_left(layout, tmp_path):
    def articles():
        yield AWKWARD[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restored(layout, material((), articles=articles), tmp_path / "site")
    with pytest.raises(UsageError, match="There is no form"):
        forms.restore(layout, material(), "tumblr", tmp_path / "site", forms.Wishes())
    assert [path.name for path in tmp_path.iterdir()] == ["collection"]
    make_folder(tmp_path / "empty")
    done, _ = restored(layout, material(), tmp_path / "empty")
    assert json.loads(done.report.read_text("utf-8"))["missing"] == len(done.missing)
    assert classic_name("20140305T143600Z") == "blog-03-05-2014.xml"
