"""Who tells of the blog's posts, what each of them named, and where they differ. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.counted import counted
from archive.records import Count

Counts = Sequence[tuple[str, Count]]


@dataclass(frozen=True)
class Witness:
    """What one witness named: ``stated`` is the number of posts it claims, ``alone`` the posts that only it
    names, ``silent`` how many posts of the union it does not name.
    """

    name: str
    named: int
    stated: int | None
    alone: tuple[str, ...]
    silent: int


def stated_posts(counts: Counts) -> dict[str, int]:
    """Return how many posts a witness claims: the feed its total, the archive the sum over its months or years."""
    periods: dict[int, dict[str, int]] = {len("2014"): {}, len("2014-03"): {}}
    stated: dict[str, int] = {}
    for witness, count in counts:
        if count.of != "posts":
            continue
        if count.scope == "blog":
            stated[witness] = count.value
        elif (by_period := periods.get(len(count.scope))) is not None:
            by_period[count.scope] = max(count.value, by_period.get(count.scope, 0))
    # Old months may be folded away, and their years still say how many: the larger sum is the fuller one.
    if archive := max(sum(by_period.values()) for by_period in periods.values()):
        stated["archive"] = archive
    return stated


def witnesses_of(counts: Counts, posts: Mapping[str, tuple[str, tuple[str, ...]]]) -> tuple[Witness, ...]:
    """Return what each witness named and claims; ``posts`` maps a post's key to (address, witnesses that name it)."""
    stated = stated_posts(counts)
    naming: dict[str, list[str]] = defaultdict(list)
    for post, (_, who) in posts.items():
        for witness in who:
            naming[witness].append(post)
    return tuple(
        Witness(
            name=name,
            named=len(naming[name]),
            stated=stated.get(name),
            alone=tuple(posts[post][0] for post in naming[name] if len(posts[post][1]) == 1),
            silent=len(posts) - len(naming[name]),
        )
        for name in ("feed", "feed by date", "sitemap", "archive", "links")
    )


def explain(witnesses: Sequence[Witness], posts: int, *, visit: str, finished: bool) -> Iterable[str]:
    """Yield in words where the witnesses differ."""
    if visit == "quick":
        yield "A quick visit: what earlier visits have, and feeds and sitemaps call unchanged, was not asked for."
    if visit == "rescue":
        yield "No visit: copies that others made were looked through for what is missing. They count as captured here."
    for witness in witnesses if visit == "full" else ():
        if not witness.named:
            yield f"The {witness.name} names no post: it is switched off, or could not be had."
        elif witness.silent:
            of = counted(posts, "post")
            yield f"The {witness.name} names {witness.named} of {of}; others name the other {witness.silent}."
        if witness.alone:
            yield f"{counted(len(witness.alone), 'post is', 'posts are')} named by the {witness.name} alone."
        if witness.stated is not None and witness.stated < posts:
            yield f"The {witness.name} counts {counted(witness.stated, 'post')}, fewer than the {posts} that are named."
    if not finished:
        yield "The crawl was stopped before its end; run the same command again and it goes on."


def held_as_text(number: int) -> Iterable[str]:
    """Yield in words that posts and pages are not lost whose page was not captured."""
    if number:
        yield (
            f"Of {counted(number, 'post or static page', 'posts and static pages')} that the table does not count as "
            "captured the text is held, from a feed, a list or an export: what is missing is the page as it looked."
        )


def short_months(counts: Counts, posts: Iterable[str]) -> list[tuple[str, int, int]]:
    """Return (month, posts that the archive counts, addresses of that month that are named) where the first is more.

    Addresses keep the month of first publication and the archive counts by the present one, so a re-dated post is
    counted under another month than its address names: a short month is where to look, not yet a proof.
    """
    named = Counter("-".join(url.split("/")[3:5]) for url in posts)
    counted = {
        count.scope: count.value for _, count in counts if count.of == "posts" and len(count.scope) == len("2014-03")
    }
    return [(month, number, named[month]) for month, number in sorted(counted.items()) if number > named[month]]
