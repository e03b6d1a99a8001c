"""The one command that fetches what the collection lacks. Pure.

What is lacking is named by pages, which may be anybody's: only a host that is plainly one comes into a command.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from archive.config import Config

_HOST = re.compile(r"[a-z0-9][a-z0-9.-]{0,252}")
_MOST_HOSTS = 5


def command(root: Path, config: Config, lacking: Iterable[str] = ()) -> str:
    r"""Return what crawls a collection again so that some addresses are asked for; never a host that is quarantined.

    >>> command(Path("/data/c"), Config("http://blog.example/"), ["http://pictures.example/a.png"])
    'beilin mirror c --visit full --allow-host pictures.example'
    """
    own = {_host(config.address), *config.hosts}
    hosts = dict.fromkeys(host for url in lacking if (host := _host(url)) and host not in own)
    allowed = [host for host in hosts if not any(_within(host, one) for one in config.quarantine)][:_MOST_HOSTS]
    options = (option for host in allowed for option in ("--allow-host", host))
    return shlex.join(["beilin", "mirror", root.name, "--visit", "full", *options])


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host if _HOST.fullmatch(host) else ""


def _within(host: str, other: str) -> bool:
    return host == other or host.endswith(f".{other}")
