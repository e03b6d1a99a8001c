"""What is done to a post once it is read: pure steps from Post to Post, in the order stated here.

dates       the publication date from its header
language    each paragraph's language
titles      English and Chinese title, byline
reposts     whose news it is, where it is another's
attendees   who was there, under which name in each language
alignment   which paragraph translates which
events      the date of the event that the text tells of
occasions   what kind of event it was, and where
"""

from __future__ import annotations

from collections.abc import Callable

from archive.records import Post
from pipelines import alignment, attendees, dates, events, language, occasions, reposts, titles

STEPS: tuple[Callable[[Post], Post], ...] = (
    dates.date_publication,  # first: later steps read days and months against it
    language.tag_languages,  # all that follow ask which language a paragraph is in
    titles.split_title,
    reposts.mark_repost,  # the people and dates of others are not read
    attendees.find_attendees,  # marks the lists, so that alignment pairs list with list
    alignment.pair_paragraphs,
    events.date_event,
    occasions.tell_occasion,
)


def refine(post: Post) -> Post:
    """Apply all steps in order."""
    for step in STEPS:
        post = step(post)
    return post
