"""`beilin doctor`: each thing that is not well is named, with what to do."""

import json
import shutil
import socket
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.collection import create_collection
from archive.config import Config
from archive.schedule import plans
from archive.schedule.clock import Reading
from archive.schedule.ledger import Ledger
from archive.schedule.plan import Plan
from scraper import doctor
from scraper.cli import main
from scraper.doctor import FAIL, OK, WARN, Patient


@pytest.fixture
def folder(tmp_path) -> Path:
    create_collection(tmp_path / "c", Config(address="http://localhost:1/"))
    return tmp_path / "c"


def checked(name: str, *folders: Path) -> list[tuple[str, str]]:
    check = next(one for one in doctor._CHECKS if one.__name__ == f"_{name}")
    found = list(doctor._checked(check, Patient(folders)))
    # A whole sentence says itself what to do.
    assert all(not one.advice if one.level == OK else one.advice or one.detail.endswith(".") for one in found)
    return [(one.level, one.detail) for one in found]


def worst(name: str, *folders: Path) -> str:
    return max((level for level, _ in checked(name, *folders)), key=[OK, WARN, FAIL].index)


def test_a_machine_that_is_well(folder):
    done = CliRunner().invoke(main, ["doctor", str(folder), "--json"])
    document = json.loads(done.stdout)
    assert [one for one in document["checks"] if one["level"] == FAIL] == []
    assert (done.exit_code, document["well"]) == (0, True)
    names = {one["check"] for one in document["checks"]}
    assert names == {"python", "disk", "clock", "dns", "proxy", "browser", "keys", "permissions", "schedule", "alerts"}


def test_what_fails_is_told_with_what_to_do(folder):
    CliRunner().invoke(main, ["schedule", "add", str(folder), "--every", "6h"])
    shutil.rmtree(folder)
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert "fail disk" in done.stdout
    assert "mount its disk" in done.stdout


@pytest.mark.parametrize(("free", "level"), [(10**12, OK), (5 * 10**9, WARN), (10**6, FAIL)])
def test_disk(folder, monkeypatch, free, level):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("Usage", (), {"free": free}))
    assert worst("disk", folder) == level


@pytest.mark.parametrize(("wall", "level"), [(0, FAIL), (5_000_000_000, FAIL)])
def test_clock_of_another_age(monkeypatch, wall, level):
    monkeypatch.setattr(doctor.MachineClock, "read", lambda _: Reading(wall))
    assert worst("clock") == level


def test_clock_that_was_set_since_the_last_look(home, monkeypatch):
    now = int(time.time())
    monkeypatch.setattr(doctor.MachineClock, "read", lambda _: Reading(now, "a", 100))
    with Ledger(now) as ledger:
        ledger.tick_before(Reading(now - 90_000, "a", 50))
    assert any("set forwards" in detail for _, detail in checked("clock"))


def test_dns(folder, monkeypatch):
    assert worst("dns", folder) == OK

    def refuse(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert worst("dns", folder) == FAIL


def test_a_name_that_the_schedule_connects_elsewhere_is_not_looked_up(folder, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was looked up"))
    options = ("--connect", "*=127.0.0.1:1", "--cacert", "ca.pem")
    plans.keep(Plan(str(folder.resolve()), 3600, cron="", zone="UTC", window="", jitter=0, anchor=0, options=options))
    assert worst("dns", folder) == OK


def test_n46_with_a_proxy_no_name_is_looked_up(folder, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("a name was looked up"))
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9050")
    assert worst("dns", folder) == OK


def test_proxy(folder, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("all_proxy", f"socks5://u:secret@127.0.0.1:{server.getsockname()[1]}")
        assert worst("proxy", folder) == OK
    assert worst("proxy", folder) == FAIL
    assert "secret" not in str(checked("proxy", folder))
    monkeypatch.setenv("all_proxy", "gopher://secret")
    assert worst("proxy", folder) == FAIL
    assert "secret" not in str(checked("proxy", folder))


def test_browser(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert worst("browser") == WARN


def test_keys(folder, home):
    assert worst("keys", folder) == OK
    (home / "keys").unlink()  # the link to the keys of all tests
    assert worst("keys", folder) == FAIL
    (home / "keys").mkdir()
    (home / "keys" / "open").write_text("x", "utf-8")
    (home / "keys" / "open").chmod(0o644)
    assert "can be read by others" in str(checked("keys"))


@pytest.mark.parametrize(("mode", "level"), [(0o700, OK), (0o755, WARN), (0o777, FAIL)])
def test_permissions(folder, mode, level):
    folder.chmod(mode)
    assert worst("permissions", folder) == level


def test_a_schedule_that_nobody_follows(folder, home):
    assert worst("schedule") == OK
    CliRunner().invoke(main, ["schedule", "add", str(folder), "--every", "6h"])
    assert "no scheduler has looked yet" in str(checked("schedule"))
    with Ledger(0) as ledger:
        ledger.tick_before(Reading(int(time.time()) - 60))
    assert worst("schedule") == OK


def test_alerts(home):
    assert worst("alerts") == WARN
    (home / "alerts.toml").write_text("[[email", "utf-8")
    assert worst("alerts") == FAIL


def test_a_damaged_collection_or_schedule_keeps_no_check_from_being_made(folder, home):
    (folder / "beilin.toml").write_text("[", "utf-8")
    (home / "schedule.sqlite").mkdir()
    found = doctor.examine([folder])
    assert {one.check for one in found if one.level == FAIL} >= {"dns", "proxy", "clock", "schedule"}
