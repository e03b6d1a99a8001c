"""Who was there: the lists in both languages joined, people in captions and credits each on their own basis."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.records import Attendee, Finding, Paragraph, Post
from pipelines.name_lists import LEFT_TO_RIGHT, Listed, chinese_list, chinese_names, english_list, english_names
from pipelines.names import assign, is_chinese_name, likeness, reads
from pipelines.scripts import HAN, plain

_LEAST = 0.7  # likeness from which two names may be one: a slip of the pen in two or three syllables
_BY_POSITION = 0.4
_CREDIT = re.compile(
    r"(?:photography|photos?|reporting|report|摄影|攝影|报道|報道)(?:\s?/\s?\w{2,12})?\s?(?:by|:)\s?(.{2,80})", re.I
)
_SPEAKS = re.compile(r"((?:[A-Z][\w'ü-]+ ){1,3})(?:speaks|speaking|spoke|gives|reads)\b")
_SPEAKS_ZH = re.compile(
    rf"([{HAN}]{{2,4}}?)(?:正?在|于)[^。]{{0,16}}?(?:演讲|发言|讲话|講話|發言)|([{HAN}]{{2,4}}?)(?:演讲|发言|讲话|講話|發言)"
)

_Found = tuple[int, list[Listed]]  # (paragraph's index, people listed there)


def find_attendees(post: Post) -> Post:
    """Return the post with its attendees, and the paragraphs that list them marked as such."""
    if post.repost:
        return post
    texts = [(paragraph, plain(paragraph.text)) for paragraph in post.paragraphs]
    bodies = [(p, text) for p, text in texts if p.role in ("body", "attendees")]
    english = [(p.index, found) for p, text in bodies if not _is_chinese(p) and (found := english_list(text))]
    chinese = [(p.index, found) for p, text in bodies if _is_chinese(p) and (found := chinese_list(text))]
    attendees, unjoined = _join(english, chinese)
    attendees += _others(texts, attendees)
    listing = {index for index, _ in (*english, *chinese)}
    paragraphs = tuple(replace(p, role="attendees") if p.index in listing else p for p in post.paragraphs)
    findings = (*post.findings, *unjoined)
    return replace(post, attendees=tuple(attendees), paragraphs=paragraphs, findings=findings)


def _is_chinese(paragraph: Paragraph) -> bool:
    return paragraph.language.startswith("zh")


def _join(english: Sequence[_Found], chinese: Sequence[_Found]) -> tuple[list[Attendee], list[Finding]]:
    """Join the people of all English lists with those of all Chinese ones, each once."""
    left = [(listed, index) for index, people in english for listed in people]
    right = [(listed, index) for index, people in chinese for listed in people]
    scores = _scores([listed for listed, _ in left], [listed for listed, _ in right])
    pairs = assign(scores, _LEAST) if left and right else {}
    matches = {i: "given" if left[i][0].given else "reading" for i in pairs}
    if left and len(left) == len(right):
        for i, j in _by_position(scores, pairs).items():
            pairs[i], matches[i] = j, "position"
    joined = [_attendee(left[i], right[pairs[i]] if i in pairs else None, matches.get(i)) for i in range(len(left))]
    alone = [
        Attendee(zh=listed.name, paragraphs=(index,))
        for j, (listed, index) in enumerate(right)
        if j not in pairs.values()
    ]
    return joined + alone, _unjoined(joined, alone) if english and chinese else []


def _scores(english: Sequence[Listed], chinese: Sequence[Listed]) -> list[list[float]]:
    """Return how well each English name fits each Chinese one: by the bracket, by reading, else by likeness.

    Edit distances are dear, and where a reading is exact no likeness is better: they are for the rest alone.
    """
    exact = [[_fits(one, two) for two in chinese] for one in english]
    read = {j for row in exact for j, fits in enumerate(row) if fits}
    return [
        [float(fits) if any(row) or j in read else likeness(one.name, chinese[j].name) for j, fits in enumerate(row)]
        for one, row in zip(english, exact, strict=True)
    ]


def _fits(english: Listed, chinese: Listed) -> bool:
    return english.given == chinese.name if english.given else reads(english.name, chinese.name)


def _by_position(scores: list[list[float]], pairs: dict[int, int]) -> dict[int, int]:
    """Pair what is left in the same place, where the lists are equally long and the readings not too far apart."""
    taken = set(pairs.values())
    free = (i for i in range(len(scores)) if i not in pairs and i not in taken)
    return {i: i for i in free if scores[i][i] >= _BY_POSITION}


def _attendee(left: tuple[Listed, int], right: tuple[Listed, int] | None, match: str | None) -> Attendee:
    listed, index = left
    zh = right[0].name if right else listed.given
    places = (index, right[1]) if right else (index,)
    match = match or ("given" if listed.given else None)
    return Attendee(listed.name, zh, match, listed.affiliation, places)


def _unjoined(joined: Sequence[Attendee], alone: Sequence[Attendee]) -> list[Finding]:
    english = sum(attendee.zh is None for attendee in joined)
    if not english and not alone:
        return []
    return [Finding("attendees-unjoined", f"{english} English and {len(alone)} Chinese names have no counterpart")]


def _others(texts: Sequence[tuple[Paragraph, str]], known: Sequence[Attendee]) -> list[Attendee]:
    """People of captions and credits who are in no list, each once."""
    names = {name for attendee in known for name in (attendee.en, attendee.zh) if name}
    found: dict[tuple[str | None, str | None], Attendee] = {}
    for paragraph, text in texts:
        people = _captioned(text) if paragraph.role == "caption" else []
        credited = _credited(text) if paragraph.role in ("body", "caption") and not people else []
        for basis, listed in (*(("caption", p) for p in people), *(("credit", p) for p in credited)):
            en, zh = (None, listed.name) if is_chinese_name(listed.name) else (listed.name, listed.given)
            if not names.intersection((en, zh)):
                match = "given" if en and zh else None
                found.setdefault((en, zh), Attendee(en, zh, match, None, (paragraph.index,), basis))
    return list(found.values())


def _captioned(text: str) -> list[Listed]:
    """Return the people a caption says were there; the subject of a portrait is none of them."""
    direction = LEFT_TO_RIGHT.search(text)
    if direction:
        rest = text[direction.end() :]
        return chinese_names(rest) or english_names(rest)
    speaker = _SPEAKS.match(text)
    if speaker and len(speaker[1].split()) > 1:
        return [Listed(speaker[1].strip())]
    chinese = _SPEAKS_ZH.match(text)
    name = (chinese[1] or chinese[2]) if chinese else ""
    return [Listed(name)] if is_chinese_name(name) else []


def _credited(text: str) -> list[Listed]:
    credit = _CREDIT.match(text)
    if not credit:
        return []
    chinese = [listed for listed in chinese_names(credit[1]) if is_chinese_name(listed.name)]
    return chinese or [listed for listed in english_names(credit[1]) if listed.given or len(listed.name.split()) > 1]
