"""After a crash: the WARC is the truth, and files, notes and frontier are brought up to it.

A capture that is whole in the WARC is done, whatever the frontier had time to write down; so at most what was in
flight is fetched again, and a frontier that is damaged or gone is built anew.
"""

from __future__ import annotations

from archive import events, manifest
from archive.addresses import key
from archive.layout import Layout, crawl_of
from archive.notes import Note
from archive.readings import Readings
from archive.warc import recover
from scraper.capture.frontier import Frontier
from scraper.capture.patience import BUSY, PASSING
from scraper.reading.reader import run_apart
from scraper.reextract import read_again
from scraper.visits import is_held, was_closed


def recover_files(layout: Layout) -> None:
    """Cut torn tails off files that were never sealed, and keep them aside; bring the readings up to the WARC."""
    sealed = manifest.read(layout)
    for path in sorted(layout.warc.glob("*.warc.gz")):
        if f"warc/{path.name}" in sealed:
            continue
        torn = recover(path, layout.reports / crawl_of(path.name) / f"{path.name}.torn")
        if torn:
            detail: dict[str, str | int] = {"what": "torn tail cut off", "file": f"warc/{path.name}", "bytes": torn}
            events.append(layout, "modification", detail)
    run_apart(read_again(layout))


def bring_up(layout: Layout, notes: Readings, frontier: Frontier, newest: str) -> None:
    """Note in the frontier what the WARC holds of the crawl under way, and what that names."""
    if not frontier.crawl and newest and not was_closed(layout, newest):
        frontier.begin(newest, "full")
        events.append(layout, "modification", {"what": "frontier rebuilt from the WARC", "crawl": newest})
    crawl = frontier.crawl
    if not crawl or was_closed(layout, crawl):
        return
    quick = frontier.visit == "quick"
    for link in notes.named(crawl):
        if link.kind != "feed-by-update" and not (
            quick and is_held(notes, crawl, link) and not notes.past.is_edited(key(link.url), crawl)
        ):
            frontier.add(link.url, link.kind)
    for note in notes.notes(crawl):
        if _is_final(note):
            frontier.finish(note.uri)
    for failure in notes.failures(crawl):
        frontier.finish(failure.url)
    frontier.commit()


def _is_final(note: Note) -> bool:
    moved_in_place = note.moved_to == note.key  # to https: the same address is asked again
    return not (note.truncated or note.status in BUSY | PASSING or moved_in_place)
