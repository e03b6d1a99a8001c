"""Byte identity: what the WARC holds is what was on the wire, on both sides, and nothing is left out."""

import importlib.util
import ssl
from collections import Counter
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.demo.certificates import make_certificates

# Not a test module: loaded by its place, since tests are no package.
_SPEC = importlib.util.spec_from_file_location("raw_server", Path(__file__).with_name("raw_server.py"))
raw_server = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(raw_server)


def interim_of(answer: bytes) -> bytes:
    return answer[: answer.index(b"\r\n\r\n") + 4] if answer.startswith(b"HTTP/1.1 103") else b""


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("concurrency", [1, 16])
def test_the_warc_holds_what_was_on_the_wire(run, tmp_path, scheme, concurrency):
    context = None
    if scheme == "https":
        pem = make_certificates(tmp_path)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
    server = raw_server.RawServer(context)
    folder = tmp_path / "collection"
    options = ["--connect", f"*=127.0.0.1:{server.port}", "--concurrency", concurrency, "--delay", 0]
    options += ["--cacert", tmp_path / "ca.pem"] if context else []
    try:
        done = run("mirror", f"{scheme}://raw.blogspot.com/", "-o", folder, *options, "--json")
    finally:
        server.close()
    assert done.code == 3, done.stderr  # what was cut short and what is gone are gaps
    requests, responses = [], []
    for path in sorted((folder / "warc").iterdir()):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                block = record.raw_stream.read()
                if record.rec_type == "request":
                    requests.append(block)
                elif record.rec_type == "response":
                    responses.append(block)
    assert Counter(requests) == Counter(request for request, _ in server.log)
    assert Counter(responses) == Counter(answer[len(interim_of(answer)) :] for _, answer in server.log)
    assert len(server.log) >= len(raw_server.EXCHANGES)
    assert run("verify", folder).code == 0
    reasons = {gap["url"].rpartition("/")[2]: gap["reason"] for gap in done.document["summary"]["coverage"]["missing"]}
    assert reasons["gone.png"] == "the server answered 410"
    assert {"cut-length.png", "cut-chunk.png"} <= reasons.keys()
    assert not {"chunked.png", "until-close.png", "colonless.png", "interim.png", "moved.png"} & reasons.keys()
