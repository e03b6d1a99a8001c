"""Features now beside the last good ones: a state, and the reasons for it.

Two rules make the rest. What acts on a page and was not there before is not believed, whoever's host it is from; what
a page says may change as its author likes. Where nothing came before, a page is held against the rest of the blog.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from archive.judged import CHANGED, FIRST, OK, REPLACED, SUSPECT, Judgement, Reason
from scraper.judgement.elements import Mark
from scraper.judgement.features import Features
from scraper.judgement.hosts import is_platform
from scraper.judgement.likeness import is_near

# What acts: new on a page that was known, none of it is believed.
ACTIVE = frozenset((
    *("script", "code", "code-host", "packed", "svg-script", "handler", "script-link", "data-url", "active-style"),
    *("frame", "hidden-frame", "object", "form", "password", "refresh", "base", "stylesheet", "import", "preload"),
    *("hiding-style", "canonical", "hidden-link", "folded-link", "tail", "unseen"),
    *("policy", "lookalike", "picture-set", "beacon", "style-host", "pale-text", "svg-link", "area-link"),
))  # fmt: skip
# On a page that is itself new, code and forms of its own are its author's, as long as they lead nowhere unknown.
_OF_AUTHORS = frozenset((
    *("code", "handler", "form", "object", "stylesheet", "hiding-style", "folded-link"),
    *("beacon", "style-host", "pale-text", "area-link", "picture-set"),  # what is pasted from elsewhere brings along
))  # fmt: skip
# What no author writes: believed on no page, with nothing to compare it with.
_BY_ITSELF = frozenset(("hidden-frame", "refresh", "base", "data-url", "svg-script", "tail"))
# What no post brings along when it comes onto another page.
_NEVER_MOVED = _BY_ITSELF | {"password", "packed", "tail", "unseen", "canonical", "policy", "hiding-style", "lookalike"}
# What templates have on all pages and authors in few: alone on one page of a whole blog it is not believed.
ALONE = frozenset(("script", "packed", "hidden-link", "hidden-frame", "refresh", "base", "password", "code-host"))
MANY_LINKED = 10  # hosts that a page links to all at once, and its posts say what they said
MANY_HIDDEN = 3  # hosts behind hidden links; subscription boxes of old themes have two
COMMON = 3  # pages that have a mark, for another page of the blog to have it, too
_BLOGS = frozenset(("page", "feed"))


@dataclass(frozen=True)
class Site:
    """What earlier crawls know of the whole blog: its id, and how many of its good pages have a mark."""

    blog_id: str = ""
    known: Mapping[Mark, int] = field(default_factory=dict)


def judge(now: Features, last: Features | None, site: Site) -> Judgement:
    """Return the state of a capture that a server gave as good, beside the last good one of its address."""
    if kind := _replaced(now, last, site):
        return Judgement(REPLACED, kind, (("in-its-place", kind),))
    reasons = tuple(sorted(_suspicions(now, last, site)))
    if reasons:
        return Judgement(SUSPECT, reasons=reasons)
    if last is None:
        return Judgement(FIRST)
    if now == last:
        return Judgement(OK)
    return Judgement(CHANGED, reasons=tuple(sorted(_notes(now, last))))


def _replaced(now: Features, last: Features | None, site: Site) -> str:
    if now.place:
        return now.place
    own = (last.blog_id if last else "") or site.blog_id
    if now.form in _BLOGS and own and now.blog_id and now.blog_id != own:
        return "other-blog"
    if last and last.form == "page" and last.blog_id and (now.form != "page" or not now.blog_id):
        return "unrecognised"
    return "unrecognised" if last and last.form != "page" and now.form == "page" else ""


def _suspicions(now: Features, last: Features | None, site: Site) -> Iterator[Reason]:
    if last is None:
        yield from _by_itself(now.marks) if not site.known else _new_page(now, site)
        return
    known, altered = site.known, now.text != last.text
    fresh = {mark for mark in now.fresh_since(last) if not is_the_blogs(mark, known.get(mark, 0), altered=altered)}
    if now.form == "code":
        yield from _changed_script(now, last)
    else:
        yield from (mark for mark in fresh if mark[0] in ACTIVE)
    if now.form == "file" and last.form != "file":
        yield "another-form", f"{last.form} became {now.form}"
    if last.generator and now.generator != last.generator:
        yield "generator", f"{last.generator} became {now.generator or 'none'}"
    if last.author and now.author and now.author != last.author:
        yield "author", "another account"
    linked = {value for kind, value in fresh if kind == "link-host"}
    yield from _swapped_links(linked, last)
    if len(linked) >= MANY_LINKED and now.text == last.text:
        yield "many-links", f"{len(linked)} new hosts"


def is_the_blogs(mark: Mark, pages: int, *, altered: bool) -> bool:
    """Say whether a mark that so many good pages have is the blog's own on another page, too.

    Where posts are deleted or written, lists are ``altered``: they show others than before, each with what its author
    put into it, and the post's own page was good with that.
    """
    moves = mark[0] == "contact" or (altered and mark[0] not in _NEVER_MOVED)  # gadgets show what posts begin with
    return pages >= COMMON or (pages > 0 and moves)


def _swapped_links(linked: Iterable[str], last: Features) -> Iterator[Reason]:
    """Yield new hosts that look like those which the page linked to."""
    kept = [value for kind, value in last.marks if kind == "link-host"]
    yield from (("lookalike", host) for host in linked if any(is_near(host, other) for other in kept))


def _changed_script(now: Features, last: Features) -> Iterator[Reason]:
    if now.text != last.text and now.marks != last.marks:
        fresh = len(now.marks - last.marks)
        yield "script-changed", f"{fresh} new statements under the same address"


def _by_itself(marks: Iterable[Mark]) -> Iterator[Reason]:
    found = list(marks)
    yield from (mark for mark in found if mark[0] in _BY_ITSELF and not (mark[0] == "refresh" and _is_own(mark[1])))
    hidden = [mark for mark in found if mark[0] == "hidden-link"]
    yield from hidden if len(hidden) >= MANY_HIDDEN else ()
    yield from (mark for mark in found if mark[0] == "password" and mark[1] and not is_platform(mark[1]))


def _new_page(now: Features, site: Site) -> Iterator[Reason]:
    fresh = (mark for mark in now.marks if mark not in site.known)
    yield from (mark for mark in fresh if mark[0] in ACTIVE - _OF_AUTHORS)


def _is_own(place: str) -> bool:
    return place.startswith(("own/", "#")) or not place


def _notes(now: Features, last: Features) -> Iterator[Reason]:
    """Yield what else is new, for a person who wants to know."""
    if now.text != last.text:
        yield "text", "its posts"
    if now.comments != last.comments:
        yield "comments", "its readers' words"
    yield from (mark for mark in now.marks - last.marks)
    yield from (("no-longer", f"{kind} {value}") for kind, value in last.marks - now.marks if kind in ACTIVE)


def alone(pages: Mapping[str, Features]) -> dict[str, tuple[Reason, ...]]:
    """Return what stands on one page alone of all pages of a first crawl, by page; {} for a blog of few pages."""
    if len(pages) < 2 * COMMON:
        return {}
    holders: dict[Mark, list[str]] = {}
    for page, features in pages.items():
        for mark in features.marks:
            if mark[0] in ALONE:
                holders.setdefault(mark, []).append(page)
    found: dict[str, list[Reason]] = {}
    for mark, who in holders.items():
        if len(who) == 1:
            found.setdefault(who[0], []).append((f"alone:{mark[0]}", mark[1]))
    return {page: tuple(sorted(reasons)) for page, reasons in found.items()}
