"""The restored site's own search, opened from the disk, finds what `beilin search` finds."""

import random

import pytest

from archive.search.folding import fold
from tests.scraper.browser import chromium
from tests.scraper.restored import site_of

QUERIES = ("counted", "went", "protesting teachers", "圖書館", "门 key", "的")


@pytest.mark.timeout(200)
def test_the_offline_search_finds_what_the_index_finds(demo, run, tmp_path):
    collection = demo[1]
    site_of(collection, tmp_path / "site")
    with chromium(tmp_path / "profile") as browser:
        page = browser.page()
        page.open((tmp_path / "site/search/index.html").as_uri())
        for query in QUERIES:
            found = run("search", collection, query, "--limit", 500, "--json").stdout.splitlines()
            assert page.run(f"beilin.find({query!r}).then(found => found.length)") == len(found), query
        letters = map(chr, random.Random(1).sample(range(0xA0, 0xD7FF), 3000))
        # Browsers know small letters, not folded ones: they differ for Cherokee and a few old Cyrillic letters.
        plain = [one for one in letters if one.isalpha() and one.casefold() == one.lower()]
        text = "\n".join([*plain, "公民權利 Ｒights’ CAFÉ", "Straße"])
        assert page.run(f"beilin.fold({text!r})").split() == fold(text).split()


@pytest.mark.timeout(200)
def test_what_is_typed_is_found_and_shown_with_its_words_marked(demo, tmp_path):
    site_of(demo[1], tmp_path / "site")
    with chromium(tmp_path / "profile") as browser:
        page = browser.page()
        page.open((tmp_path / "site/search/index.html").as_uri() + "#%E5%9C%96%E6%9B%B8%E9%A4%A8")
        page.run(
            "new Promise(done => { (function wait() { document.documentElement.dataset.answered ? done() : setTimeout(wait, 20) })() })"
        )
        assert page.run("document.querySelector('#hits mark').textContent") == "图书馆"
        href = page.run("document.querySelector('#hits a').href")
        page.open(href)
        assert "图书馆" in page.run("document.body.textContent")
