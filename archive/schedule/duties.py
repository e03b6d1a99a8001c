"""Audits and drills, which a plan has done beside its crawls: what the last came to, and whether one is late. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.schedule import instants
from archive.schedule.outcome import digest
from archive.schedule.plan import DAY, Plan

AUDITS, DRILLS = "audits", "drills"  # each a table of the ledger
_WELL = {AUDITS: (0,), DRILLS: (0, 3)}  # exit codes; 3 is a sound site that would lack something
_PATIENCE = DAY  # beyond the crawl after which it should have been done
_EARLY = 10  # a tenth of the span: two crawls end not quite at the same minute of their days


@dataclass(frozen=True)
class Done:
    """An audit or a drill that was done: when, and its exit code.

    Of a drill ``missing`` is how many things the restored site would lack, ``seconds`` how long restoring took; None
    where that is not known.
    """

    at: int
    exit_code: int
    missing: int | None = None
    seconds: float | None = None


@dataclass(frozen=True)
class Duty:
    """What stands of a collection's audits, or drills: the seconds between two (0: none are planned), the last one,
    whether it ended ``well``, and whether the next is ``late``.
    """

    every: int = 0
    last: Done | None = None
    well: bool = True
    late: bool = False


def duty(plan: Plan, name: str, last: Done | None, now: int) -> Duty:
    """Return what stands of a plan's audits or drills."""
    every = {AUDITS: plan.audit, DRILLS: plan.drill}[name]
    return Duty(every, last, last is None or last.exit_code in _WELL[name], _is_late(plan, every, last, now))


def is_due(every: int, last: Done | None, now: int) -> bool:
    """Say whether one is to be done after a crawl; a clock that was set back makes nobody wait."""
    return bool(every) and not (last and 0 <= now - last.at < every - every // _EARLY)


def _is_late(plan: Plan, every: int, last: Done | None, now: int) -> bool:
    """Say whether the crawl after which it should have been done has long been due. What rests is not late."""
    if not every or plan.paused:
        return False
    due = last.at + every if last else plan.anchor
    crawl = next(instants.after(plan, due - 1), None)
    return crawl is not None and now > crawl + _PATIENCE


def read_drill(document: Mapping[str, Any] | None) -> tuple[tuple[str, ...] | None, float | None]:
    """Return what a drill's JSON document says is missing, as digests and each once, and the seconds that it took.

    Both are None where it came to no end.
    """
    forms = (document or {}).get("forms")
    if not isinstance(forms, list):
        return None, None
    missing = {f"{one['what']} {one['where']}" for form in forms for one in form["missing"]}
    return tuple(sorted(map(digest, missing))), round(sum(form["seconds"] for form in forms), 1)
