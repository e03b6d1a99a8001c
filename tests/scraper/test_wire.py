"""Byte identity: what the WARC holds is what was on the wire, on both sides, and nothing is left out."""

import json
import ssl
from collections import Counter
from dataclasses import dataclass

import pytest
from warcio.archiveiterator import ArchiveIterator

from scraper.demo.certificates import make_certificates
from tests.scraper import exchanges
from tests.scraper.raw_server import RawServer
from tests.scraper.replies import NOT_FOUND

TABLE = {exchange.path: exchange for exchange in (*exchanges.EXCHANGES, *exchanges.UNSHOWN)}
UNKNOWN = exchanges.Exchange("", "what the table does not have", NOT_FOUND)


@dataclass(frozen=True)
class Kept:
    """One attempt as the WARC has it; ``answer`` is with its interim responses."""

    request: bytes
    answer: bytes
    truncated: str
    reused: bool


def path_of(request):
    return request.split(b" ")[1].decode("latin-1")


def kept(folder):
    requests, responses, facts = [], {}, {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                block, fields = record.raw_stream.read(), record.rec_headers
                name, about = fields.get_header("WARC-Record-ID"), fields.get_header("WARC-Concurrent-To")
                if record.rec_type == "request":
                    requests.append((block, about, name))
                elif record.rec_type == "response":
                    responses[name] = block, fields.get_header("WARC-Truncated") or ""
                elif record.rec_type == "metadata":
                    facts[about] = json.loads(block)
    assert sorted(about for _, about, _ in requests if about) == sorted(responses)  # no answer without its request
    for request, about, name in requests:
        answer, truncated = responses.get(about, (b"", ""))
        fact = facts[about or name]
        interim = fact["interim-responses"].encode("latin-1")
        yield Kept(request, interim + answer, truncated, fact["connection-reused"])


def tls(folder):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(make_certificates(folder))
    return context


def circumstances(folder):
    """Return (fields of all responses, fields of all certificate chains) of the WARC."""
    responses, chains = [], []
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            for record in ArchiveIterator(file, no_record_parse=True):
                if record.rec_type == "response":
                    responses.append(record.rec_headers)
                elif record.rec_headers.get_header("Content-Type") == "application/pem-certificate-chain":
                    chains.append(record.raw_stream.read())
    return responses, chains


@pytest.mark.parametrize(("concurrency", "scheme"), [
    (1, "http"),
    (16, "https"),
    pytest.param(1, "https", marks=pytest.mark.long),
    pytest.param(16, "http", marks=pytest.mark.long),
])  # fmt: skip
def test_the_warc_holds_what_was_on_the_wire(run, tmp_path, scheme, concurrency):
    context = tls(tmp_path) if scheme == "https" else None
    folder = tmp_path / "collection"
    # Scrapy 2.19 keeps to a concurrency only where there is a delay, however short.
    options = ["--concurrency", concurrency, "--delay", 0.001, *(["--cacert", tmp_path / "ca.pem"] if context else [])]
    with RawServer(TABLE.values(), NOT_FOUND, context) as server:
        home = f"{scheme}://raw.blogspot.com/"
        done = run("mirror", home, "-o", folder, "--connect", server.route, *options, "--json")
    assert done.code == 9, done.stderr  # gaps there are, too; but that no page bears Blogger's marks is worse
    assert run("verify", folder, "--deep").code == 0
    log = server.log
    warc = list(kept(folder / "warc"))

    responses, chains = circumstances(folder / "warc")
    assert {fields.get_header("WARC-IP-Address") for fields in responses} == {"127.0.0.1"}
    assert all(bool(fields.get_header("WARC-Cipher-Suite")) == (scheme == "https") for fields in responses)
    assert len({fields.get_header("Beilin-Certificate") for fields in responses}) == 1
    assert len(chains) == (1 if scheme == "https" else 0)
    assert all(chain.startswith(b"-----BEGIN CERTIFICATE-----") for chain in chains)

    # Each request, as often as it was on the wire. One that met a connection that the server was closing it never read.
    unread = Counter(attempt.request for attempt in warc) - Counter(request for request, _ in log)
    unanswered = Counter(attempt.request for attempt in warc if attempt.reused and not attempt.answer)
    assert unread <= unanswered
    sent = [*log, *((request, b"") for request in unread.elements())]
    assert Counter(attempt.request for attempt in warc) == Counter(request for request, _ in sent)

    # Each answer, to its request. Of some the end may be lost: a reset drops it, or the client breaks it off.
    partial = {path for path, exchange in TABLE.items() if exchange.prefix}
    whole = [attempt for attempt in warc if path_of(attempt.request) not in partial]
    assert Counter((attempt.request, attempt.answer) for attempt in whole) == Counter(
        (request, answer) for request, answer in sent if path_of(request) not in partial
    )
    cut = [attempt for attempt in warc if path_of(attempt.request) in partial]
    assert all(TABLE[path_of(attempt.request)].answer.startswith(attempt.answer) for attempt in cut)

    # And what beilin says of each: whole or cut short, had or missing.
    missing = {"/" + gap["url"].split("/", 3)[3] for gap in done.document["summary"]["coverage"]["missing"]}
    marks = {(path_of(attempt.request), attempt.truncated) for attempt in warc if attempt.answer}
    otherwise = {path for path, mark in marks if mark != TABLE.get(path, UNKNOWN).over(scheme).truncated}
    otherwise |= {path for path, exchange in TABLE.items() if exchange.over(scheme).missing != (path in missing)}
    otherwise |= TABLE.keys() - {path_of(request) for request, _ in log}
    assert otherwise == set()


def test_what_no_handshake_let_out_is_not_in_the_warc(run, tmp_path):
    with RawServer(TABLE.values(), NOT_FOUND, tls(tmp_path)) as server:
        done = run("mirror", "https://raw.blogspot.com/", "-o", tmp_path / "c", "--connect", server.route)
    assert done.code == 6  # nobody told it to trust this certificate
    assert server.log == []
    assert not (tmp_path / "c").exists()
