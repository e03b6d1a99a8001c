"""Where a list of people ends: at a stop, at "and others", or where no more names follow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.name_runs import Run, names_in
from pipelines.names import is_plainly_spelled
from pipelines.once import once_a_paragraph
from pipelines.scripts import HAN

_AND_MORE = re.compile(
    r"等(?=$|[,。;!]|(?:大?[约約]|共|近|逾|超[过過])?[\d一二三四五六七八九十百千数几多余餘]+[余餘多]?[人位名个個]"
    r"|人|(?:成员|会员|朋友)[^、,]{0,6}$)"
    r"|[,;、]? ?(?:一共|总共|總共|合共|合计|合計|共计|共計|共)(?:有|约|約)?"
    r"[\d一二三四五六七八九十百千]{1,5}[余餘多]?[人位名个個]"
)
_NUMBERING = re.compile(rf"(?:^|(?<=\s))\(?\d{{1,2}}[.)、] ?(?=[A-Za-z{HAN}])")
STOP_EN = re.compile(rf"\.(?=\s|$|[A-Z{HAN}])|[。!?\n]")
STOP_ZH = re.compile(rf"[。!?\n]|\.(?=\s|$|[^{HAN}\d])")


@once_a_paragraph
def extent(rest: str, stop: re.Pattern[str]) -> tuple[Run, str]:
    """Return the names up to where the list ends, and the text after it.

    A stop ends a list, unless what stands after it is nothing but more names: many a comma is mistaken for a stop.
    """
    rest = rest.lstrip(" \n")
    rest = _NUMBERING.sub("、", rest) if rest[:1] in ("1", "(") else rest
    end = 0
    for begin, limit in _between(rest, stop):
        part = rest[begin:limit]
        if begin and part.strip() and not _are_names(part):
            break
        end = limit
        if more := _AND_MORE.search(part):
            return names_in(rest[: begin + more.start()]), rest[end:]
    return names_in(stop.sub("\n", rest[:end])), rest[end:]


def _between(text: str, stop: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    begin = 0
    for mark in stop.finditer(text):
        yield begin, mark.start()
        begin = mark.end()
    yield begin, len(text)


def _are_names(text: str) -> bool:
    run = names_in(text)
    return run.only_names and are_plain(run)


def until_more(text: str) -> str:
    """Return a list without the "and others" that ends it, and what follows."""
    more = _AND_MORE.search(text)
    return text[: more.start()] if more else text


def are_plain(run: Run) -> bool:
    """Say whether all people of a run are plainly so: by characters, or as they are spelled."""
    return all(person.zh or is_plainly_spelled(person.en or "") for person in run.people)
