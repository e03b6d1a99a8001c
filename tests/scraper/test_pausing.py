"""Which pause stops which crawl; the crawl itself is stopped in test_overview_browser.py."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from scrapy.settings import Settings

from archive.errors import Interrupted
from archive.layout import Layout
from archive.schedule import plans
from archive.schedule.plan import HOUR, Plan
from scraper.pausing import Pausing
from scraper.session import Session

NOW = 1_800_000_000


class Calls:
    running = True

    def start(self, every, now):
        assert not now

    def stop(self):
        self.running = False


@pytest.fixture
def crawl(tmp_path, monkeypatch):
    """Return what begins a crawl of a scheduled collection: its look at the plan, and the reasons it was closed for."""
    plan = Plan(str(tmp_path), 6 * HOUR, "", "UTC", "", 0, NOW)
    plans.keep(plan)
    monkeypatch.setattr(Session, "of", lambda _: SimpleNamespace(layout=Layout(tmp_path)))

    def begin(*, by_scheduler):
        closed = []

        async def close(reason):
            closed.append(reason)

        crawler = SimpleNamespace(
            settings=Settings({"SCHEDULED": by_scheduler}),
            engine=SimpleNamespace(close_spider_async=close),
            spider=SimpleNamespace(trouble=None),
        )
        pausing = Pausing(crawler)
        pausing._calls = Calls()
        pausing.spider_opened()
        return pausing, crawler.spider, closed

    return plan, begin


@pytest.mark.parametrize("by_scheduler", [True, False])
def test_a_pause_stops_a_crawl_that_runs_once(crawl, by_scheduler):
    plan, begin = crawl
    pausing, spider, closed = begin(by_scheduler=by_scheduler)
    pausing._look()
    assert closed == []
    plans.keep(replace(plan, paused=NOW + 5))
    pausing._look()
    assert closed == ["paused"]
    assert isinstance(spider.trouble, Interrupted)
    assert "resume" in str(spider.trouble)
    assert not pausing._calls.running


def test_a_crawl_begun_by_hand_during_a_pause_is_meant(crawl):
    plan, begin = crawl
    plans.keep(replace(plan, paused=NOW + 5))
    pausing, _, closed = begin(by_scheduler=False)
    pausing._look()
    assert closed == []
    plans.keep(replace(plan, paused=NOW + 9))
    pausing._look()
    assert closed == ["paused"]


def test_a_pause_between_the_schedulers_look_and_the_crawls_beginning_is_seen(crawl):
    plan, begin = crawl
    plans.keep(replace(plan, paused=NOW + 5))
    pausing, _, closed = begin(by_scheduler=True)
    pausing._look()
    assert closed == ["paused"]


@pytest.mark.parametrize("text", ["", "{", "[1]"])
def test_a_plan_that_cannot_be_read_stops_nothing(crawl, home, text):
    plan, begin = crawl
    pausing, _, closed = begin(by_scheduler=True)
    (home / "schedules" / f"{plan.id}.json").write_text(text, "utf-8")
    pausing._look()
    assert closed == []
