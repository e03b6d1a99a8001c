"""How well a broken-into, replaced or unchanged blog is told: found, missed, and false alarms.

Usage: python -m benchmarks.judgement [--posts N] [--crawls N]

Every page of the demo blog, in every template era, is read clean on one day, judged again on others (Blogger's own
tokens, counters and bundles differ), and with each kind of intrusion. Then the labelled pages of
`benchmarks.replacements` are told apart. No network.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.judged import CHANGED, REPLACED, SUSPECT
from archive.records import Capture
from benchmarks.replacements import BLIND_CASES, BLOG_ID, CASES, FOURTH_CASES, THIRD_CASES, Case
from scraper.demo.answers import Answers
from scraper.demo.blog import make_blog
from scraper.demo.careful_intrusions import CAREFUL, TAMPERED
from scraper.demo.intrusions import BLIND, INTRUSIONS, Intrusion
from scraper.demo.knobs import ERAS, Knobs
from scraper.demo.posts import HOST
from scraper.extract import read
from scraper.judgement.compare import Site, judge
from scraper.judgement.features import Features, features_of

HEADERS = (("Content-Type", "text/html; charset=UTF-8"),)


@dataclass(frozen=True)
class Day:
    """One day of the blog in one era: pages by path."""

    pages: Mapping[str, str]


def paths(posts: int) -> list[str]:
    """Return the paths of all pages of the blog: front, posts, static pages, months and years."""
    blog = make_blog(posts)
    dates = {post.published for post in blog.posts}
    months = sorted({f"/{date.year}/{date.month:02}/" for date in dates} | {f"/{date.year}/" for date in dates})
    return ["/", *blog.by_path, *months]


def day(era: str, churn: int, posts: int) -> Day:
    """Return the pages of a day."""
    answers = Answers(Knobs(posts=posts, era=era, churn=churn))
    return Day({path: answers.answer(HOST, path).body.decode() for path in paths(posts)})


def capture(path: str, page: str, status: int = 200) -> Capture:
    """Return a page as a capture."""
    url = path if "://" in path else f"http://{HOST}{path}"
    return Capture(url, status, HEADERS, page.encode(), "2026-01-01T00:00:00Z", "urn:uuid:0", "sha256:0")


def features(path: str, page: str, status: int = 200) -> Features:
    """Return the features of a page."""
    made = capture(path, page, status)
    return features_of(made, read(made))


def knowledge(pages: Iterable[Features]) -> Site:
    """Return what a crawl of these pages knows of the blog."""
    known: Counter[tuple[str, str]] = Counter()
    for page in pages:
        known.update(page.marks)
    return Site(BLOG_ID, known)


def found(
    kinds: Mapping[str, Intrusion], posts: int, states: Iterable[str] = (SUSPECT, REPLACED)
) -> dict[str, tuple[int, int]]:
    """Return (told as one of the states, pages it can be done to) for each kind of intrusion, over all eras."""
    score: dict[str, list[int]] = {kind: [0, 0] for kind in kinds}
    for era in (*ERAS, "mixed"):
        clean, later = day(era, 1, posts), day(era, 2, posts)
        good = {path: features(path, page) for path, page in clean.pages.items()}
        site = knowledge(good.values())
        for kind, intrude in kinds.items():
            for path, page in later.pages.items():
                if (broken := intrude(page)) == page:
                    continue  # nothing there to do it to
                state = judge(features(path, broken), good[path], site).state
                score[kind][0] += state in states
                score[kind][1] += 1
    return {kind: (hits, pages) for kind, (hits, pages) in score.items()}


def false_alarms(crawls: int, posts: int) -> tuple[int, int]:
    """Return (false alarms, pages judged) of unchanged crawls on so many days, each against the first."""
    alarms = judged = 0
    for era in (*ERAS, "mixed"):
        good = {path: features(path, page) for path, page in day(era, 1, posts).pages.items()}
        site = knowledge(good.values())
        for churn in range(2, crawls + 2):
            for path, page in day(era, churn, posts).pages.items():
                judged += 1
                alarms += judge(features(path, page), good[path], site).state in (SUSPECT, REPLACED)
    return alarms, judged


def confusion(cases: Iterable[Case]) -> Counter[tuple[str, str]]:
    """Return how often pages of a class (labelled, told) were told so; "" is the blog itself."""
    table: Counter[tuple[str, str]] = Counter()
    for label, status, url, page in cases:
        table[label, judge(features(url, page, status), None, Site(BLOG_ID)).kind] += 1
    return table


def _print_found(score: Mapping[str, tuple[int, int]]) -> None:
    print("| intrusion | found | pages | % |\n|---|---|---|---|")
    for kind, (hits, pages) in score.items():
        print(f"| {kind} | {hits} | {pages} | {100 * hits / max(pages, 1):.1f} |")
    hits, pages = (sum(column) for column in zip(*score.values(), strict=True))
    print(f"| all | {hits} | {pages} | {100 * hits / pages:.2f} |\n")


def _print_confusion(table: Counter[tuple[str, str]]) -> None:
    right = sum(number for (label, told), number in table.items() if label == told)
    print("| labelled | told | pages |\n|---|---|---|")
    for (label, told), number in sorted(table.items()):
        print(f"| {label or 'the blog'} | {told or 'the blog'} | {number} |")
    print(f"\nRight: {right} of {table.total()} ({100 * right / table.total():.1f} %)\n")


def _print_cost(posts: int) -> None:
    """Print the CPU of reading a page, and of its features and judgement, as a crawl has them one after the other."""
    pages = day("mixed", 1, posts).pages
    made = [capture(path, page) for path, page in pages.items()]
    reading = judging = 0.0
    for each in made:
        begin = time.process_time()
        was_read = read(each)
        middle = time.process_time()
        now = features_of(each, was_read)
        Features.load(now.dump())
        judge(now, now, Site())
        reading, judging = reading + middle - begin, judging + time.process_time() - middle
    number = len(made)
    taken = [f"{1000 * seconds / number:.2f} ms" for seconds in (reading, judging)]
    print(f"CPU a page ({number} pages): reading {taken[0]}, judging {taken[1]}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=40)
    parser.add_argument("--crawls", type=int, default=10)
    options = parser.parse_args()
    _print_found(found(INTRUSIONS, options.posts))
    print("Written after the recogniser, without looking at it:\n")
    _print_found(found(BLIND, options.posts))
    print("The third set, of a careful intruder:\n")
    _print_found(found(CAREFUL, options.posts))
    print("Only the words, told as changed or worse:\n")
    _print_found(found(TAMPERED, options.posts, (CHANGED, SUSPECT, REPLACED)))
    alarms, judged = false_alarms(options.crawls, options.posts)
    print(f"False alarms on {options.crawls} unchanged crawls: {alarms} of {judged} ({100 * alarms / judged:.3f} %)\n")
    _print_confusion(confusion(CASES))
    print("Written after the recogniser, without looking at it:\n")
    for cases in (BLIND_CASES, THIRD_CASES, FOURTH_CASES):
        _print_confusion(confusion(cases))
    _print_cost(options.posts)


if __name__ == "__main__":
    main()
