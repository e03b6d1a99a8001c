"""Judging captures: what was broken into, what was replaced, what only changed. No network."""

import random
from dataclasses import replace

import pytest

from archive.judged import CHANGED, FIRST, OK, REPLACED, SUSPECT
from archive.readings import Readings
from archive.records import Capture
from benchmarks.judgement import capture, confusion, day, features
from benchmarks.replacements import BLIND_CASES, BLOG_ID, CASES
from scraper.demo.intrusions import BLIND, INTRUSIONS
from scraper.extract import read
from scraper.judgement.baseline import Drift, novelties
from scraper.judgement.code import code_of
from scraper.judgement.compare import Site, alone, judge
from scraper.judgement.features import Features, features_of
from scraper.judgement.hosts import place_of
from scraper.judging import Judging

POSTS = 28
LISTS = "/2014/03/lists.html"


@pytest.mark.parametrize("kind", sorted({**INTRUSIONS, **BLIND}))
def test_c57_every_kind_of_intrusion_is_found_in_every_era(eras, kind):
    intrude = {**INTRUSIONS, **BLIND}[kind]
    chance = random.Random(kind)
    for good, site, later in eras.values():
        for path in [*chance.sample(sorted(later), 4), "/", LISTS, "/2013/08/deep.html"]:
            broken = intrude(later[path])
            assert judge(features(path, broken), good[path], site).state == SUSPECT, path


def test_c57_blogs_own_churn_is_no_change(eras):
    for good, site, later in eras.values():
        for path, page in later.items():
            assert judge(features(path, page), good[path], site).state == OK, path


@pytest.mark.parametrize("kind", ["iframe-0x0", "hidden-links", "meta-refresh", "svg-script", "after-end", "base-href"])
def test_a_first_crawl_judges_a_page_by_itself(kind):
    page = day("layouts-2007", 1, POSTS).pages[LISTS]
    assert judge(features(LISTS, page), None, Site()).state == FIRST
    assert judge(features(LISTS, INTRUSIONS[kind](page)), None, Site()).state == SUSPECT


@pytest.mark.parametrize("kind", ["script-src", "packed", "gadget", "password-form", "inline-script"])
def test_what_stands_on_one_page_of_a_first_crawl_alone_is_suspect(kind):
    pages = dict(day("layouts-2007", 1, POSTS).pages)
    assert alone({path: features(path, page) for path, page in pages.items()}) == {}
    pages[LISTS] = INTRUSIONS[kind](pages[LISTS])
    assert set(alone({path: features(path, page) for path, page in pages.items()})) == {LISTS}


# ------------------------------------------------------------------ scripts
OWN = (
    "_WidgetManager._RegisterWidget('_BlogView', new _WidgetInfo('Blog1', 'main', x, {'a': false, 'n': [1, 2]}, 'f'));"
)


@pytest.mark.parametrize(
    "later",
    [
        OWN.replace("'Blog1'", "'Blog2'"),
        OWN.replace("[1, 2]", "[1, 2, 3, {'k': 'v'}]"),
        OWN.replace("{'a': false", "{'token': 'AOuZ:1400', 'a': true"),
        f"/* new */ {OWN} // and more",
    ],
)
def test_tokens_and_data_of_a_script_are_no_change(later):
    assert code_of(later).statements == code_of(OWN).statements


@pytest.mark.parametrize(
    "later",
    [
        f"{OWN} go();",
        OWN.replace("'f')", "'f', steal())"),
        OWN.replace("false", "run()"),
        OWN.replace("_RegisterWidget", "_OtherWidget"),
        f"{OWN} new Image().src = '//count.evil.invalid/';",
        OWN + r" var u = '\x2f\x2fcount.evil.invalid\x2fx';",
    ],
)
def test_new_code_is_a_change(later):
    assert code_of(later).statements - code_of(OWN).statements


def test_a_string_that_runs_as_code_counts_by_its_content():
    one, other = (code_of(f"setTimeout('{code}', 5);").statements for code in ("a()", "b()"))
    assert one != other


@pytest.mark.timeout(30)
@pytest.mark.parametrize("name", ["script", "markup", "style", "data"])
def test_judging_ends_in_time_whatever_it_is_given(name):
    worst = {
        "script": "<script>" + "[a(" * 60_000 + "</script>",
        "data": "<script>" + "[" * 60_000 + "1" + "]" * 60_000 + "</script>",
        "markup": "<div style='display:none'>" * 3000 + "<a href='http://x.invalid/'>x</a>" * 3000,
        "style": "<style>" + "{" * 60_000 + ".a" * 60_000 + "</style><div class=a>",
    }[name]
    assert features("/", f"<html><body>{worst}</body></html>").form == "page"


# ------------------------------------------------------------------ scripts of others
def page_with(markup: str) -> Features:
    return features("/2014/03/lists.html", day("custom", 1, 22).pages[LISTS].replace("</body>", markup + "</body>"))


@pytest.mark.parametrize(
    "now",
    [
        "http://gadgets.example/v2/recent.js",
        "http://gadgets.example/recent.js?next=9",
        "http://gadgets.example/a81b33c0/recent.js",
    ],
)
def test_c58_an_allowed_gadgets_script_at_a_new_path_is_suspect(now):
    last = page_with("<script src='http://gadgets.example/recent.js'></script>")
    found = judge(page_with(f"<script src='{now}'></script>"), last, Site())
    assert found.state == SUSPECT
    assert found.reasons[0][0] == "script"
    assert judge(last, last, Site()).state == OK


def test_c58_a_script_with_other_code_under_the_same_address_is_suspect():
    def file(code, digest):
        made = Capture(
            "http://gadgets.example/recent.js", 200, (("Content-Type", "text/javascript"),), code, "", "", digest
        )
        return features_of(made, read(made))

    last = file(b"show(1);", "sha256:a")
    assert judge(file(b"show(2);", "sha256:b"), last, Site()).state == CHANGED
    found = judge(file(b"show(1); new Image().src='//count.evil.invalid/';", "sha256:c"), last, Site())
    assert (found.state, found.reasons[0][0]) == (SUSPECT, "script-changed")


def test_c58_another_integrity_hash_is_suspect():
    one, other = (page_with(f"<script src='//x.example/a.js' integrity='sha384-{h}'></script>") for h in "ab")
    assert judge(other, one, Site()).state == SUSPECT


def test_what_authors_embed_is_a_change_and_no_alarm():
    last = page_with("")
    video = "<iframe src='https://www.youtube.com/embed/x1' width='420' height='315'></iframe>"
    assert judge(page_with(video), last, Site()).state == CHANGED
    assert judge(page_with("<a href='http://paper.example/'>paper</a>"), last, Site()).state == CHANGED
    assert (
        judge(page_with("".join(f"<a href='http://p{n}.example/'>p</a>" for n in range(12))), last, Site()).state
        == SUSPECT
    )


def test_addresses_are_compared_without_the_platforms_numbers():
    assert place_of("//www.blogger.com/static/v1/jsbin/31017302-x.js", "http://b.blogspot.com/") == (
        place_of("http://www.blogger.com/static/v1/jsbin/99999999-x.js", "http://b.blogspot.com/")
    )
    assert place_of("http://b.blogspot.de/x", "http://b.blogspot.com/") == "own/x"


# ------------------------------------------------------------------ replaced
def test_c60_what_stands_in_the_blogs_place_is_told():
    table = confusion(CASES)
    right = sum(number for (label, told), number in table.items() if label == told)
    assert right >= 0.98 * table.total(), table
    assert all(sum(n for (label, _), n in table.items() if label == kind) >= 4 for kind in {case[0] for case in CASES})


def test_c60_wordings_that_were_written_later_are_told_too():
    table = confusion(BLIND_CASES)
    assert sum(number for (label, told), number in table.items() if label == told) >= 0.98 * table.total(), table


def test_c60_in_the_place_of_a_page_that_was_known_no_other_is_ever_good():
    last = features(LISTS, day("layouts-2007", 1, POSTS).pages[LISTS])
    for label, status, url, page in (*CASES, *BLIND_CASES):
        if label and status == 200:
            assert judge(features(url, page), last, Site(BLOG_ID)).state == REPLACED, page[:200]
    strange = "<html><body><h1>Welcome</h1><p>Nothing that any list of phrases has.</p></body></html>"
    found = judge(features(LISTS, strange), last, Site(BLOG_ID))
    assert (found.state, found.kind) == (REPLACED, "unrecognised")


def test_c63_another_blog_in_the_same_template_is_told():
    page = day("layouts-2007", 1, POSTS).pages[LISTS]
    last = features(LISTS, page)
    assert last.blog_id == BLOG_ID
    other = judge(features(LISTS, page.replace(BLOG_ID, "1212121212121212121")), last, Site(BLOG_ID))
    assert (other.state, other.kind) == (REPLACED, "other-blog")
    generator = judge(features(LISTS, page.replace("content='blogger'", "content='mirror'")), last, Site(BLOG_ID))
    assert ("generator", "blogger became mirror") in generator.reasons
    author = judge(features(LISTS, page.replace(">northgate<", ">another<")), last, Site(BLOG_ID))
    assert ("author", "another account") in author.reasons


def test_c60_a_page_that_lost_the_blogs_id_is_not_the_blog():
    page = day("layouts-2007", 1, POSTS).pages[LISTS]
    bare = page.replace(BLOG_ID, "0").replace("_SetDataContext", "_x")
    found = judge(features(LISTS, bare), features(LISTS, page), Site(BLOG_ID))
    assert (found.state, found.kind) == (REPLACED, "unrecognised")


def test_a_page_in_a_files_place_is_not_the_file():
    made = Capture("http://1.bp.blogspot.com/x.png", 200, (("Content-Type", "image/png"),), b"x", "", "", "sha256:a")
    picture = features_of(made, read(made))
    found = judge(features("http://1.bp.blogspot.com/x.png", "<html><body>gone</body></html>"), picture, Site())
    assert (found.state, found.kind) == (REPLACED, "unrecognised")


# ------------------------------------------------------------------ the baseline
def drift(path, baseline, now):
    return Drift(f"http://blog.example{path}", baseline, now)


def test_c62_small_changes_add_up_against_the_baseline():
    before = Features("page", text="a", marks=frozenset({("script", "own/a.js")}))
    now = Features("page", text="a", marks=before.marks | {("link-host", f"s{n}.example") for n in range(12)})
    found = novelties([drift("/a", before, now), drift("/b", before, before)])
    assert {(novelty.kind, novelty.pages) for novelty in found} == {("link-host", 1)}
    assert len(found) == 12
    assert novelties([drift("/a", now, now)]) == ()  # accepted


def test_a_link_that_an_author_put_into_a_post_is_no_novelty():
    before = Features("page", text="a")
    assert (
        novelties([drift("/a", before, Features("page", text="b", marks=frozenset({("link-host", "x.example")})))])
        == ()
    )


def test_s99_a_page_that_is_as_an_earlier_build_saw_it_keeps_what_it_is_compared_by(tmp_path, monkeypatch):
    page = day("layouts-2007", 1, POSTS).pages[LISTS]
    readings = Readings(tmp_path / "readings.sqlite")
    judging = Judging(readings)
    for crawl, marking in (("20260101T000000Z", 1), ("20260102T000000Z", 2)):  # a later build looks for more
        monkeypatch.setattr("scraper.judgement.features.MARKING", marking)
        made = replace(capture(LISTS, page), record_id=crawl, warc=f"{crawl}-00000.warc.gz")
        judging.note(crawl, made, made, read(made))
    first, second = readings.judgements.up_to("20260102T000000Z")
    assert (first.state, second.state) == (FIRST, OK)
    assert first.features != second.features
    assert Features.load(readings.judgements.features(second.features) or "").marking == 2
    readings.close()


def test_features_survive_storage():
    made = features_of(
        capture(LISTS, day("custom", 1, 22).pages[LISTS]), read(capture(LISTS, day("custom", 1, 22).pages[LISTS]))
    )
    assert Features.load(made.dump()) == made
    assert made.dump() == Features.load(made.dump()).dump()
