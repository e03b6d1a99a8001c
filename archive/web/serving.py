"""Both applications on their ports: loopback by default; elsewhere only with a password, and encrypted."""

from __future__ import annotations

import asyncio
import ipaddress
import signal
import socket
import ssl
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from archive.errors import UsageError
from archive.layout import Layout
from archive.wacz.validator import judge_wacz
from archive.web.app import Settings, make_app
from archive.web.replay import VIEWER_POLICY, make_replay
from archive.web.safety import Rules, names_of
from archive.web.wishes import Listening, Wishes

_LARGEST_HEAD = 16 << 10  # bytes of a request's head
_MOST_CONNECTIONS = 64
REPLAY_HEADERS = {"x-frame-options": "SAMEORIGIN", "connection-allowlist": "(response-origin)"}


def serve(layout: Layout, wishes: Wishes, started: Callable[[Listening], None]) -> None:
    """Serve a collection until the process is told to end; ``started`` is called once the ports are open.

    Raises:
        UsageError: the address cannot be listened at, or would be open to others without password or encryption.
    """
    _check(wishes)
    _check_files(wishes)
    second = wishes.replay_port if wishes.replay_port is not None else wishes.port and wishes.port + 1
    with ExitStack() as doors:
        pages, replay = (doors.enter_context(_listen(wishes.address, port)) for port in (wishes.port, second))
        found = Listening(_origin(wishes, pages), _origin(wishes, replay))
        names = names_of(wishes.address, wishes.names)
        own = Rules(names, wishes.gate)
        apart = Rules(names, wishes.gate, VIEWER_POLICY, REPLAY_HEADERS, frames=True)
        apps = (make_app(layout, Settings(own, found.replay)), make_replay(layout, apart, wishes.wacz))
        servers = [(_server(app, wishes), door) for app, door in zip(apps, (pages, replay), strict=True)]
        asyncio.run(_run(servers, lambda: started(found)))


def serve_overview(wishes: Wishes, started: Callable[[Listening], None]) -> None:
    """Serve the overview of all scheduled collections, as `serve` does one of them; it has no replay.

    Behind a proxy without a password it only shows: whoever reaches it there could pause what is kept here.
    """
    # A collection's pages need none of it.
    from archive.web.overview.app import make_overview  # noqa: PLC0415

    _check(wishes)
    _check_files(wishes)
    with _listen(wishes.address, wishes.port) as door:
        rules = Rules(
            names_of(wishes.address, wishes.names), wishes.gate, acts=wishes.gate is not None or not wishes.names
        )
        server = _server(make_overview(rules), wishes)
        asyncio.run(_run([(server, door)], lambda: started(Listening(_origin(wishes, door), ""))))


def _check(wishes: Wishes) -> None:
    try:
        address = ipaddress.ip_address(wishes.address)
    except ValueError:
        raise UsageError(f"{wishes.address} is no IP address: give one such as 127.0.0.1 or ::1.") from None
    if address.is_loopback:
        return
    if wishes.gate is None:
        raise UsageError(f"{wishes.address} can be reached by others: a password is needed, give --password-file FILE.")
    if not (wishes.certificate and wishes.key):
        raise UsageError(
            f"{wishes.address} can be reached by others, and a password must not go over the network unencrypted: give "
            "--certificate and --certificate-key (PEM), or listen at 127.0.0.1 behind a proxy that does TLS, and give "
            "its name by --name; docs/serving.md shows both."
        )
    if address.is_unspecified and not wishes.names:
        raise UsageError(f"{wishes.address} is every address of this machine: say by --name what browsers call it.")


def _check_files(wishes: Wishes) -> None:
    if bool(wishes.certificate) != bool(wishes.key):
        raise UsageError("TLS takes two files: give --certificate and --certificate-key (PEM).")
    if wishes.certificate and wishes.key:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(wishes.certificate, wishes.key, "")
        except (OSError, ValueError):  # ssl.SSLError is one of the first
            raise UsageError(
                f"{wishes.certificate} and {wishes.key} cannot be used: give a certificate chain and its key, as PEM, "
                "without a passphrase."
            ) from None
    if wishes.wacz and (faults := judge_wacz(wishes.wacz).faults):
        raise UsageError(
            f"{wishes.wacz} is no sound WACZ file ({faults[0].code}: {faults[0].detail}): see beilin verify, or make "
            "one with beilin export --format wacz."
        )


def _listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        door = socket.create_server((address, port), family=family)
    except OSError as error:
        raise UsageError(
            f"Nothing can listen at {address}, port {port} ({error.strerror}): give another --port."
        ) from None
    # Taken over by each connection: else an answer's body waits 40 ms until its head was acknowledged.
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return door


def _origin(wishes: Wishes, door: socket.socket) -> str:
    host = wishes.names[0] if wishes.names else f"[{wishes.address}]" if ":" in wishes.address else wishes.address
    return f"{'https' if wishes.certificate else 'http'}://{host}:{door.getsockname()[1]}"


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Any:
        yield  # one handler ends both servers


def _server(app: ASGIApp, wishes: Wishes) -> _Server:
    return _Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            h11_max_incomplete_event_size=_LARGEST_HEAD,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=2,
            ssl_certfile=wishes.certificate,
            ssl_keyfile=wishes.key,
        )
    )


async def _run(servers: list[tuple[_Server, socket.socket]], started: Callable[[], None]) -> None:
    def end() -> None:
        for server, _ in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    started()  # whoever reads of it may end the process at once
    await asyncio.gather(*(server.serve(sockets=[door]) for server, door in servers))
