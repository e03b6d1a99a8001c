"""A collection that lacks two posts, copies of them that others made, and what a rescue came to."""

from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from archive import store
from archive.collection import create_collection
from archive.config import Config, load
from archive.layout import Layout
from archive.writing import writing
from scraper.demo.answers import Answers
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.rescuing.rescue import rescue
from scraper.rescuing.services import Services
from scraper.rescuing.sources import open_source
from tests.scraper.web_archives import STAMP, Held

HOME = f"http://{HOST}"
POSTS = 14
LISTS, KILN, CODES = "/2014/03/blog-post_9351.html", "/2014/03/kiln_9.html", "/2014/02/27.html"
HOLES = (LISTS, KILN)
DATE = "2024-03-05T14:36:00Z"
OLD, OLD_DATE = "20220101000000", "2022-01-01T00:00:00Z"
BLOG, QUICKLY = Knobs(posts=POSTS), Services(delay=0)
SAVED = {
    "a browser": b"<!-- saved from url=(0064)%s -->",
    "HTTrack": b"<!-- Mirrored from %s by HTTrack Website Copier/3.x [XR&CO'2014], Tue, 05 Mar 2024 14:36:00 GMT -->",
    "SingleFile": b"<!--\n Page saved with SingleFile \n url: %s \n saved date: Tue Mar 05 2024 22:36:00 GMT+0800 (China Standard Time)\n-->",
}


def held(path, stamp=STAMP, host=HOST, knobs=BLOG, **more):
    answer = Answers(knobs).answer(host, path)
    return Held(f"http://{host}{path}", stamp, answer.body, answer.status, answer.media_type, **more)


def run_on(folder, source, *, every=False, services=QUICKLY):
    """Rescue from a source, named or made, into a collection; return what it came to."""
    layout = Layout(folder)
    with writing(layout):
        config = load(layout)
        opened = open_source(str(source), layout, config, services) if isinstance(source, str | Path) else source
        return rescue(layout, config, opened, every=every)


def begun(folder):
    create_collection(folder, Config(address=f"{HOME}/"))
    return folder


def missing(outcome):
    return {gap.url.removeprefix(HOME) for gap in outcome.summary.coverage.missing}


def codes(outcome):
    return [fault.code for fault in outcome.report.faults]


def post(folder, path):
    return store.current(Layout(folder).records / "posts" / path.strip("/").removesuffix(".html"))


def records_of(folder, crawl):
    found = []
    for path in sorted((folder / "warc").glob(f"{crawl}-*.warc.gz")):
        with path.open("rb") as file:
            found += [
                (r.rec_type, r.rec_headers, r.raw_stream.read()) for r in ArchiveIterator(file, no_record_parse=True)
            ]
    return found


def came(folder, outcome, path):
    """Return the dates of the captures of a path that a rescue took."""
    found = [fields for kind, fields, _ in records_of(folder, outcome.report.crawl) if kind in ("response", "resource")]
    return [fields["WARC-Date"] for fields in found if fields["WARC-Target-URI"] == HOME + path]


def put(tmp_path, content, name="foreign.warc.gz"):
    (tmp_path / name).write_bytes(content)
    return tmp_path / name


def arc(captures) -> bytes:
    first = b"1 0 InternetArchive\nURL IP-address Archive-date Content-type Archive-length\n"
    out = b"filedesc://a.arc 0.0.0.0 %s text/plain %d\n%s\n" % (STAMP.encode(), len(first), first)
    for one in captures:
        head = f"{one.url} 192.0.2.1 {one.stamp} text/html {len(one.http)}\n"
        out += head.encode() + one.http + b"\n"
    return out


def both(**more):
    return [held(LISTS, **more), held(KILN), held(CODES), held("/")]


class Killed(Exception):
    pass


def gives_one(source, then):
    """Have a source give one capture, and raise an exception where more is taken."""
    take, taken = source.take, []

    def once(offer):
        if taken:
            raise then
        taken.append(offer)
        return take(offer)

    source.take = once
