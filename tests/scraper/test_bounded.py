"""Reading is bounded: hostile, deep, huge and broken pages end, and what was not seen is said (cases P48 to P51, P55, P56)."""

import ast
import asyncio
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import warc
from archive.addresses import key
from archive.captures import read_capture
from archive.codec import dump, to_plain
from archive.collection import create_collection
from archive.config import Config
from archive.coverage import Evidence, reconcile
from archive.readings import Readings
from archive.records import Capture, Link, Post, Reading
from archive.report import page as report_page
from scraper.capture.frontier import Frontier
from scraper.extract import read
from scraper.platforms.blogger.rss import instant_of
from scraper.reading.reader import Reader
from tests.scraper.replies import html, page

ROOT = Path(__file__).parents[2]
CRAWL, DATE = "20260102T030405Z", "2026-01-02T03:04:05.000006Z"
BLOG = "http://raw.blogspot.com"
POST = f"{BLOG}/2014/01/honest.html"
FEED, SITEMAP = f"{BLOG}/feeds/posts/default", f"{BLOG}/sitemap.xml"
long = pytest.mark.long


def capture(body: bytes, uri: str = POST, media_type: str = "text/html; charset=utf-8") -> Capture:
    return Capture(uri, 200, (("Content-Type", media_type),), body, DATE, "r", "d")


def codes(reading: Reading) -> list[str]:
    return [finding.code for finding in (*reading.findings, *(f for post in reading.posts for f in post.findings))]


def squeezed(text: str) -> str:
    return "".join(text.split())


def text_of(reading: Reading) -> str:
    return squeezed("".join(paragraph.text for post in reading.posts for paragraph in post.paragraphs))


# ---------------------------------------------------------------------- P48: hostile XML
ENTITIES = {
    "billion-laughs": '<!DOCTYPE r [<!ENTITY a "ha">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)) + "]>",
    "quadratic": f'<!DOCTYPE r [<!ENTITY j "{"x" * 50_000}">]>',
    "file": '<!DOCTYPE r [<!ENTITY j SYSTEM "file://{fifo}">]>',
    "http": '<!DOCTYPE r [<!ENTITY j SYSTEM "http://127.0.0.1:{port}/x">]>',
    "external-dtd": '<!DOCTYPE r SYSTEM "http://127.0.0.1:{port}/x.dtd">',
    "external-dtd-file": '<!DOCTYPE r PUBLIC "-//X//X" "file://{fifo}">',
    "parameter": '<!DOCTYPE r [<!ENTITY % p SYSTEM "file://{fifo}"> %p; <!ENTITY % q SYSTEM "http://127.0.0.1:{port}/q"> %q;]>',
}  # fmt: skip
USE = "&j;" * 3000
FORMS = {
    "atom": (FEED, "application/atom+xml", '<feed xmlns="http://www.w3.org/2005/Atom"><id>USE</id><entry><title>USE</title></entry></feed>'),
    "atom-attribute": (FEED, "application/atom+xml", '<feed xmlns="http://www.w3.org/2005/Atom" title="USE"><entry/></feed>'),
    "atom-empty": (FEED, "application/atom+xml", '<feed xmlns="http://www.w3.org/2005/Atom"><title>USE</title></feed>'),
    "rss": (f"{FEED}?alt=rss", "application/rss+xml", "<rss><channel><title>USE</title><item><title>USE</title></item></channel></rss>"),
    "sitemap": (SITEMAP, "application/xml", "<urlset><url><loc>USE</loc></url></urlset>"),
    "export": (f"{BLOG}/export.xml", "application/xml", '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:blogger.com,1999:blog-12.archive</id><entry><title>USE</title></entry></feed>'),
}  # fmt: skip
# Reads what it is given, and tells what it opened, what it connected to, and the CPU seconds that each took.
WATCHED = """
import codecs, json, sys, time
from archive.records import Capture
from scraper.extract import read
def one(uri, media_type, body):
    capture = Capture(uri, 200, (("Content-Type", media_type),), body, "", "", "")
    begin = time.process_time()
    reading = read(capture)
    return time.process_time() - begin, reading.kind, [finding.code for finding in reading.findings], len(reading.posts)
given = json.load(sys.stdin)
for uri, media_type, text, coding in given:
    one(uri, media_type, b"<feed/>")  # so that all is imported
    codecs.lookup(coding)
seen = []
sys.addaudithook(lambda event, about: seen.append(event) if event == "open" or event.startswith(("socket.", "urllib.", "subprocess.")) else None)
print(json.dumps([[*one(uri, media_type, text.encode(coding)), seen.copy()] for uri, media_type, text, coding in given]))
"""


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def test_p48_hostile_xml_is_said_to_be_hostile_touches_nothing_and_takes_no_time(tmp_path, listener):
    """A named pipe without a writer stands for the files: who opened it would wait for ever."""
    import os

    os.mkfifo(tmp_path / "fifo")
    places = {"{fifo}": str(tmp_path / "fifo"), "{port}": str(listener.getsockname()[1])}
    given = []
    for coding in ("utf-8", "utf-16"):
        for name, (uri, media_type, document) in FORMS.items():
            for declaration in ENTITIES.values():
                text = f'<?xml version="1.0" encoding="{coding}"?>{declaration}{document.replace("USE", USE)}'
                for sign, value in places.items():
                    text = text.replace(sign, value)
                if coding == "utf-8" or name != "export":  # known by its first bytes
                    given.append((uri, media_type, text, coding))
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], input=json.dumps(given), capture_output=True, text=True, timeout=60, check=True
    )
    said = json.loads(done.stdout)
    assert len(said) == len(given)
    for (uri, _, text, coding), (seconds, kind, found, posts, seen) in zip(given, said, strict=True):
        about = (uri, coding, text[:80], found)
        assert (kind, posts, seen) == ("unknown", 0, []), about
        # What the parser itself refuses in UTF-16, before its declaration can be seen, is broken.
        assert found in ([["hostile-xml"]] if coding == "utf-8" else [["hostile-xml"], ["broken-xml"]]), about
        assert seconds < 1, about
    with pytest.raises(BlockingIOError):
        listener.accept()  # nobody knocked


# ---------------------------------------------------------------------- P49: nesting
def nested(tag: str, times: int) -> bytes:
    return f"before {f'<{tag}>' * times}内 innermost{f'</{tag}>' * times} after".encode()


def second_parser(body: bytes, selector: str = ".post-body") -> str:
    soup = BeautifulSoup(body, "html.parser").select_one(selector)
    assert soup
    return squeezed(soup.get_text())


@pytest.mark.parametrize("times", [300, 2_050, 30_000, pytest.param(100_000, marks=long)])
@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "x-y"])
def test_p49_a_post_however_deep_is_read_whole(tag, times):
    body = page(nested(tag, times))
    reading = read(capture(body))
    assert text_of(reading) == second_parser(body)
    assert "unread-page" not in codes(reading)


DEEP = """<html><body><div class="post hentry"><h3 class="post-title"><a href="{url}">The kiln</a></h3>
<div class="post-body" id="post-body-12345">{body}</div><div class="post-footer"><span class="post-author"><span class="fn">keeper</span>
</span><abbr class="published" title="2014-01-05T22:36:00+08:00">22:36</abbr><span class="post-labels"><a rel="tag" href="/l">clay</a></span></div>
</div><div class="widget" id="Blog1">the frame</div><script src="https://www.blogger.com/static/v1/1.js"></script></body></html>"""  # fmt: skip


@pytest.mark.parametrize("times", [300, 3_000, 30_000])
@pytest.mark.parametrize("closed", [True, False])
def test_p49_what_stands_around_a_post_however_deep_is_read(times, closed):
    body = nested("div", times).decode().replace("" if closed else "</div>", "")
    (post,) = read(capture(DEEP.format(url=POST, body=body).encode())).posts
    assert (post.title.raw, post.author.account, post.labels) == ("The kiln", "keeper", ("clay",))
    assert post.published.value == "2014-01-05T22:36:00+08:00"
    assert squeezed("".join(paragraph.text for paragraph in post.paragraphs)).startswith("before内innermostafter")


@pytest.mark.parametrize("times", [300, 2_050, 30_000])
@pytest.mark.parametrize("closed", [True, False])
def test_p49_the_same_in_a_feed(times, closed):
    content = nested("div", times).decode().replace("" if closed else "</div>", "").replace("<", "&lt;")
    entry = f"<entry><id>tag:blogger.com,1999:blog-1.post-2</id><link rel='alternate' href='{POST}'/><content type='html'>{content}</content></entry>"
    body = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode()
    reading = read(capture(body, FEED, "application/atom+xml"))
    assert text_of(reading) == "before内innermostafter"
    assert codes(reading) == []


@pytest.mark.parametrize("times", [300, 3_000, 30_000])
def test_p49_what_lies_deep_beside_or_around_a_post_is_read_or_said(times):
    whole = page(b"Words.")
    around = b"<div>" * times + whole + b"</div>" * times
    beside = whole.replace(b"</body>", b"<i>" * times + b"name</body>")
    for body in (around, beside):
        reading = read(capture(body))
        assert text_of(reading) == "Words." or "parse-incomplete" in codes(reading)
        assert ("parse-incomplete" in codes(reading)) is (times > 2000)
        assert all("parse-incomplete" in [f.code for f in post.findings] for post in reading.posts) or times < 2000


@pytest.mark.parametrize(
    "body", [b'{"feed":' * 100_000, b'{"feed": {"entry": ' + b"[" * 100_000, b"<feed>" + b"<a>" * 100_000]
)
def test_p49_a_nested_feed_is_broken_and_not_empty(body):
    reading = read(capture(body, FEED, "application/json"))
    assert (reading.kind, reading.posts) == ("unknown", ())
    assert codes(reading)[0].startswith("broken-")


# ---------------------------------------------------------------------- P50: huge and unclosed
UNCLOSED = ("<!--", "<!-- " * 30_000, "<textarea>", "<title>", "<plaintext>", "<script>", "<style>", "<xmp>", "<iframe>", "<noframes>")  # fmt: skip


@pytest.mark.parametrize("opening", UNCLOSED, ids=lambda text: text[:9])
def test_p50_what_never_ends_is_said(opening):
    reading = read(capture(page(f"Words. {opening} 白若木 after".encode())))
    assert "parse-incomplete" in codes(reading)
    assert text_of(reading).startswith("Words.")
    assert "parse-incomplete" in [finding.code for finding in reading.posts[0].findings]
    entry = f"<entry><link rel='alternate' href='{POST}'/><content type='html'>Words. {opening.replace('<', '&lt;')} after</content></entry>"
    feed = read(capture(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode(), FEED, "text/xml"))
    assert "parse-incomplete" in [finding.code for finding in feed.posts[0].findings]


@pytest.mark.parametrize(
    "content",
    [
        "<p>one<p>two",
        "<b>x<i>y",
        "<select><option>z",
        "<table><tr><td>w",
        "a < b",
        "<a href='x'>q",
        "<svg><g>p",
        "<!-- c --> d",
        "<!-- c -->",
    ],
)
def test_p50_what_browsers_end_themselves_is_whole(content):
    reading = read(capture(page(f"Words. {content}".encode())))
    assert "parse-incomplete" not in codes(reading)


def keep(layout, pages):
    """Return the places of pages in a new WARC file."""
    records = [
        warc.Record("response", warc.new_record_id(), DATE, "application/http; msgtype=response", html(body), (("WARC-Target-URI", uri),))
        for uri, body in pages.items()
    ]  # fmt: skip
    file = warc.WarcFile(layout.warc / f"{CRAWL}-00000.warc.gz")
    places = file.append(records)
    file.close()
    return places


async def read_all(reader, places):
    await reader.start()
    answers = await asyncio.gather(*(reader.read(CRAWL, place.warc, place.offset) for place in places))
    await reader.finish()
    return answers


def through_the_child(folder, bodies, longest):
    """Read pages between two honest ones in the child; return (kind by name, findings by name, report)."""
    honest = page(b"<p>words</p>")
    pages = {
        f"{BLOG}/2014/01/{name}.html": body for name, body in {"before": honest, **bodies, "after": honest}.items()
    }
    layout = create_collection(folder, Config(address=f"{BLOG}/"))
    places = keep(layout, pages)
    answers = asyncio.run(read_all(Reader(layout, longest=longest), places))
    for place, body in zip(places, pages.values(), strict=True):
        assert read_capture(layout.warc / place.warc, place.offset).body == body  # whole, whatever became of reading
    notes = Readings(layout.readings)
    evidence = Evidence(CRAWL, [("links", Link(uri, "post")) for uri in pages], list(notes.notes(CRAWL)), [], [], dict.fromkeys(map(key, pages), 0), findings=notes.findings(CRAWL))  # fmt: skip
    notes.close()
    coverage = reconcile(evidence)
    names = {uri: uri.rpartition("/")[2].removesuffix(".html") for uri in pages}
    found = {name: [code for uri, code, _ in coverage.findings if names[uri] == name] for name in names.values()}
    return (
        dict(zip(names.values(), (answer.kind for answer in answers), strict=True)),
        found,
        (coverage, report_page(coverage, None)),
    )


def test_p50_pages_that_are_odd_are_read_in_the_child(tmp_path):
    bodies = {
        "tags": page(b"before " + b"<a " * 100_000 + b"> after"),
        "comments": page(b"before " + b"<!--" * 30_000),
        "deep": page(nested("div", 30_000)),
        "textarea": page(b"before <textarea> after"),
    }
    kinds, found, _ = through_the_child(tmp_path / "c", bodies, longest=20)
    assert set(kinds.values()) == {"item"}
    assert found == {"before": [], "tags": [], "comments": ["parse-incomplete"], "deep": ["deep-markup"], "textarea": ["parse-incomplete"], "after": []}  # fmt: skip


HUGE = {
    "attributes": lambda: page(b"<p " + b" ".join(b"a%d='x'" % n for n in range(200_000)) + b">words</p>"),
    "million-tags": lambda: page(b"before " + b"<b>x</b>" * 500_000 + b" after"),
    "million-breaks": lambda: page(b"before " + b"x<br>" * 1_000_000 + b" after"),
    "million-deep": lambda: page(nested("div", 1_000_000)),
    "text": lambda: page(b"word " * 4_000_000),
}


@pytest.mark.long
def test_p50_pages_that_are_too_much_are_left_and_the_others_go_on(tmp_path):
    kinds, found, (coverage, shown) = through_the_child(
        tmp_path / "c", {name: make() for name, make in HUGE.items()}, longest=10
    )
    assert (kinds["before"], kinds["after"]) == ("item", "item")
    for name in HUGE:  # read, or said not to be
        assert kinds[name] == "item" or found[name] == ["unread-page"]
        assert kinds[name] == "item" or f"{name}.html" in shown
    left = {gap.url for gap in coverage.missing}
    assert {name for name in kinds if f"{BLOG}/2014/01/{name}.html" in left} == {
        name for name in found if "unread-page" in found[name]
    }
    assert {"attributes", "million-deep"} <= {name for name in found if "unread-page" in found[name]}


def test_p50_what_fills_the_memory_is_tried_again_by_an_emptier_child(monkeypatch):
    from scraper import extract

    class Full:
        def recognises(self, _):
            raise MemoryError

    monkeypatch.setattr(extract, "PLATFORMS", (Full(),))
    with pytest.raises(MemoryError):  # the child ends by it; it must not become a finding at once
        extract.read(capture(b""))


# ---------------------------------------------------------------------- P51: in odd places
NAME = "白若木"
HOLDERS = ("<noscript>{}</noscript>", "<noscript><p>{}</p></noscript>", "<template><p>{}</p></template>", "<div><template shadowrootmode='open'>{}</template></div>",
           "<svg><text>{}</text></svg>", "<svg><title>{}</title></svg>", "<svg><foreignObject><p>{}</p></foreignObject></svg>", "<math><mtext>{}</mtext></math>",
           "<![CDATA[{}]]>", "<svg><![CDATA[{}]]></svg>", "<iframe>{}</iframe>", "<object><p>{}</p></object>", "<video>{}</video>", "<title>{}</title>", "<textarea>{}</textarea>",
           "<select><option>{}</option></select>", "<noframes>{}</noframes>", "<xmp>{}</xmp>", "<details>{}</details>", "<dialog>{}</dialog>", "<button>{}</button>", "<x-y>{}</x-y>",
           "<p style='display:none'>{}</p>", "<html><body>{}</body></html>", "<head><title>{}</title></head>")  # fmt: skip


@pytest.mark.parametrize("holder", HOLDERS, ids=lambda text: text.split("{")[0])
def test_p51_a_name_in_an_odd_place_is_read_or_listed(holder):
    reading = read(capture(page(f"Words. {holder.format(NAME)} after".encode())))
    (post,) = reading.posts
    told = [*(p.text for p in post.paragraphs), *post.unread, *(f.detail for f in (*post.findings, *reading.findings))]
    assert NAME in "\n".join(told)


@pytest.mark.parametrize("uri", [POST, f"{BLOG}/"])
@pytest.mark.parametrize("after", ["{}", "<p>{}</p>", "<div class='post-body'>{}</div>", "<!-- --> {}", "<html><body>{}</body></html>", page(NAME.encode()).decode()])  # fmt: skip
def test_p51_what_stands_behind_the_end_is_read_or_listed(uri, after):
    reading = read(capture(page(b"Words.") + after.format(NAME).encode(), uri))
    assert NAME in text_of(reading) + "".join(f.detail for f in reading.findings if f.code == "after-the-end")
    assert "after-the-end" in codes(reading)


@pytest.mark.parametrize(
    "body",
    [
        page(b"Words."),
        page(b"Words.") + b"\n<!-- 0.1 s -->\n",
        page(b"<script>w('</html>x')</script>"),
        page(b"<!-- </html> x -->"),
    ],
)
def test_p51_an_end_that_is_none_is_not_taken_for_one(body):
    assert "after-the-end" not in codes(read(capture(body)))


# ---------------------------------------------------------------------- P55: state is data
FORBIDDEN = frozenset(
    {"pickle", "cPickle", "_pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle", "dbm"}
)
# Between a process and its own child, through a pipe that nobody else has.
AMONG_OURS = {
    "archive/search/preparing.py": {"marshal"},
    "scraper/articles.py": {"pickle"},
    "scraper/articletaking.py": {"pickle"},
}
CALLED = frozenset({"eval", "exec", "compile", "__import__"})


def sources():
    return [path for package in ("archive", "pipelines", "scraper") for path in (ROOT / package).rglob("*.py")]


def test_p55_nothing_of_ours_loads_code_from_data():
    offences = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            called = node.func if isinstance(node, ast.Call) else None
            bad = {name.partition(".")[0] for name in names} & (FORBIDDEN | {"yaml"})
            bad -= AMONG_OURS.get(path.relative_to(ROOT).as_posix(), set())
            if bad or (isinstance(called, ast.Name) and called.id in CALLED):
                offences.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert len(sources()) > 100
    assert offences == []


STRANGE = (b"\x80\x04cposix\nsystem\n(S'touch pwned'\ntR.", "!!python/object/apply:os.system ['touch pwned']", "__import__('os').system('touch pwned')",
           "'; DROP TABLE addresses; --", "{{7*7}}", "\x00\x1b[2J", "../../../etc/passwd")  # fmt: skip


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_p55_what_stands_in_a_state_file_is_data_only(tmp_path, monkeypatch, strange):
    monkeypatch.chdir(tmp_path)
    frontier = Frontier(tmp_path / "frontier.sqlite")
    text = strange.decode("latin-1") if isinstance(strange, bytes) else strange
    frontier.add(f"{BLOG}/{text}", "post")
    frontier._db.execute("UPDATE addresses SET url = ?", (strange,))
    entry = frontier.take()
    assert entry.url == strange
    notes = Readings(tmp_path / "readings.sqlite")
    notes._db.execute("INSERT INTO posts VALUES ('k', 'item', 's', ?, 'w', 0, x'00', '{}')", (CRAWL,))
    notes._db.execute("INSERT INTO said VALUES (x'00', ?)", (strange,))
    notes._db.execute("INSERT INTO blogs VALUES (?, ?)", (CRAWL, strange))
    with pytest.raises(ValueError, match=r"."):
        notes.readings_of("k", CRAWL)
    with pytest.raises(ValueError, match=r"."):
        notes.blog(CRAWL)
    notes.close()
    assert not (tmp_path / "pwned").exists()


# ---------------------------------------------------------------------- P56: anything at all
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:blogger.com,1999:blog-1</id><entry><id>tag:blogger.com,1999:blog-1.post-2</id><published>2014-03-05T22:36:00+08:00</published><title>T</title><link rel="alternate" href="http://raw.blogspot.com/2014/03/a.html"/><content type="html">&lt;p&gt;窑冷了。&lt;/p&gt;</content><author><name>N</name></author></entry></feed>'
EXPORT = ATOM.replace("blog-1<", "blog-1.archive<").replace("<entry>", '<entry><category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>')  # fmt: skip
SEEDS = {
    "atom": (FEED, "application/atom+xml", ATOM),
    "rss": (f"{FEED}?alt=rss", "application/rss+xml", "<rss><channel><title>B</title><item><guid>tag:blogger.com,1999:blog-1.post-2</guid><pubDate>Wed, 05 Mar 2014 17:30:00 +0000</pubDate><author>n@b.c (N)</author><link>http://raw.blogspot.com/2014/03/a.html</link><description>&lt;p&gt;窑</description></item></channel></rss>"),
    "json": (f"{FEED}?alt=json", "application/json", '{"feed": {"id": {"$t": "tag:blogger.com,1999:blog-1"}, "entry": [{"id": {"$t": "tag:blogger.com,1999:blog-1.post-2"}, "title": {"$t": "T\\ud800"}, "content": {"$t": "<p>窑"}, "link": [{"rel": "alternate", "href": "http://raw.blogspot.com/2014/03/a.html"}]}]}}'),
    "post": (POST, "text/html", page("<p>窑冷了。<img src='http://1.bp.blogspot.com/a/s320/b.jpg'></p>".encode()).decode() + "<script>_SetDataContext([{'name': 'blog', 'data': {'blogId': '123456', 'title': 'B\\ud800', 'pageType': 'item', 'canonicalUrl': 'http://raw.blogspot.com/2014/01/honest.html'}}])</script>"),
    "sitemap": (SITEMAP, "application/xml", "<urlset><url><loc>http://raw.blogspot.com/2014/03/a.html</loc><lastmod>2014-03-05</lastmod></url></urlset>"),
    "export": (f"{BLOG}/export.xml", "application/xml", EXPORT),
    "comments": (f"{BLOG}/feeds/2/comments/default", "application/atom+xml", ATOM),
}  # fmt: skip
SCRAPS = ["", "<", ">", "&", "'", '"', "</p>", "<p>", "<!--", "-->", "<![CDATA[", "]]>", "<!DOCTYPE x>", "&#xD800;", "&#0;", "\\ud83d", "\\", "\0", "\u202e", "9" * 400, "-1", "[", "{", "null", "http://[", "//", "?start-index=x", "年", "<div class='post-body'>", "</html>", "<script>", "\ufffe", "\x0b", "+08:00", "0000-00-00", "9999-12-31T23:59:60Z"]  # fmt: skip
EDITS = st.lists(
    st.tuples(st.integers(0, 2000), st.integers(0, 12), st.sampled_from(SCRAPS) | st.text(max_size=4)),
    min_size=1,
    max_size=5,
)


def spoilt(text, edits):
    for at, length, scrap in edits:
        begin = at % (len(text) + 1)
        text = text[:begin] + scrap + text[begin + length :]
    return text.encode("utf-8", "surrogatepass")


def sound(reading):
    """Say whether a reading can be kept: reading did not fail, and JSON in UTF-8 holds all of it."""
    assert not [finding for finding in reading.findings if finding.code == "unread-page"]
    json.dumps(to_plain(reading), ensure_ascii=False).encode("utf-8")
    assert all(json.loads(dump(post)) == to_plain(post) for post in reading.posts)


@pytest.mark.parametrize("examples", [40, pytest.param(4_000, marks=long)])
@pytest.mark.parametrize("form", SEEDS)
@pytest.mark.timeout(900)
def test_p56_no_spoilt_document_breaks_the_reader(form, examples):
    uri, media_type, text = SEEDS[form]
    sound(read(capture(text.encode(), uri, media_type)))

    @settings(max_examples=examples, deadline=None, derandomize=True, database=None)
    @given(EDITS)
    def tried(edits):
        sound(read(capture(spoilt(text, edits), uri, media_type)))

    tried()


@pytest.mark.parametrize("form", ["atom", "json", "post", "export"])
def test_p56_the_documents_are_read_before_they_are_spoilt(form):
    uri, media_type, text = SEEDS[form]
    assert text_of(read(capture(text.encode(), uri, media_type))).startswith("窑")


@pytest.mark.parametrize("form", ["atom", "comments", "sitemap", "rss"])
def test_p56_what_is_no_address_breaks_no_document(form):
    uri, media_type, text = SEEDS[form]
    spoilt_text = text.replace("http://raw", "http://[http://raw").replace("https://raw", "https://[raw")
    assert spoilt_text != text
    sound(read(capture(spoilt_text.encode(), uri, media_type)))


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=60), st.text(max_size=40))
def test_p56_no_date_breaks_rss(stated, updated):
    assert isinstance(instant_of(stated, updated), str)


def test_p53_half_a_character_is_written_as_the_sign_of_a_lost_one():
    text = dump(Post("id", "http://b/", labels=("a\ud800b", "\ud83d\ude00")))
    assert json.loads(text.encode("utf-8"))["labels"] == ["a\ufffdb", "\U0001f600"]


@pytest.mark.parametrize("form", SEEDS)
def test_p56_a_document_that_is_one_unended_comment_is_read_as_empty(form):
    uri, media_type, text = SEEDS[form]
    reading = read(capture(("<!--" + text).encode(), uri, media_type))
    sound(reading)
    assert not reading.posts
