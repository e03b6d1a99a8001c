"""One message by e-mail, webhook or command. What goes wrong is `Undelivered`, in words without a secret.

E-mail is SMTP (RFC 5321) with STARTTLS (RFC 3207) or TLS from the start (RFC 8314).
"""

from __future__ import annotations

import http.client
import json
import smtplib
import ssl
import subprocess
import urllib.error
import urllib.request
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Any

from archive.alerts.channels import Channel, Command, Email, Webhook
from archive.alerts.message import Message, plain, report, subject, text
from archive.alerts.reasons import reason
from archive.layout import Layout

_PATIENCE = 20.0  # seconds for one step of an exchange
_LARGEST = 10_000_000  # bytes of a report that is sent
_REPORTS = (("changes.html", "html"), ("coverage.html", "html"), ("changes.json", "json"))
_NAMED_TO_SERVERS = "[127.0.0.1]"  # in place of this machine's name


class Undelivered(Exception):
    """The message did not get through. Its text says why, and names no secret."""


def send(channel: Channel, one: Message) -> None:
    """Send a message. Raises Undelivered."""
    try:
        if isinstance(channel, Email):
            _mail(channel, one)
        elif isinstance(channel, Webhook):
            _post(channel, one)
        elif isinstance(channel, Command):
            _run(channel, one)
    except (OSError, ValueError, http.client.HTTPException) as error:  # smtplib's and ssl's are OSErrors
        raise Undelivered(reason(error)) from None


def letter(channel: Email, one: Message) -> EmailMessage:
    """Return the mail, with the report attached."""
    mail = EmailMessage()
    mail["Subject"] = subject(one)
    mail["From"], mail["To"] = channel.sender, channel.to
    mail["Date"] = formatdate(one.at)
    mail["Message-ID"] = f"<{one.id}@beilin.invalid>"  # the same for the same alert
    mail.set_content(text(one))
    mail.add_attachment(report(one), maintype="application", subtype="json", filename="alert.json")
    for name, kind, content in _reports(channel, one):
        main = "text" if kind == "html" else "application"
        mail.add_attachment(content, maintype=main, subtype=kind, filename=name)
    return mail


def _reports(channel: Channel, one: Message) -> list[tuple[str, str, bytes]]:
    """Return the crawl's own reports, where the channel is to have them: (name, kind, content)."""
    if channel.report != "full" or not one.crawl:
        return []
    folder = Layout(Path(one.folder)).reports / one.crawl
    paths = [(folder / name, kind) for name, kind in _REPORTS]
    whole = [(path, kind) for path, kind in paths if path.is_file() and path.stat().st_size <= _LARGEST]
    return [(path.name, kind, path.read_bytes()) for path, kind in whole]


def _context(channel: Email | Webhook) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=channel.cacert or None)
    except OSError:
        raise Undelivered("its cacert is no file of certificates that can be read: correct it in alerts.toml") from None


def _mail(channel: Email, one: Message) -> None:
    context = _context(channel)
    connection: dict[str, Any] = {"local_hostname": _NAMED_TO_SERVERS, "timeout": _PATIENCE}
    if channel.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(channel.host, channel.port, context=context, **connection)
    else:
        server = smtplib.SMTP(channel.host, channel.port, **connection)
    with server:
        if channel.security == "starttls":
            server.starttls(context=context)
        if channel.user:
            server.login(channel.user, channel.password)
        server.send_message(letter(channel, one))


def _post(channel: Webhook, one: Message) -> None:
    document = plain(one)
    texts = {name: content.decode("utf-8", "replace") for name, _, content in _reports(channel, one)}
    body = json.dumps({**document, "reports": texts} if texts else document, ensure_ascii=False).encode("utf-8")
    headers = {"Content-Type": "application/json", "User-Agent": "beilin", "Idempotency-Key": one.id}
    if channel.token:
        headers["Authorization"] = f"Bearer {channel.token}"
    request = urllib.request.Request(channel.url, body, headers, method="POST")  # noqa: S310
    context = _context(channel)
    opener = urllib.request.build_opener(_NoRedirects, urllib.request.HTTPSHandler(context=context))
    try:
        with opener.open(request, timeout=_PATIENCE) as answer:
            answer.read(1)
    except urllib.error.HTTPError as error:
        error.close()
        raise Undelivered(f"the webhook answered {error.code}") from None
    except urllib.error.URLError as error:
        if isinstance(error.reason, OSError):
            raise error.reason from None
        raise Undelivered("the webhook cannot be reached") from None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would take the token elsewhere."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _run(channel: Command, one: Message) -> None:
    document = json.dumps(plain(one), ensure_ascii=False).encode("utf-8")
    try:
        done = subprocess.run(  # noqa: S603
            channel.run, input=document, timeout=_PATIENCE * 3, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Undelivered("the command did not end in time") from None
    except OSError as error:
        raise Undelivered(f"the command cannot be run ({error.strerror})") from None
    if done.returncode:
        raise Undelivered(f"the command ended with exit code {done.returncode}")
