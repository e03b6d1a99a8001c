"""What was seen on the wire of one physical attempt at one request: bytes and circumstances, no judgement."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from twisted.internet.defer import Deferred

from archive.errors import StorageError
from archive.notes import Earlier
from archive.records import CaptureRef
from archive.spool import Block, Spool


@dataclass(frozen=True)
class Tls:
    """What the handshake agreed on: version and cipher by OpenSSL's names, the peer's chain as PEM, leaf first."""

    version: str
    cipher: str
    chain: tuple[str, ...]


@dataclass
class Attempt:
    """One request put on one connection. Filled by the tee as bytes pass; given to the sink once, at its end.

    ``end`` is "complete", or WARC's word for why it was cut short: length, time or disconnect. ``address`` is the
    server's, "" behind a proxy.
    """

    exchange: Exchange
    started: float  # seconds since the epoch
    address: str
    reused: bool
    number: int
    received: Spool
    sent: bytearray = field(default_factory=bytearray)
    surplus: int = 0
    end: str = ""
    tls: Tls | None = None
    seconds: float = 0.0

    @property
    def response(self) -> Block:
        """The bytes that belong to this response; what a server sent beyond its end is not part of it."""
        return self.received.block()

    def finish(self, end: str) -> None:
        """Close the attempt and hand it to the exchange's sink."""
        self.end = end
        self.seconds = round(time.time() - self.started, 6)
        self.received.cut(len(self.received) - self.surplus)
        self.exchange.commits.append(self.exchange.sink(self))


@dataclass
class Exchange:
    """One Scrapy request on its way: its attempts are more than one where Twisted retries a dead connection.

    ``most`` is how many bytes of an answer are taken; ``earlier`` what an earlier crawl has of the address; ``cut`` why
    we ourselves broke it off, where we did;
    ``commits`` fire when their attempts are durable.
    """

    url: str
    sink: Callable[[Attempt], Deferred[CaptureRef | None]]
    spool: Path
    most: int
    earlier: Earlier | None = None
    proxied: bool = False
    attempts: int = 0
    cut: str = ""
    failure: StorageError | None = None
    commits: list[Deferred[CaptureRef | None]] = field(default_factory=list)

    def begin(self, address: str, reused: bool) -> Attempt:
        """Start an attempt now."""
        self.attempts += 1
        address = "" if self.proxied else address
        return Attempt(self, time.time(), address, reused, self.attempts, Spool(self.spool))
