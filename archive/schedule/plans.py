"""Plans on the disk, and who may act on one.

    $BEILIN_HOME/schedules/ID.json     a plan; ID is a digest of the collection's folder
    $BEILIN_HOME/schedules/ID.lock     held by the scheduler that acts on it, and by the crawl that it started
    $BEILIN_HOME/schedules/ID-SLOT-ATTEMPT.out  what that crawl says on stdout: its JSON document

A plan lies on the machine, not in the collection: who can write in a collection must not have this machine run
commands, and a collection that was taken elsewhere is not crawled from two places.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from archive import codec, durable
from archive.claims import claim
from archive.documents import read_document
from archive.durable import storage_errors
from archive.errors import BeilinError, CollectionError, UsageError
from archive.home import home
from archive.schedule.plan import Plan, check, id_of


def keep(plan: Plan) -> None:
    """Write a plan. Raises StorageError."""
    durable.replace(_path(plan.id), codec.dump(plan).encode("utf-8"))


def remove(folder: Path) -> str:
    """Forget a collection's plan, also a damaged one, and return its id; what became of its crawls stays in the ledger.

    In the place of the folder there may be the plan's id: who has a damaged plan alone cannot tell whose it was.

    Raises:
        UsageError: it has none.
        StorageError: the disk refused.
    """
    named = [_path(folder.name)] if len(folder.parts) == 1 else []
    known = [path for path in (_path(id_of(str(folder.resolve()))), *named) if os.path.lexists(path)]
    if not known:
        raise _none(folder)
    path = known[0]
    with storage_errors(path):
        path.unlink(missing_ok=True)
    return path.stem


def find(folder: Path) -> Plan:
    """Return a collection's plan.

    Raises:
        UsageError: it has none.
        CollectionError: it is damaged.
    """
    if plan := look_up(folder):
        return plan
    raise _none(folder)


def _none(folder: Path) -> UsageError:
    return UsageError(f"{folder} has no schedule: give it one with beilin schedule add {folder} --every 6h.")


def look_up(folder: Path) -> Plan | None:
    """Return a collection's plan, None where it has none. Raises CollectionError where it is damaged."""
    path = _path(id_of(str(folder.resolve())))
    return read(path) if os.path.lexists(path) else None


def paused(folder: Path) -> int:
    """Return since when a collection's plan is paused; 0 where it is not, and where no plan can be read."""
    try:
        plan = look_up(folder)
    except BeilinError:
        return 0
    return plan.paused if plan else 0


def everything() -> Iterator[Plan | CollectionError]:
    """Yield all plans by their folders, and in the place of a damaged one what is wrong with it."""
    found: list[Plan | CollectionError] = []
    for path in sorted((home() / "schedules").glob("*.json")):
        try:
            found.append(read(path))
        except CollectionError as error:
            found.append(error)
    yield from sorted(found, key=lambda one: one.folder if isinstance(one, Plan) else "")


def read(path: Path) -> Plan:
    """Return the plan in a file. Raises CollectionError where it is damaged, or says what cannot be."""
    remedy = f"run beilin schedule remove {shlex.quote(path.stem)}, then beilin schedule add on its collection"
    plan = read_document(path, partial(codec.from_plain, Plan), remedy=remedy, raises=CollectionError)
    try:
        check(plan)
    except BeilinError as error:
        raise CollectionError(f"{path} cannot be followed ({error}): {remedy}.") from None
    if plan.id != path.stem:
        raise CollectionError(f"{path} is the plan of another collection than its name says: {remedy}.")
    return plan


def claimed(plan: Plan) -> AbstractContextManager[int | None]:
    """Act on a plan alone: gives the lock's descriptor, None where another scheduler, or its crawl, has it.

    A process that inherits the descriptor keeps the lock: a crawl that outlives its scheduler is waited for.
    """
    return claim(_path(plan.id).with_suffix(".lock"))


def output_of(plan: Plan, slot: int, attempt: int) -> Path:
    """Return where a crawl's document goes."""
    return home() / "schedules" / f"{plan.id}-{slot}-{attempt}.out"


def _path(plan_id: str) -> Path:
    return home() / "schedules" / f"{plan_id}.json"
