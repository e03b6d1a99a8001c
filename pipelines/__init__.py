"""What is done to a post once it is read: pure steps from Post to Post, in the order stated here.

dates       the publication date from its header
language    each paragraph's language
reposts     whose news it is, where it is another's
titles      English and Chinese title, byline
attendees   who was there, under which name in each language
alignment   which paragraph translates which
events      the date of the event that the text tells of
occasions   what kind of event it was, and where
characters  which characters are odd
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive.records import Finding, Post
from pipelines import alignment, attendees, characters, dates, events, language, occasions, reposts, titles

STEPS: tuple[Callable[[Post], Post], ...] = (
    dates.date_publication,  # first: later steps read days and months against it
    language.tag_languages,  # all that follow ask which language a paragraph is in
    reposts.mark_repost,  # the people, dates and bylines of others are not read
    titles.split_title,
    events.date_event,  # before attendees: a notice tells who is expected
    attendees.find_attendees,  # marks the lists, so that alignment pairs list with list
    alignment.pair_paragraphs,
    occasions.tell_occasion,
    characters.flag_characters,
)
# Steps that take more than proportionate time, and for how many paragraphs; the longest real post has a tenth of it.
_MOST_PARAGRAPHS: dict[Callable[[Post], Post], int] = {alignment.pair_paragraphs: 2000}


def refine(post: Post) -> Post:
    """Apply all steps in order."""
    for step in STEPS:
        most = _MOST_PARAGRAPHS.get(step, len(post.paragraphs))
        post = step(post) if len(post.paragraphs) <= most else _without(step.__name__, post)
    return post


def _without(step: str, post: Post) -> Post:
    finding = Finding("parse-incomplete", f"{len(post.paragraphs)} paragraphs are too many: left out is {step}")
    return replace(post, findings=tuple(dict.fromkeys((*post.findings, finding))))
