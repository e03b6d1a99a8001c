"""The change report as one HTML page: no script, nothing to load, nothing to click. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from archive.change_report import AddressState, ChangeReport
from archive.post_changes import ParagraphChange, PostChange
from archive.records import Blog
from archive.tables import table

_STYLE = """
body { font: 16px/1.6 system-ui, 'Noto Sans', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif;
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
h1 { margin-bottom: 0 } h2 { margin-top: 2.2rem; border-bottom: 1px solid #ccc } h3 { margin: 1.6rem 0 .2rem }
table { border-collapse: collapse; margin: .6rem 0 }
th, td { padding: .2rem .9rem .2rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd }
td { overflow-wrap: anywhere } td:first-child { overflow-wrap: normal; word-break: keep-all } td.n { text-align: right }
.good { color: #176117; font-weight: 600 } .bad { color: #a01818; font-weight: 600 }
.small { color: #555; font-size: .9rem } p.text { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid #ccc }
del { background: #fbdcdc; color: #8a1010 } ins { background: #d9f2d9; color: #0d520d; text-decoration: none }
ul { margin: .2rem 0 } li { margin: .1rem 0 }
"""
_STATES = {
    "ok": "as it was 未变",
    "first": "first seen 初次抓取",
    "changed": "changed 内容有变",
    "suspect": "suspect 可疑",
    "replaced": "replaced 被替换",
    "missing": "missing, one look 一次未见",
    "gone": "gone, two looks 已删",
    "trap": "trap 陷阱",
}
_ALARMS = {
    "suspect": "有网址出现了以前没有的活动内容；未据此更改任何记录",
    "replaced": "有网址的内容被别的东西取代",
    "mass-deletion": "许多网址同时消失；其记录原样保留",
    "feed-fall": "订阅源所计文章数下降；没有跟随删除",
    "many-altered": "许多文章与最初保存或上次确认的不同",
    "unaccepted": "有自基线以来新出现、尚未确认的活动内容",
    "unaccepted-links": "页面新链接到许多基线时没有的网站",
}
_KINDS = {"altered": "altered 改动", "removed": "removed 删去", "added": "added 新增"}
_LANGUAGES = {"zh": "Chinese 中文", "en": "English 英文"}
_CHANGES = {
    "added": "added 新增",
    "edited": "edited 修改",
    "reread": "read anew 重新读取",
    "deleted": "gone 已删",
    "template": "template 模板",
}


_SEEN = ("state 状态", "address 地址", "why 原因", "seen 抓取")
_NEW = ("what 种类", "value 内容", "pages 页数", "for example 例如")


def page(report: ChangeReport, blog: Blog | None) -> str:
    """Return the report as a page."""
    title = escape(blog.title if blog else "")
    visit = "what others captured 他处所存" if report.visit == "rescue" else f"{report.visit} visit"
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Changes of {title}</title><style>{_STYLE}</style>",
        f"<h1>Changes 变化报告</h1><p>{title}, {visit} {report.crawl}</p>",
        _verdict(report),
        table(("state 状态", "addresses 地址数"), [(_STATES[s.state], s.count) for s in report.states]),
        *_posts(report.posts),
        *_section("Not as they were 异常与变化", _SEEN, map(_row, report.addresses)),
        *_section(
            "New since the baseline, not accepted 尚未确认的新内容",
            _NEW,
            ((n.kind, n.value, n.pages, n.url) for n in report.unaccepted),
        ),
        *_section("In short 概要", ("what", "address"), ((_CHANGES[c.kind], c.url) for c in report.changes)),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _row(address: AddressState) -> tuple[str, str, str, str]:
    state = _STATES[address.state] + (f": {address.kind}" if address.kind else "")
    state += ", as others captured it 他人抓取" if address.others else ""
    return state, address.url, _reasons(address.reasons), address.crawl


def _verdict(report: ChangeReport) -> str:
    if not report.worrying:
        return '<p class="good">Nothing worrying. 没有异常。</p>'
    alarms = ((a, escape(f"{a.detail}. {_ALARMS.get(a.code, '')}")) for a in report.alarms)
    items = "".join(f"<li>{said} <span class=small>[{a.code}]</span></li>" for a, said in alarms)
    return f'<p class="bad">Look at this. 请查看：</p><ul>{items}</ul>'


def _reasons(reasons: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{code}: {detail}" if detail else code for code, detail in reasons)


# ------------------------------------------------------------------ posts
def _posts(posts: Iterable[PostChange]) -> Iterator[str]:
    found = list(posts)
    if found:
        yield "<h2>Posts that changed 改动的文章</h2>"
    for change in found:
        yield "".join(_post(change))


def _post(change: PostChange) -> Iterator[str]:
    yield f"<h3>{escape(change.title or '(no title) 无题')}</h3>"
    versions = f"version {change.before} → {change.after}"
    yield f"<p class=small>{escape(change.url)}, {versions}</p><ul>"
    yield "".join(f"<li>{escape(line)}</li>" for line in change.summary)
    if change.said_the_same:
        yield "<li class=small>read anew: the blog says what it said before, this beilin reads it otherwise</li>"
    elif change.reread:
        yield "<li class=small>read by another version of beilin: the difference may be the reader's</li>"
    yield "</ul>"
    yield from _names(change)
    rows = [(f.field.replace("_", " "), f.before or "none", f.after or "none") for f in change.fields]
    if rows:
        yield table(("field", "before 之前", "after 之后"), rows)
    yield from _lists(change)
    yield from (_paragraph(paragraph) for paragraph in change.paragraphs)


def _names(change: PostChange) -> Iterator[str]:
    for heading, names, mark in (
        ("Names taken out 被删去的名字", change.names_out, "del"),
        ("Names put in 新加的名字", change.names_in, "ins"),
        ("Names altered 被改的名字", change.names_altered, "span"),
    ):
        if names:
            shown = ", ".join(f"<{mark}>{escape(name)}</{mark}>" for name in names)
            yield f"<p><b>{heading}:</b> {shown}</p>"


def _lists(change: PostChange) -> Iterator[str]:
    for heading, gone, came in (
        ("Labels", change.labels_out, change.labels_in),
        ("Pictures", change.images_out, change.images_in),
        ("Links", change.links_out, change.links_in),
    ):
        marked = [f"<del>{escape(value)}</del>" for value in gone] + [f"<ins>{escape(value)}</ins>" for value in came]
        if marked:
            yield f"<p class=small>{heading}: {', '.join(marked)}</p>"


def _paragraph(paragraph: ParagraphChange) -> str:
    tags = {"-": "del", "+": "ins"}
    text = "".join(
        f"<{tags[s.mark]}>{escape(s.text)}</{tags[s.mark]}>" if s.mark else escape(s.text) for s in paragraph.segments
    )
    plain = paragraph.language.partition("-")[0]
    about = f"{_KINDS[paragraph.kind]}, {_LANGUAGES.get(plain, paragraph.language)}"
    lang = escape(paragraph.language if plain not in ("und", "mixed") else "")
    return f"<p class=small>{about}</p><p class=text lang='{lang}' dir=auto>{text}</p>"


# ------------------------------------------------------------------ tables
def _section(heading: str, heads: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> Iterator[str]:
    found = list(rows)
    if found:
        yield f"<h2>{heading}</h2>{table(heads, found)}"
