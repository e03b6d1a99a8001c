"""Dask's cluster: one that is there, by its address, or one that is begun on this machine and ended with us.

Whoever can talk to a Dask cluster can have it run anything. One that we begin listens on loopback alone, by TLS with
certificates that live in its processes; one that is there is as safe as whoever set it up made it.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from archive.errors import Unreachable, UsageError
from archive.hosts import is_loopback
from scraper import __version__

LOCAL = "local"
_PATIENCE = 10  # seconds until a cluster has answered
_SCHEMES = ("tcp://", "tls://", "ws://", "wss://", "ucx://")


@contextmanager
def opened(address: str, workers: int | None = None, scratch: str | None = None) -> Iterator[Any]:
    """Give a `distributed.Client`. ``workers`` are begun where the cluster is `LOCAL`, else one for each processor.

    Raises:
        UsageError: Dask is not installed, or this is no address.
        Unreachable: nobody answers there, or no worker is there.
    """
    try:
        import dask  # noqa: PLC0415
        import distributed  # noqa: PLC0415
    except ImportError:
        raise UsageError("A fleet needs Dask, which is not here: pip install 'beilin[fleet]'.") from None
    _quieten(dask)
    with contextlib.ExitStack() as stack:
        if address == LOCAL:
            client = stack.enter_context(_begun(distributed, workers, scratch))
        else:
            client = stack.enter_context(_found(distributed, address))
            _refuse_strange(client, address)
        yield client


def notice(address: str) -> str:
    """Return what to say of an address before it is used, "" where there is nothing.

    >>> notice("tcp://127.0.0.1:8786"), notice("tls://scheduler.example:8786"), notice("tcp://a.example:1")[:40]
    ('', '', 'tcp://a.example:1 is not encrypted: who ')
    """
    scheme, _, rest = address.partition("://")
    host = rest.rpartition(":")[0].strip("[]")
    if scheme not in ("tcp", "ws", "ucx") or is_loopback(host or rest):
        return ""
    return (
        f"{address} is not encrypted: who is on the way reads names, and can run anything on its workers. Use tls://."
    )


def _quieten(dask: Any) -> None:
    dask.config.set({"logging.distributed": "critical", "distributed.admin.log-length": 100})
    for name in ("distributed", "distributed.client"):  # those of this process took their levels when they were loaded
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set({"distributed.scheduler.http.routes": [], "distributed.worker.http.routes": []})
    dask.config.set({"distributed.comm.timeouts.connect": f"{_PATIENCE}s"})


@contextmanager
def _begun(distributed: Any, workers: int | None, scratch: str | None) -> Iterator[Any]:
    count = workers or os.cpu_count() or 1
    with (
        distributed.LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            security=distributed.Security.temporary(),
            dashboard_address="127.0.0.1:0",  # without an address Dask would take a port of its own choice
            worker_dashboard_address="127.0.0.1:0",
            memory_limit=0,  # what uses memory are processes of their own, with limits of their own
            silence_logs=logging.CRITICAL,
            local_directory=scratch,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@contextmanager
def _found(distributed: Any, address: str) -> Iterator[Any]:
    if not address.startswith(_SCHEMES):
        raise UsageError(f"{address} is no address of a Dask cluster: give tls://HOST:8786, tcp://HOST:8786 or local.")
    try:
        client = distributed.Client(address, timeout=f"{_PATIENCE}s", set_as_default=False)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        why = str(error).split("\n")[0][:200] or type(error).__name__
        raise Unreachable(
            f"The Dask cluster {address} cannot be reached ({why}): start it (dask scheduler, dask worker), check the "
            "address and its certificates, or use --cluster local."
        ) from None
    with client:
        yield client


def _refuse_strange(client: Any, address: str) -> None:
    """Refuse a cluster without workers, or with ones that have another beilin, or none. Raises Unreachable."""
    with suppress(TimeoutError):  # whoever starts a cluster starts its workers after it
        client.wait_for_workers(1, timeout=_PATIENCE)
    try:
        found = client.run(_version, on_error="return")
    except Exception as error:
        raise Unreachable(f"The Dask cluster {address} does not answer ({type(error).__name__}).") from None
    if not found:
        raise Unreachable(f"The Dask cluster {address} has no workers: start some with dask worker {address}.")
    strange = {str(version) for version in found.values()} - {__version__}
    if strange:
        raise Unreachable(
            f"Workers of {address} have another beilin than this one ({__version__}), or none: install the same on all."
        )


def _version() -> str:
    from scraper import __version__ as version  # noqa: PLC0415

    return version
