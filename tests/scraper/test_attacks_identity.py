"""Who is on the other side, what they learn of us, and that nobody else hears of it: cases N40, N46, H95, S97."""

import base64
import socket
import ssl
import stat
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from warcio.archiveiterator import ArchiveIterator

from scraper.settings import USER_AGENT
from tests.scraper import hostile_server as hostile
from tests.scraper import observed, replies
from tests.scraper.listener import Listener

LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
SENT = ("socket.sendto", "socket.sendmsg")


# ---------------------------------------------------------------------- N40
class Authority:
    """Signs certificates of any quality. ``pem`` is to be trusted."""

    def __init__(self, folder):
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign("authority", self.key, None, self.key)
        self.pem = folder / "authority.pem"
        self.pem.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, name, *, signed=True, days=1, key=None):
        """Return the TLS context of a server whose certificate is for a name."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(name, key, self.certificate if signed else None, self.key if signed else key, days)
        path = self.folder / f"{name}-{days}-{signed}.pem"
        plain = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(plain + certificate.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(path)
        return context

    @staticmethod
    def _sign(name, key, issuer, signer, days=1):
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        end = datetime.now(UTC) + timedelta(days=days)
        builder = x509.CertificateBuilder(
            issuer.subject if issuer else subject, subject, key.public_key(), x509.random_serial_number()
        )
        builder = builder.not_valid_before(min(end, datetime.now(UTC)) - timedelta(days=1)).not_valid_after(end)
        builder = builder.add_extension(x509.BasicConstraints(ca=name == "authority", path_length=None), critical=True)
        return builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False).sign(
            signer, hashes.SHA256()
        )


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """One crawl of a blog whose pictures lie behind certificates of all kinds: (run, server, the bad ones' names)."""
    folder = tmp_path_factory.mktemp("certified")
    authority = Authority(folder)
    bad = {
        "self-signed": authority.context("self-signed.bp.blogspot.com", signed=False),
        "expired": authority.context("expired.bp.blogspot.com", days=-1),
        "wrong": authority.context("other.example"),
        "wide": authority.context("*.blogspot.com"),  # a star stands for one label, not for two
        "weak": authority.context("weak.bp.blogspot.com", key=rsa.generate_private_key(65537, 1024)),
    }
    contexts = {f"{name}.bp.blogspot.com": context for name, context in bad.items()}
    contexts["good.bp.blogspot.com"] = authority.context("good.bp.blogspot.com")
    shown = "".join(f"<img src='https://{host}/a.png'>" for host in contexts).encode()
    pictures = {f"{host}/a.png": replies.sized(b"picture") for host in contexts}
    with hostile.HostileServer(hostile.blog(pictures, shown=(), more=shown), contexts) as server:
        return observed.mirror(folder / "c", "--connect", server.route, "--cacert", authority.pem), server, set(bad)


def test_n40_no_bad_certificate_is_accepted_and_the_reason_is_said(certified):
    done, server, bad = certified
    done.stood()
    reasons = {url.removesuffix(".bp.blogspot.com/a.png"): reason for url, reason in done.missing.items()}
    assert reasons.keys() == bad
    assert {name for name, reason in reasons.items() if "TLS failed" in reason} >= bad - {"wrong", "wide"}
    # Nothing was asked of those who could not prove who they are, not even robots.txt.
    assert {asked.host for asked in server.asked} == {"raw.blogspot.com", "good.bp.blogspot.com"}


def test_n40_a_certificate_for_another_name_is_said_to_be_that(certified):
    done, _, _ = certified
    assert all("for another name" in done.missing[f"{name}.bp.blogspot.com/a.png"] for name in ("wrong", "wide"))


def test_n40_a_home_page_behind_a_bad_certificate_is_not_read(tmp_path):
    authority = Authority(tmp_path)
    contexts = {"raw.blogspot.com": authority.context("raw.blogspot.com", signed=False)}
    with hostile.HostileServer(hostile.blog({}), contexts) as server:
        done = observed.mirror(
            tmp_path / "c", "--connect", server.route, "--cacert", authority.pem, url="https://raw.blogspot.com/"
        )
    done.stood(code=6)
    assert server.asked == []
    assert "TLS failed" in done.document["trouble"]


# ---------------------------------------------------------------------- N46
@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """One crawl of a blog that wants to know who comes: (run, server)."""
    folder = tmp_path_factory.mktemp("told")
    cookie = replies.sized(
        b"picture", replies.OK + b'Set-Cookie: id=42; Path=/; Domain=.blogspot.com\r\nETag: "who-are-you"\r\n'
    )
    asks = replies.status(b"401 Unauthorized", b'WWW-Authenticate: Basic realm="who"\r\nSet-Cookie: more=1\r\n')
    answers = {
        "/cookie.png": cookie,
        "/login.png": asks,
        "1.bp.blogspot.com/a.png": cookie,
        "/hop.png": replies.moved(b"/cookie.png"),
    }
    # What the environment says of its user stays here.
    (folder / ".netrc").write_text("machine raw.blogspot.com login user password secret\n")
    with hostile.HostileServer(hostile.blog(answers)) as server:
        return observed.mirror(
            folder / "c", "--connect", server.route, EMAIL="user@example.org", HOME=str(folder)
        ), server


def test_n46_nothing_identifying_is_sent_or_kept(told):
    done, server = told
    done.stood()
    names = [frozenset(line.split(b":")[0] for line in asked.raw.split(b"\r\n")[1:] if line) for asked in server.asked]
    assert set(names) == {frozenset({b"Host", b"Accept", b"Accept-Encoding", b"User-Agent"})}
    agents = {asked.raw.partition(b"User-Agent: ")[2].partition(b"\r\n")[0] for asked in server.asked}
    assert agents == {USER_AGENT.encode()}
    # Nor does what may be passed on tell of the machine.
    private = (str(done.folder.parent), "user@example.org", "secret")
    blocks = []
    for path in (done.folder / "warc").iterdir():
        with path.open("rb") as file:
            blocks += [
                record.rec_headers.to_str() + record.raw_stream.read().decode("latin-1")
                for record in ArchiveIterator(file)
            ]
    assert not any(word in block for word in private for block in blocks)


def test_h95_nobody_else_is_spoken_to(told):
    done, server = told
    assert done.addresses("socket.connect") == {("127.0.0.1", server.port)}
    assert done.addresses(*LOOKED_UP) <= {"127.0.0.1"}
    assert done.addresses(*SENT) == set()


def test_s97_no_port_is_opened_for_a_console_or_a_remote_control(told):
    done, _ = told
    assert done.addresses("socket.bind") <= {("::1", 0)}  # urllib3 tries at its import whether there is IPv6


def test_s97_the_state_is_its_owners_alone(told):
    done, _ = told
    assert stat.S_IMODE((done.folder / "state").stat().st_mode) == 0o700


@pytest.mark.parametrize("how", ["--proxy socks5", "--proxy http", "ALL_PROXY"])
def test_n46_a_proxy_that_is_down_means_no_packet_to_anybody_else(tmp_path, how):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]  # closed again when the crawl begins
    scheme = "http" if how.endswith("http") else "socks5"
    proxy = f"{scheme}://127.0.0.1:{port}"
    options, environment = (
        (["--proxy", proxy], {}) if how.startswith("--proxy") else ([], {how: proxy, "NO_PROXY": "*", "no_proxy": "*"})
    )
    done = observed.mirror(tmp_path / "c", *options, **environment)
    done.stood(code=6)
    assert done.addresses("socket.connect") == {("127.0.0.1", port)}
    assert done.addresses(*LOOKED_UP) <= {"127.0.0.1"}
    assert done.addresses(*SENT) == set()


class Proxy(Listener):
    """A SOCKS5 and CONNECT proxy that leads every name to one port of this machine; ``names`` are those it was asked for."""

    def __init__(self, port, user=b""):
        super().__init__()
        self._to, self._user = port, user
        self.names = set()

    def _serve(self, client):
        with suppress(AssertionError), client:
            first = client.recv(1)
            (self._socks if first == b"\x05" else self._tunnel)(client)
            with socket.create_connection(("127.0.0.1", self._to)) as server:
                threading.Thread(target=_pour, args=(server, client), daemon=True).start()
                _pour(client, server)

    def _socks(self, client):
        methods = client.recv(client.recv(1)[0])
        if self._user:
            assert 2 in methods
            client.sendall(b"\x05\x02")
            said = client.recv(1000)
            assert said == b"\x01\x04user\x06secret"
            client.sendall(b"\x01\x00")
        else:
            client.sendall(b"\x05\x00")
        head = client.recv(4)
        assert head == b"\x05\x01\x00\x03"  # by name
        self.names.add(client.recv(client.recv(1)[0]).decode())
        client.recv(2)
        client.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")

    def _tunnel(self, client):
        request = b"C"
        while not request.endswith(b"\r\n\r\n"):
            request += client.recv(1)
        assert not self._user or base64.b64encode(b"user:secret") in request
        self.names.add(request.split(b" ")[1].decode().rpartition(":")[0])
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")


def _pour(source, target):
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@pytest.mark.parametrize(("scheme", "user"), [("socks5", ""), ("socks5h", "user:secret@"), ("http", "user:secret@")])
def test_n46_all_traffic_goes_through_the_proxy_by_name(tmp_path, scheme, user):
    answers = {
        "1.bp.blogspot.com/a.png": replies.sized(b"picture"),
        "2.bp.blogspot.com/b.png": replies.sized(b"picture"),
    }
    with hostile.HostileServer(hostile.blog(answers)) as server, Proxy(server.port, user.encode()) as proxy:
        done = observed.mirror(tmp_path / "c", "--proxy", f"{scheme}://{user}127.0.0.1:{proxy.port}")
    done.stood(code=0)
    assert proxy.names == {"raw.blogspot.com", "1.bp.blogspot.com", "2.bp.blogspot.com"}
    assert done.addresses("socket.connect") == {("127.0.0.1", proxy.port)}
    assert done.addresses(*LOOKED_UP) <= {"127.0.0.1"}
    assert done.addresses(*SENT) == set()
    assert not any(b"secret" in path.read_bytes() for path in (tmp_path / "c").rglob("*") if path.is_file())


@pytest.mark.parametrize(("scheme", "says"), [("socks5", b"\x05"), ("http", b"HTTP/1.1 200 OK\r\nX: ")])
def test_n46_a_proxy_that_falls_silent_is_given_up(tmp_path, scheme, says):
    plan = {"set": {"scraper.settings.DOWNLOAD_TIMEOUT": 0.3}}
    with hostile.Trap(says, pause=0.0) as proxy:
        done = observed.mirror(tmp_path / "c", "--proxy", f"{scheme}://127.0.0.1:{proxy.port}", plan=plan, most=60)
    done.stood(code=6)
    assert done.addresses("socket.connect") == {("127.0.0.1", proxy.port)}
