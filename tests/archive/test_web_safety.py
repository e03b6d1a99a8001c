"""Who may ask, and what an answer allows (v85, v86, v87)."""

import base64
import socket
import ssl
import urllib.error
import urllib.request
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from archive.errors import UsageError
from archive.web.access import Gate, digest_of, gate_of
from archive.web.safety import names_of
from archive.web.serving import serve
from archive.web.wishes import Wishes
from tests import hostile_collection
from tests.hostile_collection import HOST, PNG, image
from tests.scraper.webserver import running
from tests.webclient import client

PASSWORD = "北门 long enough"


@pytest.fixture(scope="module")
def layout(tmp_path_factory):
    def posts(refs):
        yield hostile_collection.post(
            1, "Rally", [refs[f"{HOST}/1.html"]], [image(f"{HOST}/a.png", PNG), image(f"{HOST}/b.png", b"other")]
        )

    answers = [
        (f"{HOST}/1.html", "text/html", b"<p>Rally</p>"),
        (f"{HOST}/a.png", "image/png", PNG),
        (f"{HOST}/b.png", "image/png", b"<html>"),
    ]
    return hostile_collection.make(tmp_path_factory.mktemp("safety") / "c", answers, posts)


@pytest.fixture(scope="module")
def ask(layout):
    return client(layout).get


# ------------------------------------------------------------------ what every answer says
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/posts/tag%3A1Rally",
        "/none",
        "/static/beilin.css",
        "/api/v1/status",
        "/charts/posts.svg",
        "/image/0/tag%3A1Rally",
        "/?q=%22(",
    ],
)
def test_v83_every_answer_shuts_the_browser(path, ask):
    answer = ask(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "set-cookie" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers
    assert "server" not in answer.headers


def test_v83_a_picture_is_shown_and_what_is_none_is_not_given(ask):
    shown = ask("/image/0/tag%3A1Rally")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert "content-disposition" not in shown.headers
    assert ask("/image/1/tag%3A1Rally").status_code == 404  # what was captured there has another digest
    assert ask("/image/9/tag%3A1Rally").status_code == 404


# ------------------------------------------------------------------ who asks
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1:80:80",
        "",
        "a b",
        "127.0.0.2",
        "evil.example#127.0.0.1",
        "localhost@evil.example",
    ],
)
def test_v86_a_name_that_was_bound_anew_gets_nothing(host, ask):
    answer = ask("/", headers={"host": host})
    assert answer.status_code == 421
    assert "Rally" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8014", "LOCALHOST:8014", "localhost.", "[::1]:8014"])
def test_its_own_names_do(host, ask):
    assert ask("/", headers={"host": host}).status_code == 200


def test_a_name_may_be_given():
    assert names_of("10.0.0.1", ["Archive.Example"]) == {"10.0.0.1", "archive.example"}
    assert names_of("fd00::1") == {"[fd00::1]"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_v85_nothing_but_reading_is_answered(method, layout):
    assert client(layout).request(method, "/").status_code == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}, 403),
        ({"sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}, 403),
        ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "sec-fetch-dest": "object"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, 200),
        ({"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}, 200),
        ({"sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}, 200),
    ],
)
def test_v85_another_site_cannot_read_or_frame(headers, status, ask):
    assert ask("/", headers=headers).status_code == status


# ------------------------------------------------------------------ what is asked
@pytest.mark.parametrize(
    "path",
    [
        "/warc/..%2f..%2fbeilin.toml/0", "/warc/%2e%2e/0", "/warc/%2fetc%2fpasswd/0", "/static/../beilin.toml",
        "/static/%2e%2e%2fapp.py", "/posts/..%2f..%2fbeilin.toml", "/posts/%00", "/image/0/..%5c..%5cx",
        "/charts/../posts.svg", "/people/%2e%2e", "/api/v1/posts/..%2f..%2fevents.jsonl", "/posts/%0d%0aX-Header:1",
    ],
)  # fmt: skip
def test_v86_no_path_leads_out(path, ask):
    answer = ask(path, follow_redirects=False)
    assert answer.status_code in (400, 404, 503)
    assert "address =" not in answer.text
    assert "location" not in answer.headers
    assert "x-header" not in answer.headers


@pytest.mark.parametrize(
    "query",
    ["q=" + "%22" * 200, "q=" + "(" * 300, "q=%27%20OR%201=1;--", "q=NEAR(a%20b,%209999)", "q=*", "q=a*%20" * 90, "q=%00", "q=%ED%A0%80",
     "from=2014-99-99", "from=%27;drop", "page=0", "page=99999999999", "page=-1", "page=1e9", "sort=none", "lang=%27", "person=%22*", "hl=../x",
     "label=" + "x" * 400, "images=maybe", "state=%25", "kind=*", "q=" + "x" * 401],
)  # fmt: skip
def test_v87_no_query_breaks_anything(query, ask):
    for path in ("/", "/api/v1/search"):
        answer = ask(f"{path}?{query}")
        assert answer.status_code in (200, 400), (path, answer.text[:300])


def test_v87_a_query_that_is_too_long_is_refused(ask):
    assert ask("/?q=" + "x" * 60_000).status_code == 414


# ------------------------------------------------------------------ the password
def test_a_password_is_asked_for_and_kept_as_a_digest(layout, tmp_path):
    path = tmp_path / "password"
    path.touch(0o600)
    path.write_text(digest_of(PASSWORD))
    assert PASSWORD not in path.read_text()
    asked = client(layout, gate_of(path))
    refused = asked.get("/")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic ")
    assert asked.get("/", auth=("any", "not it, but long")).status_code == 401
    for broken in (
        "Basic",
        "Basic %%%",
        "Bearer x",
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic " + "A" * 5000,
    ):
        assert asked.get("/", headers={"authorization": broken}).status_code == 401
    coded = base64.b64encode(f"any:{PASSWORD}".encode()).decode()
    assert asked.get("/", headers={"authorization": f"Basic {coded}"}).status_code == 200


def test_two_digests_of_a_password_differ():
    one, other = digest_of(PASSWORD), digest_of(PASSWORD)
    assert one != other
    assert Gate(one)
    assert Gate(other)


def test_a_short_password_is_refused():
    with pytest.raises(UsageError):
        digest_of("eleven char")


@pytest.mark.parametrize("text", ["", "scrypt$1$2$3", "plain", "scrypt$99999999$8$1$AAAA$AAAA", "md5$1$1$1$AAAA$AAAA"])
def test_a_file_that_is_no_password_file_lets_nobody_in(text, tmp_path):
    path = tmp_path / "password"
    path.touch(0o600)
    path.write_text(text)
    with pytest.raises(UsageError):
        gate_of(path)


def test_a_password_file_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "password"
    path.write_text(digest_of(PASSWORD))
    path.chmod(0o644)
    with pytest.raises(UsageError, match="chmod 600"):
        gate_of(path)


# ------------------------------------------------------------------ where it listens
@pytest.mark.parametrize(
    ("wishes", "why"),
    [
        (Wishes(address="192.0.2.1"), "--password-file"),
        (Wishes(address="0.0.0.0"), "--password-file"),
        (Wishes(address="::"), "--password-file"),
        (Wishes(address="0.0.0.0", gate=object()), "--certificate"),
        (Wishes(address="0.0.0.0", gate=object(), certificate=object(), key=object()), "--name"),
        (Wishes(address="localhost"), "IP address"),
    ],
)
def test_others_reach_it_only_with_password_and_encryption(wishes, why, layout):
    with pytest.raises(UsageError, match=why):
        serve(layout, wishes, lambda _: pytest.fail("it listened"))


def test_a_port_that_is_taken_is_said(layout):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(UsageError, match="--port"):
        serve(layout, Wishes(port=0, replay_port=taken.getsockname()[1]), lambda _: pytest.fail("it listened"))


@pytest.fixture(scope="module")
def pem(tmp_path_factory):
    """A certificate of our own with its key, and the key behind a passphrase."""
    folder = tmp_path_factory.mktemp("pem")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8)
    (folder / "chain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(key.private_bytes(*form, serialization.NoEncryption()))
    (folder / "shut.pem").write_bytes(key.private_bytes(*form, serialization.BestAvailableEncryption(b"passphrase")))
    return folder


@pytest.mark.parametrize(
    ("certificate", "key", "why"),
    [
        ("chain.pem", None, "two files"),
        (None, "key.pem", "two files"),
        ("none.pem", "key.pem", "cannot be used"),
        ("key.pem", "chain.pem", "cannot be used"),
        ("chain.pem", "shut.pem", "without a passphrase"),
    ],
)
def test_a_certificate_that_cannot_be_used_is_said_before_anything_is_open(certificate, key, why, layout, pem):
    wishes = Wishes(port=0, certificate=certificate and pem / certificate, key=key and pem / key)
    with pytest.raises(UsageError, match=why):
        serve(layout, wishes, lambda _: pytest.fail("it listened"))


def test_a_file_that_is_no_wacz_is_said(layout, pem, tmp_path):
    with zipfile.ZipFile(tmp_path / "plain.wacz", "w") as package:
        package.writestr("datapackage.json", "{}")
    for path in (pem / "key.pem", tmp_path / "plain.wacz"):  # a ZIP file alone is none
        with pytest.raises(UsageError, match="no sound WACZ"):
            serve(layout, Wishes(port=0, wacz=path), lambda _: pytest.fail("it listened"))


def test_by_tls_and_with_the_password_it_is_read(layout, pem, tmp_path):
    password = tmp_path / "password"
    password.touch(0o600)
    password.write_text(digest_of(PASSWORD))
    options = ["--certificate", pem / "chain.pem", "--certificate-key", pem / "key.pem", "--password-file", password]
    trusted = ssl.create_default_context(cafile=pem / "chain.pem")
    with running(layout.root, *map(str, options)) as said:
        assert said["pages"].startswith("https://")
        asked = urllib.request.Request(said["pages"].replace("127.0.0.1", "localhost"))
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(asked, context=trusted, timeout=30)
        asked.add_header("Authorization", "Basic " + base64.b64encode(f"any:{PASSWORD}".encode()).decode())
        with urllib.request.urlopen(asked, context=trusted, timeout=30) as answer:
            assert b"Rally" in answer.read()
