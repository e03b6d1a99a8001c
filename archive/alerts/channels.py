"""Who is told, and how: ``$BEILIN_HOME/alerts.toml``, read strictly.

    [[email]]                               [[webhook]]
    host = "smtp.example.org"               url = "https://hooks.example.org/beilin"    # or url_file, url_env
    port = 587                              token_file = "/etc/beilin/token"
    security = "starttls"                   [[command]]
    user = "archive"                        run = ["/usr/local/bin/notify"]
    password_file = "/etc/beilin/smtp"      # all: on = ["gone", "replaced"], report = "full"
    from = "archive@example.org"
    to = ["keeper@example.org"]

Secrets stand in files that only their owner reads, or in the environment (``password_env``), never here.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from email.utils import getaddresses
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.alerts.conditions import CODES
from archive.durable import storage_errors
from archive.errors import UsageError
from archive.home import home
from archive.hosts import is_loopback

_REPORTS = ("numbers", "full")
_SECURITY = ("starttls", "tls", "none")


@dataclass(frozen=True)
class Channel(ABC):
    """What all ways have: which codes are told (none named: all), and whether the crawl's reports go with them."""

    on: tuple[str, ...]
    report: str

    @property
    def key(self) -> str:
        """Return what names the channel in the outbox, also after the file was put in another order."""
        named = "\n".join((self.target, self.report, *self.on))
        return hashlib.sha256(named.encode("utf-8")).hexdigest()[:12]

    @property
    @abstractmethod
    def target(self) -> str:
        """Return where it leads, to be shown; no secret."""

    def wants(self, code: str) -> bool:
        """Say whether a code is to be told here."""
        return not self.on or code in self.on or code == "test"


@dataclass(frozen=True)
class Email(Channel):
    """A mail by SMTP to one recipient; ``security`` is starttls, tls or none (on this machine only, where there is a
    password). A table that names several makes as many channels: whom a server refuses waits alone.
    """

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str
    to: str
    cacert: str

    @property
    def target(self) -> str:
        return f"email {self.host}:{self.port} to {self.to}"


@dataclass(frozen=True)
class Webhook(Channel):
    """A POST of JSON; ``token`` goes as a bearer's (RFC 6750)."""

    url: str
    token: str
    cacert: str

    @property
    def target(self) -> str:
        mark = hashlib.sha256(self.url.encode("utf-8")).hexdigest()[:6]  # the path may be a secret
        return f"webhook {urlsplit(self.url).netloc.rpartition('@')[2]} {mark}"


@dataclass(frozen=True)
class Command(Channel):
    """A program that gets the alert as JSON on its input."""

    run: tuple[str, ...]

    @property
    def target(self) -> str:
        return f"command {self.run[0]}"


def channels() -> tuple[Channel, ...]:
    """Return the channels of this machine, none where there is no file.

    Raises:
        UsageError: the file is no TOML, has an unknown key, or a secret cannot be read.
    """
    path = home() / "alerts.toml"
    if not path.is_file():
        return ()
    try:
        with storage_errors(path):
            document = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not valid TOML ({error}): correct it.") from None
    return tuple(dict.fromkeys(_all(path, document)))


def _all(path: Path, document: Mapping[str, Any]) -> Iterator[Channel]:
    for kind, tables in document.items():
        if kind not in _MAKERS or not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
            raise UsageError(f"{path}: {kind!r} is unknown: use [[email]], [[webhook]] or [[command]].")
        for table in tables:
            values = _Table(path, kind, dict(table))
            shared = {"on": values.words("on"), "report": values.one_of("report", _REPORTS)}
            if unknown := set(shared["on"]) - set(CODES):
                raise UsageError(f"{path}: {sorted(unknown)[0]!r} is no code of an alert: use {', '.join(CODES)}.")
            made = _MAKERS[kind](values, shared)
            values.end()
            yield from made


class _Table:
    """One table of the file; each value is taken once, and what is left over is unknown."""

    def __init__(self, path: Path, kind: str, values: dict[str, Any]) -> None:
        self._path, self._kind, self._values = path, kind, values

    def refuse(self, what: str) -> UsageError:
        """Return the error for this table."""
        return UsageError(f"{self._path}: [[{self._kind}]] {what}.")

    def text(self, name: str, default: str | None = None) -> str:
        value = self._values.pop(name, default)
        if not isinstance(value, str) or (default is None and not value):
            raise self.refuse(f"{name} should be a text")
        if any(ord(character) < 32 for character in value):
            raise self.refuse(f"{name} has a line break or another control character")
        return value

    def one_of(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, choices[0])
        if value not in choices:
            raise self.refuse(f"{name} should be one of {', '.join(choices)}")
        return value

    def number(self, name: str, default: int) -> int:
        value = self._values.pop(name, default)
        if type(value) is not int or not 0 < value < 65536:
            raise self.refuse(f"{name} should be a port's number")
        return value

    def words(self, name: str, *, needed: bool = False) -> tuple[str, ...]:
        value = self._values.pop(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value) or (needed and not value):
            raise self.refuse(f"{name} should be a list of texts")
        return tuple(value)

    def secret(self, name: str) -> str:
        """Return what stands in the file or variable that is named, empty where none is."""
        file, variable = self.text(f"{name}_file", ""), self.text(f"{name}_env", "")
        if self._values.get(name):
            raise self.refuse(f"{name} is a secret: put it into a file and name that as {name}_file")
        if variable:
            if variable not in os.environ:
                raise self.refuse(f"{name}_env names {variable}, which is not set")
            return os.environ[variable]
        return self._read(name, Path(file)) if file else ""

    def _read(self, name: str, path: Path) -> str:
        try:
            if path.stat().st_mode & 0o077:
                raise self.refuse(f"{name}_file {path} can be read by others: run chmod 600 on it")
            return path.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise self.refuse(f"{name}_file {path} cannot be read") from None

    def end(self) -> None:
        """Refuse what is left."""
        if self._values:
            raise self.refuse(f"{min(self._values)} is unknown: remove it")


def _email(table: _Table, shared: dict[str, Any]) -> tuple[Channel, ...]:
    made = Email(
        **shared,
        host=table.text("host"),
        security=table.one_of("security", _SECURITY),
        port=table.number("port", 587),
        user=table.text("user", ""),
        password=table.secret("password"),
        sender=table.text("from"),
        to="",
        cacert=table.text("cacert", ""),
    )
    if made.security == "none" and made.password and not is_loopback(made.host):
        raise table.refuse('security = "none" would send the password in the open: use starttls or tls')
    to = table.words("to", needed=True)
    if wrong := [one for one in to if len([address for _, address in getaddresses([one]) if address]) != 1]:
        raise table.refuse(f"to has {wrong[0]!r}, which is not one address: write each for itself")
    return tuple(replace(made, to=one) for one in to)


def _webhook(table: _Table, shared: dict[str, Any]) -> tuple[Channel, ...]:
    url = table.text("url", "") or table.secret("url")
    made = Webhook(**shared, url=url, token=table.secret("token"), cacert=table.text("cacert", ""))
    parts = urlsplit(made.url)
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise table.refuse("url should be an https:// address")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise table.refuse("url would be told in the open: use https://")
    return (made,)


def _command(table: _Table, shared: dict[str, Any]) -> tuple[Channel, ...]:
    return (Command(**shared, run=table.words("run", needed=True)),)


_MAKERS = {"email": _email, "webhook": _webhook, "command": _command}
