"""What every test shares: a home of its own for keys and pins, so that none touches the user's."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.load_profile("fixed")  # the same examples on every machine, however slow it is


@pytest.fixture(scope="session", autouse=True)
def session_home(tmp_path_factory):
    """The home of fixtures that live longer than a test. The keys in it serve all tests."""
    home = tmp_path_factory.mktemp("home")
    (home / "keys").mkdir(mode=0o700)
    before = os.environ.get("BEILIN_HOME")
    os.environ["BEILIN_HOME"] = str(home)
    yield home
    if before is None:
        del os.environ["BEILIN_HOME"]
    else:
        os.environ["BEILIN_HOME"] = before


@pytest.fixture(scope="session")
def new_home(session_home, tmp_path_factory) -> Callable[[pytest.MonkeyPatch], Path]:
    """Give a home with the session's keys and pins of its own: a copy of a collection that goes another way is no fork."""

    def new(monkeypatch):
        home = tmp_path_factory.mktemp("home")
        (home / "keys").symlink_to(session_home / "keys")
        monkeypatch.setenv("BEILIN_HOME", str(home))
        return home

    return new


@pytest.fixture(autouse=True)
def home(new_home, monkeypatch) -> Path:
    return new_home(monkeypatch)
