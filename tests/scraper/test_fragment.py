"""The light tree of a post's body is the one that Beautiful Soup would make of it."""

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag

from scraper.platforms.blogger.fragment import soup_of

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
