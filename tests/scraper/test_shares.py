"""Records are the same bytes whatever the number of processes that make them."""

import shutil

import pytest

from archive.layout import Layout
from pipelines import keeping
from scraper import children, recordmaking


def records(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in (folder / "records").rglob("v*.json")}


@pytest.mark.parametrize("parts", [1, 3])
def test_the_number_of_processes_changes_nothing(demo, tmp_path, monkeypatch, parts):
    _, folder, _ = demo
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    shutil.rmtree(copy / "records" / "posts")
    crawl = next(path.name for path in (copy / "reports").iterdir())
    monkeypatch.setattr(children, "_MOST", parts)
    monkeypatch.setattr(children.os, "cpu_count", lambda: parts)
    recordmaking.make_records(Layout(copy), [crawl], 1000)
    assert records(copy) == records(folder)


class Visits:
    """Readings of which each crawl said something about other posts."""

    def post_keys(self, crawl):
        return [f"http://b.example/{n}" for n in range(0, 300, {"first": 1, "second": 7}[crawl])]


def test_a_post_is_in_the_same_share_in_all_crawls_so_that_its_versions_are_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "record_of", lambda *_: None)
    shares = {}
    for crawl in ("first", "second"):
        for part in range(3):
            at = []
            assert not list(keeping.keep_records(Layout(tmp_path), Visits(), crawl, "", (part, 3), at=at.append))
            assert all(shares.setdefault(post_key, part) == part for post_key in at)
            assert len(at) > len(Visits().post_keys(crawl)) / 6
    assert sorted(shares) == sorted(Visits().post_keys("first"))
