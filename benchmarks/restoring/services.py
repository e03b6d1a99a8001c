"""Servers on loopback for a while: each in a folder of its own, and gone at the end."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


class Missing(Exception):
    """A program that a judge needs is not installed; the text says which, and how to get it."""


def program(name: str, package: str) -> str:
    """Return the path of a program. Raises Missing."""
    path = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if path is None:
        raise Missing(f"{name} is not installed (Debian's package {package})")
    return path


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def running(command: Sequence[str | Path], port: int | None, folder: Path, ready: Path | None = None) -> Iterator[None]:
    """Run a server until it listens on a port, or a file is there; then until the context ends."""
    with (folder / f"{Path(command[0]).name}.log").open("ab") as log:
        process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=log, cwd=folder)
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(
                    f"{command[0]} ended: {(folder / f'{Path(command[0]).name}.log').read_text()[-2000:]}"
                )
            if ready.exists() if ready else _listens(port):
                break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _listens(port: int | None) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port or 0), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def nginx(folder: Path, redirects: Path, inside: str) -> Iterator[int]:
    """Serve with nginx and our maps; ``inside`` stands in its ``server`` block. Yields the port."""
    port = free_port()
    user = "user root; " if os.geteuid() == 0 else ""  # the folder is its owner's alone
    temporary = "".join(
        f"{name}_temp_path {folder}/nginx-{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx-error.log; worker_processes 1;\n"
        "events { worker_connections 64; }\n"
        f"http {{ access_log off; {temporary} include /etc/nginx/mime.types; charset utf-8;\n"
        f"include {redirects}/nginx-map.conf;\n"
        f"server {{ listen 127.0.0.1:{port}; absolute_redirect off;\n"
        f"include {redirects}/nginx-server.conf;\n{inside}\n}} }}\n"
    )
    with running([program("nginx", "nginx"), "-p", folder, "-c", folder / "nginx.conf"], port, folder):
        yield port


def answers(port: int, targets: Sequence[str]) -> Mapping[str, tuple[int, str]]:
    """Ask a server for targets; return (status, Location) of each."""
    found = {}
    for target in targets:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", target, headers={"Host": f"127.0.0.1:{port}", "Connection": "close"})
        response = connection.getresponse()
        response.read()
        found[target] = response.status, response.getheader("Location", "")
        connection.close()
    return found
