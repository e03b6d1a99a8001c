"""The parts of the web pages that need no server: words, what is hidden, columns, pictures, charts."""

import gzip
import json
import re
import string
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import payloads, warc
from archive.captures import captures
from archive.config import Config
from archive.errors import Damaged
from archive.records import Image, Paragraph
from archive.visible import plainly, visibly
from archive.web import charts, words
from archive.web.as_it_stood import sanitised
from archive.web.digests import Digests
from archive.web.fetching import command
from archive.web.side_by_side import rows
from tests import hostile_collection
from tests.hostile_collection import CRAWL, HOST, PNG
from tests.webclient import client

WEB = Path(words.__file__).parent
USED = re.compile(r"""\bt\("([a-z_.]+)"[,)]|\bsay\("([a-z_.]+)"[,)]|"([a-z]+\.[a-z_]+)" if|picture\("([a-z]+)"\)""")


# ------------------------------------------------------------------ words
def test_both_languages_have_all_words_with_the_same_places_in_them():
    english, chinese = words.catalogue("en"), words.catalogue("zh")
    assert english.keys() == chinese.keys()
    for name in english:
        places = [
            {field for _, field, *_ in string.Formatter().parse(one[name]) if field} for one in (english, chinese)
        ]
        assert places[0] == places[1], name
        assert english[name].strip()
        assert chinese[name].strip()


def test_every_word_that_a_page_asks_for_is_there():
    sources = [*WEB.glob("templates/*.html"), *WEB.rglob("*.py")]
    asked = {
        name
        for path in sources
        for match in USED.finditer(path.read_text("utf-8"))
        for name in match.groups()
        if name and "." in name
    }
    assert len(asked) > 60
    assert asked <= words.catalogue("en").keys()


@pytest.mark.parametrize(
    ("wish", "accept", "language"),
    [
        (None, "", "en"),
        (None, "zh-TW,zh;q=0.8,en;q=0.5", "zh"),
        (None, "en;q=0.3, zh;q=0.9", "zh"),
        (None, "fr, de;q=0.7", "en"),
        (None, "zh;q=0, en;q=0.1", "en"),
        (None, "zh;q=x", "en"),
        (None, "*" * 5000, "en"),
        ("en", "zh", "en"),
        ("../zh", "zh", "zh"),
    ],
)
def test_the_language_is_the_switchs_or_the_browsers(wish, accept, language):
    assert words.language_of(wish, accept) == language


# ------------------------------------------------------------------ what is hidden
@pytest.mark.parametrize(
    "mark", ["\u202e", "\u2066", "\u200b", "\x1b", "\x00", "\ufeff", "\ud800", "\U000e0041", "\u061c"]
)
def test_v83_what_steers_or_hides_text_is_named(mark):
    name = f"U+{ord(mark):04X}"
    assert plainly(f"a{mark}b") == f"a⟨{name}⟩b"
    assert visibly(f"a{mark}b") == f'a<span class="control">{name}</span>b'


def test_what_scripts_are_written_with_stays():
    text = "ئۇ\u200cي\u200d 北门\n\tabc 👩\u200d🌾"
    assert plainly(text) == str(visibly(text)) == text


# ------------------------------------------------------------------ columns
def paragraph(index, language, **fields):
    return Paragraph(index, f"{language} {index}", language, **fields)


def test_each_paragraph_stands_once_beside_its_translation():
    text = (
        paragraph(0, "en", pair=3),
        paragraph(1, "en", rendered_in=3),
        paragraph(2, "en"),
        paragraph(3, "zh-Hans", pair=0),
        paragraph(4, "zh-Hant"),
        paragraph(5, "ug", pair=6),
        paragraph(6, "zh-Hans", pair=5),
    )
    found = [([p.index for p in row.left], [p.index for p in row.right], row.wide) for row in rows(text)]
    assert found == [([0, 1], [3], False), ([2], [], True), ([], [4], True), ([5], [6], False)]


def test_a_pair_that_leads_nowhere_is_no_pair():
    found = list(rows((paragraph(0, "en", pair=9), paragraph(1, "zh-Hans", pair=1))))
    assert [len(row.left + row.right) for row in found] == [1, 1]


# ------------------------------------------------------------------ pictures
@pytest.mark.parametrize(
    ("body", "media_type", "shown"),
    [
        (PNG, "image/png", True),
        (b"\xff\xd8\xff\xe0rest", "image/jpeg", True),
        (b"GIF89a....", "image/gif", True),
        (b"RIFF1234WEBPVP8 ", "image/webp", True),
        (b"GIF89a<SCRIPT>alert(1)", "image/gif", False),
        (PNG + b"<html>", "image/png", False),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream", False),
        (b"%PDF-1.4", "application/octet-stream", False),
        (b"", "application/octet-stream", False),
    ],
)
def test_v83_a_picture_is_what_its_bytes_say(body, media_type, shown):
    found = payloads.picture_of(body)
    assert (found.media_type, found.shown) == (media_type, shown)


@pytest.fixture(scope="module")
def capture(tmp_path_factory):
    markup = (
        '<title>x</title><body onload=run()><h1 class=a id=b style="x:y">Kept <b>bold</b></h1><script>run()</script>'
        '<a href="javascript:run()">link</a><img src="/in.png" alt="a\u202eb"><img src="http://else.example/out.png" alt="gone">'
        '<img src="http://[bad"><form action=/x><input value=1><button>b</button></form><iframe src=/f>f</iframe>'
        "<!--[if IE]><p>c</p><![endif]--><svg><text>s</text></svg><math><mi>m</mi></math><style>p{}</style>"
    )
    layout = hostile_collection.make(
        tmp_path_factory.mktemp("stood") / "c", [(f"{HOST}/p.html", "text/html", markup.encode())]
    )
    return next(captures(next(layout.warc.iterdir())))


def test_a_page_as_it_stood_keeps_its_text_and_nothing_that_acts(capture):
    found = str(sanitised(capture, lambda url: "/image/0/x" if url == f"{HOST}/in.png" else None))
    assert "<h1>Kept <b>bold</b></h1>" in found
    assert "<a>link</a>" in found
    assert re.search(r'<img src="/image/0/x" alt="a⟨U\+202E⟩b">|<img alt="a⟨U\+202E⟩b" src="/image/0/x">', found)
    for gone in (
        "script",
        "run()",
        "href",
        "style",
        "else.example",
        "[bad",
        "<form",
        "<input",
        "iframe",
        "[if IE]",
        "<svg",
        "class=",
    ):
        assert gone not in found, gone


@pytest.mark.parametrize(
    "name",
    [
        "../beilin.toml",
        "..%2fx.warc.gz",
        "/etc/passwd",
        ".hidden.warc.gz",
        "a/b.warc.gz",
        "none.warc.gz",
        "a\0.warc.gz",
        "x\\y.warc.gz",
        "",
    ],
)
def test_v86_no_name_leads_out_of_the_folder_of_warc_files(name, capture, tmp_path):
    layout = hostile_collection.make(tmp_path / "c")
    with pytest.raises(payloads.Damaged):
        payloads.warc_file(layout, name)


def test_v86_a_link_in_the_folder_of_warc_files_is_not_followed(tmp_path):
    layout = hostile_collection.make(tmp_path / "c")
    (tmp_path / "secret.warc.gz").write_bytes(b"x")
    (layout.warc / "link.warc.gz").symlink_to(tmp_path / "secret.warc.gz")
    with pytest.raises(payloads.Damaged):
        payloads.warc_file(layout, "link.warc.gz")


@pytest.mark.parametrize("offset", [1, 10**12])
def test_a_record_is_given_only_where_one_begins(offset, tmp_path):
    layout = hostile_collection.make(tmp_path / "c", [(f"{HOST}/", "text/html", b"x")])
    path = payloads.warc_file(layout, f"{CRAWL}-00000.warc.gz")
    assert payloads.member_length(path, 0) == path.stat().st_size
    with pytest.raises(payloads.Damaged):
        payloads.member_length(path, offset)


# ------------------------------------------------------------------ charts
HOSTILE = "</text><script>run()</script>\u202e]]>--><!--"
DRAWN = {
    "months": charts.months("每月", [("2013-11", 2), ("2014-02", 5)]),
    "years": charts.by_year("语言", {"2013": {"en": 1, HOSTILE: 2}, "2014": {"zh-Hans": 3}}),
    "ranked": charts.ranked(HOSTILE, [(HOSTILE, 3), ("北门", 1)]),
    "together": charts.together("同现", ["文琦", HOSTILE], {("文琦", HOSTILE): 2}),
    "none": charts.months("x", []),
    "narrow months": charts.months("每月", [("2006-11", 2), ("2019-02", 5)], charts.NARROW),
    "narrow years": charts.by_year("语言", {str(year): {"en": 1} for year in range(2006, 2020)}, width=charts.NARROW),
    "narrow places": charts.ranked(HOSTILE, [(HOSTILE, 3), ("北门", 1)], charts.NARROW),
}


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_whole_and_neither_runs_nor_loads(name):
    root = ElementTree.fromstring(DRAWN[name])
    assert root.tag.endswith("svg")
    for element in root.iter():
        assert not str(element.tag).endswith(("script", "foreignObject", "image", "use"))
        for attribute, value in element.attrib.items():
            assert not attribute.lower().startswith("on")
            assert not attribute.endswith("href") or value.startswith("#"), value
    style = "".join(element.text or "" for element in root.iter() if str(element.tag).endswith("style"))
    assert "url(" not in style
    assert "@import" not in style


def test_a_chart_has_its_names_as_text():
    texts = "".join(ElementTree.fromstring(DRAWN["together"]).itertext())
    assert texts.count("文琦") >= 2
    assert "北门" in "".join(ElementTree.fromstring(DRAWN["ranked"]).itertext())
    assert (
        json.dumps(charts.every_month([("2013-11", 2), ("2014-02", 5)]))
        == '[["2013-11", 2], ["2013-12", 0], ["2014-01", 0], ["2014-02", 5]]'
    )


def test_a_payload_that_is_another_than_was_read_is_not_given(tmp_path):
    digest_of_it = warc.digest([hostile_collection.PNG])
    layout = hostile_collection.make(
        tmp_path / "c", [("http://blog.example/a.png", "image/png", hostile_collection.PNG)]
    )
    path = next(layout.warc.iterdir())
    assert payloads.checked_capture(path, 0, digest_of_it).body == hostile_collection.PNG
    plain = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(plain.replace(b"IHDR", b"IHDS")))  # its own header still says the old digest
    with pytest.raises(Damaged, match="another payload"):
        payloads.checked_capture(path, 0, digest_of_it)


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_a_chart_is_drawn_for_the_width_it_is_shown_at(width):
    for drawn in (
        charts.months("x", [("2006-11", 2), ("2019-02", 5)], width),
        charts.by_year("x", {str(year): {"en": 1} for year in range(2006, 2020)}, width=width),
        charts.ranked("x", [("北门", 1)], width),
        charts.together("x", ["文琦", "白若木"], {("文琦", "白若木"): 2}, width),
    ):
        assert ElementTree.fromstring(drawn).get("width") == str(width)
    labels = re.findall(
        r"<text [^>]*>(20\d\d-01)<", charts.months("x", [("2006-11", 2), ("2019-02", 5)], width).decode()
    )
    assert 2 <= len(labels) <= width // 50


# ------------------------------------------------------------------ what is lacking
@pytest.mark.parametrize(
    ("lacking", "options"),
    [
        (f"{HOST}/a.png", ""),
        ("http://known.example/a.png", ""),
        ("https://Pictures.Example:8080/a.png", " --allow-host pictures.example"),
        ("http://www.shut.example/a.png", ""),
        ("http://a;rm -rf x.example/", ""),
        ("http://--help/", ""),
        ("http://[::1", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_command_for_what_is_lacking_asks_no_quarantined_host_and_is_safe_to_copy(lacking, options):
    config = Config(f"{HOST}/", hosts=("known.example",), quarantine=("shut.example",))
    assert command(Path("/data/my blog"), config, [lacking]) == f"beilin mirror 'my blog' --visit full{options}"


def test_a_picture_that_was_not_captured_comes_with_the_command_that_fetches_it(tmp_path):
    page = f"{HOST}/2014/03/1.html"
    body = b"<p>words</p><img src=http://i.example/never.png><img src=/kept.png>"
    answers = [(page, "text/html", body), (f"{HOST}/kept.png", "image/png", PNG)]

    def posts(refs):
        images = (hostile_collection.image(f"{HOST}/kept.png", PNG), Image("http://i.example/never.png"))
        yield hostile_collection.post(1, "x", [refs[page]], images)

    layout = hostile_collection.make(tmp_path / "collection", answers, posts)
    ask = client(layout)
    name = quote(hostile_collection.post(1, "x").id, safe="")
    wanted = "<code>beilin mirror collection --visit full --allow-host i.example</code>"
    for path in (f"/posts/{name}", f"/as-it-stood/{name}", "/images"):
        shown = ask.get(path).text
        assert shown.count(wanted) == 1, path
        assert "Not captured: 1." in shown
    layout.readings.unlink()  # then nobody knows what was captured
    assert "beilin mirror" not in client(layout).get(f"/as-it-stood/{name}").text


def test_where_all_was_captured_no_command_is_shown(tmp_path):
    page = f"{HOST}/2014/03/1.html"
    answers = [(page, "text/html", b"<img src=/kept.png>"), (f"{HOST}/kept.png", "image/png", PNG)]
    layout = hostile_collection.make(
        tmp_path / "collection",
        answers,
        lambda refs: [
            hostile_collection.post(1, "x", [refs[page]], [hostile_collection.image(f"{HOST}/kept.png", PNG)])
        ],
    )
    name = quote(hostile_collection.post(1, "x").id, safe="")
    for path in (f"/posts/{name}", f"/as-it-stood/{name}", "/images"):
        assert "beilin mirror" not in client(layout).get(path).text


@given(
    st.dictionaries(
        st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1), st.integers(0, 9)
    )
)
def test_a_digest_is_found_by_the_path_that_the_manifest_names_and_by_no_other(named):
    lines = [f"{str(number) * 64}  {path}" for path, number in named.items()]
    for manifest in ("\n".join(lines), "".join(f"{line}\n" for line in lines)):
        digests = Digests(manifest.encode())
        assert len(digests) == len(named)
        assert {path: digests.of(path) for path in named} == {p: str(n).encode() * 64 for p, n in named.items()}
        for path in named:
            assert digests.of(f"{path}x") == (str(named[f"{path}x"]).encode() * 64 if f"{path}x" in named else b"")
    assert Digests(b"").of("a") == b""
