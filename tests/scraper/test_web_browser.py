"""The pages in a browser, in both languages, narrow and wide: axe finds nothing, nothing is cut off, the keyboard does."""

import json
import os
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.scraper.browser import chromium
from tests.scraper.judges import JUDGES
from tests.scraper.webserver import serving

AXE = JUDGES / "axe-core" / "axe.min.js"
PICTURES = os.environ.get("BEILIN_SCREENSHOTS")  # a folder for pictures that a person looks at
# What stands in a captured page is its author's; all around it is ours.
RUN = """axe.run({ exclude: ['.stood'] }, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html).slice(0, 3)]))"""


@pytest.fixture(scope="module")
def served(demo, tmp_path_factory):
    with serving(demo[1]) as (at, ask), chromium(tmp_path_factory.mktemp("profile")) as browser:
        hits = json.loads(ask("/api/v1/search?images=1"))["hits"]
        post, person = hits[0]["post_id"], json.loads(ask("/api/v1/people"))["people"][0]["id"]
        yield at, browser, quote(post, safe=""), person


@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("en", 1280),
        ("zh", 390),
        pytest.param("en", 390, marks=pytest.mark.long),
        pytest.param("zh", 1280, marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing_and_nothing_is_cut_off(language, width, served):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run make judges")
    at, browser, post, person = served
    paths = [
        "/?q=rally&lang=zh",
        "/people",
        f"/people/{person}",
        "/timeline",
        "/images",
        "/places",
        "/coverage",
        "/changes",
        "/replay",
        "/none",
    ]
    paths += [f"/{kind}/{post}" for kind in ("posts", "versions", "sources", "as-it-stood")]
    page = browser.page(width, 900, language)
    for path in paths:
        page.open(at + path)
        assert page.run("document.documentElement.scrollWidth") <= width, path
        page.run(AXE.read_text("utf-8"))
        assert page.run(RUN) == [], path
        if PICTURES:
            page.picture(Path(PICTURES) / f"{path.split('/')[1].split('?')[0] or 'search'}-{language}-{width}.png")
    page.close()


def test_the_keyboard_leads_everywhere(served):
    at, browser, *_ = served
    page = browser.page()
    page.open(f"{at}/")
    page.press("Tab", 9)
    assert page.run("document.activeElement.className") == "skip"
    assert page.run("document.activeElement.getBoundingClientRect().left") >= 0
    focused = []
    for _ in range(14):
        page.press("Tab", 9)
        focused.append(page.run("document.activeElement.id || document.activeElement.textContent.trim()"))
        assert page.run("getComputedStyle(document.activeElement).outlineStyle") != "none", focused[-1]
    assert focused[:4] == ["碑林 beilin", "Search", "Timeline", "People"]
    assert "q" in focused
    assert "Narrow it down" in focused
    page.run("document.getElementById('q').focus()")
    page.call("Input.insertText", text="rally")
    page.call("Input.dispatchKeyEvent", type="keyDown", key="Enter", windowsVirtualKeyCode=13, text="\r")
    page.wait("Page.loadEventFired")
    assert page.run("new URL(location).searchParams.get('q')") == "rally"
    page.close()


def test_a_page_is_whole_on_paper(served):
    at, browser, post, _ = served
    page = browser.page()
    page.open(f"{at}/posts/{post}")
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.run("getComputedStyle(document.querySelector('header nav')).display") == "none"
    assert page.run("getComputedStyle(document.querySelector('.row')).display") == "grid"
    page.close()
