"""The change report of a crawl: put together from the judgements and the records' versions, and written."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from archive import codec, store
from archive.acceptance import Acceptance, acceptances
from archive.addresses import key
from archive.change_page import page
from archive.change_report import Apart, ChangeReport, Totals, report_of
from archive.changes import Change, changes_of
from archive.durable import replace as replace_file
from archive.judged import GOOD, Judged
from archive.layout import Layout, record_folder
from archive.post_changes import PostChange, difference
from archive.readings import Readings
from archive.records import Post
from scraper.judgement.baseline import Drift, novelties
from scraper.judgement.features import Features

Place = tuple[str, str, int, str]  # of a current record: kind, address, version, and the crawl that made it
CHANGES = ("changes.json", "changes.html")  # the files that a crawl writes into its folder
MOST_DIFFERENCES = 2000  # posts shown with their differences; more is another blog


def write_changes(
    layout: Layout,
    readings: Readings,
    visit: tuple[str, str],
    records: Sequence[Place],
    known: Container[str],
    changes: tuple[Change, ...],
) -> ChangeReport:
    """Write a crawl's changes.json and changes.html, and return what they say.

    ``visit`` is the crawl and its kind; ``changes`` are those of `changes_since`, none for a rescue: nothing came
    since, it was found. ``known`` are the files (by their path from the collection) that beilin wrote.
    """
    crawl, kind_of_visit = visit
    drifts = list(_drifts(readings, crawl, acceptances(layout)))
    addresses = {key(url) for _, url, _, _ in records}
    totals = Totals(
        readings.past.stated_posts_before(crawl),
        readings.past.stated_posts(crawl),
        len(records),
        sum(drift.is_altered and key(drift.url) in addresses for drift in drifts),
    )
    changed = [(kind, url) for kind, url, version, made in records if made == crawl and version > 1]
    reread = {change.url for change in changes if change.kind == "reread"}
    posts = tuple(_differences(layout, changed[:MOST_DIFFERENCES], known, reread))
    rescues = readings.rescues()
    # What others captured says nothing of what the blog is now: a visit to the blog leaves it out.
    newest = [row for row in readings.judgements.newest(crawl) if kind_of_visit == "rescue" or row.crawl not in rescues]
    report = report_of(crawl, kind_of_visit, newest, novelties(drifts), totals, changes, posts)
    report = replace(
        report,
        addresses=tuple(replace(one, others=one.crawl in rescues) for one in report.addresses),
        apart=tuple(Apart(*place) for place in readings.judgements.apart(crawl)),
    )
    folder = layout.reports / crawl
    replace_file(folder / "changes.json", codec.dump(report).encode("utf-8"))
    replace_file(folder / "changes.html", page(report, readings.blog(crawl)).encode("utf-8"))
    return report


def changes_since(
    layout: Layout, readings: Readings, crawl: str, records: Iterable[Place], known: Container[str]
) -> tuple[Change, ...]:
    """Return what was added, edited and deleted since the visit before a crawl, and what this beilin reads anew."""
    made = [place for place in records if place[3] == crawl]
    outcomes = ((url, _outcome(layout, readings, crawl, (kind, url, version), known)) for kind, url, version, _ in made)
    return changes_of(outcomes, readings.past.before(crawl), list(readings.notes(crawl)))


def _outcome(
    layout: Layout, readings: Readings, crawl: str, record: tuple[str, str, int], known: Container[str]
) -> str:
    kind, url, version = record
    if version == 1:
        return "new"
    if not readings.past.said_the_same(key(url), crawl):
        return "changed"
    both = _versions(layout, kind, url, known)
    return "reread" if both and _pictures_alike(*both) else "changed"


def _pictures_alike(older: Post, newer: Post) -> bool:
    """Say whether no picture of both has other bytes: a page that says the same may show another picture."""
    before = {image.url: image.digest for image in older.images}
    return all(image.digest == before.get(image.url, image.digest) for image in newer.images)


def _versions(layout: Layout, kind: str, url: str, known: Container[str]) -> tuple[Post, Post] | None:
    """Return the newest two versions of a record."""
    folder = layout.records / record_folder(kind, url)
    numbers = store.known_versions(layout, folder, known)[-2:]
    if len(numbers) < 2:  # a version that somebody put there may have come before the first
        return None
    older, newer = (codec.load(Post, (folder / f"v{number}.json").read_bytes()) for number in numbers)
    return older, newer


def _differences(
    layout: Layout, changed: Iterable[tuple[str, str]], known: Container[str], reread: Container[str]
) -> Iterator[PostChange]:
    for kind, url in changed:
        if both := _versions(layout, kind, url, known):
            yield replace(difference(*both), said_the_same=url in reread)


def _drifts(readings: Readings, crawl: str, accepted: Sequence[Acceptance]) -> Iterator[Drift]:
    """Yield each address with a good capture: its baseline and its newest."""
    loaded: dict[str, Features] = {}

    def features(row: Judged) -> Features:
        if row.features not in loaded:
            loaded[row.features] = Features.load(readings.judgements.features(row.features) or "")
        return loaded[row.features]

    by_address: dict[str, list[Judged]] = {}
    for row in readings.judgements.up_to(crawl):
        if row.features:
            by_address.setdefault(row.key, []).append(row)
    for rows in by_address.values():
        good = [row for row in rows if row.state in GOOD]
        if good:
            baseline = _baseline(rows, good, accepted)
            if baseline.features != good[-1].features or features(baseline).form == "page":
                yield Drift(good[-1].uri, features(baseline), features(good[-1]))


def _baseline(rows: Sequence[Judged], good: Sequence[Judged], accepted: Sequence[Acceptance]) -> Judged:
    found = good[0]
    for acceptance in accepted:
        if acceptance.covers(found.key):
            seen = [row for row in rows if row.crawl <= acceptance.crawl]
            found = seen[-1] if seen and seen[-1].state in GOOD else found
    return found
