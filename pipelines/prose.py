"""People who stand in running text, shown to be there by what they did: "Xie Zhu brought hot soup".

Everything that a post says of a person counts together: somebody did something on the spot, as the subject of a plain
sentence (`pipelines.told_deeds`), and nothing in either language says of the same name that he was dead, held, asked
for, elsewhere, or only wrote. Where it is not plain, nobody is named.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.romanisation import letters, spellings
from pipelines.both_scripts import both_scripts
from pipelines.contents import is_harm
from pipelines.deeds import TAKEN_OVER_ZH, is_in_court
from pipelines.elsewhere import GONE_BEFORE_EN, GONE_BEFORE_ZH, GONE_BEHIND_EN, GONE_BEHIND_ZH, HOLDS_OFFICE, OUT_ZH
from pipelines.listed import Listed
from pipelines.name_runs import STOPS, Run, keep_stops, place_in
from pipelines.other_name import Spoken, other_names
from pipelines.parts_played import parts_played
from pipelines.scripts import HAS_HAN
from pipelines.told_deeds import BESIDE, DEED, KINDS, PART, SPEECH, SUBJECT, WORDS, done_by, shown_with, told_deeds

_LONGEST = 2000
_NEAR = 60  # characters around a name that say what became of him
_FIRST = 2  # paragraphs that tell what a post is about
# Who reads out whose names these are came to no harm.
_NAMES_READ = re.compile(both_scripts("(?:宣读|朗读|诵读|念)[了出过]?[^,。;:]{2,24}的?(?:名字|姓名|名单)"))
_QUOTED = re.compile(r"[“\"「『《][^“”\"「」『』《》\n]{1,300}[”\"」』》]")


@dataclass
class _Person:
    """A person by one name: which paragraphs tell what he did, the kinds of it, and whether the name needs no proof."""

    paragraphs: list[int] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    sure: bool = False


def told_in_prose(texts: Sequence[tuple[int, str]], known: Iterable[Listed], title: str) -> dict[int, Run]:
    """Return who did something on the spot by the running text of a post, by paragraph, beside those who are ``known``.

    Whether the spot is that of the event is for `in_scenes` to say.
    """
    names = {name for one in known for name in one.names}
    spoken = Spoken(tuple((index, unquoted(text)) for index, text in texts))
    persons = _persons(spoken, names)
    whole = [*(text for _, text in spoken.texts), keep_stops(title)]
    # Words alone are told of anybody; of a trial, those who spoke spoke before the court.
    enough = {DEED, PART, BESIDE} | (set() if any(map(is_in_court, (title, *whole[:_FIRST]))) else {WORDS})
    if names or any(person.kinds & {DEED, PART, WORDS} for person in persons.values()):
        enough |= {SPEECH} if WORDS in enough else set()
    people: dict[int, dict[str, Listed]] = {}
    for name, person in persons.items():
        others = other_names(name, spoken) if person.kinds & enough else {}
        if not person.kinds & enough or not (person.sure or others) or not names.isdisjoint(others):
            continue
        told = {kind for form in (name, *others) if form in persons for kind in persons[form].kinds}
        away = any(is_far(place, whole) for place in told - KINDS)
        if not away and not any(is_gone(form, whole) for form in (name, *others)):
            for index in person.paragraphs:
                people.setdefault(index, {})[name] = listed(name)
    return {index: Run(tuple(found.values())) for index, found in people.items()}


def at_event(
    texts: Sequence[tuple[int, str]],
    event: Callable[[], Iterable[tuple[int, str]]],
    after: Callable[[], Iterable[tuple[int, str]]],
    close: Callable[[Sequence[tuple[int, str]]], Iterable[tuple[int, str]]],
) -> Callable[[Listed], bool]:
    """Return the test whether somebody is told to be at the event, in each language that names him: in its scenes, or
    by a part that he had in it in what stands right ``after`` its report, or by any deed on the spot in what of that is
    ``close`` to it.

    One language has to tell of a part; in the other the same person has to do something, whatever it is called there.
    Beside somebody who had a part, in the same sentence, something of which nothing is known is enough in both.
    What is dear is found at the first question: most posts ask none.
    """
    whole = functools.cache(lambda: Spoken(tuple(texts)))
    here, behind = functools.cache(lambda: tuple(event())), functools.cache(lambda: tuple(after()))
    there, later = functools.cache(lambda: _all_done(here())), functools.cache(lambda: _all_done(behind()))
    near = functools.cache(lambda: _whose(_all_done(close(behind())), {PART, WORDS, DEED}))
    part = functools.cache(lambda: _whose(there(), {DEED, PART, WORDS, SPEECH}) | _whose(later(), {PART, WORDS}))
    beside = functools.cache(lambda: _whose(there() | later(), {PART, WORDS, BESIDE}))
    subjects = functools.cache(lambda: _whose(there() | later(), KINDS))

    def is_there(one: Listed) -> bool:
        if one.name not in subjects():
            return False
        others = other_names(one.name, whole())
        told = {
            kind for name in others if HAS_HAN(name) for _, text in (*here(), *behind()) for kind in done_by(name, text)
        }
        if others and subjects().isdisjoint(others) and not told:
            return False
        both = (
            one.name in kinds and (told & also or not kinds.isdisjoint(others))
            for kinds, also in ((beside(), {PART, WORDS, BESIDE}), (near(), {PART, WORDS, DEED}))
        )
        return any(both) or bool(told & {PART, WORDS}) or not part().isdisjoint((one.name, *others))

    return is_there


def _all_done(texts: Iterable[tuple[int, str]]) -> frozenset[tuple[str, str]]:
    """Return (name, kind of deed) of all whom texts tell to have done something."""
    return frozenset(done for _, text in texts for done in _done(text))


def _done(text: str) -> Iterator[tuple[str, str]]:
    yield from ((mention.name, kind) for mention, kind in told_deeds(unquoted(text)[:_LONGEST]))
    played = (one for run in parts_played(text) for one in run.people)
    yield from ((name, PART) for one in played for name in one.names)


def _whose(done: Iterable[tuple[str, str]], kinds: Container[str]) -> frozenset[str]:
    return frozenset(name for name, kind in done if kind in kinds)


def parted(told: Mapping[int, Run], test: Callable[[Listed], bool]) -> tuple[dict[int, Run], dict[int, Run]]:
    """Return (the runs with those who pass a test, the runs with the others), none that is empty."""
    passed = {index: Run(tuple(filter(test, run.people))) for index, run in told.items()}
    others = {index: Run(tuple(one for one in run.people if not test(one))) for index, run in told.items()}
    return {i: run for i, run in passed.items() if run.people}, {i: run for i, run in others.items() if run.people}


def is_far(city: str, texts: Sequence[str]) -> bool:
    """Say whether a city is not that of the event: the post names it once."""
    return sum(text.count(city) for text in texts) < 2


def _persons(spoken: Spoken, known: Iterable[str]) -> dict[str, _Person]:
    persons: dict[str, _Person] = {}
    for index, text in spoken.texts:
        for mention, kind in told_deeds(text[:_LONGEST]):
            if "·" in mention.name and mention.name not in spoken.foreign:
                continue  # the other language tells that it begins or ends elsewhere
            if mention.name not in known and kind != SUBJECT:
                person = persons.setdefault(mention.name, _Person())
                person.paragraphs.append(index)
                person.kinds.add(kind)
                person.sure |= mention.sure
    return persons


def listed(name: str) -> Listed:
    """Return the person of a name that stands in a text, in whichever language it is."""
    return Listed(zh=name, raw=name) if HAS_HAN(name) else Listed(en=name.replace("․", "."), raw=name)


def unquoted(text: str) -> str:
    """Return a text without what stands between quotation marks: who is named there is spoken of."""
    return _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), keep_stops(text))


def is_gone(name: str, texts: Iterable[str]) -> bool:
    """Say whether anything in a post says of a name that its person was not there, or there for an office."""
    if HOLDS_OFFICE(name):
        return True
    chinese = bool(HAS_HAN(name))
    before, behind = (GONE_BEFORE_ZH, GONE_BEHIND_ZH) if chinese else (GONE_BEFORE_EN, GONE_BEHIND_EN)
    for text in texts:
        for start, end in _places(name, text):
            if chinese and TAKEN_OVER_ZH.match(text, end):
                continue
            near = OUT_ZH.sub("", text[max(0, start - _NEAR) : start])
            if before.search(near) or behind.match(OUT_ZH.sub("", text[end : end + _NEAR])):
                return True
    return False


def _places(name: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(name)
    while start >= 0:
        yield start, start + len(name)
        start = text.find(name, start + len(name))


def beside_known(captions: Sequence[tuple[int, str]], known: Iterable[Listed]) -> dict[int, Run]:
    """Return whom captions show beside somebody who is ``known`` to have been there."""
    names = {name for one in known for name in one.names}
    shown = {index: shown_with(keep_stops(text), names) for index, text in captions}
    return {index: Run(tuple(map(listed, found))) for index, found in shown.items() if len(found) > 1}


def with_other_names(runs: Mapping[int, Run], texts: Sequence[tuple[int, str]]) -> dict[int, Run]:
    """Return runs with the name in the other language of who is named in one alone, where the text has it."""
    people = [one for run in runs.values() for one in run.people]
    alone = _without_other(people)
    if not alone:
        return dict(runs)
    harmless, whole, harm = _spoken(tuple(texts))
    known = {name for one in people for name in one.names}
    more: dict[int, list[Listed]] = {}
    for one in alone:
        # Who reads out the names of those in prison does so in both languages.
        others = other_names(one.name, whole if one.name in harm else harmless)
        if len(others) == 1 and not any(_is_cut_of(name, known) for name in others):
            ((name, index),) = others.items()
            known.add(name)
            more.setdefault(index, []).append(listed(name))
    return dict(sorted({**runs, **dict(_filled(runs, more, dict(texts)))}.items()))


def _without_other(people: Sequence[Listed]) -> list[Listed]:
    """Return those of one name alone, but for whom a name of the list in the other language reads as theirs."""
    english = {letters(one.en) for one in people if one.en and not one.zh}
    read = {spelling for one in people if one.zh and not one.en for spelling in english.intersection(spellings(one.zh))}
    return [
        one
        for one in people
        if not (one.en and one.zh)
        and (letters(one.en) not in read if one.en else read.isdisjoint(spellings(one.zh or "")))
    ]


@functools.lru_cache(maxsize=1)  # lists, captions and credits of a post ask for the same
def _spoken(texts: tuple[tuple[int, str], ...]) -> tuple[Spoken, Spoken, str]:
    """Return (the sentences that tell of nobody's harm, all sentences, those that tell of harm)."""
    sentences = [(index, sentence) for index, text in texts for sentence in STOPS.split(keep_stops(text))]
    harm = dict.fromkeys(sentence for _, sentence in sentences if is_harm(_NAMES_READ.sub("", sentence)))
    harmless = Spoken(tuple((index, sentence) for index, sentence in sentences if sentence not in harm))
    return harmless, Spoken(tuple(sentences)) if harm else harmless, "\n".join(harm)


def _is_cut_of(name: str, known: Iterable[str]) -> bool:
    """Say whether a name is ``known``, or the beginning or the end of one that a list has whole."""
    return any(one.startswith(name) or one.endswith(name if "·" in name else f" {name}") for one in known)


def _filled(
    runs: Mapping[int, Run], more: Mapping[int, Sequence[Listed]], texts: Mapping[int, str]
) -> Iterator[tuple[int, Run]]:
    """Yield the paragraphs in which more people are named, with all of them as they stand there."""
    for index, found in more.items():
        run, text = runs.get(index, Run()), texts.get(index, "")
        people = sorted((*run.people, *found), key=place_in(text))
        yield index, replace(run, people=tuple(people))
