"""Records are the same bytes whatever the number of processes that make them."""

import shutil

import pytest

from archive.layout import Layout
from scraper import recordmaking


def records(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / "records").rglob("v*.json")}


@pytest.mark.parametrize("parts", [1, 3])
def test_the_number_of_processes_changes_nothing(demo, tmp_path, monkeypatch, parts):
    _, folder, _ = demo
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    shutil.rmtree(copy / "records" / "posts")
    crawl = next(path.name for path in (copy / "reports").iterdir())
    monkeypatch.setattr(recordmaking, "_MOST", parts)
    monkeypatch.setattr(recordmaking.os, "cpu_count", lambda: parts)
    recordmaking.make_records(Layout(copy), [crawl], 1000)
    assert records(copy) == records(folder)
