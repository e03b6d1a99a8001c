"""What a finished crawl came to, from the JSON document that `beilin mirror --json` leaves. Pure.

The document alone decides, so that a scheduler that was killed meanwhile can read it later. What an alert may tell of
it (`Trouble`) are codes and numbers: no address, no title, no name. A slot's reason is the error's sentence, and may
name an address or a folder: it goes into the ledger, to be shown on this machine, and into no alert and no log.

    ran       the crawl came to its end, whatever it found
    failed    it did not: no answer, a full disk, a stopped or killed process, damage
    paused    it was stopped because its plan was paused; it goes on later
    skipped   somebody else was crawling the same collection
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from archive import judged
from archive.change_report import ChangeReport
from archive.errors import Alarmed, CoverageGap, Damaged, Interrupted
from archive.schedule import judging
from archive.schedule.judging import FAILED, PAUSED, RAN, SKIPPED, Slot

GONE, REPLACED, SUSPECT, SHRUNKEN, BLOCKED = "gone", "replaced", "suspect", "shrunken", "blocked"
DAMAGED = "damaged"
_BY_ALARM = {
    "mass-deletion": GONE,
    "replaced": REPLACED,
    "suspect": SUSPECT,
    "many-altered": SUSPECT,
    "unaccepted": SUSPECT,
    "unaccepted-links": SUSPECT,
    "feed-fall": SHRUNKEN,
}
_BLOCKING = ("asks to be left alone", "is busy again and again", "refuses one address after the other",
             "the server answered 429", "the server answered 403")  # fmt: skip
_LASTING = {"usage-error", "not-a-collection", "key-unavailable", "off-limits", "damaged", "not-a-blog", "withheld"}
_BLOCKS = ("captcha", "block-page")  # what answers in a blog's place: it says nothing of the blog
_IN_ITS_PLACE = ("parked", "other-blog")
_PAUSED = "paused while it ran; it goes on when it is resumed"
LEAST_FALL, FALL = 5, 0.1  # posts that a crawl names less than the one before


@dataclass(frozen=True)
class Trouble:
    """Something that an alert tells: ``code``, a sentence without names, and what it is about, as digests."""

    code: str
    detail: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """A crawl's end: the slot as it is to be recorded, and all that is wrong with the blog or the collection now."""

    slot: Slot
    troubles: tuple[Trouble, ...]
    judged: bool  # whether the blog was looked at: only then can what was wrong before have healed


def judge(slot: Slot, document: Mapping[str, Any] | None, code: int, failures: int, before: Slot | None,
          now: int, *, paused: bool = False) -> Outcome:  # fmt: skip
    """Return what a crawl came to.

    ``document`` is None where the process left none; ``code`` its exit code, negative for a signal. ``failures`` are
    those on end before this crawl, ``before`` the newest slot that ran; ``paused`` says that the plan is by now.
    """
    ended = replace(slot, ended=now, exit_code=_exit_code(document, code))
    error = _error(document)
    if document is None or error or not document.get("summary"):
        error = error or _without_summary(document, code)
        if paused and error[0] == "interrupted":
            return Outcome(replace(ended, state=PAUSED, reason=_PAUSED, retry=now), (), False)
        return _failed(ended, error, failures, now)
    summary = document["summary"]
    coverage = summary.get("coverage") or {}
    ended = replace(
        ended,
        state=RAN,
        crawl=str(summary.get("crawl", "")),
        visit=str(coverage.get("visit", "")),
        posts=_posts(coverage),
        percent=float(coverage.get("percent", 0.0)),
    )
    troubles = [*_alarms(summary.get("alarms", ())), *_blocked(coverage), *_shrunken(ended, before)]
    if document.get("faults"):
        count = len(document["faults"])
        damage = Trouble(DAMAGED, f"verification found {count} fault(s) in the collection: run beilin verify")
        return Outcome(replace(ended, state=FAILED, reason=damage.detail), _merged([*troubles, damage]), True)
    if ended.exit_code == CoverageGap.exit_code:
        ended = replace(ended, reason=f"{len(coverage.get('missing', ()))} gap(s)")
    return Outcome(ended, _merged(troubles), True)


def with_addresses(troubles: tuple[Trouble, ...], report: ChangeReport) -> tuple[Trouble, ...]:
    """Return troubles with what they are about: the addresses that are suspect or replaced, as digests."""
    of = {SUSPECT: judged.SUSPECT, REPLACED: judged.REPLACED}

    def subjects(code: str) -> tuple[str, ...]:
        return tuple(sorted(digest(one.url) for one in report.addresses if one.state == of.get(code)))

    return tuple(replace(one, subjects=(*one.subjects, *subjects(one.code))) for one in troubles)


def read_document(text: bytes) -> dict[str, Any] | None:
    """Return the document that a process wrote, None where it did not come to its end."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _failed(ended: Slot, error: tuple[str, str, str], failures: int, now: int) -> Outcome:
    name, sentence, kind = error
    if name == "collection-in-use":
        return Outcome(replace(ended, state=SKIPPED, reason=sentence), (), False)
    number = kind.removeprefix("status-")
    status = int(number) if number.isdecimal() else 0
    trouble = _without_blog(name, kind, status) if name in ("withheld", "not-a-blog") else None
    lasts = name in _LASTING and status < 500 and not (trouble and trouble.code == BLOCKED)
    retry = 0 if lasts else judging.retry_at(ended, failures + 1, now)
    if name == "interrupted" and ended.attempts < judging.MOST_ATTEMPTS:
        retry = now
    failed = replace(ended, state=FAILED, reason=sentence, retry=retry)
    return Outcome(failed, (trouble,) if trouble else (), False)


def _without_blog(name: str, kind: str, status: int) -> Trouble | None:
    """Return what it means that another answer came than the blog; None where its server fails."""
    if kind in _BLOCKS or (400 <= status < 500 and status not in (404, 410)):
        return Trouble(BLOCKED, f"a server refused this crawl ({kind}); nothing is known of the blog")
    if kind in _IN_ITS_PLACE:
        return Trouble(REPLACED, f"something else answers in the blog's place ({kind})")
    return None if status >= 500 else Trouble(GONE, f"no blog of the known kind answers any more ({kind or name})")


def _error(document: Mapping[str, Any] | None) -> tuple[str, str, str] | None:
    """Return an error's code, its sentence, and what answered in the blog's place."""
    error = (document or {}).get("error")
    if not isinstance(error, dict):
        return None
    return str(error.get("code", "unforeseen")), str(error.get("sentence", "")), str(error.get("kind", ""))


def _without_summary(document: Mapping[str, Any] | None, code: int) -> tuple[str, str, str]:
    if document is not None or code == Interrupted.exit_code:  # stopped twice, it does not say so itself
        return "interrupted", "The crawl was stopped; the next one goes on with it.", ""
    how = f"signal {-code}" if code < 0 else f"exit code {code}"
    return "unforeseen", f"The crawl ended without a report ({how}); the next one goes on with it.", ""


def _exit_code(document: Mapping[str, Any] | None, code: int) -> int:
    """Return the exit code as the document has it, where nobody was there to see that of the process."""
    if document is None or code:
        return code
    error = document.get("error")
    if isinstance(error, dict):
        return int(error.get("exit_code", 1))
    summary = document.get("summary") or {}
    if document.get("faults"):
        return Damaged.exit_code
    if summary.get("alarms"):
        return Alarmed.exit_code
    return 0 if (summary.get("coverage") or {}).get("complete", True) else CoverageGap.exit_code


def _alarms(alarms: Any) -> Iterator[Trouble]:
    for alarm in alarms:
        code = str(alarm.get("code", ""))
        yield Trouble(_BY_ALARM.get(code, SUSPECT), str(alarm.get("detail", "")), (digest(code),))


def _blocked(coverage: Mapping[str, Any]) -> Iterator[Trouble]:
    reasons = [str(gap.get("reason", "")) for gap in coverage.get("missing", ())]
    found = sum(any(sign in reason for sign in _BLOCKING) for reason in reasons)
    if found:
        yield Trouble(BLOCKED, f"a server limited or refused this crawl; {found} address(es) were not got for it")


def _shrunken(now: Slot, before: Slot | None) -> Iterator[Trouble]:
    """Yield the trouble of a crawl whose witnesses name far fewer posts than those of the last one of its kind."""
    if before and before.visit == now.visit and before.posts - now.posts >= max(LEAST_FALL, FALL * before.posts):
        yield Trouble(SHRUNKEN, f"the blog names {now.posts} posts, and named {before.posts} at the crawl before")


def _posts(coverage: Mapping[str, Any]) -> int:
    return next((int(tally["named"]) for tally in coverage.get("tallies", ()) if tally.get("kind") == "post"), 0)


def _merged(troubles: list[Trouble]) -> tuple[Trouble, ...]:
    """Return one trouble for each code."""
    found: dict[str, Trouble] = {}
    for one in troubles:
        known = found.get(one.code)
        details = f"{known.detail}; {one.detail}" if known else one.detail
        found[one.code] = Trouble(one.code, details, (*(known.subjects if known else ()), *one.subjects))
    return tuple(found.values())


def digest(text: str) -> str:
    """Return what stands for an address where none may be told."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
