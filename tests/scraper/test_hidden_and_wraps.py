"""What a style hides, and which line breaks tore a sentence: the edges, case by case."""

import pytest
from bs4 import BeautifulSoup

from scraper.platforms.blogger.body import read_body
from scraper.platforms.blogger.hidden import is_hidden

HIDDEN = (
    "display:none",
    "DISPLAY : NONE !important",
    "color:red;visibility:hidden",
    "display:/* x */none",
    "display:block;display:none",
    "position:absolute;left:-9999px",
    "position:fixed; top: -5000PX",
    "position:absolute;left:-100em",
    "position: absolute; clip: rect(1px, 1px, 1px, 1px)",
    "text-indent:-999em",
    "margin-left:-20in",
    "font-size:0",
    "font: 0/0 a",
    "opacity:.0",
    "height:0;overflow:hidden",
    "max-height:0px; overflow-y: hidden",
    "width:1px;height:1px;overflow:hidden",
)
SHOWN = (
    "",
    "display:block",
    "display:none;display:block",
    "left:-9999px",
    "position:relative;left:-9999px",
    "position:absolute;left:-20px",
    "text-indent:-18.0pt;mso-list:l0",
    "margin-left:-1em;margin-top:-6px",
    "margin-bottom:-9999px;padding-bottom:9999px;overflow:hidden",
    "font-size:0.8em",
    "font-size:10px",
    "font: 0.9em serif",
    "opacity:0.5",
    "height:0;padding:0 0 56.25%;overflow:hidden",
    "height:0",
    "overflow:hidden;width:100%;height:1px",
    "background:url(none.png)",
)


def first(markup):
    return BeautifulSoup(markup, "html.parser").find(True)


@pytest.mark.parametrize(("style", "hidden"), [(s, True) for s in HIDDEN] + [(s, False) for s in SHOWN])
def test_what_a_style_hides(style, hidden):
    assert is_hidden(first(f'<p style="{style}">words</p>')) is hidden


def test_a_font_of_no_size_hides_neither_pictures_nor_what_has_a_font_of_its_own():
    assert not is_hidden(first('<div style="font-size:0"><img src="a.png"></div>'))
    assert not is_hidden(first('<div style="font-size:0"><p style="font-size:1em">words</p></div>'))


SIZED = [  # (what stands in an element of no font size, what is read of it, what is hidden)
    ('<font size="3">words</font>', ["words"], ""),
    ('<font size="+1">words</font>', ["words"], ""),
    ('<font color="red">words</font>', [], "words"),
    ('<span style="font-size:12px">words</span>', ["words"], ""),
    ('<span style="font:italic bold 12px/1.5 serif">words</span>', ["words"], ""),
    ('<span style="font-size:medium">words</span>', ["words"], ""),
    ('<span style="font-weight:bold">words</span>', [], "words"),
    ('<span style="font-size:inherit">words</span>', [], "words"),
    ('spam <font size="3">words</font> more spam', ["words"], "spam more spam"),
    ('<b>spam<font size="2">wo<i>rds</i></font></b>', ["words"], "spam"),
    ('<font size="3">words<span style="font-size:0">spam</span>!</font>', ["words!"], "spam"),
    ('spam<img src="a.png">', [], "spam"),
]


@pytest.mark.parametrize(("inner", "lines", "hidden"), SIZED)
@pytest.mark.parametrize("style", ["font-size:0", "font:0/0 a", "font: bold 0px serif"])
def test_text_with_a_size_of_its_own_is_read_within_an_element_of_none(style, inner, lines, hidden):
    body = read_body(f'<div><div style="{style}">{inner}</div></div>', "https://b.blogspot.com/")
    assert [paragraph.text for paragraph in body.paragraphs] == lines
    assert [finding.code for finding in body.findings] == ["hidden-content"] * bool(hidden)
    assert all(finding.detail.endswith(f": {hidden}") for finding in body.findings)


def test_text_behind_an_element_of_no_size_is_read():
    body = read_body('<p style="font-size:0">spam<font size="1">a</font></p>words', "https://b.blogspot.com/")
    assert [paragraph.text for paragraph in body.paragraphs] == ["a", "words"]


@pytest.mark.parametrize(
    ("frame", "hidden"),
    [
        ("<iframe width=1 height=1>", True),
        ("<iframe width='0px' height='0'>", True),
        ("<iframe width=1 height=9>", False),
        ("<iframe>", False),
        ("<img width=1 height=1>", False),
        ("<p hidden>", True),
    ],
)
def test_frames_of_a_dot(frame, hidden):
    assert is_hidden(first(frame)) is hidden


LONG = "The keepers of the upper lock have waited since the first frost for"
FULL = "水务局的各位先生，我们守闸人从去年秋天起就没有领到冬天用的煤，闸房"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (f"{LONG}<br>the coal.", [f"{LONG} the coal."]),
        (f"{LONG}<br/><i>the</i> coal.”", [f"{LONG} the coal.”"]),
        (f"{LONG}<br>the coal", [LONG, "the coal"]),  # it does not end as a sentence ends
        (f"{LONG}<br><br>the coal.", [LONG, "the coal."]),
        (f"{LONG}<br>&nbsp;<br>the coal.", [LONG, "the coal."]),
        (f"<div>{LONG}</div><div>the coal.</div>", [LONG, "the coal."]),
        (f"{LONG}<br><img src='a.png'>the coal.", [LONG, "the coal."]),
        (f"{LONG}<br>The coal came.", [LONG, "The coal came."]),
        (f"{LONG}<br>http://board.example/coal.", [LONG, "http://board.example/coal."]),
        (f"{LONG}<br>• the coal.", [LONG, "• the coal."]),
        (f"{LONG}<br>b) the coal.", [LONG, "b) the coal."]),
        (f"{LONG}:<br>the coal.", [f"{LONG}:", "the coal."]),
        (f"t{LONG[1:]}<br>the coal.", [f"t{LONG[1:]}", "the coal."]),  # items of a list
        (f"{LONG}<br>水务局的煤。", [LONG, "水务局的煤。"]),
        (f"<h3>{LONG}<br>the coal.</h3>", [LONG, "the coal."]),
        (f"<pre>{LONG}<br>the coal.</pre>", [LONG, "the coal."]),
        ("The river keeps no books<br>and forgets no name.", ["The river keeps no books", "and forgets no name."]),
        (f"{FULL}<br>里很冷。", [FULL, "里很冷。"]),  # one line says nothing of a column
        (f"{FULL}<br>{FULL}<br>里很冷。", [f"{FULL}{FULL}里很冷。"]),
        (f"{FULL[:-2]}<br>闸房里很冷。", [f"{FULL[:-2]}闸房里很冷。"]),  # it ends in a comma
        ("河水不记得书，<br>也不忘记名字。", ["河水不记得书，", "也不忘记名字。"]),
        ("校训是“<br>STAY WARM”", ["校训是“STAY WARM”"]),
        ("校训是「<br>暖」。", ["校训是「暖」。"]),
        ("都贴上了”封“<br>”开“", ["都贴上了”封“", "”开“"]),  # reversed marks
        ("“Open the gate!<br>and the weir!”", ["“Open the gate!", "and the weir!”"]),
        ("他走了<br>，再没有回来。", ["他走了，再没有回来。"]),
    ],
)
def test_which_breaks_tear_a_sentence(markup, lines):
    assert [p.text for p in read_body(markup, "http://b.blogspot.com/").paragraphs] == lines
