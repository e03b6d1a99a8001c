"""A small collection made by hand: no crawler, no network."""

from pathlib import Path

import pytest

from archive import events, manifest, store, warc
from archive.collection import create_collection
from archive.config import Config
from archive.layout import Layout
from archive.records import CaptureRef, Comment, Paragraph, Post, Provenance, Title

CRAWL = "20260102T030405Z"
DATE = "2026-01-02T03:04:05.000006Z"
BODY = "<p>The kiln is cold. 窑冷了。</p>".encode()


def response(uri: str, body: bytes = BODY) -> warc.Record:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    fields = (("WARC-Target-URI", uri), ("WARC-Payload-Digest", warc.digest([body])))
    return warc.Record("response", warc.new_record_id(), DATE, "application/http; msgtype=response", block, fields)


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = create_collection(tmp_path / "collection", Config(address="http://blog.example/"))
    file = warc.WarcFile(made.warc / f"{CRAWL}-00000.warc.gz")
    records = [response("http://blog.example/2014/03/kiln.html"), response("http://blog.example/p/about.html")]
    places = file.append(records)
    file.close()
    for record, place, kind in zip(records, places, ("post", "page"), strict=True):
        fields = dict(record.fields)
        ref = CaptureRef(
            fields["WARC-Target-URI"], place.warc, place.offset, record.record_id, fields["WARC-Payload-Digest"], DATE
        )
        post = Post(
            id=fields["WARC-Target-URI"],
            url=fields["WARC-Target-URI"],
            kind=kind,
            title=Title("The Kiln 蓝窑", "The Kiln", "蓝窑"),
            paragraphs=(
                Paragraph(0, "The kiln is cold.", "en", 0.95, pair=1),
                Paragraph(1, "窑冷了。", "zh-Hans", 1.0, pair=0),
            ),
            comments=(Comment("1", "a reader", None, "好"),),
            provenance=Provenance((ref,), CRAWL, "test"),
        )
        assert store.keep(made, post) == "new"
    events.append(made, "capture", {"crawl": CRAWL})
    manifest.seal(made)
    return made
