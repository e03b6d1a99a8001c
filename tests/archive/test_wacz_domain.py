"""A package signed by a domain's key and stamped by a time-stamping authority; both are made here, with openssl."""

import base64
import shutil
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from archive.errors import Unreachable, UsageError
from archive.wacz.datapackage import Making
from archive.wacz.export import export
from archive.wacz.stamping import authority_stamp, domain_identity
from archive.wacz.validator import Trust, judge_wacz
from tests.archive.packages import Sound, entries_of
from tests.serving import Quiet, at_work

pytest.importorskip("rfc3161_client")
pytestmark = pytest.mark.skipif(
    not shutil.which("openssl"), reason="openssl, which plays the authority, is not installed"
)

NOW = datetime.now(UTC).replace(microsecond=0)
TSA = """
[one]
serial = {0}/serial
signer_cert = {0}/tsa.pem
signer_key = {0}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha512
"""


def pem(certificate):
    return certificate.public_bytes(Encoding.PEM).decode()


def private(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def certify(name, key, issuer, issuer_key, *, purpose=None, days=30):
    """Return a certificate, its own issuer where that is None."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.BasicConstraints(issuer is None, None), critical=True)
    )
    if purpose:
        builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=True)
    return builder.sign(issuer_key or key, hashes.SHA256())


class Authorities:
    """A root, a domain below it, and a time-stamping authority below it, as files in a folder."""

    def __init__(self, folder):
        self.folder = folder
        root_key, self.key, tsa_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
        self.root = certify("Test Root", root_key, None, None)
        self.leaf = certify("archive.example", self.key, self.root, root_key)
        self.tsa = certify("Test Stamps", tsa_key, self.root, root_key, purpose=x509.ExtendedKeyUsageOID.TIME_STAMPING)
        self.chain, self.stamp_chain = pem(self.leaf) + pem(self.root), pem(self.tsa) + pem(self.root)
        files = {"chain.pem": self.chain, "stamps.pem": self.stamp_chain, "tsa.pem": pem(self.tsa), "root.pem": pem(self.root),
                 "openssl.cnf": TSA.format(folder), "serial": "01\n"}  # fmt: skip
        for name, text in files.items():
            (folder / name).write_text(text)
        (folder / "key.pem").write_bytes(private(self.key))
        (folder / "tsa.key").write_bytes(private(tsa_key))

    def answer(self, query):
        (self.folder / "query").write_bytes(query)
        command = [
            "openssl",
            "ts",
            "-reply",
            "-config",
            "openssl.cnf",
            "-section",
            "one",
            "-queryfile",
            "query",
            "-out",
            "reply",
        ]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "reply").read_bytes()


@contextmanager
def serving(answer):
    class Answers(Quiet):
        def do_POST(self):
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with at_work(HTTPServer(("127.0.0.1", 0), Answers)) as server:
        yield f"http://127.0.0.1:{server.server_port}/"


@pytest.fixture(scope="module")
def authorities(tmp_path_factory):
    return Authorities(tmp_path_factory.mktemp("authorities"))


@pytest.fixture
def made(layout, tmp_path, authorities):
    """A package signed for the domain, and its path."""
    path = tmp_path / "made.wacz"
    folder = authorities.folder
    with serving(authorities.answer) as address:
        identity = domain_identity(folder / "chain.pem", folder / "key.pem", address, folder / "stamps.pem")
        export(layout, path, identity, Making(NOW.strftime("%Y-%m-%dT%H:%M:%SZ"), "beilin test"))
    return Sound(entries_of(path.read_bytes()), authorities.key), path


def judged(path, content, trust=None):
    path.write_bytes(content)
    return judge_wacz(path, trust)


def test_a_domains_signature_is_verified_and_named(made, authorities):
    _, path = made
    judgement = judge_wacz(path)
    assert judgement.faults == []
    assert (
        judgement.signer
        == "domain archive.example (its chain ends at CN=Test Root; you named no certificates that you trust)"
    )
    judgement = judge_wacz(path, Trust(roots=(authorities.root,)))
    assert judgement.faults == []
    assert judgement.signer.endswith("among those that you trust)")


def test_a_chain_that_ends_elsewhere_is_a_strangers(made):
    key = ec.generate_private_key(ec.SECP256R1())
    judgement = judge_wacz(made[1], Trust(roots=(certify("Test Root", key, None, None),)))
    assert {fault.code for fault in judgement.faults} == {"domain-stranger"}
    assert judgement.signer == ""


@pytest.mark.parametrize(
    "code", ["domain-name", "domain-chain", "signature-wrong", "stamp-wrong", "signature-form", "raw"]
)
def test_a_domains_signature_that_was_changed_is_refused(code, made, authorities):
    sound, path = made

    def change(document):
        data = document["signedData"]
        stranger = certify(
            "archive.example", authorities.key, authorities.root, ec.generate_private_key(ec.SECP256R1())
        )
        changes = {
            "domain-name": {"domain": "other.example"},
            "domain-chain": {"domainCert": pem(stranger) + pem(authorities.root)},
            "signature-wrong": {
                "signature": base64.b64encode(authorities.key.sign(b"x", ec.ECDSA(hashes.SHA256()))).decode()
            },
            "stamp-wrong": {"timeSignature": base64.b64encode(b"0" * 100).decode()},
            "signature-form": {"domainCert": "no certificate"},
            "raw": {"signature": base64.b64encode(b"\1" * 64).decode()},
        }
        data.update(changes[code])

    found = {fault.code for fault in judged(path, sound.with_digest(change)).faults}
    assert code.replace("raw", "signature-wrong") in found


def test_a_signature_that_was_stamped_much_later_is_refused(layout, tmp_path, authorities):
    folder = authorities.folder
    with serving(authorities.answer) as address:
        identity = domain_identity(folder / "chain.pem", folder / "key.pem", address, folder / "stamps.pem")
        early = (NOW - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
        export(layout, tmp_path / "early.wacz", identity, Making(early, "beilin test"))
        old = (NOW - timedelta(days=9)).strftime("%Y-%m-%dT%H:%M:%SZ")
        export(layout, tmp_path / "old.wacz", identity, Making(old, "beilin test"))
    assert {fault.code for fault in judge_wacz(tmp_path / "early.wacz").faults} == {"stamp-instant"}
    assert {fault.code for fault in judge_wacz(tmp_path / "old.wacz").faults} == {"stamp-instant", "domain-instant"}


def test_an_authority_that_does_not_stamp_is_said(layout, tmp_path, authorities):
    folder = authorities.folder
    with serving(lambda _: b"<html>") as address, pytest.raises(Unreachable, match="did not give a timestamp"):
        identity = domain_identity(folder / "chain.pem", folder / "key.pem", address, folder / "stamps.pem")
        export(layout, tmp_path / "none.wacz", identity, Making("2026-01-02T03:04:05Z", "beilin test"))
    assert not (tmp_path / "none.wacz").exists()
    with pytest.raises(Unreachable, match="cannot be reached"):
        authority_stamp(address)(b"x")
    with pytest.raises(UsageError, match="no web address"):
        authority_stamp("file:///etc/passwd")
    with pytest.raises(UsageError, match="does not hold certificates"):
        domain_identity(folder / "key.pem", folder / "key.pem", address, folder / "stamps.pem")


def test_a_key_that_is_not_the_certificates_is_said(layout, tmp_path, authorities):
    (tmp_path / "other.pem").write_bytes(private(ec.generate_private_key(ec.SECP256R1())))
    folder = authorities.folder
    identity = domain_identity(
        folder / "chain.pem", tmp_path / "other.pem", "http://127.0.0.1:9/", folder / "stamps.pem"
    )
    with pytest.raises(UsageError, match="not that of the first certificate"):
        export(layout, tmp_path / "none.wacz", identity, Making("2026-01-02T03:04:05Z", "beilin test"))
