"""The tools that are compared: how each is called, and why one cannot be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_HOSTS = "blogspot.com,googleusercontent.com,www.blogger.com,blogblog.com"  # those of the bare spider too
_CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "beilin-bench"
_WARCPROX = _CACHE / "warcprox" / "bin" / "python"
# warcprox knows no proxy before itself but SOCKS, and refuses loopback: all its connections are led to the server here.
_REDIRECTED = """\
import socket, sys
ask, (host, port) = socket.getaddrinfo, sys.argv.pop(1).split(":")
socket.getaddrinfo = lambda *_, **__: ask(host, int(port), type=socket.SOCK_STREAM)
from warcprox.main import main
from warcprox.warcproxy import WarcProxyHandler
WarcProxyHandler.allow_localhost = True
main(["warcprox", *sys.argv[1:]])
"""
BEILIN = [sys.executable, "-c", "from scraper.cli import main; main()"]
BARE = Path(__file__).with_name("bare_spider.py")


@dataclass(frozen=True)
class Job:
    """One run of one tool: the blog's home, the server's address, a folder for what it writes."""

    home: str
    server: str
    folder: Path

    @property
    def proxy(self) -> str:
        """The server as a proxy's address."""
        return f"http://{self.server}"


@dataclass(frozen=True)
class Peer:
    """A tool. ``trouble`` gives the reason why it cannot be measured, "" where it can."""

    name: str
    command: Callable[[Job], list[str]]
    trouble: Callable[[], str]
    version: Callable[[], str]
    connections: int
    behind_warcprox: bool = False


def _beilin(job: Job) -> list[str]:
    options = ["--connect", f"*={job.server}", "--concurrency", "16", "--delay", "0", "--json"]
    return [*BEILIN, "mirror", job.home, "-o", str(job.folder / "c"), *options]


def _wget(job: Job, *options: str) -> list[str]:
    proxy = ["-e", "use_proxy=yes", "-e", f"http_proxy={job.proxy}"]
    scope = ["--mirror", "--page-requisites", "--span-hosts", f"--domains={_HOSTS}"]
    return ["wget", "-q", *proxy, *scope, *options, job.home]


def _wget_warc(job: Job) -> list[str]:
    return _wget(job, f"--warc-file={job.folder / 'w'}")


def _wget2(job: Job) -> list[str]:
    scope = ["--mirror", "--page-requisites", "--span-hosts", f"--domains={_HOSTS}"]
    return ["wget2", "-q", f"--http-proxy={job.proxy}", "--max-threads=5", *scope, job.home]


def _httrack(job: Job) -> list[str]:
    filters = [f"+{'' if host.startswith('www.') else '*.'}{host}/*" for host in _HOSTS.split(",")]
    # Types are checked as it does by default. With -%N0 it asks for types by HEAD instead: 20 % more requests, no
    # faster without latency, 2.6 times as fast at 50 ms, where the default hardly uses more than one connection.
    # Its brakes are meant for other people's servers: no limit on bytes or connections a second.
    unbraked = ["--disable-security-limits", "--max-rate=0", "--connection-per-second=0", "--sockets=16"]
    quiet = ["--quiet", "--do-not-log", "--robots=2", "--cache=0"]
    return ["httrack", job.home, "-O", str(job.folder), "-P", job.server, *unbraked, *quiet, *filters]


def _bare(job: Job) -> list[str]:
    # The proxy for this process alone: beilin's Scrapy would obey the same variable.
    scrapy = [sys.executable, "-m", "scrapy", "runspider", str(BARE), "-a", f"home={job.home}"]
    return ["env", f"http_proxy={job.proxy}", *scrapy]


def warcprox(job: Job, port: int) -> list[str]:
    """Return the command of a warcprox on a port, with its own defaults for all but places and gzip."""
    options = ["--address", "127.0.0.1", "--port", str(port), "--gzip", "--quiet", "--dir", str(job.folder / "warcs")]
    return [str(_WARCPROX), "-c", _REDIRECTED, job.server, *options]


def _absent(program: str) -> Callable[[], str]:
    def reason() -> str:
        return "" if shutil.which(program) else f"not installed: apt-get install {program}"

    return reason


def _no_warcprox() -> str:
    """Install it into an environment of its own, once."""
    if reason := _absent("wget")():
        return reason
    if not _WARCPROX.with_name("warcprox").exists():
        venv.create(_WARCPROX.parent.parent, clear=True, with_pip=True)
        made = subprocess.run(
            [str(_WARCPROX), "-m", "pip", "install", "-q", "warcprox"], capture_output=True, text=True, check=False
        )
        if made.returncode:
            return "pip install warcprox: " + (made.stderr.strip().splitlines() or ["failed"])[-1]
    return ""


def _says(*command: str) -> Callable[[], str]:
    def version() -> str:
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        return (done.stdout.strip().splitlines() or ["?"])[0]

    return version


def _present() -> str:
    return ""


PEERS = (
    Peer("beilin", _beilin, _present, _says(*BEILIN, "--version"), 16),
    Peer("wget + WARC", _wget_warc, _absent("wget"), _says("wget", "--version"), 1),
    Peer("wget by warcprox", _wget, _no_warcprox, _says(str(_WARCPROX.with_name("warcprox")), "--version"), 1, True),
    Peer("wget2, no WARC", _wget2, _absent("wget2"), _says("wget2", "--version"), 5),
    Peer("HTTrack, no WARC", _httrack, _absent("httrack"), _says("httrack", "--version"), 16),
    Peer("bare Scrapy, stores nothing", _bare, _present, _says(sys.executable, "-m", "scrapy", "version"), 16),
)
