"""A careful intruder, words that were altered, pages in a blog's place told by their structure, and no false alarm where
posts are deleted at once. No network."""

import json
import random
from dataclasses import replace

import pytest

from archive.judged import CHANGED, FIRST, OK, REPLACED, SUSPECT
from archive.records import Capture
from benchmarks.judgement import capture, confusion, day, features, knowledge
from benchmarks.replacements import BLOG_ID, FOURTH_CASES, HOME, THIRD_CASES, _page
from scraper.demo.careful_intrusions import CAREFUL, TAMPERED
from scraper.demo.intrusions import BLIND, INTRUSIONS
from scraper.demo.knobs import ERAS
from scraper.extract import read
from scraper.judgement import code
from scraper.judgement.baseline import Drift, novelties
from scraper.judgement.compare import Site, judge
from scraper.judgement.features import Features, features_of
from scraper.judgement.likeness import is_lookalike, is_near
from scraper.platforms.blogger.markup import parse_html

POSTS = 28
LISTS = "/2014/03/lists.html"


def judged(eras, intrude, chance):
    """Return the states of some pages of each era, where there is something to do it to."""
    states = []
    for good, site, later in eras.values():
        for path in [*chance.sample(sorted(later), 4), "/", LISTS, "/2013/08/deep.html"]:
            unseen = path == "/2013/08/deep.html" and intrude is CAREFUL["pale-keywords"]  # see docs/judgement.md
            if (broken := intrude(later[path])) != later[path] and not unseen:
                states.append(judge(features(path, broken), good[path], site).state)
    return states


@pytest.mark.parametrize("kind", sorted(CAREFUL))
def test_c57_what_a_careful_intruder_does_is_found(eras, kind):
    states = judged(eras, CAREFUL[kind], random.Random(kind))
    assert len(states) > 10
    assert set(states) == {SUSPECT}


@pytest.mark.parametrize("kind", sorted(TAMPERED))
def test_c59_words_that_were_altered_are_never_as_they_were(eras, kind):
    states = judged(eras, TAMPERED[kind], random.Random(kind))
    assert states
    assert OK not in states


@pytest.mark.parametrize(
    ("before", "now"), [("12345678", "12345990"), ("99,999,999", "100,000,002"), ("12 345 678", "12 345 679")]
)
def test_c57_a_count_of_visits_is_no_contact(before, now):
    page = day(ERAS[0], 1, 12).pages["/"]
    gadget = "</h2><span class='counter-wrapper' id='Stats1_totalCount'>{}</span>"
    first, later = (features("/", page.replace("</h2>", gadget.format(count), 1)) for count in (before, now))
    assert first.marks == later.marks


@pytest.mark.parametrize("gadget", [
    "</h2><span id='Stats1_totalCount'>Account {}</span>", "</h2><span id='Stats1_totalCount'>4409 1722 8613 {}</span>",
    "</h2><span id='Stats1_totalCounts'>{}</span>", "</h2><span class='counter-wrapper'>{}</span>",
])  # fmt: skip
def test_c59_nothing_but_a_count_hides_behind_the_counters_name(gadget):
    page = day(ERAS[0], 1, 12).pages["/"]
    first, later = (features("/", page.replace("</h2>", gadget.format(n), 1)) for n in ("12345678", "12345990"))
    assert {kind for kind, _ in later.marks - first.marks} == {"contact"}


def test_c59_a_number_in_a_gadget_is_listed_until_it_is_accepted():
    page = day("layouts-2007", 1, POSTS).pages["/"]
    with_number = "</h2><div>Donations: 44-0917-{}</div>"
    before, now = (features("/", page.replace("</h2>", with_number.format(number), 1)) for number in ("22", "35"))
    assert judge(now, before, Site(BLOG_ID)).state == CHANGED
    (found,) = novelties([Drift("http://blog.example/", before, now)])
    assert (found.kind, found.pages) == ("contact", 1)
    answered = replace(now, comments="a reader wrote a number")
    assert novelties([Drift("http://blog.example/", before, answered)]) == ()


# ------------------------------------------------------------------ hosts that are made to be taken for others
@pytest.mark.parametrize(
    ("host", "alike"),
    [
        ("northgate-blogspot.example", True),
        ("northgate.b1ogspot.com", True),
        ("nоrthgate.example", True),  # a Cyrillic o
        ("xn--nrthgate-nbh.example", True),
        ("www-blogger.example", True),
        ("northgata.blogspot.com", True),
        ("northgate.wordpress.example", False),
        ("paper.example", False),
        ("google-analytics.com", False),
        ("窑.example", False),
    ],
)
def test_c58_hosts_that_look_like_the_blogs(host, alike):
    assert is_lookalike(host, "northgate.blogspot.com") == alike


def test_c58_hosts_that_look_like_one_that_was_linked_to():
    assert is_near("harbourpaper.example", "harborpaper.example")
    assert is_near("harbour-paper.example", "harbourpaper.example")
    assert not is_near("pills1.example", "pills2.example")
    assert not is_near("en.paper.example", "de.paper.example")
    page = day("layouts-2007", 1, POSTS).pages[LISTS]
    linked = [
        features(LISTS, page.replace("</body>", f"<a href='http://{host}/'>paper</a></body>"))
        for host in ("harbourpaper.example", "harbourpaqer.example", "eveningpost.example")
    ]
    assert ("lookalike", "harbourpaqer.example") in judge(linked[1], linked[0], Site(BLOG_ID)).reasons
    assert judge(linked[2], linked[0], Site(BLOG_ID)).state == CHANGED


# ------------------------------------------------------------------ posts that are deleted at once
def test_c61_a_list_that_shows_older_posts_has_what_these_had_and_is_not_suspect():
    frame = "<iframe src='http://maps.example/kiln'></iframe>"
    pages = day("layouts-2007", 1, POSTS).pages
    good = {path: features(path, page) for path, page in pages.items()}
    mark = "<div class='post-body"
    begin = pages[LISTS].index(">", pages[LISTS].index(mark)) + 1
    good[LISTS] = features(LISTS, pages[LISTS][:begin] + frame + pages[LISTS][begin:])
    assert ("frame", "maps.example/kiln") in good[LISTS].marks
    front = pages["/"]
    begin = front.index(">", front.index(mark)) + 1
    end = front.index("</div>", begin)
    moved = features("/", front[:begin] + frame + "<p>The older post.</p>" + front[end:])
    site = knowledge(good.values())
    assert judge(moved, good["/"], site).state == CHANGED
    assert novelties([Drift(p, f, f) for p, f in good.items() if p != "/"] + [Drift("/", good["/"], moved)]) == ()
    only_put_in = features("/", front.replace("</body>", frame + "</body>"))
    assert judge(only_put_in, good["/"], site).state == SUSPECT  # its posts say what they said
    strange = features("/", front[:begin] + frame.replace("kiln", "elsewhere") + "<p>The older post.</p>" + front[end:])
    assert judge(strange, good["/"], site).state == SUSPECT


# ------------------------------------------------------------------ in a blog's place
def test_c60_a_third_set_of_wordings_is_told():
    table = confusion(THIRD_CASES)
    assert sum(number for (label, told), number in table.items() if label == told) >= 0.98 * table.total(), table


def test_c60_by_structure_alone_none_of_a_fourth_set_is_taken_for_the_blog():
    for label, status, url, page in FOURTH_CASES:
        found = judge(features(url, page, status), None, Site(BLOG_ID))
        assert (found.state == REPLACED) == bool(label) or status == 404, page


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ("<form action='/x'>Geheim <input type='password'></form>", 200, "login"),
        ("<iframe src='http://10.1.1.1/x'></iframe>", 200, "block-page"),
        ("<p>Nedostupno.</p>", 451, "block-page"),
        ("<p>Oprostite.</p>", 410, "removed"),
        ("<p>Pojdi dalje.</p><a href='/?interstitial=ABq'>Naprej</a>", 200, "content-warning"),
        ("<div class='h-captcha'></div>", 200, "captcha"),
        ("<p>Pozdravljeni na tem mestu.</p>", 200, "unrecognised"),
    ],
)
def test_c60_structure_tells_in_any_language(body, status, kind):
    found = judge(features(HOME, _page("Stran", body, lang="sl"), status), None, Site())
    assert (found.state, found.kind) == (REPLACED, kind)


def test_c60_a_page_on_another_host_without_a_blogs_marks_is_not_called_replaced():
    page = _page("A paper", "<p>News of the harbour.</p>")
    assert judge(features("http://paper.example/x.html", page), None, Site()).state == FIRST


# ------------------------------------------------------------------ files that are more than one thing
@pytest.mark.parametrize(
    ("media", "form"), [("image/jpeg", "file"), ("application/pdf", "file"), ("image/png", "file")]
)
def test_c66_a_file_that_is_a_page_too_is_kept_as_a_file_and_names_nothing(media, form):
    body = b"\xff\xd8\xff\xe0" + b"<html><body><a href='/2031/01/x.html'>x</a><script src='//e.invalid/x.js'></script>"
    made = Capture(
        "http://1.bp.blogspot.com/x.jpg", 200, (("Content-Type", media),), body, "", "urn:uuid:0", "sha256:a"
    )
    reading = read(made)
    assert (reading.links, reading.posts, features_of(made, reading).form) == ((), (), form)


def test_c66_a_drawing_that_acts_is_suspect_and_names_nothing():
    body = b"<svg xmlns='http://www.w3.org/2000/svg'><script>top.x=1</script><a href='/2031/01/x.html'>x</a></svg>"
    made = Capture("http://1.bp.blogspot.com/x.svg", 200, (("Content-Type", "image/svg+xml"),), body, "", "", "")
    reading = read(made)
    assert (reading.links, reading.posts) == ((), ())
    assert judge(features_of(made, reading), None, Site()).state == SUSPECT


# ------------------------------------------------------------------ the short way is the long way
_PIECES = ["'a'", '"b//x.example/"', "1", "12.5", "a1", "$2", "[", "]", "{", "}", "(", ")", ";", ":", ",", "/*r*/", "//q\n",
           "<!-- z\n", "`t`", "\\x2f", "eval", "setTimeout", "name", "é", "=", ".", "'", '"', "\n", "%41",
           "'\\x2f\\x2fh.example'", "1_0", "5$", "false", "-", " "]  # fmt: skip


def test_a_script_known_by_its_shape_is_read_as_if_it_were_not():
    chance = random.Random(7)
    scripts = ["".join(chance.choices(_PIECES, k=chance.randrange(1, 25))) for _ in range(4000)]
    for churn in (1, 2):
        for page in day("mixed", churn, 22).pages.values():
            broken = chance.choice([*INTRUSIONS.values(), *BLIND.values(), *CAREFUL.values()])(page)
            scripts += [script.text or "" for script in parse_html(broken)[0].iter("script")]
    assert [text for text in scripts if code.code_of(text) != code._read(text)] == []


def test_marks_are_the_same_again():
    page = day("custom", 1, 22).pages[LISTS]
    first, again = (features_of(each, read(each)) for each in (capture(LISTS, page), capture(LISTS, page)))
    assert first.dump() == again.dump()


def test_what_earlier_versions_did_not_look_for_is_no_news():
    page = day("custom", 1, 22).pages[LISTS]
    counted = page.replace("</body>", "<img src='http://count.example/c.gif' width='1' height='1'/></body>")
    now = features(LISTS, counted)
    assert ("beacon", "count.example") in now.marks
    before = features(LISTS, page)
    assert judge(now, before, Site(BLOG_ID)).state == SUSPECT
    *scalars, _, marks = json.loads(before.dump())
    stored = Features.load(json.dumps([*scalars, marks]))  # as it was written before
    assert (stored.marking, stored.marks) == (1, before.marks)
    assert judge(now, stored, Site(BLOG_ID)).state == CHANGED
