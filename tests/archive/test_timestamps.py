"""Timestamps: a time-stamping authority of our own, made with openssl, on loopback; judged by openssl and by us."""

import dataclasses
import shutil
import socket
import subprocess
import time
from http.server import ThreadingHTTPServer

import pytest

from archive import config, events, keys, manifest, timestamps
from archive.config import Config
from archive.errors import NotStamped, UsageError
from archive.integrity import examine, verify
from archive.writing import writing
from tests.serving import Quiet, at_work

CONFIG = """
[tsa]
default_tsa = tsa_one
[tsa_one]
dir = {folder}
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ext]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
"""


def openssl(*arguments, code=0, **options):
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, **options)
    assert code is None or done.returncode == code, done.stderr
    return done


class Authority:
    """A TSA: its folder, its address, the requests it got; ``answer`` makes of its reply what it sends."""

    def __init__(self, folder):
        self.folder, self.requests = folder, []
        self.answer = lambda reply: (200, reply)
        self.delay = 0.0
        (folder / "serial").write_text("01")
        (folder / "openssl.cnf").write_text(CONFIG.format(folder=folder))
        new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", "/dev/null", "-subj"]
        openssl(*new, "/CN=Test CA", "-keyout", folder / "ca.key", "-out", folder / "ca.pem", "-days", "2",
                "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-config", "/dev/null", "-subj", "/CN=Test TSA",
                "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")  # fmt: skip
        self.certify("1")

    def certify(self, *days):
        openssl("x509", "-req", "-in", self.folder / "tsa.csr", "-CA", self.folder / "ca.pem", "-CAkey",
                self.folder / "ca.key", "-CAcreateserial", "-days", *days, "-out", self.folder / "tsa.pem",
                "-extfile", self.folder / "openssl.cnf", "-extensions", "ext")  # fmt: skip

    def reply(self, query):
        (self.folder / "query").write_bytes(query)
        openssl("ts", "-reply", "-queryfile", self.folder / "query", "-config", self.folder / "openssl.cnf",
                "-out", self.folder / "reply")  # fmt: skip
        return (self.folder / "reply").read_bytes()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture
def authority(made):
    class Handler(Quiet):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            made.requests.append((query, dict(self.headers)))
            time.sleep(made.delay)
            status, content = made.answer(made.reply(query))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
            self.end_headers()
            self.wfile.write(content)

    made.requests.clear()
    made.answer, made.delay = lambda reply: (200, reply), 0.0
    with at_work(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        made.address = f"http://127.0.0.1:{server.server_port}/tsr"
        yield made


def stamp(layout, tsa, **changed):
    wanted = dataclasses.replace(Config(address="http://blog.example/", authority=tsa.address), **changed)
    with writing(layout):
        return timestamps.stamp(layout, wanted)


def test_f72_a_timestamp_is_kept_sealed_and_accepted_by_openssl(layout, authority):
    stamped = manifest.digest_of(layout.manifest)
    assert timestamps.is_wanted(layout)
    instant = stamp(layout, authority)
    assert not timestamps.is_wanted(layout)
    token = layout.timestamps / f"{stamped}.tsr"
    assert f"timestamps/{token.name}" in manifest.read(layout)
    openssl("ts", "-verify", "-digest", stamped, "-in", token, "-CAfile", authority.folder / "ca.pem")
    assert events.last(layout)["detail"]["previous_manifest"] == stamped
    ((query, headers),) = authority.requests
    assert bytes.fromhex(stamped) in query and len(query) < 100  # a digest and nothing else
    assert headers["User-Agent"] == "beilin"
    verdict = examine(layout, authority=authority.folder / "ca.pem")
    assert verdict.faults == []
    assert f"Timestamps by the authority: 1, the first of {instant}." in verdict.notices
    assert any("openssl ts -verify" in notice for notice in examine(layout).notices)


def test_f74_without_a_network_the_timestamp_stays_wanted_and_comes_later(layout, authority):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
        before = layout.manifest.read_bytes()
        with pytest.raises(NotStamped, match="did not answer"):
            stamp(layout, authority, authority=closed)
    assert layout.manifest.read_bytes() == before and verify(layout) == [] and timestamps.is_wanted(layout)
    shutil.rmtree(layout.state)
    assert timestamps.is_wanted(layout)
    assert stamp(layout, authority)
    assert verify(layout) == []


def test_f74_an_authority_that_hangs_blocks_nothing(layout, authority, monkeypatch):
    monkeypatch.setattr(timestamps, "_SECONDS", 0.3)
    authority.delay = 2.0
    with pytest.raises(NotStamped, match="did not answer"):
        stamp(layout, authority)
    assert verify(layout) == []


@pytest.mark.parametrize("answer", [
    lambda reply: (200, b""),
    lambda reply: (200, b"<html>no"),
    lambda reply: (200, reply[:-9]),
    lambda reply: (200, b"\0" * 200_000),
    lambda reply: (500, reply),
    lambda reply: (302, b""),
])  # fmt: skip
def test_r81_an_authority_that_lies_is_not_believed(layout, authority, answer):
    authority.answer = answer
    with pytest.raises(NotStamped):
        stamp(layout, authority)
    assert len(authority.requests) == 1
    assert not layout.timestamps.exists() and verify(layout) == []


def test_f71_a_token_for_something_else_is_not_taken(layout, authority):
    query = authority.folder / "other.tsq"
    openssl("ts", "-query", "-data", layout.readme, "-sha256", "-out", query)
    other = authority.reply(query.read_bytes())
    authority.answer = lambda reply: (200, other)
    with pytest.raises(NotStamped, match="no timestamp for what it was asked"):
        stamp(layout, authority)


@pytest.mark.parametrize(("changed", "said"), [
    ({"authority": "ftp://127.0.0.1/"}, "should be the web address"),
    ({"authority": "http://tsa.cfcr2008.org./"}, "quarantined"),
])  # fmt: skip
def test_n39_whom_not_to_ask(layout, authority, changed, said):
    with pytest.raises(UsageError, match=said):
        stamp(layout, authority, **changed)
    assert authority.requests == []


def test_n46_nothing_goes_past_a_proxy(layout, authority):
    with pytest.raises(NotStamped, match="past the proxy"):
        stamp(layout, authority, proxy="socks5://127.0.0.1:1")
    with pytest.raises(NotStamped, match="did not answer"):
        stamp(layout, authority, proxy="http://127.0.0.1:1")
    assert authority.requests == []


def test_f70_a_certificate_that_ran_out_later_is_good_and_one_that_had_run_out_before_is_not(layout, authority):
    """openssl's -attime, and our judge, ask whether it was good at the instant of the token."""
    stamp(layout, authority)
    (token,) = layout.timestamps.iterdir()
    check = ["ts", "-verify", "-digest", token.stem, "-in", token, "-CAfile", authority.folder / "ca.pem"]
    later = int(time.time()) + 3 * 86_400
    openssl(*check, "-attime", later, code=1)
    openssl(*check, "-attime", int(time.time()))
    assert verify(layout) == []
    authority.certify("-1")
    events.append(layout, "capture", {"crawl": "later"})
    manifest.seal(layout)
    stamp(layout, authority)
    authority.certify("1")
    faults = examine(layout, authority=authority.folder / "ca.pem").faults
    assert [fault.code for fault in faults] == ["timestamp-wrong"]
    assert token.name not in faults[0].file


def test_f68_history_rewritten_with_the_stolen_key_fails_against_an_earlier_timestamp(
    layout, authority, rewrite, monkeypatch, tmp_path
):
    stamp(layout, authority)
    thief = keys.signer_of(layout)
    lines = layout.events.read_bytes().splitlines(keepends=True)
    layout.events.write_bytes(b"".join(lines[:-1]))  # what tells of the stamped manifest
    rewrite(layout, thief)
    monkeypatch.setenv("BEILIN_HOME", str(tmp_path / "stranger"))
    assert [(fault.code, fault.file[:11]) for fault in verify(layout)] == [("timestamp-orphan", "timestamps/")]


def test_the_configuration_names_nobody_by_itself(layout):
    assert config.load(layout).authority == ""
    text = layout.config.read_text("utf-8").replace('authority = ""', 'authority = "https://tsa.example/"')
    layout.config.write_text(text, "utf-8")
    assert config.load(layout).authority == "https://tsa.example/"
