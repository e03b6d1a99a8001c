"""The demo blog behind nginx: a server that no client here can keep busy, and that writes down what it was asked.

nginx keeps every answer of the double after the first time. It listens twice: on ``quick`` without latency, to fill
its cache, and on ``address``, where each answer begins ``latency`` seconds after its request (by Debian's echo module,
libnginx-mod-http-echo). Both take requests sent to the host and requests sent to a proxy.
"""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from needed import Address

from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer

_ECHO = Path("/usr/lib/nginx/modules/ngx_http_echo_module.so")
_CONF = """\
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
{head}
events {{ worker_connections 1024; }}
http {{
  log_format asked '$request_method $status $bytes_sent $upstream_cache_status $host $request_uri';
  access_log {folder}/access.log asked;
  client_body_temp_path {folder}/client; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  keepalive_requests 1000000; tcp_nodelay on;
  upstream double {{ server {upstream}; keepalive 16; }}
  proxy_cache_path {folder}/cache levels=1:2 keys_zone=answers:64m max_size=8g inactive=7d use_temp_path=off;
  proxy_cache answers; proxy_cache_key "$scheme$host$request_uri$http_accept_encoding"; proxy_cache_valid any 7d;
  proxy_ignore_headers Cache-Control Expires Set-Cookie Vary X-Accel-Expires;
  proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $host; proxy_pass_header Server;
  # HTTrack cannot read a compressed robots.txt, and would not know what is forbidden: nobody gets one.
  map $uri $coding {{ default $http_accept_encoding; /robots.txt ""; }}
  proxy_set_header Accept-Encoding $coding;
  server {{ listen 127.0.0.1:{quick}; location / {{ proxy_pass http://double$request_uri; }} }}
  {late}
}}
"""
_LATE = """server {{
    listen 127.0.0.1:{port};
    location / {{ echo_sleep {latency}; echo_exec @late; }}
    location @late {{ proxy_pass http://double$request_uri; }}
  }}"""


@dataclass(frozen=True)
class Asked:
    """One request as nginx logged it."""

    method: str
    status: int
    size: int
    cache: str
    address: Address


class Wire:
    """A context manager: the blog is served while it is open."""

    def __init__(self, posts: int, latency: float) -> None:
        if latency and not _ECHO.exists():
            raise SystemExit("nginx cannot delay answers without its echo module: apt-get install nginx-light")
        # Without tokens: with them the addresses of style sheets differ with the order in which pages were first asked.
        self._double = DemoServer(Knobs(posts=posts, tokens=False))
        self._latency = latency
        self.home = self._double.home

    def __enter__(self) -> Self:
        self._temporary = tempfile.TemporaryDirectory(prefix="beilin-wire-")
        self._folder = Path(self._temporary.name)
        self._double.__enter__()
        quick, late = _free_port(), _free_port()
        self.quick = f"127.0.0.1:{quick}"
        self.address = f"127.0.0.1:{late}" if self._latency else self.quick
        conf = self._folder / "nginx.conf"
        conf.write_text(self._conf(quick, late), encoding="ascii")
        command = ["nginx", "-p", str(self._folder), "-e", str(self._folder / "error.log"), "-c", str(conf)]
        self._process = subprocess.Popen(command)
        _await_listener(quick)
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.terminate()
        self._process.wait(timeout=10)
        self._double.__exit__(*exception)
        self._temporary.cleanup()

    def mark(self) -> int:
        """Return where the log ends now."""
        time.sleep(0.3)  # nginx writes a line after the client has its last byte
        return (self._folder / "access.log").stat().st_size

    def asked(self, since: int) -> list[Asked]:
        """Return the requests since a mark."""
        self.mark()
        with (self._folder / "access.log").open("rb") as log:
            log.seek(since)
            rows = [line.decode("ascii").rstrip("\n").split(" ", 5) for line in log]
        return [Asked(r[0], int(r[1]), int(r[2]), r[3], (r[4], r[5])) for r in rows]

    def _conf(self, quick: int, late: int) -> str:
        head = "user root;" if os.geteuid() == 0 else ""  # else the worker cannot enter the folder
        if self._latency:
            head += f" load_module {_ECHO};"
        return _CONF.format(
            folder=self._folder,
            head=head,
            upstream=self._double.address,
            quick=quick,
            late=_LATE.format(port=late, latency=self._latency) if self._latency else "",
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _await_listener(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("nginx did not start")
