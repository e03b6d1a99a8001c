"""Is this machine fit to keep blogs? Python, disk, clock, DNS, proxy, browser, keys, permissions, schedule, alerts.

Each check gives findings, and what to do about each that is not well. Nothing is sent to a blog: names are looked up
(not where a proxy does that), and a proxy's port is tried.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive import keys
from archive.alerts.channels import channels
from archive.config import Config, load
from archive.errors import BeilinError, StorageError
from archive.home import home
from archive.layout import Layout
from archive.schedule import plans, spelling
from archive.schedule.clock import MachineClock, shift
from archive.schedule.ledger import Ledger
from archive.schedule.plan import KEEP_FREE, Plan
from archive.sizes import duration, size
from scraper.capture.proxies import parse_proxy
from scraper.capture.routes import parse_route, route_of
from scraper.proxychoice import proxy_of_environment

OK, WARN, FAIL = "ok", "warn", "fail"
_OLDEST_PYTHON = (3, 11)
_BUILT = 1_793_491_200  # 2026-11-01: no clock that is right shows an earlier instant
_LATEST = 4_102_444_800  # 2100-01-01
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "firefox", "firefox-esr",
             "x-www-browser")  # fmt: skip
_EXTRAS = {"boto3": "replicas on S3", "asyncssh": "replicas by SFTP", "rfc3161_client": "timestamps",
           "pyarrow": "Parquet"}  # fmt: skip
_PATIENCE = 5.0  # seconds


@dataclass(frozen=True)
class Diagnosis:
    """One line: ``level`` is ok, warn or fail; ``advice`` what to do, empty where all is well or ``detail`` says it."""

    check: str
    level: str
    detail: str
    advice: str = ""


@dataclass(frozen=True)
class Patient:
    """What is looked at: the collections that were named, or all that are scheduled; ``damaged`` plans beside them."""

    folders: tuple[Path, ...]
    damaged: tuple[str, ...] = ()


def examine(folders: Sequence[Path]) -> list[Diagnosis]:
    """Make all checks; one that breaks is a finding itself, and the others go on."""
    patient = Patient(tuple(folders)) if folders else _scheduled()
    return [finding for check in _CHECKS for finding in _checked(check, patient)]


def _checked(check: Callable[[Patient], Iterator[Diagnosis]], patient: Patient) -> Iterator[Diagnosis]:
    name = check.__name__.strip("_")
    try:
        yield from check(patient)
    except (BeilinError, OSError) as error:
        yield Diagnosis(name, FAIL, str(error))


def _scheduled() -> Patient:
    found = list(plans.everything())
    return Patient(
        tuple(Path(one.folder) for one in found if isinstance(one, Plan)),
        tuple(str(one) for one in found if not isinstance(one, Plan)),
    )


def _python(_: Patient) -> Iterator[Diagnosis]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < _OLDEST_PYTHON:
        yield Diagnosis("python", FAIL, f"Python {version}", "install Python 3.11 or newer")
    else:
        yield Diagnosis("python", OK, f"Python {version}")
    lacking = [f"{name} ({what})" for name, what in _EXTRAS.items() if importlib.util.find_spec(name) is None]
    if lacking:
        yield Diagnosis("python", OK, f"not installed, and needed only for what they name: {', '.join(lacking)}")


def _disk(patient: Patient) -> Iterator[Diagnosis]:
    for folder in (_existing(home()), *patient.folders):
        if not folder.is_dir():
            yield Diagnosis("disk", FAIL, f"{folder} is not there", "mount its disk, or beilin schedule remove it")
            continue
        free, inodes = shutil.disk_usage(folder).free, os.statvfs(folder)
        if free < KEEP_FREE:
            yield Diagnosis("disk", FAIL, f"{size(free)} free at {folder}", "free some: no crawl begins below 1 GB")
        elif inodes.f_files and inodes.f_favail < 10_000:
            yield Diagnosis(
                "disk", FAIL, f"room for {inodes.f_favail} more files at {folder}", "remove small files there"
            )
        else:
            yield Diagnosis("disk", WARN if free < 10 * KEEP_FREE else OK, f"{size(free)} free at {folder}",
                          "think of a larger disk" if free < 10 * KEEP_FREE else "")  # fmt: skip


def _clock(_: Patient) -> Iterator[Diagnosis]:
    now = MachineClock().read()
    shown = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(now.wall))
    if not _BUILT <= now.wall < _LATEST:
        yield Diagnosis("clock", FAIL, f"it shows {shown}", "set it: dates of captures are evidence")
        return
    yield Diagnosis("clock", OK, f"it shows {shown}")
    with Ledger(now.wall) as ledger:
        row = ledger.seen_clock()
    if row and (by := shift(row, now)):
        how = f"it was set {'forwards' if by > 0 else 'back'} by {duration(abs(by))} since the last tick"
        yield Diagnosis("clock", WARN, how, "check it against another clock")
    if (synchronised := _is_synchronised()) is False:
        yield Diagnosis("clock", WARN, "no time server corrects it", "run: timedatectl set-ntp true")
    elif synchronised:
        yield Diagnosis("clock", OK, "a time server corrects it")


def _is_synchronised() -> bool | None:
    program = shutil.which("timedatectl")
    if not program:
        return None
    command = [program, "show", "--property=NTPSynchronized", "--value"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(done.stdout.strip())


def _is_routed(folder: Path, config: Config) -> bool:
    """Say whether a collection's plan names the address to which its crawls connect."""
    plan = plans.look_up(folder)
    routes = [parse_route(value) for value in (spelling.values(plan, "connect") if plan else ())]
    return route_of(routes, config.address) is not None


def _dns(patient: Patient) -> Iterator[Diagnosis]:
    if proxy_of_environment():
        yield Diagnosis("dns", OK, "not asked: the proxy looks names up")
        return
    asked = [(folder, load(Layout(folder))) for folder in patient.folders if Layout(folder).config.is_file()]
    hosts = dict.fromkeys(
        urlsplit(one.address).hostname or "" for folder, one in asked if not one.proxy and not _is_routed(folder, one)
    )
    if not hosts:
        yield Diagnosis("dns", OK, "not asked: no collection is named or scheduled whose blog is looked up here")
    for host in hosts:
        try:
            socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
            yield Diagnosis("dns", OK, f"{host} has an address")
        except OSError as error:
            why = (error.strerror or type(error).__name__).lower()
            yield Diagnosis("dns", FAIL, f"{host}: {why}", "check the network; the blog may be gone")


def _proxy(patient: Patient) -> Iterator[Diagnosis]:
    named = {load(Layout(folder)).proxy for folder in patient.folders if Layout(folder).config.is_file()}
    texts = sorted((named | {proxy_of_environment()}) - {""})
    if not texts:
        yield Diagnosis("proxy", OK, "none is set: blogs see this machine's own address")
    for text in texts:
        proxy = parse_proxy(text)
        where = f"{proxy.host}:{proxy.port}"
        try:
            socket.create_connection((proxy.host, proxy.port), _PATIENCE).close()
            yield Diagnosis("proxy", OK, f"{where} answers")
        except OSError:
            yield Diagnosis(
                "proxy", FAIL, f"{where} does not answer", "start it: nothing goes past it, so nothing is crawled"
            )


def _browser(_: Patient) -> Iterator[Diagnosis]:
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if found:
        yield Diagnosis("browser", OK, found)
    else:
        yield Diagnosis("browser", WARN, "none is here", "not needed to crawl; to look with beilin serve, install one")


def _keys(patient: Patient) -> Iterator[Diagnosis]:
    folder = home() / "keys"
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix != ".pub" and path.is_file() and path.stat().st_mode & 0o077:
            yield Diagnosis("keys", FAIL, f"{path} can be read by others", f"run: chmod 600 {path}")
    for one in patient.folders:
        if Layout(one).config.is_file():
            try:
                signer = keys.signer_of(Layout(one))
                yield Diagnosis("keys", OK, f"{one} is signed by {signer.fingerprint if signer else 'no key yet'}")
            except BeilinError as error:
                yield Diagnosis(
                    "keys", FAIL, str(error), "restore the key from your backup, or see beilin keys --replace"
                )
    if not patient.folders:
        yield Diagnosis("keys", OK, f"they lie in {folder}" if folder.is_dir() else "none is made yet")


def _permissions(patient: Patient) -> Iterator[Diagnosis]:
    for folder in (home(), *patient.folders):
        if not folder.is_dir():
            continue
        status = folder.stat()
        if status.st_mode & stat.S_IWOTH:
            yield Diagnosis("permissions", FAIL, f"everybody may write in {folder}", f"run: chmod 700 {folder}")
        elif status.st_mode & 0o077:
            yield Diagnosis("permissions", WARN, f"others may look into {folder}", f"run: chmod 700 {folder}")
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield Diagnosis("permissions", FAIL, f"{folder} cannot be written to", "give it to who runs beilin")
        else:
            yield Diagnosis("permissions", OK, f"{folder} is its owner's alone")


def _schedule(patient: Patient) -> Iterator[Diagnosis]:
    for sentence in patient.damaged:
        yield Diagnosis("schedule", FAIL, sentence)
    now = int(time.time())
    with Ledger(now) as ledger:
        seen = ledger.seen_clock()
    plans_here = [one for one in plans.everything() if isinstance(one, Plan)]
    if not plans_here:
        yield Diagnosis("schedule", OK, "nothing is scheduled")
    elif seen is None or now - seen.wall > 3600:
        since = f"for {duration(now - seen.wall)}" if seen else "yet"
        advice = "start beilin run, or have beilin tick run by systemd or cron (docs/schedule.md)"
        yield Diagnosis("schedule", FAIL, f"no scheduler has looked {since}", advice)
    else:
        yield Diagnosis("schedule", OK, f"a scheduler looked {duration(max(now - seen.wall, 0))} ago")


def _alerts(_: Patient) -> Iterator[Diagnosis]:
    found = channels()
    if found:
        yield Diagnosis("alerts", OK, f"{len(found)} channel(s); beilin alert test tries them")
    else:
        yield Diagnosis("alerts", WARN, "nobody is told of a takedown", f"name channels in {home() / 'alerts.toml'}")


def _existing(folder: Path) -> Path:
    found = next((one for one in (folder, *folder.parents) if one.is_dir()), None)
    if found is None:
        raise StorageError(f"{folder} has no folder to lie in: check BEILIN_HOME.")
    return found


_CHECKS: tuple[Callable[[Patient], Iterator[Diagnosis]], ...] = (
    _python, _disk, _clock, _dns, _proxy, _browser, _keys, _permissions, _schedule, _alerts,
)  # fmt: skip
