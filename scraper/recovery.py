"""After a crash: the WARC is the truth, and files, notes and frontier are brought up to it.

A capture that is whole in the WARC is done, whatever the frontier had time to write down; so at most what was in
flight is fetched again, and a frontier that is damaged or gone is built anew.
"""

from __future__ import annotations

from urllib.parse import urljoin

from archive import events, manifest, unsealed
from archive.addresses import key
from archive.layout import Layout
from archive.notes import Note
from archive.readings import Readings
from archive.records import Link
from scraper.capture.again import BUSY, PASSING
from scraper.capture.frontier import Frontier
from scraper.platforms import platform_of
from scraper.reading.reader import run_apart
from scraper.reextract import read_again
from scraper.visits import is_held, was_closed


def recover_files(layout: Layout) -> None:
    """Bring files that were never sealed back to what beilin wrote whole, and the readings up to the WARC."""
    _clear_away_parts(layout)
    unsealed.settle(layout, manifest.unsealed_warcs(layout))
    damaged = _damaged(layout)
    run_apart(read_again(layout))
    if _damaged(layout) - damaged:
        events.append(layout, "modification", {"what": "damaged readings put aside, and read again from the WARC"})


def _clear_away_parts(layout: Layout) -> None:
    """Remove what a process that was killed had begun to write and not put in place."""
    for folder in (layout.root, layout.state):
        for path in folder.glob(".*.part"):
            path.unlink()
    for folder in (layout.records, layout.reports):
        for path in folder.rglob(".*.part"):
            path.unlink()


def _damaged(layout: Layout) -> set[tuple[str, int]]:
    return {(path.name, path.stat().st_ctime_ns) for path in layout.state.glob("readings.sqlite.damaged")}


def bring_up(layout: Layout, notes: Readings, frontier: Frontier, newest: str) -> None:
    """Note in the frontier what the WARC holds of the crawl under way, and what that names."""
    if not frontier.crawl and newest not in {"", *notes.rescues()} and not was_closed(layout, newest):
        frontier.begin(newest, "full")
        events.append(layout, "modification", {"what": "frontier rebuilt from the WARC", "crawl": newest})
    crawl = frontier.crawl
    if not crawl or was_closed(layout, crawl):
        return
    quick = frontier.visit == "quick"
    for link in _seeds(notes, crawl, quick=quick):
        frontier.add(link.url, link.kind)
    for link in [*notes.named(crawl), *notes.sent_on_to(crawl)]:
        can_wait = is_held(notes, crawl, link) and not notes.past.is_edited(key(link.url), crawl)
        if link.kind != "feed-by-update" and not (quick and can_wait):
            frontier.add(link.url, link.kind)
    for note in notes.notes(crawl):
        if _is_final(note):
            frontier.finish(note.uri)
    for failure in notes.failures(crawl):
        frontier.finish(failure.url)
    frontier.commit()


def _seeds(notes: Readings, crawl: str, *, quick: bool) -> tuple[Link, ...]:
    """Return what was asked for once the front page was known to be a blog's."""
    front = next((note.uri for note in notes.notes(crawl) if note.kind == "front"), None)
    platform = platform_of(notes.blog(crawl))
    return platform.seeds(urljoin(front, "/"), quick=quick) if front and platform else ()


def _is_final(note: Note) -> bool:
    moved_in_place = note.moved_to == note.key  # to https: the same address is asked again
    return not (note.truncated or note.status in BUSY | PASSING or moved_in_place)
