"""Markdown for site generators: what a reader of CommonMark makes of bodies, what of the front matter is read by YAML."""

import json
from html import escape

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archive.restoration.markdown import write_markdown
from archive.restoration.markdown.converting import markdown_of
from archive.restoration.markdown.entry import is_fit, key_of
from archive.sanitising import body_of
from benchmarks.restoring.archive import MARKS, comments, hard, hard_articles
from benchmarks.restoring.comparison import images_in, text_of
from tests.archive.test_restoration_wordpress import material

_TAGS = [
    "b",
    "i",
    "u",
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "blockquote",
    "h2",
    "a",
    "span",
    "s",
    "em",
    "strong",
    "code",
    "center",
    "td",
    "table",
    "pre",
]
_TEXT = st.text(st.sampled_from("ab1 .)(#*_`[]!<>&|~$^\\{}:-+=\"'/@，。窑“”　\n🕯\u00a0\t"), max_size=40)


def _within(kids):
    pairs = st.tuples(st.sampled_from(_TAGS), st.lists(kids, max_size=4))
    return pairs.map(lambda pair: f"<{pair[0]} href='http://a.example/q'>{''.join(pair[1])}</{pair[0]}>")


_LEAF = _TEXT.map(lambda text: escape(text, quote=False)) | st.sampled_from(
    ["<br>", "<br><br>", '<img src="http://a.example/x.png" alt="y">']
)


def clean(markup):
    return body_of(markup, "http://blog.example/", lambda _: False)


def shown(markdown):
    return MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").render(markdown)


@settings(deadline=None, max_examples=150)
@given(st.recursive(_LEAF, _within, max_leaves=12))
@example(f"<p>{escape(MARKS)}</p>")
@example("<ul>0<li></li></ul>")
@example("<p>1. one<br>- two<br># three<br>===</p>")
@example("<b>“窑冷了。”</b>他说")
def test_a_body_says_the_same_as_markdown(markup):
    body = clean(markup)
    html = shown(markdown_of(body))
    assert text_of(html) == text_of(body)
    assert sorted(images_in(html)) == sorted(images_in(body))


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        ("one<br>two<br><br>three", "one  \ntwo\n\nthree\n"),
        ("<h2>A <br>head</h2>", "## A head\n"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
        ('<a href="http://a.example/(x)">y</a>', "[y](http://a.example/%28x%29)\n"),
        ("<ol><li>a<ul><li>b</li></ul></li></ol>", "1.  a\n\n    -   b\n"),
        ("<table><tbody><tr><td>a</td></tr></tbody></table>", "<table><tbody><tr><td>a</td></tr></tbody></table>\n"),
        ("<b>窑</b>冷", "**窑**冷\n"),
        ("<b>窑。</b>冷", "<strong>窑。</strong>冷\n"),
        ("<pre>a\n\nb</pre>", "<pre>a\n&#8203;\nb</pre>\n"),
        ("", ""),
    ],
)
def test_markdown_is_written_so(markup, markdown):
    assert markdown_of(clean(markup)) == markdown


def test_bloggers_caption_stands_beneath_its_picture():
    markup = (
        '<table class="tr-caption-container"><tbody><tr><td><img src="http://a.example/k.png"></td></tr>'
        '<tr><td class="tr-caption">The kiln</td></tr></tbody></table>'
    )
    assert markdown_of(clean(markup)) == "![](http://a.example/k.png)\n\n<em>The kiln</em>\n"


@pytest.mark.parametrize("flavour", ["hugo", "jekyll"])
def test_front_matter_is_yaml_that_says_all(tmp_path, flavour):
    articles = hard_articles()
    write_markdown(material(articles), tmp_path, flavour=flavour)
    found = {}
    for file in tmp_path.rglob("*.md"):
        front = yaml.safe_load(file.read_text("utf-8").split("---\n")[1])
        found[front["blogger_id"]] = front
    for article in articles:
        front, post = found[article.post.id], article.post
        assert front["title"] == post.title.raw
        assert front.get("tags", []) == list(post.labels)
        assert front["author"] == post.author.account
        assert front["original"] == post.url
        if post.published:
            assert front["date"].startswith(post.published.value[:19])
        if is_fit(article.path) and article.status == "LIVE" and not article.post.id.endswith("9011"):
            assert front["url" if flavour == "hugo" else "permalink"] == article.path


@pytest.mark.parametrize("flavour", ["hugo", "jekyll", "pelican"])
def test_a_draft_is_none_of_the_sites_pages_and_in_no_list(tmp_path, flavour):
    write_markdown(
        material([hard(1, "/2014/08/draft.html", "Secret", "<p>x</p>", status="DRAFT", labels=("l",))]),
        tmp_path,
        flavour=flavour,
    )
    files = [file for file in tmp_path.rglob("*.md") if "Secret" in file.read_text()]
    assert len(files) == 1
    text = files[0].read_text()
    assert "_drafts" in str(files[0]) or "draft: true" in text or "Status: draft" in text
    assert "/2014/08/draft.html" not in "".join(line for line in text.splitlines() if "riginal" not in line)


def test_comments_are_data_with_their_parents(tmp_path):
    write_markdown(material([hard(1, "/2014/05/a.html", "A", "<p>x</p>", comments=comments())]), tmp_path)
    found = json.loads((tmp_path / "data/comments/2014-05-a.json").read_text())
    assert [(one["id"], one["parent"], one["text"]) for one in found] == [
        (one.id, one.parent, one.text) for one in comments()
    ]


def test_nothing_is_written_out_of_the_folder_whatever_an_address_says(tmp_path):
    paths = (
        "/../../../etc/x.html",
        "/2014/05/..%2f..%2fx.html",
        "/2014/05/a\\..\\b.html",
        "//a.example/x.html",
        "/2014/05/" + "x" * 400 + ".html",
    )
    for flavour in ("hugo", "jekyll", "pelican"):
        output = tmp_path / flavour / "out"
        write_markdown(
            material([hard(n, path, "A", "<p>x</p>") for n, path in enumerate(paths)]), output, flavour=flavour
        )
        assert {file.relative_to(tmp_path).parts[:2] for file in tmp_path.rglob("*.md") if flavour in file.parts} == {
            (flavour, "out")
        }


def test_a_template_of_the_generator_is_only_text():
    body = clean(
        "<p>{{ secret }} {% include x %} {{&lt; x &gt;}}</p><table><tbody><tr><td>{{ y }}</td></tr></tbody></table>"
    )
    assert "{" not in markdown_of(body)


@pytest.mark.parametrize("text", ["/2014/03/Ä.html", "a/../b", "", "CON", "x" * 400, "a\0b"])
def test_a_key_is_a_plain_name_and_ones_own(text):
    assert set(key_of(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_")
    assert 0 < len(key_of(text)) < 120
    assert key_of(text) != key_of(text + "!")


@pytest.mark.parametrize(
    "path",
    ["/index.html", "/2014/03/index.html", "/posts/2014.html", "/tags.html", "/labels/x.html", "/a.html/b.html", "/a"],
)
def test_no_article_is_written_over_a_page_of_the_generator_s_own(path):
    assert not is_fit(path)
    assert key_of(path) not in ("index", "_index")


def test_a_month_lists_what_was_published_in_it_and_one_that_addresses_alone_name_leads_to_the_front_page(tmp_path):
    made = hard(1, "/2014/06/a.html", "A", "<p>a</p>", published="2013-03-31T20:00:00.000+08:00")
    write_markdown(material([made]), tmp_path)
    lists = "".join(path.read_text() for path in (tmp_path / "content/lists").iterdir())
    assert {'url: "/2013/03/"', 'url: "/2013/"'} <= set(lists.splitlines())
    assert "(/2014/06/a.html)" in lists
    rows = (tmp_path / "redirects/_redirects").read_text().splitlines()
    assert {
        "/2013_03_01_archive.html /2013/03/ 301!",
        "/2014/06/ / 301!",
        "/2014_06_01_archive.html / 301!",
        "/feeds/9001/comments/default /2014/06/a.html 301!",
    } <= set(rows)
