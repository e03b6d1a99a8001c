"""What it takes to give a large blog back: seconds, rate, memory of all processes together, for each form.

Usage: python -m benchmarks.restored_forms [--posts N] [--folder DIR] [FORM ...]

The collection is the demo blog's item pages and pictures (130 kB each), put into a WARC directly, and the records that
its reader makes of them, without the steps after reading: nothing is crawled. What is measured is `beilin restore`, as
a process of its own; memory is the proportional set size (PSS) of it and its children, sampled five times a second.
"Disk" is how fast the same disk takes the restored files, copied and synced.
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from archive import manifest, store, warc
from archive.captures import captures
from archive.collection import create_collection
from archive.config import Config
from archive.durable import Together
from archive.layout import Layout
from archive.people import keep_people
from archive.readings import Readings
from archive.records import Image, Post, Provenance
from archive.restoration.forms import FORMS
from archive.started import begin_warc
from benchmarks.reextraction import CRAWL, DATE, Cost, measured
from scraper.demo.answers import Answers
from scraper.demo.blog import make_blog
from scraper.demo.knobs import Knobs
from scraper.demo.markup import image_url
from scraper.demo.posts import HOST
from scraper.extract import read

_WARC = f"{CRAWL}-00000.warc.gz"
_COMMAND = "from scraper.cli import main; main()"


def make_collection(folder: Path, posts: int) -> Layout:
    """Make a collection of the item pages and pictures of a blog of so many posts, with its records."""
    layout = create_collection(folder, Config(address=f"http://{HOST}/"))
    file = warc.WarcFile(layout.warc / _WARC, begin_warc(layout, _WARC))
    digests: dict[str, str] = {}
    for records in _answers(posts):
        digests |= {_field(one, "WARC-Target-URI"): _field(one, "WARC-Payload-Digest") for one in records}
        file.append(records)
    file.close()
    readings = Readings(layout.readings)
    with Together() as together:
        for capture in captures(layout.warc / _WARC):
            reading = read(capture)
            readings.add(CRAWL, capture, reading)
            for post in reading.posts:
                if post.kind == "post" and post.paragraphs:
                    store.keep(layout, _record(post, digests), together.replace)
        readings.mark_read(_WARC, (layout.warc / _WARC).stat().st_size)
    readings.close()
    keep_people(layout, store.documents(layout))
    kept = (path for folder in layout.kept for path in folder.rglob("*") if path.is_file())
    manifest.seal(layout, [path.relative_to(layout.root).as_posix() for path in kept])
    return layout


def _answers(posts: int) -> Iterator[list[warc.Record]]:
    knobs = Knobs(posts=posts, tokens=False)
    answers = Answers(knobs)
    for post in make_blog(knobs.posts, knobs.seed).posts:
        pictures = [image_url(one, post.number, n, "http", "s0") for n, one in enumerate(post.pictures)]
        yield [_response(answers, url) for url in (f"http://{HOST}{post.path}", *dict.fromkeys(pictures))]


def _response(answers: Answers, url: str) -> warc.Record:
    parts = urlsplit(url)
    answer = answers.answer(parts.netloc, parts.path)
    head = f"HTTP/1.1 {answer.status} OK\r\nContent-Type: {answer.media_type}\r\n\r\n".encode()
    fields = (("WARC-Target-URI", url), ("WARC-Payload-Digest", warc.digest([answer.body])))
    kind = "application/http; msgtype=response"
    return warc.Record("response", warc.new_record_id(), DATE, kind, head + answer.body, fields)


def _field(record: warc.Record, name: str) -> str:
    return dict(record.fields)[name]


def _record(post: Post, digests: dict[str, str]) -> Post:
    def with_digest(image: Image) -> Image:
        return dataclasses.replace(image, digest=digests.get(image.original_url or image.url))

    provenance = Provenance(post.provenance.captures, CRAWL, "beilin benchmark")
    return dataclasses.replace(post, images=tuple(map(with_digest, post.images)), provenance=provenance, version=1)


def cost_of(layout: Layout, form: str, output: Path) -> Cost:
    """Restore a form in a process of its own."""
    return measured(
        [sys.executable, "-c", _COMMAND, "restore", str(layout.root), "--to", form, "-o", str(output)], (0, 3)
    )


def disk_speed(folder: Path) -> float:
    """Return the seconds that a copy of a folder takes until the disk has it."""
    copy = folder.with_name(f"{folder.name}-copy")
    begun = time.perf_counter()
    shutil.copytree(folder, copy)
    subprocess.run(["sync", "-f", str(copy)], check=True)
    took = time.perf_counter() - begun
    shutil.rmtree(copy)
    return took


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("forms", nargs="*", metavar="FORM", help=f"of {', '.join(FORMS)}; all without")
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where the collection lies, or is made and left")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="beilin-forms-", dir=options.folder and options.folder.parent) as name:
        layout = Layout(options.folder or Path(name) / "collection")
        if not layout.manifest.exists():
            make_collection(layout.root, options.posts)
        print("| form | files | MB | seconds | posts/s | MB/s | the disk alone, s | MB of memory | of the largest |")
        print("|---|---|---|---|---|---|---|---|---|")
        for form in options.forms or FORMS:
            _measure(layout, form, Path(name) / form)


def _measure(layout: Layout, form: str, output: Path) -> None:
    cost = cost_of(layout, form, output)
    sizes = [path.stat().st_size for path in output.rglob("*") if path.is_file()]
    posts, size = len(list(layout.records.rglob("v*.json"))), sum(sizes) / 1e6
    cells = (form, len(sizes), f"{size:.0f}", f"{cost.seconds:.1f}", f"{posts / cost.seconds:.0f}",
             f"{size / cost.seconds:.1f}", f"{disk_speed(output):.1f}", f"{cost.together:.0f}",
             f"{cost.largest:.0f}")  # fmt: skip
    print("|", " | ".join(map(str, cells)), "|", flush=True)
    shutil.rmtree(output)


if __name__ == "__main__":
    main()
