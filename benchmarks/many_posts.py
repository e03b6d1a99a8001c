"""Any number of invented bilingual posts from the words of `pipelines/glossary.tsv`, in either script, as a collection.

Words are drawn by Zipf's law; of every three posts one is in Traditional characters. The same number gives the same
posts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from archive import codec
from archive.config import Config, create
from archive.layout import Layout, record_folder
from archive.manifest import digest_of
from archive.records import Attendee, DateClaim, Image, Paragraph, Post, Provenance, Stated, Title
from pipelines.glossary import __file__ as _glossary
from scraper.demo.names import PEOPLE
from scraper.demo.sentences import LABELS, PLACES

_ENDINGS = ("", "", "", "s", "ed", "ing")
_WORDS_EN, _WORDS_ZH = 38, 40  # of a paragraph
_KINDS = ("rally", "vigil", "march", "meeting", None)
_PAGES = 3  # paragraphs in each language


@dataclass(frozen=True)
class Vocabulary:
    """Words with the weights that Zipf's law gives them."""

    words: tuple[str, ...]
    weights: tuple[float, ...]

    def some(self, rng: random.Random, number: int) -> list[str]:
        return rng.choices(self.words, cum_weights=self.weights, k=number)


@cache
def vocabularies() -> tuple[Vocabulary, Vocabulary, Vocabulary]:
    """Return English, Simplified and Traditional words."""
    english, simplified, traditional = [], [], []
    for line in Path(_glossary).with_name("glossary.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        words, _, characters = line.partition("\t")
        english += words.split()
        both = characters.split()
        simplified += both[:1]
        traditional += both[-1:]
    return _zipf(english, 1), _zipf(simplified, 2), _zipf(traditional, 2)


def _zipf(words: list[str], seed: int) -> Vocabulary:
    shuffled = sorted(set(words))
    random.Random(seed).shuffle(shuffled)
    return Vocabulary(tuple(shuffled), tuple(accumulate(1 / rank for rank in range(1, len(shuffled) + 1))))


def post(number: int) -> Post:
    """Return an invented post."""
    rng = random.Random(number)
    english, *chinese = vocabularies()
    script = int(number % 3 == 0)
    paragraphs = []
    for index in range(_PAGES):
        words = (word + rng.choice(_ENDINGS) for word in english.some(rng, _WORDS_EN))
        paragraphs.append(Paragraph(2 * index, " ".join(words).capitalize() + ".", "en", 1.0))
        text = "".join(word + ("，" if rng.random() < 0.15 else "") for word in chinese[script].some(rng, _WORDS_ZH))
        paragraphs.append(Paragraph(2 * index + 1, text + "。", ("zh-Hans", "zh-Hant")[script], 1.0))
    month, day = number * 7 % 12 + 1, number % 28 + 1
    year = 2006 + number % 14
    date = f"{year}-{month:02}-{day:02}"
    title_en, title_zh = " ".join(english.some(rng, 4)).title(), "".join(chinese[script].some(rng, 4))
    place, kind = rng.choice(PLACES)[script], rng.choice(_KINDS)
    return Post(
        id=f"tag:example,2006:post-{number}",
        url=f"https://many.example/{year}/{month:02}/post-{number}.html",
        version=1,
        title=Title(f"{title_en} {title_zh}", title_en, title_zh),
        published=DateClaim(f"{date}T20:00:00+08:00", date, "feed"),
        event_date=DateClaim(date, date, "text-en"),
        event_kind=Stated(kind, kind, "title") if kind else None,
        place=Stated(place, place, "title"),
        labels=(rng.choice(LABELS),),
        paragraphs=tuple(paragraphs),
        attendees=tuple(Attendee(en, zh, "reading", None, (0, 1)) for zh, en in rng.sample(PEOPLE, 3)),
        images=(Image("https://many.example/a.jpg"),) * (number % 3),
        provenance=Provenance((), "20200101T000000Z", "made"),
    )


def make(folder: Path, posts: int) -> Layout:
    """Make a collection of invented posts with a manifest, without captures and unsigned."""
    layout = Layout(folder)
    layout.state.mkdir(parents=True, exist_ok=True)
    create(layout, Config(address="https://many.example/"))
    for number in range(posts):
        _keep(layout, post(number))
    seal(layout)
    return layout


def seal(layout: Layout) -> None:
    """Write the manifest of the records that are there."""
    paths = sorted(layout.records.rglob("v*.json"))
    lines = (f"{digest_of(path)}  {path.relative_to(layout.root).as_posix()}\n" for path in paths)
    layout.manifest.write_text("".join(lines), encoding="utf-8")


def _keep(layout: Layout, one: Post) -> None:
    path = layout.records / record_folder(one.kind, one.url) / "v1.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(codec.dump(one), encoding="utf-8")


def texts(posts: int) -> Iterator[str]:
    """Yield the text of each post, a line a paragraph."""
    for number in range(posts):
        one = post(number)
        yield "\n".join((one.title.raw, *(paragraph.text for paragraph in one.paragraphs)))
