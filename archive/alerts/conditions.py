"""What stands, what is new, what has healed. Pure.

A trouble is told when it comes, told again where it grows (another page is suspect), and once more when it has
healed; in between it stands, and nobody is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from archive.counted import counted
from archive.schedule.judging import FAILED, MISSED, RAN, Slot
from archive.schedule.outcome import BLOCKED, DAMAGED, GONE, REPLACED, SHRUNKEN, SUSPECT, Outcome, Trouble

DISK_LOW, REPLICA, DRILL, LACKING = "disk-low", "replica-damaged", "drill-failed", "drill-missing"
CODES = (GONE, REPLACED, SUSPECT, SHRUNKEN, BLOCKED, DAMAGED, FAILED, MISSED, REPLICA, DRILL, LACKING, DISK_LOW)
_OF_THE_BLOG = frozenset((GONE, REPLACED, SUSPECT, SHRUNKEN, BLOCKED, DAMAGED))
RAISED, GROWN, HEALED = "raised", "grown", "healed"
_INTERRUPTED = 130


@dataclass(frozen=True)
class Standing:
    """A trouble that was told: since when, and what it was about."""

    since: int
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Turn:
    """Something to tell: a trouble was raised, has grown, or healed."""

    code: str
    turn: str
    detail: str
    since: int


def turns(
    standing: Mapping[str, Standing], raised: Sequence[Trouble], healable: Collection[str], now: int
) -> tuple[dict[str, Standing], tuple[Turn, ...]]:
    """Return what stands now and what is to be told; ``healable`` are the codes that were looked for."""
    stands, told = dict(standing), []
    for trouble in raised:
        before = standing.get(trouble.code)
        subjects = frozenset(trouble.subjects)
        since = before.since if before else now
        if before is None or not subjects <= before.subjects:
            told.append(Turn(trouble.code, GROWN if before else RAISED, trouble.detail, since))
        stands[trouble.code] = Standing(since, subjects | (before.subjects if before else frozenset()))
    for code in sorted(set(healable) & standing.keys() - {trouble.code for trouble in raised}):
        told.append(Turn(code, HEALED, "it is well again", stands.pop(code).since))
    return stands, tuple(told)


def at_the_beginning(
    closed: Sequence[Slot], obstacle: str, *, begins: bool
) -> tuple[tuple[Trouble, ...], frozenset[str]]:
    """Return what is wrong before a crawl begins, and what was looked for."""
    missed = [slot for slot in closed if slot.state == MISSED]
    found = [
        Trouble(MISSED, f"{sum(slot.count for slot in missed)} crawl(s) were missed: {missed[0].reason}",
                tuple(str(slot.first) for slot in missed))
    ] if missed else []  # fmt: skip
    if obstacle:
        found.append(Trouble(DISK_LOW, obstacle))
    return tuple(found), frozenset((DISK_LOW,) if begins or obstacle else ())


def at_the_end(outcome: Outcome) -> tuple[tuple[Trouble, ...], frozenset[str]]:
    """Return what is wrong after a crawl, and what was looked for."""
    slot, found = outcome.slot, list(outcome.troubles)
    if slot.state == FAILED and slot.exit_code != _INTERRUPTED and not found:
        found.append(Trouble(FAILED, f"a crawl failed with exit code {slot.exit_code}, attempt {slot.attempts}"))
    healable = _OF_THE_BLOG if outcome.judged else frozenset[str]()
    return tuple(found), healable | ({FAILED, MISSED} if slot.state == RAN else set())


def of_an_audit(exit_code: int) -> tuple[tuple[Trouble, ...], frozenset[str]]:
    """Return what an audit of replicas says: 0 is whole, 4 damage; the rest is a replica that could not be asked."""
    if exit_code == 0:
        return (), frozenset((REPLICA,))
    what = {4: "a replica is damaged", 2: "there is no replica to audit"}.get(exit_code, "a replica is not audited")
    return (Trouble(REPLICA, f"{what} (exit code {exit_code}): run beilin replicate --audit",
                    (str(exit_code),)),), frozenset()  # fmt: skip


def of_a_drill(exit_code: int, missing: Sequence[str] | None = None) -> tuple[tuple[Trouble, ...], frozenset[str]]:
    """Return what a drill says: 0 and 3 are a site that can be given back; ``missing`` is what it would lack, as
    digests, None where that is not known.
    """
    found, healable = [], set()
    if missing:
        detail = f"the site would be given back without {counted(len(missing), 'thing')}: run beilin drill"
        found.append(Trouble(LACKING, detail, tuple(missing)))
    elif missing is not None:
        healable.add(LACKING)
    if exit_code in (0, 3):
        return tuple(found), frozenset(healable | {DRILL})
    what = "is not as it should be" if exit_code == 4 else "was not made"
    failed = Trouble(DRILL, f"a restored site {what} (exit code {exit_code}): run beilin drill", (str(exit_code),))
    return (failed, *found), frozenset(healable)
