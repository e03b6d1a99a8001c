"""beilin as a user starts it, under observation: what it connects to, resolves and binds, and its memory.

Usage: python -P observed.py REPORT PLAN ARGUMENTS..., where PLAN is JSON: {"set": {"module.NAME": value}, "names": {"host":
[["address", ...], ...]}, "dial": port}. ``set`` shortens waits and limits. With ``names`` the name system answers so,
once a list, and every connection is noted and goes to ``dial`` on this machine.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EVENTS = frozenset(
    {
        "socket.connect",
        "socket.bind",
        "socket.sendto",
        "socket.sendmsg",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
    }
)
MOST_MEMORY = 250 * 1024 * 1024  # bytes
# Waits that tests need not sit out.
QUICK = {
    "scraper.settings.BACK_OFF": 0.02,
    "scraper.settings.DOWNLOAD_TIMEOUT": 2.0,
    "scraper.settings.SLOWEST_WINDOW": 0.7,
}


@dataclass(frozen=True)
class Observed:
    """One finished run: ``events`` are (what, address), ``memory`` that of the crawl and of its largest child."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    events: list[tuple[str, Any]]
    memory: tuple[int, int]
    folder: Path

    @property
    def document(self) -> Any:
        return json.loads(self.stdout)

    @property
    def coverage(self) -> Any:
        return self.document["summary"]["coverage"]

    @property
    def missing(self) -> dict[str, str]:
        """Why, by address: without scheme, and on the blog's own host without host."""
        return {_short(gap["url"]): gap["reason"] for gap in self.coverage["missing"]}

    @property
    def left_out(self) -> dict[str, str]:
        return {_short(gap["url"]): gap["reason"] for gap in self.coverage["left_out"]}

    @property
    def findings(self) -> set[tuple[str, str]]:
        return {(_short(url), code) for url, code, _ in self.coverage["findings"]}

    def addresses(self, *events: str) -> set[Any]:
        """Return what was connected to, or looked up, or bound."""
        return {
            address if isinstance(address, str) else tuple(address) for event, address in self.events if event in events
        }

    def stood(self, code: int = 3) -> None:
        """Check what holds after every attack: code, no traceback, memory, whole collection, honest things got."""
        from archive.collection import open_collection
        from archive.integrity import verify

        # What the attack planted may be told as such: then nothing is worse than that.
        assert self.code == code or (code == 3 and self.code == 9), (
            self.code,
            self.stderr[-2000:],
            self.stdout[-2000:],
        )
        assert "Traceback" not in self.stderr, self.stderr[-3000:]
        assert max(self.memory) < MOST_MEMORY, [size >> 20 for size in self.memory]
        if self.code in (6, 7) and not self.folder.exists():
            return  # a first crawl that met no blog leaves no collection
        assert self.document["faults"] == []
        assert verify(open_collection(self.folder), deep=True) == []
        if self.code in (0, 3):
            assert not [url for url in self.missing if "honest" in url], self.missing
            assert {tally["kind"]: tally["captured"] for tally in self.coverage["tallies"]}["image"] >= 8


def _short(url: str) -> str:
    parts = urlsplit(url)
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    return rest if parts.hostname == "raw.blogspot.com" else f"{parts.hostname}{rest}"


def mirror(
    folder: Path,
    *options: object,
    url: str = "http://raw.blogspot.com/",
    plan: Any = None,
    most: float = 60,
    **environment: str,
) -> Observed:
    """Mirror a blog under observation. Raises subprocess.TimeoutExpired after ``most`` seconds."""
    plan = {"set": {}, **(plan or {})}
    plan["set"] = QUICK | plan["set"]
    # Sixteen at once, and no pause: the blog is on this machine, even where no route says so.
    options = ("--delay", 0, "--concurrency", 16, *options)
    with tempfile.NamedTemporaryFile() as report:
        command = [sys.executable, "-P", __file__, report.name, json.dumps(plan), "mirror", url, "-o", str(folder)]
        start = time.monotonic()
        done = subprocess.run(
            [*command, *map(str, options), "--json"],
            capture_output=True,
            text=True,
            timeout=most,
            env={**os.environ, **environment},
        )
        seconds = time.monotonic() - start
        lines = [json.loads(line) for line in report.read().splitlines()]
    memory = next((tuple(sizes) for what, sizes in lines if what == "memory"), (0, 0))
    events = [(what, address) for what, address in lines if what != "memory"]
    return Observed(done.returncode, done.stdout, done.stderr, seconds, events, memory, folder)


# ---------------------------------------------------------------------- in the process that is observed
class _Report:
    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND)

    def note(self, what: str, value: Any) -> None:
        os.write(self._file, json.dumps([what, value], default=repr).encode() + b"\n")

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in EVENTS:
            about = arguments[0] if event.startswith("socket.get") else arguments[1]
            self.note(event, about.decode() if isinstance(about, bytes) else about)

    def memory(self) -> None:
        # Not ru_maxrss for this process itself: that remembers whoever started it.
        own = next(
            int(line.split()[1])
            for line in Path("/proc/self/status").read_text().splitlines()
            if line.startswith("VmHWM")
        )
        self.note("memory", [own * 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024])


def _answer_names(report: _Report, names: dict[str, list[list[str]]], port: int) -> None:
    """Have the name system say what the test wants, and connections end on this machine."""
    from twisted.internet.address import IPv4Address, IPv6Address
    from twisted.internet.interfaces import IHostnameResolver
    from zope.interface import implementer

    from scraper.capture import endpoints

    @implementer(IHostnameResolver)
    class Names:
        def resolveHostName(self, receiver: Any, host: str, *_: Any, **__: Any) -> Any:  # noqa: N802
            receiver.resolutionBegan(None)
            lists = names.get(host, [[]])
            answer = lists.pop(0) if len(lists) > 1 else lists[0]
            report.note("asked", host)
            for number in answer:
                kind = IPv6Address if ":" in number else IPv4Address
                receiver.addressResolved(kind("TCP", number, 80))
            receiver.resolutionComplete()

    construct = endpoints.Endpoints.__init__

    def constructed(self: Any, reactor: Any, *rest: Any) -> None:  # once for http, once for https
        really = type(reactor).connectTCP.__get__(reactor)

        def connect(host: str, _: int, *args: Any, **kwargs: Any) -> Any:
            report.note("dialled", host)
            return really("127.0.0.1", port, *args, **kwargs)

        reactor.installNameResolver(Names())
        reactor.connectTCP = connect
        construct(self, reactor, *rest)

    endpoints.Endpoints.__init__ = constructed


def _main(path: str, plan: Any, arguments: list[str]) -> None:
    report = _Report(path)
    sys.addaudithook(report.hear)
    from scraper.cli import main

    for name, value in plan["set"].items():
        module, _, setting = name.rpartition(".")
        setattr(importlib.import_module(module), setting, value)
    if "names" in plan:
        _answer_names(report, plan["names"], plan["dial"])
    try:
        main(arguments)
    finally:
        report.memory()


if __name__ == "__main__":
    _main(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:])
