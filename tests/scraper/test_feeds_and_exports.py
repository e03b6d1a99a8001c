"""Feeds in every format and the owner's exports give the records that the pages give; real ones are read in place."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.codec import to_plain
from archive.records import Capture
from pipelines import refine
from pipelines.merge import merge
from scraper.demo.answers import Answers
from scraper.demo.blog import make_blog
from scraper.demo.exports import CLASSIC, DRAFT, TAKEOUT
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.extract import bodies, read

REAL = Path(__file__).parents[3] / "shared" / "real-blogger"
HOME = f"http://{HOST}"
POSTS, PAGES, COMMENTS = "/feeds/posts/default", "/feeds/pages/default", "/feeds/comments/default"
FORMATS = ("atom", "rss", "json", "json-in-script")
FILE = "file:///home/owner/export.xml"

PARTS = ("id", "url", "kind", "title", "byline", "account", "published", "event_date", "labels", "paragraphs", "attendees", "images",
         "shown", "captions", "links", "embeds", "unread", "comments")  # fmt: skip
# What a source does not say, and why; all else must be what the post's own page says.
_APART = {
    "comments": "a posts feed has their number alone; they are in the comments feeds, which are held to the page's below"
}
NOT_SAID = {
    "atom": _APART,
    "rss": _APART,
    "json": _APART,
    "json-in-script": _APART,
    "classic": {},
    "takeout": {},
}


def capture(answers, target, uri=None):
    answer = answers.answer(HOST, target)
    assert answer.status == 200, target
    return made(answer.body, uri or HOME + target, answer.media_type)


def made(body, uri, media_type=""):
    return Capture(uri, 200, (("Content-Type", media_type),), body, "2026-01-02T03:04:05Z", "r", "d")


def codes(reading):
    return [finding.code for finding in reading.findings]


@pytest.fixture(scope="module")
def answers():
    return Answers(Knobs(tokens=False))


@pytest.fixture(scope="module")
def blog():
    return make_blog()


@pytest.fixture(scope="module")
def by_page(answers, blog):
    """What each post's own page says."""
    readings = (read(capture(answers, post.path)) for post in (*blog.posts, *blog.pages))
    return {post.url: (reading.kind, post) for reading in readings for post in reading.posts}


def feed(answers, path, alt):
    """Return the readings of all pages of a feed, one leading to the next."""
    target, readings = f"{path}?alt={alt}&max-results=60&start-index=1", []
    while target:
        readings.append(read(capture(answers, target)))
        following = [link.url for link in readings[-1].links if link.kind == readings[-1].kind]
        target = following[0].removeprefix(HOME) if following else ""
    return readings


def readings_of(answers, source):
    if source == "classic":
        return [read(capture(answers, CLASSIC, FILE))]
    if source == "takeout":
        return [read(capture(answers, TAKEOUT))]
    return [*feed(answers, POSTS, source), *feed(answers, PAGES, source)]


def second(instant):
    """Return an instant as pages have it: to the second; RSS has no more, and Takeout has all in UTC."""
    return datetime.fromisoformat(instant).astimezone(UTC).replace(microsecond=0)


def record_of(*readings):
    """Return the parts of a post's record, as these readings alone give it."""
    record = refine(merge(readings))
    comments = [(c.id, c.author, second(c.published), c.text, c.parent) for c in record.comments]
    return {
        **{name: getattr(record, name) for name in PARTS if hasattr(record, name)},
        **{"byline": record.author.byline, "account": record.author.account},
        "published": second(record.published.value) if record.published else None,
        "images": [image.original_url for image in record.images],
        "shown": [image.url for image in record.images],
        "captions": [image.caption for image in record.images],
        "comments": comments,
    }


# ------------------------------------------------------------------ the same record
@pytest.mark.parametrize("source", NOT_SAID)
def test_every_source_alone_gives_the_record_of_the_page(answers, blog, by_page, source):
    found = {post.url: (reading.kind, post) for reading in readings_of(answers, source) for post in reading.posts}
    assert len(found) == len(blog.posts) + len(blog.pages) == 153
    assert set(found) == set(by_page)
    assert {kind for kind, _ in found.values()} <= {"feed", "pages-feed", "export"}
    truth = {HOME + post.path: post for post in (*blog.posts, *blog.pages)}
    threads = {post.url: post for reading in feed(answers, COMMENTS, "atom") for post in reading.posts}
    for url, reading in found.items():
        thread = [("comments-feed", threads[url])] if url in threads else []
        said, wanted = record_of(reading), record_of(by_page[url], *thread)
        # Pages of the bare theme have neither author nor instant: of these the demo's truth is asked.
        instant = truth[url].published.replace(microsecond=0)
        wanted.update(account="northgate", published=None if truth[url].is_page else instant)
        for part in PARTS:
            if part not in NOT_SAID[source]:
                assert said[part] == wanted[part], (source, url, part)


@pytest.mark.parametrize("source", NOT_SAID)
def test_beside_the_page_no_source_contradicts_it(answers, by_page, source):
    said = {"title-disagree", "body-disagree", "published-disagree"}
    for reading in readings_of(answers, source):
        for post in reading.posts:
            together = merge([by_page[post.url], (reading.kind, post)])
            assert not said & {finding.code for finding in together.findings}, post.url


@pytest.mark.parametrize("alt", FORMATS)
def test_comments_feeds_give_the_comments_of_the_blog(answers, blog, alt):
    # RSS has no link to the comment that a comment answers.
    wanted = {HOME + post.path: {(c.id, c.author, c.text, None if alt == "rss" else c.parent) for c in post.comments}
              for post in blog.posts if post.comments}  # fmt: skip
    whole: dict[str, set] = {}
    for reading in feed(answers, COMMENTS, alt):
        assert reading.kind == "comments-feed"
        for post in reading.posts:
            whole.setdefault(post.url, set()).update((c.id, c.author, c.text, c.parent) for c in post.comments)
    assert whole == wanted
    for post in (post for post in blog.posts if post.comments):
        (said,) = read(capture(answers, f"/feeds/{post.post_id}/comments/default?alt={alt}")).posts
        assert (said.id, said.url) == (post.id, HOME + post.path)
        assert {(c.id, c.author, c.text, c.parent) for c in said.comments} == wanted[said.url]
        assert {second(c.published) for c in said.comments} == {second(c.published) for c in post.comments}


@pytest.mark.parametrize("alt", FORMATS)
def test_a_feed_says_how_much_there_is_and_where_it_goes_on(answers, blog, alt):
    first, second_, last, beyond = feed(answers, POSTS, alt)  # totals can be wrong: asked until a page is empty
    assert (beyond.posts, beyond.links) == ((), ())
    assert ("posts", "blog", 150) in {(count.of, count.scope, count.value) for count in first.counts}
    assert {len(reading.posts) for reading in (first, second_)} == {60}
    following = [link.url for link in first.links if link.kind == "feed"]
    assert following == [f"{HOME}{POSTS}?alt={alt}&max-results=60&start-index=61"]
    assert first.blog.id == last.blog.id != ""
    discussed = [post for post in blog.posts if post.comments]
    counted = {c.scope: c.value for r in (first, second_, last) for c in r.counts if c.of == "comments"}
    assert counted == {HOME + post.path: len(post.comments) for post in discussed}
    assert sum(link.kind == "comments-feed" for r in (first, second_, last) for link in r.links) == len(discussed)
    (by_date,) = (read(capture(answers, f"/feeds/posts/summary?alt={alt}&max-results=9")),)
    assert [link.kind for link in by_date.links] == ["post"] * 9 + ["feed-by-date"]


@pytest.mark.parametrize("alt", FORMATS)
def test_a_summary_is_never_a_body(alt):
    short = Answers(Knobs(posts=40, feed="short"))
    reading = read(capture(short, f"{POSTS}?alt={alt}&max-results=100"))
    assert {finding.code for post in reading.posts for finding in post.findings} == {"feed-short"}
    assert not any(post.paragraphs for post in reading.posts)
    pictured = [image for post in reading.posts for image in post.images]
    assert pictured
    assert all("s72-c" in image.url and "s0" in image.original_url for image in pictured)
    assert not [link for link in reading.links if link.kind in ("image", "original")]


def test_rss_says_the_day_of_the_blog():
    body = (
        "<rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><item><guid>tag:blogger.com,1999:blog-1.post-2</guid>"
        "<pubDate>Wed, 05 Mar 2014 17:30:00 +0000</pubDate>{}<title>T</title><description>On Mar 5, they met.</description>"
        "<link>http://b.blogspot.com/2014/03/a.html</link></item></channel></rss>"
    )
    said = {
        "<atom:updated>2014-03-07T09:00:00.000+08:00</atom:updated>": "2014-03-06T01:30:00+08:00",
        "<atom:updated>yesterday</atom:updated>": "2014-03-05T17:30:00+00:00",
        "": "2014-03-05T17:30:00+00:00",
    }
    for updated, value in said.items():
        (post,) = read(
            made(body.format(updated).encode(), "http://b.blogspot.com/rss.xml", "application/rss+xml")
        ).posts
        assert (post.published.value, post.published.raw) == (value, "Wed, 05 Mar 2014 17:30:00 +0000")


# ------------------------------------------------------------------ exports
@pytest.mark.parametrize(("path", "hidden"), [
    (CLASSIC, {"post": "DRAFT", "page": "DRAFT"}),
    (TAKEOUT, {"post": "DRAFT", "page": "DRAFT", "1 comment": "PENDING"}),
])  # fmt: skip
def test_what_was_never_published_is_a_finding_alone(answers, path, hidden):
    reading = read(capture(answers, path))
    assert DRAFT.encode() in capture(answers, path).body
    assert DRAFT not in json.dumps(to_plain(reading))
    assert "Not yet" not in json.dumps(to_plain(reading))
    said = [finding.detail for finding in reading.findings if finding.code == "unpublished"]
    for kind, status in hidden.items():
        assert any(detail.startswith(kind) and detail.endswith(status) for detail in said)
    assert ("SOFT_TRASHED" in str(said)) == (path == TAKEOUT)
    assert not {"unknown-kind", "comment-without-post"} & set(codes(reading))


def test_an_export_counts_and_leads_to_pages_and_pictures(answers, blog):
    reading = read(capture(answers, CLASSIC, FILE))
    assert reading.kind == "export"
    assert Counter(link.kind for link in reading.links)["post"] == 150
    originals = {link.url for link in reading.links if link.kind == "original"}
    assert originals == {image.original_url for post in reading.posts for image in post.images}
    counts = {(count.of, count.scope): count.value for count in reading.counts}
    assert (counts["posts", "blog"], counts["pages", "blog"]) == (150, 3)
    assert sum(v for (of, _), v in counts.items() if of == "comments") == sum(len(p.comments) for p in blog.posts)


def test_takeout_names_no_host(answers):
    lost = read(capture(answers, TAKEOUT, FILE))
    assert len(lost.posts) == 153
    assert all(post.url == post.id and post.findings[-1].code == "post-without-address" for post in lost.posts)
    assert lost.posts[0].findings[-1].detail.endswith("/2016/11/save-the-old-archive-rally_150.html")
    assert not [link for link in lost.links if link.kind in ("post", "page")]
    assert "home-assumed" not in codes(lost)
    placed = read(capture(answers, TAKEOUT))
    assert [finding.detail for finding in placed.findings if finding.code == "home-assumed"] == [
        f"the export names no host: its posts are taken to be at {HOME}/"
    ]


@pytest.mark.parametrize("host", ["1.bp.blogspot.com", "www.blogger.com"])
def test_an_export_on_a_file_host_is_never_the_blogs(answers, host):
    reading = read(capture(answers, CLASSIC, f"http://{host}/feeds/archive"))
    assert (reading.kind, reading.posts) == ("wrapper", ())


TAKEN = """<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
<id>tag:blogger.com,1999:blog-1</id><title>Kiln</title>{}</feed>"""


def taken(number, kind="POST", status="LIVE", content="The kiln.", **more):
    extra = "".join(f"<blogger:{name}>{value}</blogger:{name}>" for name, value in more.items())
    return (
        f"<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id><blogger:type>{kind}</blogger:type><blogger:status>{status}"
        f"</blogger:status><title>It&amp;#39;s {number}</title><content type='html'>{content}</content><published>2014-03-0{number}T00:00:00Z</published>{extra}</entry>"
    )


def test_comments_find_their_post_through_other_comments_and_in_any_order():
    entries = [
        taken(5, "COMMENT", parent="tag:blogger.com,1999:blog-1.post-4", content="Third"),
        taken(4, "COMMENT", inReplyTo="tag:blogger.com,1999:blog-1.post-3", content="Second"),
        taken(3, "COMMENT", parent="tag:blogger.com,1999:blog-1.post-2", content="First"),
        taken(2, filename="/2014/03/a.html"),
        taken(6, "COMMENT", parent="tag:blogger.com,1999:blog-1.post-9"),
        taken(7, "COMMENT", parent="tag:blogger.com,1999:blog-1.post-7"),
        taken(8, "POEM"),
    ]
    reading = read(made(TAKEN.format("".join(entries)).encode(), "http://kiln.example/feed.atom"))
    (post,) = reading.posts
    assert (post.url, post.title.raw) == ("http://kiln.example/2014/03/a.html", "It's 2")
    assert [(c.id, c.text, c.parent) for c in post.comments] == [
        ("3", "First", None), ("4", "Second", "3"), ("5", "Third", "4"),
    ]  # fmt: skip
    details = {finding.code: finding.detail for finding in reading.findings}
    assert details["comment-without-post"].startswith("2 comments")
    assert details["unknown-kind"] == "1 entry of the kind 'poem'"


@pytest.mark.parametrize(
    "path",
    ["//evil.example/2014/03/a.html", "@evil.example/2014/03/a.html", ":x/2014/03/a.html", "javascript:alert(1)", ""],
)
def test_a_path_never_leads_off_the_blog(path):
    reading = read(made(TAKEN.format(taken(2, filename=path)).encode(), "http://kiln.example/feed.atom"))
    assert [post.url for post in reading.posts] == ["tag:blogger.com,1999:blog-1.post-2"]
    assert not reading.links


@pytest.mark.parametrize("source", ["export", "feed"])
def test_two_posts_at_one_address_are_both_kept(source):
    taken_twice = [
        taken(number, filename="/2014/03/kiln.html", content=f"&lt;p&gt;Text {number}&lt;/p&gt;") for number in (2, 3)
    ]
    body = TAKEN.format("".join(taken_twice))
    uri = f"{HOME}/feed.atom"
    if source == "feed":
        link = f"<link rel='alternate' href='{HOME}/2014/03/kiln.html'/></entry>"
        body, uri = body.replace("</entry>", link), f"{HOME}{POSTS}"
    reading = read(made(body.encode(), uri))
    assert [(post.url, post.paragraphs[0].text) for post in reading.posts] == [
        (f"{HOME}/2014/03/kiln.html?post=2", "Text 2"),
        (f"{HOME}/2014/03/kiln.html", "Text 3"),
    ]
    assert "address-clash" in codes(reading)
    assert [link.url for link in reading.links if link.kind == "post"] == [f"{HOME}/2014/03/kiln.html"]
    assert dict(bodies(made(body.encode(), uri))) == {
        post.url: f"<p>{post.paragraphs[0].text}</p>" for post in reading.posts
    }


# ------------------------------------------------------------------ malformed and hostile
def test_an_export_that_breaks_off_is_read_up_to_the_break(answers):
    whole = capture(answers, CLASSIC, FILE).body
    half = read(made(whole[: len(whole) // 2], FILE))
    assert half.kind == "export"
    assert 10 < len(half.posts) < 150
    assert "broken-xml" in codes(half)
    assert half.counts == ()
    complete = {post.id: post.paragraphs for post in read(made(whole, FILE)).posts}
    assert all(complete[post.id] == post.paragraphs for post in half.posts)


BAD = [b"\x0b", b"\x01", b"\0", b"&nbsp;", b"&#8;", b" & ", b"]]>", b"\xe9\xa0"]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("source", [CLASSIC, TAKEOUT, POSTS, f"{POSTS}?alt=rss"])
def test_a_bad_character_costs_no_entry(source, bad):
    good = capture(Answers(Knobs(tokens=False, posts=14)), source, FILE if source == CLASSIC else None)
    place = good.body.index(b"</content>" if source != f"{POSTS}?alt=rss" else b"</description>", len(good.body) // 9)
    told, whole = (
        read(made(body, good.target_uri)) for body in (good.body[:place] + bad + good.body[place:], good.body)
    )
    assert [post.url for post in told.posts] == [post.url for post in whole.posts]
    assert sum(one != other for one, other in zip(told.posts, whole.posts, strict=True)) <= 1
    assert set(codes(told)) - set(codes(whole)) == {"mended-xml"}
    assert told.counts == whole.counts and told.links == whole.links


def test_a_bad_ampersand_costs_no_address_of_a_sitemap(answers):
    good = capture(answers, "/sitemap.xml?page=1")
    bad = read(made(good.body.replace(b"</loc>", b"?a=1&b=2</loc>", 1), good.target_uri))
    assert (bad.kind, codes(bad)) == ("sitemap", ["mended-xml"])
    assert len(bad.links) >= len(read(good).links) - 1


def test_what_was_wrong_with_one_document_says_nothing_of_the_next(answers):
    whole = capture(answers, CLASSIC, FILE).body
    assert "broken-xml" in codes(read(made(whole[: len(whole) // 2], FILE)))
    odd = read(made(whole.replace(b"</entry>", b"<odd:one/></entry>", 1), FILE))
    assert "undeclared-prefix" in codes(odd) and "broken-xml" not in codes(odd)


@pytest.mark.parametrize("alt", FORMATS)
def test_a_feed_that_breaks_off_is_not_read(answers, alt):
    whole = capture(answers, f"{POSTS}?alt={alt}")
    reading = read(made(whole.body[: len(whole.body) // 2], whole.target_uri, whole.header("Content-Type")))
    assert (reading.kind, reading.posts) == ("unknown", ())
    assert codes(reading)[0].startswith("broken-")


@pytest.mark.parametrize(
    "head",
    [
        "<rss version='2.0'><channel><item><title>&x;</title></item></channel></rss>",
        TAKEN.format(taken(2, content="&x;")),
    ],
)
def test_entities_are_refused(head):
    head = head.removeprefix("<?xml version='1.0'?>")
    body = f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{head}".encode()
    for uri in (HOME + POSTS, FILE):
        reading = read(made(body, uri, "application/xml"))
        assert not reading.posts
        assert codes(reading) in (["hostile-xml"], [])


@pytest.mark.parametrize("body", [
    b"[" * 100_000, b'{"feed":' * 5000, b'{"feed": [1]}', b"{}", b"null", b'{"feed": {"entry": [' + b"9" * 5000 + b"]}}", b"", b"cb(", b"x" * 300 + b"({})",
])  # fmt: skip
def test_json_that_is_no_feed_is_said_to_be_none(body):
    reading = read(made(body, f"{HOME}{POSTS}?alt=json", "application/json"))
    assert reading.posts == ()
    assert "unread-page" not in codes(reading)


def test_json_may_hold_what_no_record_can():
    entry = {"id": {"$t": "tag:blogger.com,1999:blog-1.post-2"}, "title": {"$t": "a\ud800\0b"}, "content": {"$t": "窑\ud83d冷了。"},
             "link": [{"rel": "alternate", "href": "http://b.blogspot.com/2014/03/a.html"}]}  # fmt: skip
    body = json.dumps({"feed": {"entry": entry}}).encode()
    (post,) = read(made(body, "http://b.blogspot.com/feeds/posts/default?alt=json", "application/json")).posts
    assert (post.title.raw, post.paragraphs[0].text) == ("a\ufffdb", "窑\ufffd冷了。")


NAMES = st.sampled_from(["feed", "entry", "id", "$t", "title", "content", "link", "category", "author", "name", "href", "rel", "term", "scheme",
                         "thr$in-reply-to", "thr$total", "published", "openSearch$totalResults", "media$thumbnail", "url"])  # fmt: skip
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=25,
)


@given(st.dictionaries(NAMES, ANY, max_size=8), st.sampled_from([POSTS, PAGES, COMMENTS, "/feeds/posts/summary"]))
@settings(max_examples=300, deadline=None)
def test_no_json_breaks_the_reader(feed_, path):
    body = json.dumps({"feed": feed_}).encode()
    reading = read(made(body, f"{HOME}{path}?alt=json", "application/json"))
    assert "unread-page" not in codes(reading)
    json.dumps(to_plain(reading)).encode("utf-8")


@given(
    st.binary(max_size=600),
    st.sampled_from(
        [
            "<rss><channel><item>",
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
            TAKEN[:200] + "<entry><blogger:type>",
        ]
    ),
)
@settings(max_examples=200, deadline=None)
def test_no_xml_breaks_the_reader(body, head):
    for uri in (f"{HOME}{POSTS}?alt=rss", FILE):
        assert "unread-page" not in codes(read(made(head.encode() + body, uri, "application/xml")))


BOUNDED = """
import resource, sys
from archive.records import Capture
from scraper.extract import bodies, read
from scraper.reading.process import MOST_MEMORY
kind = sys.argv[1]
head = b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'><id>tag:blogger.com,1999:blog-1</id>"
def entry(n):
    return b"<entry><id>tag:blogger.com,1999:blog-1.post-%d</id><blogger:type>POST</blogger:type><content>%s</content></entry>" % (n, b"Words of stone. " * 62500)
many = b"".join(entry(n) for n in range(60)) if kind == "long" else entry(1) + b"<entry/>" * 7_000_000
body = head + many + b"</feed>"
del many
resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
reading = read(Capture("file:///x", 200, (), body, "", "", ""))
print(reading.kind, len(reading.posts), *(finding.code for finding in reading.findings))
"""


@pytest.mark.parametrize(("kind", "said"), [("long", "export 60"), ("many", "export 1 too-many-entries unknown-kind")])
def test_sixty_megabytes_fit_the_reading_process(kind, said):
    done = subprocess.run([sys.executable, "-c", BOUNDED, kind], capture_output=True, text=True, timeout=120)
    assert done.stdout.strip() == said, done.stderr


# ------------------------------------------------------------------ real ones
needs_real = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real exports are not beside this checkout (../shared/real-blogger)"
)
_KINDS = "string(a:category[@scheme='http://schemas.google.com/g/2005#kind']/@term)"
_NS = {"a": "http://www.w3.org/2005/Atom"}


@needs_real
@pytest.mark.parametrize("path", sorted((REAL / "export").glob("*.xml")), ids=lambda path: path.name[:30])
def test_real_exports_are_read_whole(path):
    """Counted a second time by xpath, with a parser that forgives."""
    reading = read(made(path.read_bytes(), path.as_uri(), "application/octet-stream"))
    root = etree.parse(path, etree.XMLParser(recover=True)).getroot()
    if root.tag == "entry":  # a test's cutting of an export: nothing in it says so
        assert reading.posts == ()
        return
    entries = [entry for entry in root if entry.tag == f"{{{_NS['a']}}}entry"]
    kinds = Counter(
        (entry.xpath(_KINDS, namespaces=_NS).rpartition("#")[2], bool(entry.xpath("*[contains(name(), 'control')]")))
        for entry in entries
    )
    assert reading.kind == "export"
    assert Counter((post.kind, False) for post in reading.posts) == Counter(
        {key: n for key, n in kinds.items() if key in (("post", False), ("page", False))}
    )
    assert sum(len(post.comments) for post in reading.posts) == kinds["comment", False]
    drafts = sum(n for (kind, draft), n in kinds.items() if draft)
    assert codes(reading).count("unpublished") == drafts
    assert all(post.title.raw and post.paragraphs and post.url.startswith("http") for post in reading.posts)


@needs_real
@pytest.mark.parametrize(("name", "uri", "posts", "total", "undated"), [
    ("export/bebraw__demos__demo.json", "http://www.blog.info/feeds/posts/default?alt=json", 2, 253, 0),
    ("feed/newsboat__test__data__rss.xml", "http://aksmoblog.blogspot.com/feeds/posts/default?alt=rss", 8, None, 0),
    ("feed/Ranchero-Software__Tests__RSParserTests__Resources__4fsodonline.atom", "http://4fsodonline.blogspot.com/feeds/posts/default", 25, 28, 0),
])  # fmt: skip
def test_real_feeds_are_read(name, uri, posts, total, undated):
    """Numbers counted by hand."""
    reading = read(made((REAL / name).read_bytes(), uri, "application/octet-stream"))
    assert (reading.kind, len(reading.posts), reading.findings) == ("feed", posts, ())
    assert [count.value for count in reading.counts if count.of == "posts"] == ([total] if total else [])
    assert sum(post.published.value is None for post in reading.posts) == undated
    assert all(post.id.startswith("tag:") and post.title.raw and post.author.account for post in reading.posts)
    assert all(post.paragraphs or post.images or post.embeds for post in reading.posts)
