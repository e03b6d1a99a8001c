"""What kind of event a post tells of, and where it was, in the words of the text; None where it does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.frozen import replace
from archive.records import Paragraph, Post, Stated
from pipelines.scripts import plain

# The first that is named decides, so what is narrower stands before what is wider: a memorial rally is a memorial.
_KINDS = (
    (
        "memorial",
        r"in memory of|memorial|commemorat\w*|mourn\w*|tomb[- ]sweeping",
        "扫墓|掃墓|悼念|追悼|追思|纪念|紀念|祭奠|公祭",
    ),
    ("vigil", r"vigil", "守夜|烛光|燭光"),
    ("hunger-strike", r"hunger strike|fast(?:ed|ing)", "绝食|絕食|禁食"),
    ("press-conference", r"press conference", "记者会|記者會|新闻发布会|新聞發布會"),
    ("hearing", r"hearing|trial", "听证会|聽證會|开庭|開庭|庭审|庭審"),
    ("march", r"march(?:es|ed|ing)?", "游行|遊行"),
    ("rally", r"rall(?:y|ies|ied)", "集会|集會"),
    ("protest", r"protest(?:s|ed|ing)?|demonstrat\w*", "抗议|抗議|示威"),
    ("petition", r"petition\w*|signature campaign", "请愿|請願|签名活动|簽名活動|联署|聯署|上书|上書"),
    ("celebration", r"celebrat\w*", "庆祝|慶祝|联欢|聯歡"),
    ("screening", r"screening|premi[eè]re", "放映|首映"),
    ("exhibition", r"exhibition", "展览|展覽|画展|畫展"),
    (
        "lecture",
        r"lecture|seminar|symposium|forum|workshop",
        "读书会|讀書會|报告会|報告會|讲座|講座|座谈|座談|研讨会|研討會|论坛|論壇",
    ),
    ("meeting", r"meetings?", "会议|會議|年会|年會|聚会|聚會|聚餐"),
)
_ENGLISH = tuple((kind, re.compile(rf"\b(?:{words})\b", re.I)) for kind, words, _ in _KINDS)
_CHINESE = tuple((kind, re.compile(words)) for kind, _, words in _KINDS)
_MONTH = re.compile(r"\b(?:in|of|on|since|until|last|this|next|early|late|mid)[ -]March\b|\bMarch,? \d")
_PLACE_LINE = re.compile(r"\s{0,9}(?:place|venue|location|地点|地點)\s?:\s?(?P<place>[^;。\n]{2,80})", re.I)
_UNTOLD = re.compile(r"[\s.。,，]*|(?:see|to be)\b.*|tb[ac]|待定|另行通知", re.I)
_NO_PLACE = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Mon|Tues|Wednes"
    r"|Thurs|Fri"
    r"|Satur|Sun)(?:day)?\b|(?:English|Chinese(?! Consulate| Embassy| Mission)|Tibetan|Uyghur|Christmas|Easter|Noon"
    r"|Midnight|God)\b"
)
_DEED = (
    r"(?:rall(?:y|ied)|held (?:an?|the|its|our)|gathered|protested|demonstrated|marched|met|assembled|stood|read|sang"
    r"|celebrated|mourned|remembered|took place|was held|lit|kept (?:an?|the|its|our) vigil|sat|fasted|kept vigil)"
)
_PLACE_EN = re.compile(
    rf"\b{_DEED}\b[^.;:!?]{{0,80}}?\b(?P<place>(?:in front of|outside|at|in|on the|before the) (?:the )?"
    rf"(?!{_NO_PLACE})"
    r"(?:[A-Z][\w'’-]{1,20}|(?:[a-z]{2,14}\s){0,3}(?:square|court|hall|house|library|gate|street|bridge|park|prison"
    r"|consulate|embassy|station|school|steps|chapel|church|(?:reading|meeting|function|waiting)\sroom|pier|yard"
    r"|office|hotel|restaurant|cent(?:er|re)|market|cafe|garden))"
    r"(?:\s(?:of|the|on(?=\s[A-Z][\w'’-]{1,20} (?:Street|Road|Avenue|Lane|Row))|and(?=\s(?:the )?[A-Z])|St\."
    r"|[A-Z][\w'’-]{1,20}|(?!(?:on|at|in|by|when|for|to|with)\s)[a-z]{2,12}(?=\s[A-Z]))){0,6})"
)
_DEED_ZH = (
    r"举行|舉行|集会|集會|抗议|抗議|游行|遊行|示威|朗读|朗讀|聚集|悼念|纪念|紀念|庆祝|慶祝|开会|開會|召开|召開|守夜"
)
_PLACE_ZH = re.compile(
    rf"在(?P<place>[^年月日在为為,，。;；:、\s]{{2,24}}?"
    rf"(?:(?:(?<![之会會节節年月日饭飯])前|门口|門口|门前|門前|广场|廣場|街|路|桥|橋|馆|館|楼|樓|公园|公園|学校"
    rf"|學校)(?=[,，]|{_DEED_ZH}|站|唱)"
    rf"|(?:旁|边|邊)(?={_DEED_ZH})|(?=(?:举行|舉行|举办|舉辦|召开|召開)[^,。]{{0,16}}(?:会|會|夜|活动|活動|仪式"
    rf"|儀式|典礼|典禮))))"
)
_AT = re.compile(
    r"^(?:at|in(?! front of)|on) "
)  # bare prepositions are no part of a place; "in front of" says which side of it
_NEXT_MARK = re.compile(
    r"\s(?=(?:place|venue|location|地点|地點|time|date|时间|時間)\s?:)", re.I
)  # the same in the other language


def tell_occasion(post: Post) -> Post:
    """Return the post with the kind of its event and the place, each with the words that say so."""
    if post.kind != "post":
        return post
    return replace(post, event_kind=next(_kinds(post), None), place=next(_places(post), None))


def _bodies(post: Post) -> Iterator[tuple[Paragraph, str]]:
    own = (p for p in post.paragraphs if post.is_own(p.index))
    yield from ((p, plain(p.text)) for p in own if p.role in ("body", "heading", "attendees"))


def _kinds(post: Post) -> Iterator[Stated]:
    if post.is_own() and (stated := _kind(plain(post.title.raw), post.title.raw, "title", None)):
        yield stated
    for paragraph, text in list(_bodies(post))[:3]:  # what comes later tells of other events, too
        if stated := _kind(text, paragraph.text, _basis(paragraph), paragraph.index):
            yield stated


def _basis(paragraph: Paragraph) -> str:
    return "text-zh" if paragraph.language.startswith("zh") else "text-en"


def _kind(text: str, written: str, basis: str, paragraph: int | None) -> Stated | None:
    text = _MONTH.sub(lambda month: " " * len(month[0]), text)
    for kind, pattern in (*_ENGLISH, *_CHINESE):
        if found := pattern.search(text):
            return Stated(kind, written[found.start() : found.end()], basis, paragraph)
    return None


def _places(post: Post) -> Iterator[Stated]:
    for paragraph, text in _bodies(post):
        if line := _PLACE_LINE.match(text):
            place = paragraph.text[line.start("place") : line.end("place")]
            place = _NEXT_MARK.split(place)[0].strip(" .。,，")
            if not _UNTOLD.fullmatch(place):
                yield Stated(place, paragraph.text, "line", paragraph.index)
    for paragraph, text in _bodies(post):
        basis = _basis(paragraph)
        for found in (_PLACE_ZH if basis == "text-zh" else _PLACE_EN).finditer(text):
            place, raw = (paragraph.text[found.start(group) : found.end(group)] for group in ("place", 0))
            yield Stated(_AT.sub("", place), raw, basis, paragraph.index)
