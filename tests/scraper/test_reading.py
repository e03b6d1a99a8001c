"""The reading process has limits of its own: a page that is too much for it costs that page only (case P50)."""

import asyncio

import pytest

from archive import warc
from archive.collection import create_collection
from archive.config import Config
from archive.readings import Readings
from scraper.reading.reader import Reader
from tests.scraper.replies import html, page

CRAWL = "20260102T030405Z"
DATE = "2026-01-02T03:04:05.000006Z"
BEFORE, HEAVY, AFTER = (f"http://raw.blogspot.com/2014/01/{name}.html" for name in ("before", "heavy", "after"))
# The reading process, where one page is too much.
CHILD = """
import sys
from scraper.reading import process
real = process.read
def read(capture):
    if capture.target_uri.endswith("heavy.html"):
        with open({tries!r}, "a") as file:
            file.write("tried\\n")
        {deed}
    return real(capture)
process.read = read
process.main(*sys.argv[1:])
"""


def keep(layout, *urls):
    """Return the places of pages in a new WARC file."""
    records = [
        warc.Record(
            "response",
            warc.new_record_id(),
            DATE,
            "application/http; msgtype=response",
            html(page(b"<p>words</p>", link=url.encode())),
            (("WARC-Target-URI", url),),
        )
        for url in urls
    ]
    file = warc.WarcFile(layout.warc / f"{CRAWL}-00000.warc.gz")
    places = file.append(records)
    file.close()
    return places


async def read_all(reader, places):
    await reader.start()
    answers = await asyncio.gather(*(reader.read(CRAWL, place.warc, place.offset) for place in places))
    await reader.finish()
    return answers


@pytest.mark.parametrize("deed", [
    pytest.param("while True: pass", id="time"),
    pytest.param("bytes(process.MOST_MEMORY)", id="memory"),
])  # fmt: skip
def test_p50_a_page_that_takes_too_much_time_or_memory_is_skipped_and_the_others_are_read(tmp_path, deed):
    layout = create_collection(tmp_path / "collection", Config(address="http://raw.blogspot.com/"))
    reader = Reader(layout, longest=4.0)
    tries = tmp_path / "tries"
    reader._command[1:4] = ["-c", CHILD.format(deed=deed, tries=str(tries))]
    before, heavy, after = asyncio.run(read_all(reader, keep(layout, BEFORE, HEAVY, AFTER)))
    assert (before.kind, heavy.kind, after.kind) == ("item", "unknown", "item")
    assert (
        len(tries.read_text().splitlines()) == 2
    )  # before it is skipped it is read again, by a child that was not full of other pages
    notes = Readings(layout.readings)
    assert [(uri, code) for uri, code, _ in notes.findings(CRAWL)] == [(HEAVY, "unread-page")]
    notes.close()
