"""The coverage report on the disk: JSON for machines, and a page that a person can read or print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from archive import codec
from archive.counted import counted
from archive.coverage import Coverage, Missing
from archive.documents import kept_by_crawls, read_document
from archive.durable import replace
from archive.layout import Layout
from archive.records import Blog
from archive.tables import table

_STYLE = """
body { font: 16px/1.5 system-ui, 'Noto Sans CJK SC', sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { padding: .25rem .9rem .25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid #ddd }
td { overflow-wrap: anywhere }
td.n { text-align: right }
.good { color: #176117 }
.bad { color: #a01818 }
"""
_NAMES = {
    "post": "posts 文章",
    "page": "static pages 页面",
    "archive": "archive pages 归档页",
    "comments-feed": "comment feeds 评论",
    "image": "images as shown 图片",
    "original": "images in original size 原图",
    "asset": "style sheets and scripts 样式与脚本",
}
_CHANGES = {
    "added": "added 新增",
    "edited": "edited 修改",
    "reread": "read anew by this beilin, the blog said the same 重新读取（博客未变）",
    "deleted": "gone 已删",
    "template": "the blog's template 模板",
}
REPORTS = ("coverage.json", "coverage.html")  # the files that a crawl writes into its folder


def write_report(layout: Layout, coverage: Coverage, blog: Blog | None) -> None:
    """Write a crawl's coverage.json and coverage.html into its folder in ``reports/``."""
    folder = layout.reports / coverage.crawl
    replace(folder / "coverage.json", codec.dump(coverage).encode("utf-8"))
    replace(folder / "coverage.html", page(coverage, blog).encode("utf-8"))


def read_report(layout: Layout, crawl: str = "*") -> Coverage | None:
    """Return a crawl's coverage, the newest crawl's where none is named, None where there is none yet.

    Raises:
        Damaged: it cannot be read.
    """
    return next(read_reports(layout, crawl), None)


def read_reports(layout: Layout, crawl: str = "*") -> Iterator[Coverage]:
    """Yield the coverage of every crawl, newest first, each read when it is asked for. Raises Damaged."""
    yield from (read_document(path, _load) for path in kept_by_crawls(layout.reports, crawl, "coverage.json"))


def _load(plain: Any) -> Coverage:
    # Reports from before there were second visits lack what came with them.
    stopped = any("stopped before its end" in sentence for sentence in plain.get("explained", ()))
    return codec.from_plain(Coverage, {"visit": "full", "finished": not stopped, "changes": [], **plain})


def page(coverage: Coverage, blog: Blog | None) -> str:
    """Return the report as one HTML page with nothing to load."""
    title = escape(blog.title if blog else "")
    visit = "rescue 补救" if coverage.visit == "rescue" else f"{coverage.visit} visit"
    verdict = (
        '<p class="good">Complete: everything that any witness names is in the collection. 完整。</p>'
        if coverage.complete
        else f'<p class="bad">Not complete: {counted(len(coverage.missing), "gap")}, listed below. 不完整。</p>'
    )
    parts = [
        f"<!doctype html><html lang=en><meta charset=utf-8><title>Coverage of {title}</title><style>{_STYLE}</style>",
        f"<h1>Coverage 覆盖报告</h1><p>{title}, {visit} {coverage.crawl}: {coverage.percent} %</p>",
        verdict,
        table(
            ("what", "named", "captured", "of these from others 他处"),
            ((_NAMES[t.kind], t.named, t.captured, t.rescued) for t in coverage.tallies),
        ),
        "".join(
            f"<p>{number} captures came from others: {escape(kind)}. 他处所存</p>" for kind, number in coverage.origins
        ),
        "<h2>The witnesses 来源</h2>",
        table(
            ("witness", "posts named", "posts it counts", "named by it alone", "not named by it"),
            (
                (w.name, w.named, "" if w.stated is None else w.stated, len(w.alone), w.silent)
                for w in coverage.witnesses
            ),
        ),
        "".join(f"<p>{escape(sentence)}</p>" for sentence in coverage.explained),
        _changes(coverage),
        _section("Missing 缺失", coverage.missing),
        _section("Left out by rule 按规则不收", coverage.left_out),
        _findings(coverage),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _section(heading: str, gaps: Iterable[Missing]) -> str:
    rows = [(gap.kind, gap.url, gap.reason, ", ".join(gap.witnesses)) for gap in gaps]
    return f"<h2>{heading}</h2>" + table(("what", "address", "why", "named by"), rows) if rows else ""


def _changes(coverage: Coverage) -> str:
    rows = [(_CHANGES[change.kind], change.url) for change in coverage.changes]
    return "<h2>Changes since the last visit 变化</h2>" + table(("what", "address"), rows) if rows else ""


def _findings(coverage: Coverage) -> str:
    if not coverage.findings:
        return ""
    return "<h2>Findings 发现</h2>" + table(("page", "what", "detail"), coverage.findings)
