"""From a capture to what it says. Pure: the same bytes give the same value, live and from the WARC, years later."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.records import Capture, Finding, Post, Reading
from scraper.platforms import PLATFORMS, Platform


def extract(capture: Capture) -> tuple[Post, ...]:
    """Return the posts that a capture holds, as read: before they are merged and refined."""
    return read(capture).posts


def bodies(capture: Capture) -> Iterator[tuple[str, str]]:
    """Yield the address of each post that a capture has the whole body of, and that body's markup."""
    platform = platform_of(capture)
    if platform and capture.decoded:
        yield from platform.bodies(capture)


def body_reader(capture: Capture) -> Callable[[str, str], Post] | None:
    """Return what reads the markup of a body as the platform of a capture does, None for no platform.

    It is given the markup and its post's address, and gives a post that has the body's paragraphs and pictures alone.
    """
    platform = platform_of(capture)
    return platform.said_by if platform else None


def platform_of(capture: Capture) -> Platform | None:
    """Return the platform that a capture bears the marks of, None for no platform."""
    return next((platform for platform in PLATFORMS if platform.recognises(capture)), None)


def read(capture: Capture) -> Reading:
    """Return what a capture says; kind ``unknown`` where no platform recognises it.

    A page that trips a reader is a finding, never the end of a crawl: the capture is in the WARC, and can be read
    again when the reader has learned.
    """
    if not capture.decoded:
        coding = capture.header("Content-Encoding")
        why = f"the content coding {coding} could not be undone" if coding else "it is too large to be read"
        return Reading("unknown", findings=(Finding("undecoded", why),))
    try:
        platform = platform_of(capture)
        return platform.read(capture) if platform else Reading("unknown")
    except MemoryError:
        raise  # the reading process may be full of other pages: a new one tries again before this one is given up
    except Exception as error:
        return Reading("unknown", findings=(Finding("unread-page", f"the reader failed: {type(error).__name__}"),))


def forget() -> None:
    """Give up the page that was read last, which is kept as it was parsed for who judges it.

    Without, the next page takes its place. But what other work was done in between has driven it from the CPU's caches
    by then, and to free it takes seven times as long.
    """
    for platform in PLATFORMS:
        platform.forget()
