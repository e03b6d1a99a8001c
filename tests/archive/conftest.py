"""A small collection made by hand: no crawler, no network."""

import hashlib
import json
from pathlib import Path

import pytest

from archive import events, manifest, store, warc
from archive.collection import create_collection
from archive.config import Config
from archive.layout import Layout
from archive.records import CaptureRef, Comment, Paragraph, Post, Provenance, Title
from archive.signing import EVENTS, MANIFEST
from archive.started import begin_warc

CRAWL = "20260102T030405Z"
DATE = "2026-01-02T03:04:05.000006Z"
KILN = "records/posts/2014/03/kiln/v1.json"
BODY = "<p>The kiln is cold. 窑冷了。</p>".encode()


def response(uri: str, body: bytes = BODY) -> warc.Record:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    fields = (("WARC-Target-URI", uri), ("WARC-Payload-Digest", warc.digest([body])))
    return warc.Record("response", warc.new_record_id(), DATE, "application/http; msgtype=response", block, fields)


def begun(layout: Layout, name: str) -> warc.WarcFile:
    """Begin a WARC file as the crawler does."""
    return warc.WarcFile(layout.warc / name, begin_warc(layout, name))


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = create_collection(tmp_path / "collection", Config(address="http://blog.example/"))
    file = begun(made, f"{CRAWL}-00000.warc.gz")
    names = []
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
        outcome, name = store.keep(made, post)
        assert outcome == "new"
        names.append(name)
    events.append(made, "capture", {"crawl": CRAWL})
    manifest.seal(made, names)
    return made


@pytest.fixture
def rewrite():
    return rewritten


def rewritten(layout, signer, allowed=None):
    """Change a post and put all digests right, the log's included, as one can who has written this program."""
    post = layout.root / KILN
    post.write_text(post.read_text("utf-8").replace("The kiln is cold.", "The kiln is warm."), "utf-8")
    if allowed:
        layout.signers.write_bytes(allowed)
    lines = [json.loads(line) for line in layout.events.read_bytes().splitlines()]
    lines[0]["time"] = "2020-01-01T00:00:00.000000Z"
    previous = ""
    for line in lines:
        line["previous"] = previous
        line["hash"] = previous = events.line_hash(line)
    log = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
    layout.events.write_bytes(log)
    layout.events_signature.write_bytes(signer.sign(log, EVENTS))
    names = manifest.read(layout)
    digests = {name: hashlib.sha256((layout.root / name).read_bytes()).hexdigest() for name in names}
    content = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()
    layout.manifest.write_bytes(content)
    layout.signature.write_bytes(signer.sign(content, MANIFEST))
