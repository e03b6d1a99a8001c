"""A site restored for a rehearsal: into a temporary folder, checked there, and removed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.layout import Layout
from archive.restoration.article import DAMAGED, Lack
from archive.restoration.checking import CHECKS
from archive.restoration.forms import Wishes, restore
from archive.restoration.spool import read_once

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Drilled:
    """What restoring one form came to: ``faults`` are sentences on what a check found wrong with the restored site, and
    on what is ``missing`` because the collection is damaged.
    """

    form: str
    seconds: float
    articles: int
    files: int
    size: int
    faults: tuple[str, ...]
    missing: tuple[Lack, ...]
    by_rule: int


def drill_all(
    layout: Layout, forms: Sequence[str], temporary: Path | None, progress: Progress = lambda *_: None
) -> tuple[Drilled, ...]:
    """Restore a collection's site in some forms, one after another, and check each.

    ``temporary`` is the folder to do it in, None for the system's own. Nothing is left behind.

    Raises:
        Damaged: the collection is not as it was sealed.
        StorageError: the disk refused.
    """
    from scraper.restoring import material  # noqa: PLC0415 (what reads pages is loaded where it is needed)

    with (
        tempfile.TemporaryDirectory(prefix="beilin-drill-", dir=temporary) as folder,
        material(layout, progress) as first,
        read_once(first, Path(folder)) as found,
    ):
        drilled = []
        for form in forms:
            done = restore(layout, found, form, Path(folder) / form, Wishes(), progress)
            damage = (f"{one.where}: {one.why}" for one in done.lacks if one.what == DAMAGED)
            faults = (*damage, *CHECKS[form](found, done.path, done.lacks))
            by_rule = len(done.lacks) - len(done.missing)
            held = (done.seconds, done.articles, done.files, done.size)
            drilled.append(Drilled(form, *held, faults, done.missing, by_rule))
            shutil.rmtree(done.path)  # the disk has to have room for one form at a time
        return tuple(drilled)


def plain(drilled: Sequence[Drilled]) -> dict[str, object]:
    """Return a drill as a JSON document."""
    return {
        "sound": not any(one.faults for one in drilled),
        "minutes": round(sum(one.seconds for one in drilled) / 60, 2),
        "forms": [asdict(one) for one in drilled],
    }
