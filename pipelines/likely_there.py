"""People of a report's running text whom no rule knows, weighed by all signs around their names (`pipelines.signs`).

Rules read what they have words for; people do things at events in words that no table has. Of whom all signs together
say that he was there, he was; of whom they say it half, that is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archive.frozen import replace
from pipelines.likelihood import likelihood
from pipelines.listed import Listed
from pipelines.name_runs import Run, keep_stops
from pipelines.named_people import Named, named_people
from pipelines.names import is_hyphenated, is_romanised
from pipelines.other_name import Spoken
from pipelines.prose import is_gone, unquoted
from pipelines.scenes import after_reports, close_to_reports, scenes
from pipelines.scripts import HAS_HAN, HAS_LATIN_WORD
from pipelines.signs import AWAY, LABELLED, Report, signs_of
from pipelines.told_deeds import told_deeds

_LIKELY, _THOUGH_AWAY, _PERHAPS = 0.6, 0.9, 0.3
_SHORT = 2  # characters of a name that may be any word
_LONGEST = 4000  # characters of a paragraph

Text = tuple[int, str]
Runs = Mapping[int, Run]


def likely_there(
    texts: Sequence[Text], title: str, day: str, told: tuple[Runs, Runs], *, shown: bool = False
) -> tuple[Runs, Runs]:
    """Return (the people who are likely to have been at a post's own event, those who perhaps were), by paragraph.

    ``told`` are the people known from lists, and all who are known; ``day`` is the event's, "" where none is known.
    ``shown`` says that the texts are captions.
    """
    lists, known = (names_of(runs) for runs in told)
    spoken = spoken_of(texts)
    people = [one for one in named_people(spoken, known) if is_whole(one, spoken)]
    if not people:
        return {}, {}
    report = replace(report_of(texts, title, day, (lists, known), people), shown=shown)
    signs = ((one, signs_of(one, report)) for one in people)
    weighed = [(one, likelihood(given), given) for one, given in signs if len(one.names) > 1 or not given & LABELLED]
    likely = [one for one, chance, given in weighed if chance >= (_THOUGH_AWAY if given & AWAY else _LIKELY)]
    perhaps = [one for one, chance, _ in weighed if chance >= _PERHAPS and one not in likely]
    return _runs(likely), _runs(perhaps)


def report_of(
    texts: Sequence[Text], title: str, day: str, told: tuple[frozenset[str], frozenset[str]], people: Sequence[Named]
) -> Report:
    """Return what is known of a post when these people of it are weighed; ``told`` are names as above."""
    lists, known = told
    spoken = spoken_of(texts).texts
    after = after_reports(day, texts)
    told_in = {"scene": scenes(day, texts), "after": after, "close": close_to_reports(day, texts, after)}
    deeds: dict[str, set[str]] = {}
    for _, text in spoken:
        for mention, kind in told_deeds(text):
            deeds.setdefault(mention.name, set()).add(kind)
    whole = [*(text for _, text in spoken), keep_stops(title)]
    return Report(
        texts=spoken,
        title=title,
        day=day,
        known=known,
        names=known.union(name for one in people for name in one.names),
        listed=bool(lists),
        deeds={name: frozenset(kinds) for name, kinds in deeds.items()},
        told_in={where: "\n".join(text for _, text in found) for where, found in told_in.items()},
        gone=frozenset(name for one in people for name in one.names if is_gone(name, whole)),
    )


def spoken_of(texts: Sequence[Text]) -> Spoken:
    """Return texts without what is quoted in them, as far as they are read."""
    return Spoken(tuple((index, unquoted(text[:_LONGEST])) for index, text in texts))


def names_of(runs: Runs) -> frozenset[str]:
    """Return all names of people."""
    return frozenset(name for run in runs.values() for one in run.people for name in (one.en, one.zh) if name)


def is_whole(one: Named, spoken: Spoken) -> bool:
    """Say whether the names of somebody are sure to be that, and all of it: in a post in two languages both prove each
    other.
    """
    if one.en and one.zh:
        return "·" not in one.zh or one.en.count(" ") == one.zh.count("·")
    if one.zh:
        return len(one.zh) > _SHORT and not any(HAS_LATIN_WORD(text) for _, text in spoken.texts)
    whole = is_romanised(one.en or "") or is_hyphenated(one.en or "")
    return whole and not any(HAS_HAN(text) for _, text in spoken.texts)


def _runs(people: Iterable[Named]) -> dict[int, Run]:
    """Return people by the paragraphs that name them first in each language."""
    found: dict[int, list[Listed]] = {}
    for one in people:
        for place in (*one.english[:1], *one.chinese[:1]):
            name = place.text[place.start : place.end]
            listed = Listed(zh=name, raw=name) if place in one.chinese else Listed(en=name.replace("․", "."), raw=name)
            found.setdefault(place.index, []).append(listed)
    return {index: Run(tuple(listed)) for index, listed in sorted(found.items())}
