"""Bodies of posts without what acts, loads or lies; layout, links and pictures stay."""

import pytest

from archive.sanitising import DEEPEST, LONGEST, TooMuch, body_of, depth_of

PAGE = "http://northgate.example/2014/03/kiln.html"
ACTING = (
    "<script>run()</script>",
    "<img src=x onerror=run()>",
    "<svg onload=run()><a xlink:href='javascript:run()'>x</a></svg>",
    "<a href='javascript:run()'>x</a>",
    "<a href='jAvA\tscript:run()'>x</a>",
    "<a href='data:text/html,<script>run()</script>'>x</a>",
    "<iframe src='http://else.example/'></iframe>",
    "<form action='http://else.example/'><input name=q></form>",
    "<base href='http://else.example/'>",
    "<meta http-equiv=refresh content='0;url=http://else.example/'>",
    "<link rel=stylesheet href='http://else.example/x.css'>",
    "<style>@import 'http://else.example/x.css'</style>",
    "<p style=\"background:url('http://else.example/x')\">x</p>",
    "<p style='position:fixed;behavior:url(x.htc);-moz-binding:url(x)'>x</p>",
    "<object data='http://else.example/x.swf'></object><embed src='http://else.example/x.swf'>",
    "<video src='http://else.example/x.mp4' autoplay></video><audio src=x></audio>",
    "<math><mtext><table><mglyph><style><img src=x onerror=run()>",
    "<noscript><p title='</noscript><img src=x onerror=run()>'>",
    "<div id=location name=domain ping='http://else.example/'>x</div>",
    "<img srcset='http://else.example/x 2x' src='http://northgate.example/a.png'>",
    "<img src='data:image/svg+xml,<svg onload=run()>'>",
    "<!--[if gte IE 4]><script>run()</script><![endif]-->",
)
MARKS = (
    "run(",
    "else.example",
    "javascript",
    "<script",
    "<iframe",
    "<form",
    "<base",
    "<meta",
    "<link",
    "<style",
    "url(",
    "position",
    "onerror",
    " id=",
)


@pytest.mark.parametrize("markup", ACTING)
def test_nothing_that_acts_or_loads_is_left(markup):
    for found in (body_of(f"<p>before</p>{markup}<p>after</p>", PAGE), body_of(body_of(markup, PAGE), PAGE)):
        assert not [mark for mark in MARKS if mark in found]
    assert "before" in body_of(f"<p>before</p>{markup}", PAGE)


def test_layout_links_and_pictures_stay_and_addresses_are_whole():
    markup = (
        '<div class="separator" style="clear: both; text-align: center;"><a href="/s1600/a.png" imageanchor="1">'
        '<img border="0" src="//1.bp.example/s320/a.png" width="320"></a></div><table class="tr-caption-container other">'
        '<tbody><tr><td class="tr-caption">北门 <font color="red">x</font></td></tr></tbody></table><a name="more"></a>'
    )
    found = body_of(markup, PAGE)
    assert 'class="separator"' in found and "text-align:center" in found.replace(": ", ":")
    assert 'href="http://northgate.example/s1600/a.png"' in found and 'src="http://1.bp.example/s320/a.png"' in found
    assert 'class="tr-caption-container"' in found and 'class="tr-caption"' in found and "imageanchor" not in found
    assert '<a name="more">' in found and '<font color="red">' in found
    assert body_of(found, PAGE) == found


def test_links_that_are_barred_are_text():
    found = body_of(
        "<a href='http://bad.example/x'>x</a><img src='http://bad.example/y' alt='y'>", PAGE, lambda url: "bad." in url
    )
    assert "bad.example" not in found and ">x</a>" in found and 'alt="y"' in found


def test_what_is_beyond_any_post_is_refused():
    with pytest.raises(TooMuch, match="characters"):
        body_of("x" * (LONGEST + 1), PAGE)
    with pytest.raises(TooMuch, match="elements deep"):
        body_of("<div>" * (DEEPEST + 1), PAGE)
    assert depth_of(body_of("<div>" * DEEPEST, PAGE)) == DEEPEST
    assert depth_of(body_of("<p>one<p>two<li>three<br>" * 500, PAGE)) < 5
