"""Alerts: told once, by a real mail server and a web server on loopback; what cannot be told waits."""

import email
import json
import socket
import ssl
import threading
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from hypothesis import given
from hypothesis import strategies as st

from archive.alerts import outbox, sending
from archive.alerts.channels import channels
from archive.alerts.conditions import CODES, GROWN, HEALED, RAISED, Standing, Turn, at_the_end, turns
from archive.alerts.message import message_of, subject
from archive.alerts.sending import Undelivered, send
from archive.errors import UsageError
from archive.schedule.judging import RAN, Slot
from archive.schedule.ledger import Ledger
from archive.schedule.outcome import Trouble, judge
from archive.schedule.plan import DAY, HOUR, Plan
from scraper.demo.certificates import make_certificates
from tests.serving import Quiet, at_work

NOW = 1_800_000_000
NAMED = "Gu Invented 顾某某"  # nobody


@pytest.fixture
def plan(tmp_path) -> Plan:
    return Plan(str(tmp_path / NAMED), 6 * HOUR, "", "UTC", "", 0, NOW)


@pytest.fixture
def ledger(home):
    with Ledger(NOW) as ledger:
        yield ledger


def tell(ledger, plan, troubles, healable=(), now=NOW, slot=None):
    with ledger.changing():
        return outbox.tell(ledger, plan, (troubles, frozenset(healable)), slot, now)


def configure(home, text: str) -> None:
    (home / "alerts.toml").write_text(text, "utf-8")


# --- a mail server and a web server -------------------------------------------------------------------------------


class Mailbox:
    """Keeps what comes, or refuses it."""

    def __init__(self, refusal: str = ""):
        self.refusal, self.mails, self.unknown = refusal, [], ""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address == self.unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.refusal:
            return self.refusal
        self.mails.append((email.message_from_bytes(envelope.content), envelope, session))
        return "250 kept"


@contextmanager
def mail_server(mailbox, **options):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    server.start()
    try:
        yield port
    finally:
        server.stop()


class Hook(Quiet):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), json.loads(body)))
        if self.server.silent:
            self.server.over.wait(10)
            return
        self.send_response(self.server.status)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()


@contextmanager
def web_server(status: int = 200, *, silent: bool = False):
    with at_work(ThreadingHTTPServer(("127.0.0.1", 0), Hook)) as server:
        server.got, server.status, server.silent, server.over = [], status, silent, threading.Event()
        try:
            yield server
        finally:
            server.over.set()


def mailing(port: int, more: str = 'security = "none"') -> str:
    return f'[[email]]\nhost = "127.0.0.1"\nport = {port}\nfrom = "a@invented.example"\nto = ["b@invented.example"]\n{more}\n'


def test_a_mail_says_what_is_wrong_once_and_when_it_has_healed(home, plan, ledger):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        configure(home, mailing(port))
        for now in (NOW, NOW + 1, NOW + 2):
            tell(ledger, plan, [Trouble("gone", "no blog answers any more")], now=now)
            assert outbox.deliver(ledger, now) == []
        tell(ledger, plan, [], ["gone"], now=NOW + 3)
        assert outbox.deliver(ledger, NOW + 3) == []
    assert [mail["Subject"] for mail, _, _ in mailbox.mails] == [
        f"beilin: gone {turn} [{plan.id}]" for turn in (RAISED, HEALED)
    ]
    mail, envelope, session = mailbox.mails[0]
    assert envelope.rcpt_tos == ["b@invented.example"]
    assert session.host_name == "[127.0.0.1]"  # the machine's name goes nowhere
    (report,) = [part for part in mail.walk() if part.get_filename() == "alert.json"]
    assert json.loads(report.get_payload(decode=True))["detail"] == "no blog answers any more"


def test_h93_no_name_address_or_path_is_in_an_alert_unless_a_channel_is_to_have_the_reports(
    home, plan, ledger, tmp_path
):
    reports = Path(plan.folder) / "reports" / "20270115T000000Z"
    reports.mkdir(parents=True)
    (reports / "changes.html").write_text(f"<p>{NAMED}", "utf-8")
    document = {
        "error": None, "faults": [],
        "summary": {"crawl": reports.name, "alarms": [{"code": "suspect", "detail": "1 address has what acts and was not there"}],
                    "coverage": {"complete": False, "missing": [{"url": f"https://x.example/{NAMED}", "reason": NAMED}]}},
    }  # fmt: skip
    found = judge(Slot(NOW, NOW, 1, "running", id=1), document, 0, 0, None, NOW)
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        configure(
            home,
            mailing(port)
            + mailing(port, 'security = "none"\nreport = "full"\nto = ["c@invented.example"]').replace(
                'to = ["b@invented.example"]\n', ""
            ),
        )
        tell(ledger, plan, found.troubles, now=NOW, slot=found.slot)
        assert outbox.deliver(ledger, NOW) == []
    plain, full = sorted((mail for mail, _, _ in mailbox.mails), key=lambda mail: mail["To"])
    assert "Invented" not in everything(plain)
    assert "顾某某" not in everything(plain)
    assert "x.example" not in everything(plain)
    assert NAMED in everything(full)
    assert NAMED not in full["Subject"]


def everything(mail) -> str:
    parts = [part.get_payload(decode=True) or b"" for part in mail.walk()]
    return "".join(f"{name}{value}" for name, value in mail.items()) + b"".join(parts).decode("utf-8")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return certified(tmp_path_factory.mktemp("tls"))


def certified(folder: Path) -> Path:
    """A folder with ca.pem and server.pem, for this machine."""
    make_certificates(folder, ("localhost",))
    return folder


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_mail_goes_through_tls_with_a_password_from_a_file(home, plan, ledger, certificates, security, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "server.pem")
    seen, mailbox = [], Mailbox()

    def check(server, session, envelope, mechanism, said):
        seen.append((said.login, said.password))
        return AuthResult(success=said.password == b"secret word")

    (home / "word").write_text("secret word\n", "utf-8")
    (home / "word").chmod(0o600)
    options = {"authenticator": check, "auth_required": True}
    options |= (
        {"tls_context": context, "require_starttls": True}
        if security == "starttls"
        else {"ssl_context": context, "auth_require_tls": False}
    )
    more = f'security = "{security}"\nuser = "archive"\npassword_file = "{home / "word"}"\ncacert = "{certificates / "ca.pem"}"'
    with mail_server(mailbox, **options) as port:
        configure(home, mailing(port, more).replace("127.0.0.1", "localhost"))
        (channel,) = channels()
        send(channel, message_of(plan, Turn("gone", RAISED, "", NOW), None, NOW))
        configure(home, mailing(port, more.partition("\ncacert")[0]).replace("127.0.0.1", "localhost"))
        with pytest.raises(Undelivered, match="TLS failed"):  # a certificate that this machine does not trust
            send(channels()[0], message_of(plan, Turn("gone", RAISED, "", NOW), None, NOW))
    assert seen == [(b"archive", b"secret word")]
    assert len(mailbox.mails) == 1


def test_what_a_mail_server_refuses_waits_and_comes_later_once(home, plan, ledger):
    mailbox = Mailbox("451 try later")
    with mail_server(mailbox) as port:
        configure(home, mailing(port))
        tell(ledger, plan, [Trouble("gone", "")])
        (sentence,) = outbox.deliver(ledger, NOW)
        assert "code 451" in sentence
        assert outbox.deliver(ledger, NOW + 1) == []  # not yet again
        mailbox.refusal = ""
        assert outbox.deliver(ledger, NOW + 301) == []
        assert outbox.deliver(ledger, NOW + 900) == []
    assert len(mailbox.mails) == 1
    assert outbox.waiting(ledger) == 0


def test_a_recipient_who_is_refused_is_named_and_waits_alone(home, plan, ledger):
    mailbox = Mailbox()
    mailbox.unknown = "c@invented.example"
    with mail_server(mailbox) as port:
        configure(home, mailing(port).replace('to = ["', 'to = ["c@invented.example", "'))
        tell(ledger, plan, [Trouble("gone", "")])
        (sentence,) = outbox.deliver(ledger, NOW)
        assert "to c@invented.example: the mail server refused the recipient (code 550)" in sentence
        assert outbox.waiting(ledger) == 1
        mailbox.unknown = ""
        assert outbox.deliver(ledger, NOW + 301) == []
    assert [envelope.rcpt_tos for _, envelope, _ in mailbox.mails] == [["b@invented.example"], ["c@invented.example"]]
    assert outbox.waiting(ledger) == 0


def test_a_recipient_of_two_tables_is_told_what_each_is_for(home, plan, ledger):
    mailbox = Mailbox()
    with mail_server(mailbox) as port:
        configure(home, "".join(mailing(port, f'security = "none"\non = ["{code}"]') for code in ("gone", "suspect")))
        tell(ledger, plan, [Trouble("gone", ""), Trouble("suspect", "")])
        assert outbox.deliver(ledger, NOW) == []
    assert sorted(mail["Subject"].split()[1] for mail, _, _ in mailbox.mails) == ["gone", "suspect"]


def test_a_mail_server_that_is_not_there_keeps_nothing_waiting_but_the_mail(home, plan, ledger):
    with mail_server(Mailbox()) as port:
        pass
    configure(home, mailing(port))
    tell(ledger, plan, [Trouble("gone", ""), Trouble("failed", "")])
    (sentence,) = outbox.deliver(ledger, NOW)  # one try, not one a message
    assert "cannot be reached" in sentence
    assert outbox.waiting(ledger) == 2


def test_a_webhook_gets_json_with_its_token(home, plan, ledger, monkeypatch):
    monkeypatch.setenv("HOOK_TOKEN", "t0ken")
    with web_server() as server:
        configure(
            home,
            f'[[webhook]]\nurl = "http://127.0.0.1:{server.server_port}/x"\ntoken_env = "HOOK_TOKEN"\non = ["gone"]\n',
        )
        tell(ledger, plan, [Trouble("gone", "away"), Trouble("failed", "not asked for here")])
        assert outbox.deliver(ledger, NOW) == []
    ((headers, document),) = server.got
    assert headers["Authorization"] == "Bearer t0ken"
    assert (document["code"], document["turn"], document["detail"]) == ("gone", "raised", "away")
    assert headers["Idempotency-Key"] == document["id"]
    assert outbox.waiting(ledger) == 0


@pytest.mark.parametrize("status", [500, 404, 302, 307])
def test_a_webhook_that_fails_is_tried_again_and_follows_no_redirect(home, plan, ledger, status):
    with web_server(status) as server:
        configure(home, f'[[webhook]]\nurl = "http://127.0.0.1:{server.server_port}/secret-path"\n')
        tell(ledger, plan, [Trouble("gone", "")])
        (sentence,) = outbox.deliver(ledger, NOW)
        assert str(status) in sentence
        assert "secret-path" not in sentence
        assert outbox.waiting(ledger) == 1
        server.status = 204
        assert outbox.deliver(ledger, NOW + 301) == []
    assert len(server.got) == 2


def test_a_webhook_that_does_not_answer_is_left_in_time(home, plan, ledger, monkeypatch):
    monkeypatch.setattr(sending, "_PATIENCE", 0.3)
    with web_server(silent=True) as server:
        configure(home, f'[[webhook]]\nurl = "http://127.0.0.1:{server.server_port}/"\n')
        tell(ledger, plan, [Trouble("gone", "")])
        (sentence,) = outbox.deliver(ledger, NOW)
    assert "no answer in time" in sentence
    assert outbox.waiting(ledger) == 1


@pytest.mark.parametrize(
    ("security", "words"),
    [("starttls", "offers no encryption (STARTTLS): use security"), ("tls", "does not speak TLS from the start: check host")],
)  # fmt: skip
def test_a_mail_server_without_encryption_is_one_sentence_with_what_to_do(home, plan, ledger, security, words):
    with mail_server(Mailbox()) as port:
        configure(home, mailing(port, f'security = "{security}"'))
        tell(ledger, plan, [Trouble("gone", "")])
        (sentence,) = outbox.deliver(ledger, NOW)
    assert words in sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (mailing(1).replace("port = 1", "port = PORT"), "does not speak SMTP: check host"),
        ('[[webhook]]\nurl = "http://127.0.0.1:PORT/"', "does not speak HTTP as it should"),
        ('[[webhook]]\nurl = "http://127.0.0.1:PORT/a b"', "cannot be asked for: correct it"),
        ('[[webhook]]\nurl = "http://127.0.0.1:PORT/"\ncacert = "/not/there"', "its cacert is no file"),
        ('[[command]]\nrun = ["/not/there"]', "the command cannot be run"),
    ],
)
def test_what_answers_with_something_else_is_one_sentence_and_ends_nothing(home, plan, ledger, text, words):
    with at_work(ThreadingTCPServer(("127.0.0.1", 0), Greeting)) as server:
        configure(home, text.replace("PORT", str(server.server_address[1])))
        tell(ledger, plan, [Trouble("gone", "")])
        (sentence,) = outbox.deliver(ledger, NOW)
        assert words in sentence


class Greeting(BaseRequestHandler):
    """Speaks no protocol that anybody knows."""

    def handle(self):
        self.request.sendall(b"Welcome!\r\n\r\n")
        self.request.shutdown(socket.SHUT_WR)
        while self.request.recv(4096):
            pass


def test_a_command_gets_json_on_its_input(home, plan, ledger, tmp_path):
    out = tmp_path / "got"
    configure(
        home,
        f'[[command]]\nrun = ["/usr/bin/tee", "{out}"]\n[[command]]\nrun = ["/bin/false"]\n[[command]]\nrun = ["/not/there"]\n',
    )
    tell(ledger, plan, [Trouble("gone", "")])
    sentences = outbox.deliver(ledger, NOW)
    assert json.loads(out.read_text("utf-8"))["code"] == "gone"
    assert len(sentences) == 2
    assert outbox.waiting(ledger) == 2


def test_what_finds_no_way_in_thirty_days_is_given_up_and_noted(home, plan, ledger):
    configure(home, '[[command]]\nrun = ["/bin/false"]\n')
    tell(ledger, plan, [Trouble("gone", "")])
    outbox.deliver(ledger, NOW)
    outbox.deliver(ledger, NOW + 31 * DAY)
    assert outbox.waiting(ledger) == 0
    assert "given up" in ledger.notes()[0][1]


def test_a_broken_file_keeps_alerts_until_it_is_mended(home, plan, ledger):
    configure(home, "[[email")
    tell(ledger, plan, [Trouble("gone", "")])
    (sentence,) = outbox.deliver(ledger, NOW)
    assert "not valid TOML" in sentence
    assert outbox.waiting(ledger) == 1
    configure(home, '[[command]]\nrun = ["/bin/true"]\n')
    assert outbox.deliver(ledger, NOW) == []
    assert outbox.waiting(ledger) == 0


def test_what_waits_outlives_its_channel_and_a_missing_file(home, plan, ledger, tmp_path):
    def tee(name: str) -> str:
        return f'[[command]]\nrun = ["{tool(tmp_path, name)}"]\n'

    tell(ledger, plan, [Trouble("gone", "")])
    assert outbox.deliver(ledger, NOW) == []  # nobody is named yet
    configure(home, tee("well") + '[[command]]\nrun = ["/bin/false"]\n')
    assert len(outbox.deliver(ledger, NOW + 1)) == 1
    (home / "alerts.toml").unlink()
    assert outbox.deliver(ledger, NOW + 2) == []
    assert outbox.waiting(ledger) == 1
    configure(home, tee("well") + tee("mended"))
    assert outbox.deliver(ledger, NOW + 3) == []
    assert outbox.deliver(ledger, NOW + 4) == []
    assert [(tmp_path / f"{name}.got").read_text("utf-8").count("gone") for name in ("well", "mended")] == [1, 1]
    assert outbox.waiting(ledger) == 0
    assert ledger.database.execute("SELECT count(*) FROM outbox").fetchone() == (0,)
    assert ledger.notes() == []


def tool(folder: Path, name: str) -> Path:
    """A program that keeps the code of each alert that it is given."""
    path = folder / name
    path.write_text(f"#!/bin/sh\ngrep -o '\"code\": \"[a-z]*\"' >> '{folder}/{name}.got'\n", "utf-8")
    path.chmod(0o700)
    return path


def test_what_lost_its_channel_and_is_for_no_other_is_noted(home, plan, ledger):
    configure(home, '[[command]]\nrun = ["/bin/false"]\n')
    tell(ledger, plan, [Trouble("gone", ""), Trouble("failed", "")])
    outbox.deliver(ledger, NOW)
    configure(home, '[[command]]\nrun = ["/bin/true"]\non = ["failed"]\n')
    assert outbox.deliver(ledger, NOW + 1) == []
    assert outbox.waiting(ledger) == 0
    assert [what.partition(",")[0] for _, what in ledger.notes()] == ["1 alert(s) lost their channel"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[email]\nhost = "x"', "use \\[\\[email"), ('[[pager]]\nx = 1', "is unknown"), ("x = 1", "is unknown"),
        (mailing(25, 'security = "some"'), "one of starttls, tls, none"),
        (mailing(25, 'password = "hunter"'), "is a secret"),
        (mailing(25, 'password_env = "NOT_SET_ANYWHERE"'), "is not set"),
        (mailing(25, 'password_file = "/not/there"'), "cannot be read"),
        (mailing(25, "colour = 1"), "colour is unknown"),
        (mailing(25, 'on = ["goner"]'), "no code of an alert"),
        (mailing(99_999), "a port's number"),
        (mailing(25).replace('to = ["', 'to = ["c@invented.example, '), "not one address"),
        (mailing(25, 'user = "a\\nb"'), "line break"),
        ('[[webhook]]\nurl = "http://hooks.example/"', "told in the open"), ('[[webhook]]\nurl = "ftp://x/"', "https://"),
        ("[[webhook]]\n", "https://"), ("[[command]]\nrun = []", "list of texts"), ('[[command]]\nrun = "x"', "list of texts"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_channel_is_one_sentence_without_a_secret(home, text, words):
    configure(home, text)
    with pytest.raises(UsageError, match=words) as caught:
        channels()
    assert "hunter" not in str(caught.value)


def test_a_password_that_others_can_read_is_refused(home):
    (home / "word").write_text("x", "utf-8")
    (home / "word").chmod(0o644)
    configure(home, mailing(25, f'password_file = "{home / "word"}"'))
    with pytest.raises(UsageError, match="chmod 600"):
        channels()


@pytest.mark.parametrize("host", ["LOCALHOST", "localhost.", "127.0.0.2"])
def test_a_password_may_go_to_this_machine_by_any_of_its_names(home, monkeypatch, host):
    monkeypatch.setenv("WORD", "x")
    configure(home, mailing(25, 'security = "none"\nuser = "u"\npassword_env = "WORD"').replace("127.0.0.1", host))
    assert len(channels()) == 1


def test_a_password_goes_nowhere_in_the_open(home, monkeypatch):
    monkeypatch.setenv("WORD", "x")
    configure(
        home, mailing(25, 'security = "none"\nuser = "u"\npassword_env = "WORD"').replace("127.0.0.1", "mail.example")
    )
    with pytest.raises(UsageError, match="in the open"):
        channels()


# --- what is told ----------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.sets(st.sampled_from(CODES)), st.sets(st.sampled_from(CODES))), max_size=20))
def test_each_trouble_is_told_when_it_comes_and_when_it_goes_and_not_between(history):
    stands: dict[str, Standing] = {}
    for now, (raised, healable) in enumerate(history):
        before = set(stands)
        stands, told = turns(stands, [Trouble(code, "") for code in sorted(raised)], healable, now)
        assert {one.code for one in told if one.turn == RAISED} == raised - before
        assert {one.code for one in told if one.turn == HEALED} == (before & healable) - raised
        assert len(told) == len({one.code for one in told})
        assert set(stands) == raised | (before - healable)


def test_a_trouble_that_grows_is_told_again():
    stands, _ = turns({}, [Trouble("suspect", "", ("a",))], (), NOW)
    stands, told = turns(stands, [Trouble("suspect", "", ("a", "b"))], (), NOW + 1)
    assert [(one.turn, one.since) for one in told] == [(GROWN, NOW)]
    _, told = turns(stands, [Trouble("suspect", "", ("b",))], (), NOW + 2)
    assert told == ()


def crawl(**summary):
    coverage = {
        "visit": "full",
        "complete": True,
        "missing": [],
        "tallies": [{"kind": "post", "named": 50}],
        **summary.pop("coverage", {}),
    }
    return {"error": None, "faults": [], "summary": {"crawl": "", "alarms": [], "coverage": coverage, **summary}}


def refused(kind: str):
    return {"error": {"code": "not-a-blog", "exit_code": 7, "sentence": "", "kind": kind}}


def test_a_block_heals_nothing():
    found = judge(Slot(NOW, NOW, 1, "running", attempts=1), refused("captcha"), 7, 0, None, NOW)
    assert at_the_end(found)[1] == frozenset()
    assert found.slot.retry > NOW


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (crawl(alarms=[{"code": "mass-deletion", "detail": ""}]), "gone"),
        (crawl(alarms=[{"code": "replaced", "detail": ""}]), "replaced"),
        (crawl(alarms=[{"code": "unaccepted", "detail": ""}]), "suspect"),
        (crawl(alarms=[{"code": "of a later beilin", "detail": ""}]), "suspect"),
        (crawl(alarms=[{"code": "feed-fall", "detail": ""}]), "shrunken"),
        (crawl(coverage={"tallies": [{"kind": "post", "named": 40}]}), "shrunken"),
        (
            crawl(coverage={"missing": [{"reason": "b.example asks to be left alone for 9999 seconds (status 429)"}]}),
            "blocked",
        ),
        (crawl() | {"faults": [{}]}, "damaged"),
        (refused(""), "gone"),
        (refused("removed"), "gone"),
        (refused("status-404"), "gone"),
        (refused("status-403"), "blocked"),
        (refused("captcha"), "blocked"),
        (refused("block-page"), "blocked"),
        (refused("other-blog"), "replaced"),
        (refused("status-503"), None),
        ({"error": {"code": "unreachable", "exit_code": 6, "sentence": ""}}, None),
        (crawl(), None),
    ],
)
def test_each_trouble_of_a_crawl_has_its_code(document, code):
    before = Slot(0, 0, 1, RAN, visit="full", posts=50)
    found = judge(Slot(NOW, NOW, 1, "running", attempts=1), document, 0, 0, before, NOW)
    assert [one.code for one in found.troubles] == ([code] if code else [])


def test_a_label_is_the_archivists_own_choice(plan):
    one = message_of(plan, Turn("gone", RAISED, "", NOW), None, NOW)
    assert subject(one) == f"beilin: gone raised [{plan.id}]"
    assert NAMED not in subject(one)
