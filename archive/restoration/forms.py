"""All forms in which a site is given back, and writing one."""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.counted import counted
from archive.durable import create, storage_errors
from archive.errors import Damaged, UsageError
from archive.export.output import placed, refuse_taken
from archive.layout import Layout
from archive.restoration.article import Lack, Material
from archive.restoration.blogger import write_blogger
from archive.restoration.markdown import write_markdown
from archive.restoration.mirror.making import write_mirror
from archive.restoration.site.making import write_site
from archive.restoration.wordpress import write_wordpress

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Wishes:
    """What else a person asked of a form; each form looks at its own: wordpress at ``media_base`` (the address that
    the pictures have while it imports), markdown at ``flavour``, site at ``mirrored`` (the collection whose captured
    pages it is to be, None for one of its records).
    """

    media_base: str | None = None
    flavour: str = "hugo"
    mirrored: Layout | None = None


def _site(material: Material, output: Path, wishes: Wishes, progress: Progress) -> Iterable[Lack]:
    if wishes.mirrored:
        return write_mirror(material, wishes.mirrored, output, progress)
    return write_site(material, output, progress)


def _wordpress(material: Material, output: Path, wishes: Wishes, progress: Progress) -> Iterable[Lack]:
    return write_wordpress(material, output, progress, media_base=wishes.media_base)


def _markdown(material: Material, output: Path, wishes: Wishes, progress: Progress) -> Iterable[Lack]:
    return write_markdown(material, output, progress, flavour=wishes.flavour)


Form = Callable[[Material, Path, Wishes, Progress], Iterable[Lack]]
"""Writes a site as a folder at a path where nothing is, with bounded memory; ``Progress`` is told (done, of how many)
articles. Gives what could not be carried."""

FORMS: dict[str, Form] = {
    "site": _site,
    "blogger": write_blogger,
    "wordpress": _wordpress,
    "markdown": _markdown,
}
# What is left out on purpose, or was never public: no gap of the restored site.
BY_RULE = frozenset(("draft", "embed", "moved", "names", "page-date", "settings"))


@dataclass(frozen=True)
class Restored:
    """What a restoration came to: ``size`` in bytes of all its files, ``report`` the file that has the lacks, too."""

    path: Path
    form: str
    articles: int
    files: int
    size: int
    seconds: float
    report: Path
    lacks: tuple[Lack, ...]

    @property
    def missing(self) -> tuple[Lack, ...]:
        """What is missing, and was not left out on purpose."""
        return tuple(lack for lack in self.lacks if lack.what not in BY_RULE)


def report_of(output: Path) -> Path:
    """Return where the report of a restoration lies: beside it, since the restored folder is given to others."""
    return output.with_name(f"{output.name}-report.json")


def restore(
    layout: Layout, material: Material, form: str, output: Path, wishes: Wishes, progress: Progress = lambda *_: None
) -> Restored:
    """Write a site in one of `FORMS`, and beside it a report on what could not be carried.

    Raises:
        UsageError: the place is taken, or there is no such form.
        StorageError: the disk refused. After any failure nothing is left behind.
    """
    if form not in FORMS:
        raise UsageError(f"There is no form {form}: use one of {', '.join(FORMS)}.")
    report = report_of(output)
    refuse_taken(layout, output)
    if os.path.lexists(report):
        raise UsageError(f"{report} is there already, and nothing is ever overwritten: move it away.")
    begun = time.monotonic()
    with storage_errors(output):
        with placed(output) as part:
            lacks = tuple(dict.fromkeys([*material.lacks, *FORMS[form](material, part, wishes, progress)]))
            _refuse_names(material, part)
        files = [path for path in output.rglob("*") if path.is_file()]
        done = Restored(
            path=output,
            form=form,
            articles=material.number,
            files=len(files),
            size=sum(path.stat().st_size for path in files),
            seconds=round(time.monotonic() - begun, 1),
            report=report,
            lacks=lacks,
        )
        with create(report) as file:
            file.write((json.dumps(plain(done), ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace"))
    return done


def _refuse_names(material: Material, folder: Path) -> None:
    if material.holds_name is None:
        return
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    held = [path for path in paths if material.holds_name(path.name) or _holds(path, material.holds_name)]
    if held:
        raise Damaged(f"{counted(len(held), 'file')} would hold a protected name, so nothing was made: report this.")


def _holds(path: Path, holds_name: Callable[[str], bool]) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        return any(map(holds_name, file))


def plain(done: Restored) -> dict[str, object]:
    """Return a restoration as a JSON document; its path is a name alone: a report tells no machine's folders."""
    counts = Counter(lack.what for lack in done.lacks)
    return {
        "form": done.form,
        "path": done.path.name,
        "articles": done.articles,
        "files": done.files,
        "size": done.size,
        "missing": len(done.missing),
        "counts": dict(sorted(counts.items())),
        "lacks": [asdict(lack) for lack in done.lacks],
    }
