"""The light tree of a post's body is the one that Beautiful Soup would make of it."""

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from scraper.platforms.blogger.fragment import grown_from, soup_of
from scraper.platforms.blogger.markup import parse_html

BODIES = (
    "",
    "  ",
    "words alone",
    "\ufeff<b>a mark of byte order</b>",
    "<!-- a comment alone --> \n ",
    "<p>a<!-- b -->c<?php d ?>e</p> tail",
    "<pre>  kept\n  as it is  </pre>  \n <textarea>\n x </textarea>",
    "<ruby>碑<rp>(</rp><rt>bēi</rt></ruby><script>1 < 2</script><style>b{}</style><template><i>t</i></template>",
    "<p class=' one  two '>a<p class>b<br/>c</p><a rel='nofollow noopener' href=x>d</a><div><b><i>e</b></i>",
    "<svg><title>t</title><![CDATA[ c ]]></svg><o:p>&nbsp;</o:p><td>f</td></div></body></html>after",
)


def outline(tree):
    """Return what a tree says: its elements and strings in order, what kind they are and where they hang."""
    said = []
    for node in tree.descendants:
        if isinstance(node, Tag):
            values = {name: v if isinstance(v, str) else " ".join(v) for name, v in node.attrs.items()}
            said.append(
                (node.parent.name, node.name, values, node.get_text(), node.get_text("|", strip=True), str(node))
            )
        else:
            assert isinstance(node, NavigableString)
            said.append((node.parent.name, type(node), str(node)))
    return said


@pytest.mark.parametrize("body", BODIES)
def test_the_tree_is_beautiful_soups(body):
    markup = f"<div class='post-body entry-content' id=b>{body}</div>"
    assert outline(soup_of(markup)) == outline(BeautifulSoup(markup, "lxml"))


PIECES = (
    "<p>", "</p>", "<div class=' a  b '>", "</div>", "<b>", "</b>", "<a href='http://h.example/a%20b?c=d&amp;e#f' name=n>",
    "</a>", "<br/>", "<span style='x:\"y\"'>", "</span>", "<table><tr><td nowrap>", "</td></tr></table>", "<o:p>", "</o:p>",
    "<img src=' k.png'>", "<img alt='\"<&>' src='k.png'/>", "<h2>", "</h2>", "words & <more", "&nbsp;", " ", "\n", "碑林", "&#13;", "&#1;",
    "<li>", "<i>", "</i>", "<pre>\n x", "</pre>", "<!-- c -->", "<script>a<b</script>", "<a href='/碑'>", "<blockquote>", "<td>",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=400, deadline=None)
def test_a_body_taken_as_it_stands_is_its_markup_parsed_anew(pieces):
    page = f"<html><body><div class='post hentry'><div class='post-body'>{''.join(pieces)}</div></div></body></html>"
    body = parse_html(page)[0].xpath("//div[@class='post-body']")[0]
    grown = grown_from(body)
    if grown is not None:
        anew = soup_of(html.tostring(body, encoding="unicode", with_tail=False))
        assert outline(grown)[1:] == [said for said in outline(anew) if said[1] not in ("html", "body")][1:]


def test_what_changes_when_it_is_written_is_not_taken_as_it_stands():
    for inside in ("<li>a</li>", "<a href='/碑'>a</a>", "<!-- a -->", "<script>a</script>", "<i>" * 250):
        assert grown_from(etree.HTML(f"<div>{inside}</div>").find(".//div")) is None
    assert grown_from(etree.HTML("<div>a<br/>b</div>").find(".//div")) is not None
