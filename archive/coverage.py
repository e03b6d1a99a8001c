"""Did the crawl get all there is? Every witness's word held against what was captured. Pure.

A witness is a way the blog tells of its own posts: the feed, the pages feed, the sitemap, the archive pages, the
links on pages. None is complete by itself (feeds are capped or off, sitemaps short), so the union is what
must be there; a resource one of them names and the WARC lacks is a gap, listed with its reason. What
was left out by rule (quarantine, scope) is listed too, and is no gap.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from archive.addresses import key
from archive.changes import Change
from archive.codec import ADDED
from archive.counted import counted
from archive.notes import Failure, Note
from archive.records import Count, Link
from archive.witnesses import Witness, explain, held_as_text, short_months, stated_posts, witnesses_of

RESOURCES = ("post", "page", "archive", "comments-feed", "image", "original", "asset")
_NEEDED_KIND = {"post": {"item", "dynamic-shell"}, "page": {"static-page", "item", "dynamic-shell"}}
FILES = frozenset({"image", "original", "asset"})  # resources that are no pages
_BY_RULE = {"scope", "quarantine"}
_IN_ITS_PLACE = {"removed", "private", "content-warning"}
_NOT_THE_BLOG = {"error-page", *_IN_ITS_PLACE}
_GOOD = {200, 203}


@dataclass(frozen=True)
class Tally:
    """Of one kind of resource: how many the witnesses name, how many the collection has, and of these how many only as
    others captured them. ``text`` counts the posts and pages that were not captured, and whose text a record has, as a
    feed, a list page or an export gave it.
    """

    kind: str
    named: int
    captured: int
    rescued: int = field(default=0, metadata=ADDED)
    text: int = field(default=0, metadata=ADDED)


@dataclass(frozen=True)
class Missing:
    """A resource that is named and not there. ``witnesses`` are those that name it."""

    kind: str
    url: str
    reason: str
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """The coverage report of one crawl (`reports/CRAWL/coverage.json`).

    ``visit`` is full, quick or rescue; of the latter two, what earlier crawls have counts as captured. ``origins`` says
    how many captures of others the collection holds, by the kind of place they came from. ``changes`` are those since
    the visit before.
    """

    crawl: str
    complete: bool
    percent: float
    tallies: tuple[Tally, ...]
    witnesses: tuple[Witness, ...]
    missing: tuple[Missing, ...]
    left_out: tuple[Missing, ...]
    explained: tuple[str, ...]
    findings: tuple[tuple[str, str, str], ...] = ()
    visit: str = "full"
    finished: bool = True
    changes: tuple[Change, ...] = ()
    origins: tuple[tuple[str, int], ...] = field(default=(), metadata=ADDED)


@dataclass(frozen=True)
class Evidence:
    """All that is known of one crawl; ``comments`` maps a post's key to the number of comments in its record.
    ``second_hand`` says that the blog itself was never asked.
    """

    crawl: str
    links: Sequence[tuple[str, Link]]
    notes: Sequence[Note]
    counts: Sequence[tuple[str, Count]]
    failures: Sequence[Failure]
    comments: Mapping[str, int]
    finished: bool = True
    findings: Sequence[tuple[str, str, str]] = ()
    visit: str = "full"
    origins: Sequence[tuple[str, int]] = ()
    second_hand: bool = False


def reconcile(evidence: Evidence) -> Coverage:
    """Hold the witnesses against the captures and return the report."""
    named = _union(evidence.links)
    judge = _Judge(evidence)
    missing, left_out, tallies = [], [], []
    for kind in RESOURCES:
        resources = named[kind]
        gaps = [gap for k, (url, who) in resources.items() if (gap := judge.gap(kind, k, url, who))]
        by_rule = [gap for gap in gaps if judge.by_rule(kind, gap)]
        gaps = [gap for gap in gaps if not judge.by_rule(kind, gap)]
        missing += gaps
        left_out += by_rule
        named_in_all = len(resources) - len(by_rule)
        by_others = sum(judge.is_by_others(kind, resource) for resource in resources)
        text = sum(key(gap.url) in evidence.comments for gap in gaps) if kind in _NEEDED_KIND else 0
        tallies.append(Tally(kind, named_in_all, named_in_all - len(gaps), by_others, text))
    missing += _missing_records(named, missing, evidence) + _missing_comments(evidence)
    missing += _unheard_witnesses(named, evidence)
    posts = named["post"]
    missing += _unnamed_posts(evidence.counts, [url for url, _ in posts.values()])
    if evidence.second_hand and not stated_posts(evidence.counts):
        missing.append(Missing("witness", "", "no copy of a feed or archive page says how many posts the blog had"))
    witnesses = witnesses_of(evidence.counts, posts)
    return Coverage(
        crawl=evidence.crawl,
        complete=evidence.finished and not missing,
        percent=_percent(tallies, evidence.finished),
        tallies=tuple(tallies),
        witnesses=witnesses,
        missing=tuple(missing),
        left_out=tuple(left_out),
        explained=(
            *explain(witnesses, len(posts), visit=evidence.visit, finished=evidence.finished),
            *(held_as_text(sum(tally.text for tally in tallies)) if evidence.visit == "rescue" else ()),
        ),
        findings=tuple(evidence.findings),
        visit=evidence.visit,
        finished=evidence.finished,
        origins=tuple(evidence.origins),
    )


_Named = Mapping[str, dict[str, tuple[str, tuple[str, ...]]]]  # kind -> key -> (url, witnesses)


def _union(links: Iterable[tuple[str, Link]]) -> _Named:
    named: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = defaultdict(dict)
    for witness, link in links:
        url, who = named[link.kind].get(key(link.url), (link.url, ()))
        named[link.kind][key(link.url)] = (url, who if witness in who else (*who, witness))
    return named


class _Judge:
    """Says of one resource why it is missing, or that it is not."""

    def __init__(self, evidence: Evidence) -> None:
        self._notes: dict[str, list[Note]] = defaultdict(list)
        for note in evidence.notes:
            self._notes[note.key].append(note)
        self._failures = {failure.key: failure for failure in evidence.failures}
        self._finished = evidence.finished
        self._is_rescue = evidence.visit == "rescue"
        self._recorded = evidence.comments.keys() if self._is_rescue else frozenset[str]()

    def gap(self, kind: str, resource: str, url: str, witnesses: tuple[str, ...]) -> Missing | None:
        """Return what is missing of a resource, None where it was captured."""
        reason = self._reason(kind, resource, hops=5)
        return Missing(kind, url, reason, witnesses) if reason else None

    def by_rule(self, kind: str, gap: Missing) -> bool:
        """Say whether a gap is no gap but a rule of the collection; a post or page is never left out by rule."""
        failure = self._failures.get(key(gap.url))
        return failure is not None and failure.code in _BY_RULE and kind not in _NEEDED_KIND

    def is_by_others(self, kind: str, resource: str) -> bool:
        """Say whether a resource is there, and only as others captured it."""
        good = [note for note in self._notes.get(resource, ()) if is_good(kind, note)]
        return bool(good) and all(note.origin for note in good)

    def _reason(self, kind: str, resource: str, hops: int) -> str:
        notes = self._notes.get(resource, [])
        if any(is_good(kind, note) for note in notes):
            return ""
        if notes and notes[-1].moved_to and hops:
            return self._reason(kind, notes[-1].moved_to, hops - 1)
        if failure := self._failures.get(resource):
            return failure.detail
        if notes:
            return _fault(kind, notes[-1])
        is_held = resource in self._recorded
        return f"its text is held, and its page is not: {self._unasked}" if is_held else self._unasked

    @property
    def _unasked(self) -> str:
        if self._is_rescue:
            return "no copy of it came" + ("" if self._finished else " yet: the source was not asked to its end")
        return "not asked for" if self._finished else "not yet asked for: the crawl was stopped"


def is_good(kind: str, note: Note) -> bool:
    """Say whether a capture, as noted, gives the resource of a kind that was looked for."""
    right_kind = note.kind in _NEEDED_KIND[kind] if kind in _NEEDED_KIND else note.kind not in _NOT_THE_BLOG
    if kind in FILES:
        right_kind = note.kind in ("asset", "unknown")  # unknown: a file of a kind we do not know
    return note.status in _GOOD and not note.truncated and right_kind


def _fault(kind: str, note: Note) -> str:
    if note.status not in _GOOD:
        return f"the server answered {note.status}"
    if note.truncated:
        return f"the answer was cut short ({note.truncated})"
    return f"the answer is not the {kind} but was read as: {note.kind}"


def _unheard_witnesses(named: _Named, evidence: Evidence) -> list[Missing]:
    """Return what was asked for and not had, though no witness names it: a feed or sitemap that failed.

    404 and 410 are an answer, too: the blog has no such feed.
    """
    known = {resource for kind in RESOURCES for resource in named[kind]}
    last = {note.key: note for note in evidence.notes}
    unheard = [
        Missing("witness", note.uri, _fault("witness", note))
        for resource, note in last.items()
        if resource not in known
        and (note.kind in _IN_ITS_PLACE or (note.status >= 400 and note.status not in (404, 410)))
    ]
    return unheard + [
        Missing("witness", failure.url, failure.detail)
        for failure in evidence.failures
        if failure.key not in known and failure.code not in _BY_RULE
    ]


def _missing_records(named: _Named, missing: Sequence[Missing], evidence: Evidence) -> list[Missing]:
    gone = {key(gap.url) for gap in missing}
    moved = {note.key for note in evidence.notes if note.moved_to}
    return [
        Missing("record", url, "captured, and no record could be read from it", who)
        for kind in ("post", "page")
        for post, (url, who) in named[kind].items()
        if post not in gone and post not in moved and post not in evidence.comments
    ]


def _missing_comments(evidence: Evidence) -> list[Missing]:
    stated: dict[str, int] = {}
    for _, count in evidence.counts:
        if count.of == "comments" and count.scope != "blog":
            stated[count.scope] = max(count.value, stated.get(count.scope, 0))
    return [
        Missing(
            "comment",
            post,
            f"the blog counts {counted(number, 'comment')} here, the record has {evidence.comments[post]}",
        )
        for post, number in sorted(stated.items())
        if evidence.comments.get(post, number) < number
    ]


def _unnamed_posts(counts: Sequence[tuple[str, Count]], named: Sequence[str]) -> list[Missing]:
    have = len(named)
    short = [f"{month}: {stated}, named {few}" for month, stated, few in short_months(counts, named)]
    where = f" (the archive counts more than are named in {'; '.join(short)})" if short else ""
    return [
        Missing(
            "post",
            "",
            f"the {who} counts {counted(number, 'post')}, and all witnesses together name {len(named)}{where}",
            (who,),
        )
        for who, number in stated_posts(counts).items()
        if number > have
    ]


def _percent(tallies: Sequence[Tally], finished: bool) -> float:
    named, captured = sum(t.named for t in tallies), sum(t.captured for t in tallies)
    if not named:
        return 100.0 if finished else 0.0
    # Rounded down: 100.0 must mean all.
    return int(1000 * captured / named) / 10
