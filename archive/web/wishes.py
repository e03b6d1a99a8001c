"""Where a collection is to be served, and where it then is. Apart from the server, which takes its time to load."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.web.access import Gate


@dataclass(frozen=True)
class Wishes:
    """Where to listen. ``port`` 0 is any that is free; ``replay_port`` None the one after ``port``.

    ``names`` are what else the server is called, behind a proxy say. ``certificate`` and ``key`` are PEM files.
    """

    address: str = "127.0.0.1"
    port: int = 8014
    replay_port: int | None = None
    names: tuple[str, ...] = ()
    gate: Gate | None = None
    certificate: Path | None = None
    key: Path | None = None
    wacz: Path | None = None


@dataclass(frozen=True)
class Listening:
    """The addresses a browser asks."""

    pages: str
    replay: str
