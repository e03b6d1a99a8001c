"""Are the replicas whole, and do they and this machine agree? Every byte is read back and hashed here.

Each audit draws a nonce for each replica. The answers, SHA-256 over nonce and bytes, are computed here from what the
replica gave back after it was drawn: whoever has the same bytes can check them, and hashes kept from earlier are of no
use. What is right is what the signed manifest says, however many replicas agree on something else.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from archive.errors import BeilinError, Damaged, ReplicaUnreachable
from archive.integrity import Fault
from archive.layout import Layout
from archive.replicas import local, objects, snapshots
from archive.replicas.local import Progress
from archive.replicas.objects import object_name, of_bytes
from archive.replicas.readme import TEXT
from archive.replicas.snapshots import MANIFEST, README, SNAPSHOTS, Fetch, Snapshot
from archive.replicas.target import Absent, Target, Unreadable

_MOST_LOST = 3  # objects that may get lost on the way one after the other before a replica is given up


@dataclass
class Seen:
    """What an audit has seen of one replica."""

    address: str
    remembered: tuple[str, ...] = ()
    target: Target | None = None
    nonce: str = ""
    listed: dict[str, int] = field(default_factory=dict)
    newest: Snapshot | None = None
    snapshots: int = 0
    broken: list[str] = field(default_factory=list)  # snapshots that are damaged, gone or lie
    expected: dict[str, str] = field(default_factory=dict)  # SHA-256 -> a path that has it
    wrong: dict[str, str | None] = field(default_factory=dict)  # SHA-256 -> that of the bytes there, None: none there
    answers: list[tuple[str, str]] = field(default_factory=list)
    bytes: int = 0
    faults: list[Fault] = field(default_factory=list)
    trouble: BeilinError | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Audit:
    """What an audit found: the local collection, each replica, and what they say of each other.

    ``truth`` is the newest sound snapshot anywhere, what everything is to be repaired to.
    """

    own: Snapshot | None
    truth: Snapshot | None
    local: dict[str, Fault]  # by path
    seal: list[Fault]
    seen: list[Seen]
    alarms: list[Fault]

    @property
    def faults(self) -> list[Fault]:
        """Return all that is wrong, of all replicas."""
        return [*self.alarms, *self.seal, *self.local.values(), *(fault for one in self.seen for fault in one.faults)]

    @property
    def exit_code(self) -> int:
        """Return 0 where all is whole, 4 for damage, else the code of the first replica that could not be audited."""
        if self.faults:
            return Damaged.exit_code
        return next((one.trouble.exit_code for one in self.seen if one.trouble), 0)


def audit(
    layout: Layout,
    places: Sequence[tuple[Target | BeilinError, str, tuple[str, ...]]],
    trusted: frozenset[str],
    sample: int | None = None,
    progress: Progress = lambda *_: None,
) -> Audit:
    """Judge the collection and its replicas; one that cannot be reached stops no other.

    ``places`` are (the target, or why it cannot be opened; its address; the snapshots it is remembered to hold).
    ``sample``: how many objects of each replica are read back, drawn anew each time; None: all of them.
    """
    seen = [_opened(place, address, names) for place, address, names in places]
    fetch = snapshots.first_of(
        [snapshots.fetch_local(layout), *(snapshots.fetch_from(one.target) for one in seen if one.target)]
    )
    own, seal = snapshots.of_collection(layout, fetch, trusted)
    for one in seen:
        _attempt(one, lambda one=one: _survey(one, fetch, trusted))  # type: ignore[misc]
    _fill_in_broken(seen, own, fetch, trusted)
    total = sum(len(one.expected) if sample is None else min(sample, len(one.expected)) for one in seen)
    done = Counted(progress, total)
    for one in seen:
        _attempt(one, lambda one=one: _challenge_all(one, sample, done))  # type: ignore[misc]
    truth, alarms = _truth(own, seen)
    base = own or truth
    files = base.files if base else {}
    if not trusted:
        detail = "the collection's own seal is broken, so that any key is taken for right: name yours with --key"
        alarms.insert(0, Fault("key-unknown", snapshots.SIGNERS, detail))
    return Audit(own, truth, local.damaged(layout.root, files), seal, seen, [*alarms, *_majorities(seen)])


class Counted:
    """Counts what is done over several replicas."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def one(self) -> None:
        """Count one more."""
        self._done += 1
        self._progress(self._done, self._total)


def _opened(place: Target | BeilinError, address: str, remembered: tuple[str, ...]) -> Seen:
    if isinstance(place, BeilinError):
        return Seen(address, remembered, trouble=place)
    return Seen(address, remembered, place, nonce=secrets.token_hex(32))


def _attempt(one: Seen, work: Callable[[], None]) -> None:
    if one.trouble or not one.target:
        return
    try:
        work()
    except BeilinError as error:
        one.trouble = error


def _survey(one: Seen, fetch: Fetch, trusted: frozenset[str]) -> None:
    """Judge what snapshots there are, and gather what objects they need."""
    assert one.target
    one.notes = one.target.notes()
    one.listed = snapshots.listing(one.target)
    one.faults += [
        Fault("replica-foreign", name, "it is no file of a replica; beilin did not write it")
        for name in snapshots.foreign(one.listed)
    ]
    if objects.holds(one.target, README, of_bytes(TEXT.encode("utf-8"))) is not True:
        one.faults.append(Fault("readme-changed", README, "it is not the text that this beilin writes"))
    for name in snapshots.names(one.listed):
        found, faults = snapshots.of_replica(one.target, name, fetch, trusted)
        one.faults += faults
        if found:
            one.snapshots += 1
            _check_keys(one, found)
            one.newest = one.newest or found
            one.expected.update((sha256, path) for path, sha256 in found.files.items())
        else:
            one.broken.append(name)
    for name in one.remembered:
        if f"{SNAPSHOTS}{name}/{MANIFEST}" not in one.listed:
            one.faults.append(Fault("snapshot-missing", f"{SNAPSHOTS}{name}", "it was there, and is gone"))
            one.broken.append(name)


def _check_keys(one: Seen, found: Snapshot) -> None:
    assert one.target
    name, content = snapshots.parts(found)[0]
    if objects.holds(one.target, name, of_bytes(content)) is not True:
        one.faults.append(Fault("snapshot-changed", name, "it is gone, or not the keys that the manifest names"))
        one.broken.append(found.name)


def _fill_in_broken(seen: Sequence[Seen], own: Snapshot | None, fetch: Fetch, trusted: frozenset[str]) -> None:
    """Learn from others what a snapshot needs that is damaged or gone on one replica."""
    for one in seen:
        for name in one.broken:
            found = sound_elsewhere(name, own, seen, fetch, trusted)
            one.expected.update((sha256, path) for path, sha256 in (found.files if found else {}).items())


def sound_elsewhere(
    name: str, own: Snapshot | None, seen: Iterable[Seen], fetch: Fetch, trusted: frozenset[str]
) -> Snapshot | None:
    """Return a snapshot of that name from the collection or any replica that has it whole."""
    if own and own.name == name:
        return own
    for one in seen:
        if one.target and not one.trouble and name not in one.broken and f"{SNAPSHOTS}{name}/{MANIFEST}" in one.listed:
            try:
                found, _ = snapshots.of_replica(one.target, name, fetch, trusted)
            except BeilinError:
                continue
            if found:
                return found
    return None


def _challenge_all(one: Seen, sample: int | None, done: Counted) -> None:
    assert one.target
    target, lost = one.target, 0
    gone = [sha256 for sha256 in one.expected if object_name(sha256) not in one.listed]
    there = sorted(one.expected.keys() - set(gone))
    chosen = there if sample is None else secrets.SystemRandom().sample(there, min(sample, len(there)))
    for sha256 in gone:
        _note(one, sha256, None, "it is gone")
    nonce = bytes.fromhex(one.nonce)

    def ask(sha256: str) -> objects.Answer | str | ReplicaUnreachable:
        try:
            return objects.challenge(target, object_name(sha256), one.listed[object_name(sha256)], nonce)
        except Absent:
            return "it is listed and is not there"
        except Unreadable as error:
            return f"it cannot be read ({error})"
        except ReplicaUnreachable as error:
            return error

    for sha256, answer in zip(chosen, objects.side_by_side(target, ask, chosen), strict=True):
        done.one()
        lost = lost + 1 if isinstance(answer, ReplicaUnreachable) else 0
        if isinstance(answer, ReplicaUnreachable) and lost > _MOST_LOST:
            raise answer
        _judge(one, sha256, answer)


def _judge(one: Seen, sha256: str, answer: objects.Answer | str | ReplicaUnreachable) -> None:
    if isinstance(answer, objects.Answer):
        one.bytes += answer.size
        one.answers.append((sha256, answer.challenged))
        if answer.sha256 != sha256:
            _note(one, sha256, answer.sha256, f"its {answer.size} bytes are not those of its name")
    else:
        detail = answer if isinstance(answer, str) else "its bytes got lost on the way at every try"
        _note(one, sha256, None if detail.endswith("not there") else "", detail)


def _note(one: Seen, sha256: str, found: str | None, detail: str) -> None:
    one.wrong[sha256] = found
    code = "object-missing" if found is None else "object-damaged"
    one.faults.append(Fault(code, f"{object_name(sha256)} ({one.expected[sha256]})", detail))


def _truth(own: Snapshot | None, seen: Sequence[Seen]) -> tuple[Snapshot | None, list[Fault]]:
    """Return the newest sound snapshot anywhere, and an alarm for each replica that knows more or otherwise."""
    truth, alarms = own, []
    for one in seen:
        there = one.newest
        if there is None:
            continue
        how = snapshots.relation(truth.events, there.events) if truth else "behind"
        if how == "forked":
            detail = f"the replica {one.address} knows another history (snapshot {there.name}), signed all the same"
            alarms.append(Fault("history-forked", "events.jsonl", detail))
        elif how == "behind":
            truth = there
    if own and truth and snapshots.relation(own.events, truth.events) == "behind":
        detail = f"a replica knows events that this collection has lost (snapshot {truth.name}): it was rolled back"
        alarms.insert(0, Fault("rolled-back", "events.jsonl", detail))
    return truth, alarms


def _majorities(seen: Sequence[Seen]) -> list[Fault]:
    """Return an alarm for each object, and each snapshot, on which more replicas agree wrongly than have it right."""
    alarms = []
    wrong = Counter((sha256, found) for one in seen for sha256, found in one.wrong.items() if found)
    for (sha256, _), count in wrong.items():
        right = sum(sha256 in one.expected and sha256 not in one.wrong for one in seen if not one.trouble)
        if count >= 2 and count > right:
            detail = f"{count} replicas agree on other bytes, {right} have the signed ones: the signature decides"
            alarms.append(Fault("wrong-majority", object_name(sha256), detail))
    forged = Counter(
        fault.file for one in seen for fault in one.faults if fault.code.startswith(("signature-", "key-"))
    )
    for name, count in forged.items():
        if count >= 2:
            detail = f"{count} replicas agree on it, and it is not signed by a trusted key: the signature decides"
            alarms.append(Fault("wrong-majority", name, detail))
    return alarms
