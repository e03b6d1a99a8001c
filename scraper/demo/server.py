"""The demo blog as a program of its own beside this one: start it, ask it what it was asked, stop it."""

from __future__ import annotations

import json
import subprocess
import tempfile
import urllib.request
from dataclasses import asdict
from pathlib import Path
from typing import Any, Self

from archive.process import command_of
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST

DEFAULT = Knobs()
CONTROL_HOST = "control.invalid"  # ask this host what was asked so far


class DemoServer:
    """A context manager: the double runs while it is open. ``address`` is "127.0.0.1:PORT", for all hosts.

    With ``tls`` the same answers are served on ``tls_address``, by a certificate that ``ca_file`` vouches for.
    """

    def __init__(self, knobs: Knobs = DEFAULT, *, tls: bool = False) -> None:
        self.home = f"{knobs.scheme}://{HOST}/"
        self._knobs, self._tls = knobs, tls

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="beilin-demo-")
        knobs = {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in asdict(self._knobs).items()
        }
        command = command_of("scraper.demo", "--knobs", json.dumps(knobs))
        if self._tls:
            command += ["--certificates", self._folder.name]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 (ourselves)
        assert self._process.stdout is not None
        ports: dict[str, int] = json.loads(self._process.stdout.readline())
        self.address = f"127.0.0.1:{ports['http']}"
        self.tls_address = f"127.0.0.1:{ports['https']}" if self._tls else ""
        self.ca_file = Path(self._folder.name) / "ca.pem"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)
        if self._process.stdout:
            self._process.stdout.close()
        self._folder.cleanup()

    def requests(self) -> list[dict[str, Any]]:
        """Return every request so far: host, method, target, status, user agent, bytes of the body, seconds of a
        monotonic clock.
        """
        asked = urllib.request.Request(f"http://{self.address}/", headers={"Host": CONTROL_HOST})
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            found: list[dict[str, Any]] = json.load(answer)
        return found
