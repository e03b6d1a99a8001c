"""People of a report's running text whom no rule knows, weighed by all signs around their names (`pipelines.signs`).

Rules read what they have words for; people do things at events in words that no table has. Of whom all signs together
say that he was there, he was; of whom they say it half, that is a finding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pipelines.deeds import is_in_court
from pipelines.likelihood import likelihood
from pipelines.listed import Listed
from pipelines.name_runs import Run, keep_stops
from pipelines.named_people import Named, named_people
from pipelines.names import is_hyphenated, is_romanised
from pipelines.other_name import Spoken
from pipelines.prose import is_far, is_gone, listed, unquoted
from pipelines.scenes import after_reports, close_to_reports, scenes
from pipelines.scripts import HAS_HAN, HAS_LATIN_WORD
from pipelines.signs import (
    ALONE,
    AWAY,
    IN_ROW,
    LABELLED,
    Report,
    is_called,
    is_noted_absent,
    is_told_of_by_kin,
    is_welcomed,
    signs_of,
    stands_in_row_of_others,
)
from pipelines.told_deeds import KINDS, told_deeds

_LIKELY, _THOUGH_AWAY, _PERHAPS = 0.6, 0.9, 0.3
_LESS_SURE = 0.8  # it is only likely, too, that the gathering was the writer's own, or one language alone tells of him
_SHORT = 2  # characters of a name that may be any word
_FIRST = 2  # paragraphs that tell what a post is about
_LONGEST = 4000  # characters of a paragraph

Text = tuple[int, str]
Runs = Mapping[int, Run]


def likely_there(
    texts: Sequence[Text],
    title: str,
    day: str,
    told: tuple[Runs, Runs],
    *,
    beside: Sequence[Text] = (),
    of_own: bool = True,
) -> tuple[dict[int, Run], dict[int, Run]]:
    """Return (the people who are likely to have been at a post's own event, those who perhaps were), by paragraph.

    ``told`` are the people known from lists, and all who are known; ``day`` is the event's, "" where none is known.
    ``beside`` are the other texts of the post, where ``texts`` are its captions. ``of_own`` says that it is sure that
    the event was a gathering of the writer's own.
    """
    signs = signs_in(texts, title, day, told, beside=beside, without=names_of(told[1]))
    weighed = [(one, likelihood(given), needed(given, of_own=of_own)) for one, given in signs]
    likely = [one for one, chance, enough in weighed if chance >= enough]
    perhaps = [one for one, chance, enough in weighed if _PERHAPS <= chance < enough]
    return _runs(likely), _runs(perhaps)


def needed(signs: frozenset[str], *, of_own: bool) -> float:
    """Return the likelihood from which on somebody with these signs was there."""
    if signs & AWAY:
        return _THOUGH_AWAY
    return _LIKELY if of_own and not signs & ALONE else _LESS_SURE


def signs_in(
    texts: Sequence[Text],
    title: str,
    day: str,
    told: tuple[Runs, Runs],
    *,
    beside: Sequence[Text],
    without: Collection[str],
) -> Iterator[tuple[Named, frozenset[str]]]:
    """Yield whom texts name ``without`` some, with their signs, where they may have been there by no rule's denial.

    Of a trial, those who spoke spoke before the court. All else is as in `likely_there`.
    """
    spoken = Spoken(tuple((index, unquoted(text)[:_LONGEST]) for index, text in texts))
    languages = [text for _, text in (*texts, *beside)]
    people = [one for one in named_people(spoken, without) if _is_whole(one, languages)]
    whole = [*(text for _, text in spoken.texts), keep_stops(title)]
    people = [one for one in people if is_welcomed(one) or not any(is_gone(name, whole) for name in one.names)]
    people = [one for one in people if not stands_in_row_of_others(one, whole)]
    people = [one for one in people if not is_noted_absent(one) and not is_told_of_by_kin(one)]
    if not people or any(map(is_in_court, (title, *whole[:_FIRST]))):
        return
    deeds = _deeds(spoken)
    people = [one for one in people if not _was_far(one, deeds, whole)]
    lists, known = map(names_of, told)
    after = after_reports(day, texts)
    told_in = {"scene": scenes(day, texts), "after": after, "close": close_to_reports(day, texts, after)}
    report = Report(
        texts=spoken.texts,
        title=whole[-1],
        day=day,
        known=known,
        names=known.union(name for one in people for name in one.names),
        listed=bool(lists),
        shown=bool(beside),
        deeds=deeds,
        told_in={where: "\n".join(text for _, text in found) for where, found in told_in.items()},
    )
    for one in people:
        signs = signs_of(one, report)
        # Where lists tell who came, another row of people who are called something tells of others.
        among_known = "sentence: with known" in signs
        of_others = lists and signs & IN_ROW and is_called(one, among_known=among_known)
        if not of_others and (len(one.names) > 1 or not signs & LABELLED):
            yield one, signs


def _was_far(one: Named, deeds: Mapping[str, Collection[str]], texts: Sequence[str]) -> bool:
    """Say whether what somebody did he did in a city that is not the event's."""
    return any(is_far(kind, texts) for name in one.names for kind in deeds.get(name, ()) if kind not in KINDS)


def _deeds(spoken: Spoken) -> dict[str, frozenset[str]]:
    deeds: dict[str, set[str]] = {}
    for _, text in spoken.texts:
        for mention, kind in told_deeds(text):
            deeds.setdefault(mention.name, set()).add(kind)
    return {name: frozenset(kinds) for name, kinds in deeds.items()}


def names_of(runs: Runs) -> frozenset[str]:
    """Return all names of people."""
    return frozenset(name for run in runs.values() for one in run.people for name in one.names)


def _is_whole(one: Named, texts: Iterable[str]) -> bool:
    """Say whether the names of somebody are sure to be that, and all of it: in a post in two languages both prove each
    other, or what stands around a name in characters does.
    """
    if one.en and one.zh:
        return "·" not in one.zh or one.en.count(" ") == one.zh.count("·")
    if one.zh:
        bounded = any(place.is_bounded for place in one.chinese)
        return len(one.zh) > _SHORT and (bounded or not any(map(HAS_LATIN_WORD, texts)))
    whole = is_romanised(one.en or "") or is_hyphenated(one.en or "")
    return whole and not any(map(HAS_HAN, texts))


def _runs(people: Iterable[Named]) -> dict[int, Run]:
    """Return people by the paragraphs that name them first in each language."""
    found: dict[int, list[Listed]] = {}
    for one in people:
        for place in (*one.english[:1], *one.chinese[:1]):
            found.setdefault(place.index, []).append(listed(place.text[place.start : place.end]))
    return {index: Run(tuple(people)) for index, people in sorted(found.items())}
