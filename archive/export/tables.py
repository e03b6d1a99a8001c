"""A record as rows of three tables, which all tabular forms share: posts, paragraphs, attendances.

``record`` joins them: the path of the version's file below ``records/``. Every reading has its ``raw`` beside it.
Instants stand three times: as the record has them, with the source's own offset; in UTC, to compare them; and the
offset alone, in minutes. A date without a time has neither of the latter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from archive.export.source import Record
from archive.records import CaptureRef, DateClaim, Post, Stated

TEXT, INTEGER, REAL, INSTANT, TEXTS, INTEGERS = "text", "integer", "real", "instant", "list of text", "list of integer"
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Column:
    """A column: what it holds, and what that means in both languages."""

    name: str
    kind: str
    english: str
    chinese: str


@dataclass(frozen=True)
class Table:
    """A table; ``key`` are the columns that tell its rows apart, ``rows`` gives those of one record."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Callable[[Record], Iterator[Row]]


def _posts(record: Record) -> Iterator[Row]:
    post = record.post
    attendance, repost = post.attendance, post.repost
    images = [image.original_url or image.url for image in post.images]
    yield (
        *(record.path, post.id, post.url, post.kind, post.version, post.title.raw, post.title.en, post.title.zh),
        *(post.author.account, post.author.byline, *_instant(post.published), *_claim(post.published)),
        *(post.updated, *_claim(post.event_date, with_value=True), *_stated(post.event_kind), *_stated(post.place)),
        *((repost.source, repost.raw) if repost else (None, None)),
        *((attendance.count, attendance.raw) if attendance else (None, None)),
        *(_languages(post), list(post.labels), images, [link.url for link in post.links], len(post.comments)),
        *_origin(post.provenance.captures[0] if post.provenance.captures else None),
    )


def _paragraphs(record: Record) -> Iterator[Row]:
    for one in record.post.paragraphs:
        yield (
            *(record.path, one.index, one.text, one.language, one.confidence, one.language_basis or None),
            *(list(one.languages), one.role, one.pair, one.pair_score, one.rendered_in),
        )


def _attendances(record: Record) -> Iterator[Row]:
    for number, one in enumerate(record.post.attendees):
        yield (
            *(record.path, number, one.en, one.zh, one.match, one.affiliation, one.basis),
            *(list(one.paragraphs), list(one.raw)),
        )


def _instant(claim: DateClaim | None) -> tuple[str | None, datetime | None, int | None]:
    value = claim.value if claim else None
    try:
        instant = datetime.fromisoformat(value) if value and "T" in value else None
        if instant is None or instant.tzinfo is None:
            return value, None, None
        return value, instant.astimezone(UTC), (instant.utcoffset() or timedelta()) // timedelta(minutes=1)
    except (ValueError, OverflowError):  # no instant of our calendar, or beyond its ends
        return value, None, None


def _claim(claim: DateClaim | None, *, with_value: bool = False) -> Row:
    if claim is None:
        return (None,) * (2 + with_value)
    return (claim.value, claim.raw, claim.basis)[not with_value :]


def _stated(stated: Stated | None) -> Row:
    return (stated.value, stated.raw, stated.basis) if stated else (None, None, None)


def _languages(post: Post) -> list[str]:
    return sorted({paragraph.language for paragraph in post.paragraphs})


def _origin(capture: CaptureRef | None) -> Row:
    if capture is None:
        return (None,) * 6
    return (
        *(capture.target_uri, capture.warc, capture.offset, capture.record_id),
        *(capture.payload_digest, capture.captured_at),
    )


_RECORD = Column("record", TEXT, "the file of this version below records/; joins the tables",
                 "本版本在 records/ 下的文件；三表以此相连")  # fmt: skip

POSTS = Table(
    "posts",
    ("record",),
    (
        _RECORD,
        Column("id", TEXT, "the blog's own id of the post", "博客自己的文章编号"),
        Column("url", TEXT, "permalink", "永久链接"),
        Column("kind", TEXT, "post or page", "文章（post）或静态页（page）"),
        Column("version", INTEGER, "number of the version", "版本号"),
        Column("title_raw", TEXT, "title as it stands on the page", "页面上的原标题"),
        Column("title_en", TEXT, "its English part", "标题的英文部分"),
        Column("title_zh", TEXT, "its Chinese part", "标题的中文部分"),
        Column("account", TEXT, "the platform's user name", "平台用户名"),
        Column("byline", TEXT, "author named in title or text", "标题或正文所署作者"),
        Column("published", TEXT, "when it was put online, with the source's offset", "发布时间，保留来源时区"),
        Column(
            "published_utc",
            INSTANT,
            "the same instant in UTC; empty for a date alone",
            "同一时刻（UTC）；仅有日期时为空",
        ),
        Column("published_offset", INTEGER, "the source's offset in minutes", "来源时区与 UTC 相差的分钟数"),
        Column("published_raw", TEXT, "the source's own words for it", "来源原文"),
        Column("published_basis", TEXT, "where it was found", "出处"),
        Column("updated", TEXT, "last change that a feed states", "订阅源所载最后修改时间"),
        Column("event_date", TEXT, "day of the event told of", "所述活动的日期"),
        Column("event_date_raw", TEXT, "the words that say so", "原文"),
        Column("event_date_basis", TEXT, "where they stand", "出处"),
        Column("event_kind", TEXT, "kind of event", "活动类别"),
        Column("event_kind_raw", TEXT, "the words that say so", "原文"),
        Column("event_kind_basis", TEXT, "where they stand", "出处"),
        Column("place", TEXT, "place of the event as written", "活动地点，如原文所写"),
        Column("place_raw", TEXT, "the words that say so", "原文"),
        Column("place_basis", TEXT, "where they stand", "出处"),
        Column("repost_source", TEXT, "whose words a repost passes on", "转载来源"),
        Column("repost_raw", TEXT, "the line that names it", "原文"),
        Column("attendance_count", INTEGER, "how many were there, where stated", "文中所述到场人数"),
        Column("attendance_raw", TEXT, "the words that say so", "原文"),
        Column("languages", TEXTS, "languages of its paragraphs (BCP 47)", "段落所用语言"),
        Column("labels", TEXTS, "labels of the post", "标签"),
        Column("images", TEXTS, "addresses of its pictures", "图片地址"),
        Column("links", TEXTS, "addresses that its text links to", "文中链接"),
        Column("comments", INTEGER, "number of comments", "评论数"),
        Column("target_uri", TEXT, "address of the capture it was read from", "所据抓取的地址"),
        Column("warc", TEXT, "file of that capture in warc/", "该抓取所在 WARC 文件"),
        Column("offset", INTEGER, "byte offset of its record there", "记录在文件中的字节位置"),
        Column("record_id", TEXT, "WARC-Record-ID", "WARC 记录编号"),
        Column("payload_digest", TEXT, "digest of its payload", "内容摘要"),
        Column("captured_at", TEXT, "when it was captured (UTC)", "抓取时间（UTC）"),
    ),
    _posts,
)
PARAGRAPHS = Table(
    "paragraphs",
    ("record", "index"),
    (
        _RECORD,
        Column("index", INTEGER, "number of the paragraph in its record, from 0", "段落序号，从 0 起"),
        Column("text", TEXT, "the source's own words", "原文"),
        Column("language", TEXT, "BCP 47; mixed; und", "语言"),
        Column("confidence", REAL, "of the language, 0 to 1", "语言判定的把握，0 到 1"),
        Column("language_basis", TEXT, "by what the language was told", "判定依据"),
        Column("languages", TEXTS, "of the sentences of a mixed one", "混合段落中各句的语言"),
        Column("role", TEXT, "body, heading, caption, attendees, byline, quote", "段落性质"),
        Column("pair", INTEGER, "index of its translation", "译文段落的序号"),
        Column("pair_score", REAL, "what speaks for that, 0.5 to 1", "对应的把握，0.5 到 1"),
        Column("rendered_in", INTEGER, "the paragraph that renders it with another", "与他段合译于此段"),
    ),
    _paragraphs,
)
ATTENDANCES = Table(
    "attendances",
    ("record", "number"),
    (
        _RECORD,
        Column("number", INTEGER, "number in the record, from 0", "序号，从 0 起"),
        Column("en", TEXT, "name in Latin letters", "拉丁字母姓名"),
        Column("zh", TEXT, "name in Chinese characters", "汉字姓名"),
        Column("match", TEXT, "how the two were joined", "两种写法如何对应"),
        Column("affiliation", TEXT, "group or place named beside it", "所属团体或地方"),
        Column("basis", TEXT, "list, caption or credit", "出处：名单、图注或署名"),
        Column("paragraphs", INTEGERS, "paragraphs that say so", "出处段落"),
        Column("raw", TEXTS, "how the sources put it, where that is more than the name", "来源原文（多于姓名时）"),
    ),
    _attendances,
)
TABLES = (POSTS, PARAGRAPHS, ATTENDANCES)
