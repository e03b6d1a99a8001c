"""Blogger's exports as one document: nothing is lost from one form to the other, nor in files that lie or break off."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.restoration.exports.document import Document, Element, Entry, Head, Person, Text
from archive.restoration.exports.folder import files_beside, is_beside, read_folder, setting
from archive.restoration.exports.instants import chosen, zone_of
from archive.restoration.exports.reading import in_utc, read
from archive.restoration.exports.writing import CLASSIC, TAKEOUT

REAL = Path(__file__).parents[3] / "shared" / "real-blogger" / "export"
ATOM = "http://www.w3.org/2005/Atom"
BLOG = "tag:blogger.com,1999:blog-73"
HEAD = Head(BLOG, Text("Northgate 北门", "text"), "2016-12-01T09:00:00.000+08:00", "http://northgate.example/")
KIND = (
    '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#post"/>'
)


def classic(document):
    return b"".join(CLASSIC.whole(document.head, document.entries))


def takeout(document):
    return b"".join(TAKEOUT.whole(document.head, document.entries))


def same(one, other):
    return (one.head, one.entries) == (other.head, other.entries)


def one_post(inner, head=""):
    feed = f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="{ATOM}"><id>{BLOG}.archive</id>{head}<entry>{KIND}{inner}</entry></feed>'
    return read(feed.encode())


@pytest.mark.parametrize("path", sorted(REAL.glob("*.xml")) or [None], ids=lambda path: path.name if path else "none")
def test_a_real_export_is_the_same_in_both_forms_and_back(path):
    if path is None:
        pytest.skip("../shared/real-blogger is not here")
    found = read(path.read_bytes())
    assert found.entries and found.whole
    assert same(read(classic(found)), found)
    assert same(read(takeout(found)), found)
    assert same(read(classic(read(takeout(found)))), found)
    assert same(read(takeout(read(classic(found)))), found)


def facts(body):
    """What another parser finds in a classic export: each element with its path, attributes and text."""
    root = etree.fromstring(body, etree.XMLParser(recover=True, huge_tree=True))
    entries = [root] if root.tag == f"{{{ATOM}}}entry" else root.findall(f"{{{ATOM}}}entry")
    found = Counter()
    for entry in entries:
        name = (entry.findtext(f"{{{ATOM}}}id") or "").strip()
        for element in entry.iterdescendants("*"):
            # Files that passed through other programs have lost declarations: the parser then leaves the prefix.
            tag = element.tag.rpartition("}")[2].rpartition(":")[2]
            attributes = tuple(sorted((key.rpartition("}")[2], value) for key, value in element.attrib.items()))
            found[name, tag, attributes, (element.text or "").strip()] += 1
    return found


@pytest.mark.parametrize("path", sorted(REAL.glob("*.xml")) or [None], ids=lambda path: path.name if path else "none")
def test_by_another_parser_a_real_classic_export_loses_and_gains_nothing(path):
    if path is None:
        pytest.skip("../shared/real-blogger is not here")
    body = path.read_bytes()
    spaces = b' xmlns="http://www.w3.org/2005/Atom" xmlns:thr="urn:t" xmlns:gd="urn:g" xmlns:media="urn:m"'
    whole = body if b"<feed" in body else body.replace(b"<entry>", b"<entry" + spaces + b">", 1)
    assert facts(classic(read(body))) == facts(whole)


plain = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
lines = plain.map(str.strip)
instants = st.one_of(
    st.just(""),
    st.sampled_from(
        ["2014-03-05T22:36:00.005+08:00", "2012-07-01T00:00:00-07:00", "2012-07-01T07:00:00Z", "no instant"]
    ),
)
optional = st.none() | plain
elements = st.builds(
    Element,
    st.sampled_from(
        [
            "{urn:of-nobody}kept",
            "{http://search.yahoo.com/mrss/}thumbnail",
            "{http://schemas.google.com/blogger/2018}location",
        ]
    ),
    st.dictionaries(st.sampled_from(["url", "{urn:of-nobody}a"]), plain, max_size=2).map(
        lambda found: tuple(found.items())
    ),
    plain,
    st.lists(st.builds(Element, st.just("{urn:of-nobody}inner"), st.just(()), plain), max_size=2).map(tuple),
)
others = st.lists(elements, max_size=2).map(tuple)
people = st.builds(Person, optional, optional, optional, optional, others)
ids = st.integers(1, 99).map(lambda number: f"{BLOG}.post-{number}")
common = {
    "id": ids,
    "title": st.none() | st.builds(Text, plain, st.sampled_from(["", "text", "html"])),
    "content": st.none() | st.builds(Text, plain, st.sampled_from(["", "html"])),
    "published": instants,
    "updated": instants,
    "created": instants,
    "authors": st.lists(people, max_size=2).map(tuple),
    "labels": st.lists(plain, max_size=3).map(tuple),
    "meta": optional,
    "trashed": optional,
    "others": others,
}
posts = st.builds(
    Entry,
    kind=st.sampled_from(["post", "page", "", "Odd"]),
    status=st.sampled_from(["LIVE", "DRAFT", "SCHEDULED", "SOFT_TRASHED"]),
    path=st.sampled_from(["", "/2014/03/kiln.html", "/p/about.html", "/2014/03/%E7%AA%AF.html"]),
    **common,
)
comments = st.builds(
    Entry,
    kind=st.just("comment"),
    status=st.sampled_from(["LIVE", "PENDING"]),
    post=ids | st.just(""),
    comment=ids | st.just(""),
    **common,
)


@given(st.lists(posts | comments, max_size=4).map(tuple))
def test_whatever_an_entry_holds_both_forms_hold_it(entries):
    document = Document(HEAD, entries)
    for forms in (classic, takeout):
        found = read(forms(document))
        assert found.troubles == () and found.whole
        assert found.head == document.head
        assert found.entries == document.entries


def test_takeouts_instants_are_utc_and_the_offset_stands_beside():
    entry = Entry(f"{BLOG}.post-1", "post", published="2014-03-05T22:36:00.005+08:00")
    written = takeout(Document(HEAD, (entry,)))
    assert b"<published>2014-03-05T14:36:00.005Z</published>" in written
    assert read(written).entries == (entry,)
    # What somebody changed by hand is believed, and not what stood beside it.
    moved = read(written.replace(b">2014-03-05T14:36:00.005Z<", b">2015-01-01T00:00:00Z<"))
    assert moved.entries[0].published == "2015-01-01T00:00:00Z"
    assert in_utc("nonsense") == "nonsense"


def test_settings_and_theme_lie_beside_takeouts_feed(tmp_path):
    settings = (
        Entry(
            f"{BLOG}.layout",
            "template",
            title=Text("Template", "text"),
            content=Text("<?xml version='1.0'?><html/>", "text"),
        ),
        Entry(
            f"{BLOG}.settings.BLOG_NAME",
            "settings",
            title=Text("博客的名称", "text"),
            content=Text('A, "B"\nC', "text"),
        ),
        Entry(f"{BLOG}.settings.BLOG_TIME_ZONE", "settings", content=Text("Asia/Shanghai", "text")),
    )
    post = Entry(f"{BLOG}.post-1", "post")
    files = dict(files_beside(HEAD, (*settings, post)))
    assert sorted(files) == ["settings.atom", "settings.csv", "theme-layouts.xml"]
    for name, content in {**files, "feed.atom": takeout(Document(HEAD, (post,)))}.items():
        (tmp_path / name).write_bytes(content)
    assert read_folder(tmp_path).entries == (*settings, post)
    (tmp_path / "settings.atom").unlink()  # Takeout's own has none
    found = read_folder(tmp_path)
    assert [entry.kind for entry in found.entries] == ["template", "settings", "settings", "post"]
    assert (
        setting(found.entries, "BLOG_NAME") == 'A, "B"\nC'
        and setting(found.entries, "BLOG_TIME_ZONE") == "Asia/Shanghai"
    )
    assert dict(files_beside(HEAD, found.entries))["settings.csv"] == files["settings.csv"]
    (tmp_path / "settings.csv").write_bytes(b"\xff\xfe\x00")
    assert [trouble.code for trouble in read_folder(tmp_path).troubles] == ["settings"]
    assert not is_beside(post)


def codes(document):
    return [trouble.code for trouble in document.troubles]


def test_an_export_that_is_cut_off_gives_what_stands_before():
    whole = classic(
        Document(HEAD, tuple(Entry(f"{BLOG}.post-{n}", "post", content=Text("x" * 100, "html")) for n in range(9)))
    )
    for at in range(0, len(whole) - 8, 97):
        found = read(whole[:at])
        assert not found.whole and codes(found)
        assert found.entries == read(whole).entries[: len(found.entries)]
    assert len(read(whole[:-400]).entries) >= 7


@pytest.mark.parametrize(
    ("content", "said", "code"),
    [
        ("a ]]&gt; b", "a ]]> b", ""),
        ("a ]]> b", "a ]]> b", "bracket-end"),
        ("<![CDATA[<p>&amp; 𠮷]]>", "<p>&amp; 𠮷", ""),
        ("<![CDATA[a <![CDATA[ & b]]> c", "a <![CDATA[ & b c", ""),
        ("\U00020bb7&#x1F600;", "\U00020bb7\U0001f600", ""),
        ("a\x08b&#11;c", "a\ufffdb\ufffdc", "illegal-character"),
        ("Tea & coffee &nbsp; x", "Tea & coffee &nbsp; x", "lone-ampersand"),
        ("&#xD800;", "\ufffd", "illegal-character"),
        ("", "", ""),
    ],
)
def test_what_xml_has_no_place_for_is_kept_and_told(content, said, code):
    found = one_post(f"<title>{content}</title><content type='html'>{content}</content>")
    assert found.whole and len(found.entries) == 1
    assert found.entries[0].content == Text(said, "html") and found.entries[0].title == Text(said)
    assert codes(found) == ([code] if code else [])
    assert same(read(classic(found)), found) and same(read(takeout(found)), found)


@pytest.mark.parametrize(("declared", "real", "code"), [("utf-8", "gb18030", "encoding"), ("gb18030", "gb18030", None),
                                                        ("utf-16", "utf-8", "encoding"), ("no-such", "utf-8", "encoding"),
                                                        ("rot13", "utf-8", "encoding"), ("hex", "utf-8", "encoding")])  # fmt: skip
def test_an_encoding_that_lies_is_told(declared, real, code):
    feed = f'<?xml version="1.0" encoding="{declared}"?><feed xmlns="{ATOM}"><id>{BLOG}</id><entry>{KIND}<title>北门</title></entry></feed>'
    found = read(feed.encode(real))
    assert codes(found) == ([code] if code else [])
    assert len(found.entries) == 1
    assert (found.entries[0].title == Text("北门")) == (declared == "gb18030" or real == "utf-8")


def test_what_is_no_export_is_refused_and_never_a_crash():
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 999 + b'">]><feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>'
    deep = b"<feed xmlns='http://www.w3.org/2005/Atom'><entry>" + b"<a>" * 5000
    for body, code in (
        (b"", "cut-off"),
        (b"{}", "cut-off"),
        (b"<rss/>", "not-an-export"),
        (bomb, "document-type"),
        (deep, "too-deep"),
    ):
        found = read(body)
        assert not found.whole and code in codes(found) and found.entries == ()


def test_two_posts_on_one_path_are_both_kept():
    twins = tuple(Entry(f"{BLOG}.post-{n}", "post", path="/2014/03/kiln.html") for n in (1, 2))
    assert read(classic(Document(HEAD, twins))).entries == twins == read(takeout(Document(HEAD, twins))).entries


def test_what_a_carriage_return_and_a_tab_say_stays():
    entry = Entry(f"{BLOG}.post-1", "post", title=Text("a\r\nb\tc", "text"), labels=("x\n\ty",))
    assert read(classic(Document(HEAD, (entry,)))).entries == (entry,)


@pytest.mark.parametrize(
    ("stated", "claims", "path", "zone", "instant", "told"),
    [
        ("2014-03-05T22:36:00.005+08:00", (), "/2014/03/a.html", "", "2014-03-05T22:36:00.005+08:00", False),
        # Takeout has UTC alone: in the blog's zone it is the day after, and the month of the address.
        ("2014-02-28T17:00:00Z", (), "/2014/03/a.html", "Asia/Shanghai", "2014-03-01T01:00:00.000+08:00", False),
        ("2014-03-05", (), "/2014/03/a.html", "Asia/Shanghai", "2014-03-05T12:00:00.000+08:00", True),
        (
            "2013-03-30T21:14:00+08:00",
            ("2013-04-02T08:00:00+08:00",),
            "/2013/04/a.html",
            "",
            "2013-04-02T08:00:00.000+08:00",
            True,
        ),
        ("2013-03-30T21:14:00+08:00", (), "/2013/04/a.html", "", "2013-04-01T00:00:00.000+08:00", True),
        ("2013-05-02T21:14:00+08:00", (), "/2013/04/a.html", "", "2013-04-30T23:59:59.000+08:00", True),
        ("2013-05-02T21:14:00+08:00", (), "/p/a.html", "", "2013-05-02T21:14:00+08:00", False),
        ("0001-01-01T00:00:00+14:00", (), "/p/a.html", "", "0001-01-01T00:00:00+14:00", False),
        ("long ago", (), "/2014/03/a.html", "", "2014-03-01T12:00:00.000+00:00", True),
        ("", (), "/p/a.html", "", "", True),
        ("2014-03-05T22:36:00+08:00", (), "/2014/13/a.html", "Mars/Base", "2014-03-05T22:36:00+08:00", False),
    ],
)
def test_the_instant_never_moves_a_permalink_to_another_month(stated, claims, path, zone, instant, told):
    found = chosen(stated, claims, path, zone_of(zone))
    assert found.instant == instant and bool(found.why) == told
