"""What was seen on the wire of one physical attempt at one request: bytes and circumstances, no judgement."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Tls:
    """What the handshake agreed on: version and cipher by OpenSSL's names, the peer's chain as PEM, leaf first."""

    version: str
    cipher: str
    chain: tuple[str, ...]


@dataclass
class Attempt:
    """One request put on one connection. Filled by the tee as bytes pass; given to the sink once, at its end.

    ``end`` is "complete", or WARC's word for why it was cut short: length, time or disconnect.
    """

    exchange: Exchange
    started: float  # seconds since the epoch
    address: str
    reused: bool
    number: int
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    surplus: int = 0
    end: str = ""
    tls: Tls | None = None
    seconds: float = 0.0

    @property
    def response(self) -> bytes:
        """The bytes that belong to this response; what a server sent beyond its end is not part of it."""
        return bytes(self.received[: len(self.received) - self.surplus])

    def finish(self, end: str) -> None:
        """Close the attempt and hand it to the exchange's sink."""
        self.end = end
        self.seconds = round(time.time() - self.started, 6)
        self.exchange.sink(self)


@dataclass
class Exchange:
    """One Scrapy request on its way: its attempts are more than one where Twisted retries a dead connection."""

    url: str
    sink: Callable[[Attempt], None]
    attempts: int = 0
    cut: str = ""  # why we ourselves broke it off, where we did: "length"
    result: Any = None  # what the sink made of the last attempt

    def begin(self, address: str, reused: bool) -> Attempt:
        """Start an attempt now."""
        self.attempts += 1
        return Attempt(self, time.time(), address, reused, self.attempts)
