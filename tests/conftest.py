"""What all tests share: a home of beilin's own, so that no test meets the keys of whoever runs it."""

import os

import pytest


@pytest.fixture(autouse=True, scope="session")
def beilin_home_of_the_run(tmp_path_factory):
    """For what lives longer than one test, and for the processes that it starts."""
    before = os.environ.get("BEILIN_HOME")
    os.environ["BEILIN_HOME"] = str(tmp_path_factory.mktemp("beilin-home"))
    yield
    if before is None:
        del os.environ["BEILIN_HOME"]
    else:
        os.environ["BEILIN_HOME"] = before


@pytest.fixture(autouse=True)
def beilin_home(tmp_path_factory, monkeypatch):
    home = tmp_path_factory.mktemp("beilin-home")
    monkeypatch.setenv("BEILIN_HOME", str(home))
    return home
