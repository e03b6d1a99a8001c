"""The whole demo blog, made from a seed: the same seed gives the same blog on every machine."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from archive.records import Attendee, Comment
from scraper.demo import sentences as s
from scraper.demo.names import PEOPLE
from scraper.demo.posts import DemoPost, Line, Picture
from scraper.demo.special import special_posts, static_pages

ZONE = timezone(timedelta(hours=8))
FIRST_DAY = date(2009, 3, 1)
LAST_DAY = date(2016, 11, 30)
EDITED = datetime(2016, 12, 5, 9, tzinfo=ZONE)  # after all else, as an edit is
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, eq=False)
class DemoBlog:
    """Posts newest first, as Blogger lists them; static pages apart. Each made blog is equal to itself alone."""

    posts: tuple[DemoPost, ...]
    pages: tuple[DemoPost, ...]

    @property
    def by_path(self) -> dict[str, DemoPost]:
        """Posts and pages by the path of their permalink."""
        return {post.path: post for post in (*self.posts, *self.pages)}


def make_blog(
    posts: int = 150,
    seed: int = 1,
    *,
    edited: frozenset[int] = frozenset(),
    deleted: frozenset[int] = frozenset(),
) -> DemoBlog:
    """Make a blog of so many posts. ``edited`` and ``deleted`` are numbers of posts, for a later state of it."""
    special = special_posts()[:posts]
    chance = random.Random(seed)  # noqa: S311 (a demo's chance, not a secret's)
    count = max(posts - len(special), 0)
    days = sorted(chance.randrange((LAST_DAY - FIRST_DAY).days) for _ in range(count))
    made = [_post(chance, len(special) + n + 1, FIRST_DAY + timedelta(days=day)) for n, day in enumerate(days)]
    everything = [_edit(post) if post.number in edited else post for post in (*special, *made)]
    kept = [post for post in everything if post.number not in deleted]
    ordered = sorted(kept, key=lambda post: (post.published, post.number), reverse=True)
    return DemoBlog(tuple(ordered), static_pages())


def _edit(post: DemoPost) -> DemoPost:
    added = Line("This post was corrected later.", "en")
    return replace(post, lines=(*post.lines, added), updated=EDITED + timedelta(minutes=post.number))


def _post(chance: random.Random, number: int, event: date) -> DemoPost:
    published = datetime(event.year, event.month, event.day, 22, chance.randrange(60), 5, 5000, ZONE)
    published += timedelta(days=chance.choice((0, 0, 1, 2)))
    cause_en, cause_zh = chance.choice(s.CAUSES)
    people = chance.sample(PEOPLE, chance.randint(3, 12))
    lines = _lines(chance, event, (cause_en, cause_zh), people)
    title_en, title_zh = f'"{cause_en}" Rally', f"{cause_zh}"
    slug = f"{cause_en.lower().replace(' ', '-')}-rally_{number}"
    return DemoPost(
        number=number,
        path=f"/{published.year}/{published.month:02}/{slug}.html",
        published=published,
        title=f"{title_en} {chance.choice(('({})', '（{}）', '{}')).format(title_zh)}",
        title_en=title_en,
        title_zh=title_zh,
        lines=lines,
        form=chance.choice(("soup", "soup", "divs", "word", "paragraphs")),
        event_date=event,
        labels=tuple(chance.sample(s.LABELS, chance.randint(0, 2))),
        attendees=tuple(Attendee(en=en, zh=zh) for zh, en in people),
        pictures=tuple(_picture(chance, number, n) for n in range(chance.randint(0, 3))),
        comments=_comments(chance, number, published) if chance.random() < 0.25 else (),
    )


def _lines(
    chance: random.Random, event: date, cause: tuple[str, str], people: list[tuple[str, str]]
) -> tuple[Line, ...]:
    place_en, place_zh = chance.choice(s.PLACES)
    words = {
        "date_en": f"On {_MONTHS[event.month - 1]} {event.day}, {event.year}",
        "date_zh": f"{event.year}年{event.month}月{event.day}日",
        **{"place_en": place_en, "place_zh": place_zh, "cause_en": cause[0], "cause_zh": cause[1]},
    }
    opening = chance.choice(s.OPENINGS)
    pairs = [(opening[0].format(**words), opening[1].format(**words), "body")]
    pairs += [(en, zh, "body") for en, zh in chance.sample(s.SENTENCES, chance.randint(2, 6))]
    pairs.append((*_list(chance, people), "attendees"))
    lines: list[Line] = []
    for en, zh, role in pairs:
        position = len(lines)
        lines += [Line(en, "en", role, position + 1), Line(zh, "zh-Hans", role, position)]
    return tuple(lines)


def _list(chance: random.Random, people: list[tuple[str, str]]) -> tuple[str, str]:
    english = [en for _, en in people]
    lead = 'Members of "Northgate Civic League" attending today\'s rally include: '
    text_en = lead + ", ".join(english[:-1]) + chance.choice((" and ", ", and ", ",")) + english[-1] + "."
    mark, comma = chance.choice((("：", "，"), (":", ","), ("：", "、")))
    text_zh = f"今天参加集会的北门公民会成员有{mark}" + comma.join(zh for zh, _ in people) + "。"
    return text_en, text_zh


def _picture(chance: random.Random, number: int, n: int) -> Picture:
    caption = chance.choice(("", "", *s.CAPTIONS))
    return Picture(
        f"rally-{number}-{n}.png", caption, chance.choice(("linked", "linked", "wrapper", "unlinked", "hosted"))
    )


def _comments(chance: random.Random, number: int, published: datetime) -> tuple[Comment, ...]:
    made: list[Comment] = []
    for n in range(chance.randint(1, 5)):
        when = published + timedelta(hours=7 * (n + 1))
        answered = made[0].id if made and chance.random() < 0.4 else None
        made.append(
            Comment(
                id=f"{5_000_000_000_000_000_000 + number * 1000 + n}",
                author=chance.choice(("harbour reader", "读者", "A neighbour")),
                published=when.isoformat(timespec="milliseconds"),
                text=chance.choice(s.COMMENTS),
                parent=answered,
            )
        )
    return tuple(made)
