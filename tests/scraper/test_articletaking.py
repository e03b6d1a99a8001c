"""Articles worked on by processes of their own: the same as one by one, in the order wanted, whoever of them dies."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from archive import codec
from archive.errors import Damaged
from archive.export.source import Sealed, sealed_records
from archive.layout import Layout
from archive.pictures import Pictures
from archive.restoration.site.making import write_site
from scraper import children
from scraper.articles import TOO_MUCH, article_of
from scraper.articletaking import SideBySide
from scraper.bodies import Bodies
from scraper.restoring import material
from tests.scraper.restored import tree


def told_and_whole(_):
    return lambda told, article: [told, codec.to_plain(article)]


@pytest.fixture(autouse=True)
def works_of_this_file(monkeypatch):
    """Let processes find the works that are told here: of themselves they look in no folder but the installed ones."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))


@pytest.fixture(scope="module")
def sealed(demo):
    return sealed_records(Layout(demo[1]))


@pytest.fixture(scope="module")
def alone(sealed):
    found = Bodies(sealed.layout)
    return [codec.to_plain(article_of(record.post, *found.markup(record.post))) for record in sealed]


def side_by_side(sealed):
    return SideBySide(sealed, Pictures(sealed.layout), lambda: iter(()))


@pytest.mark.parametrize("shares", [1, 3])
def test_articles_are_the_same_from_any_number_of_processes_in_any_order(sealed, alone, monkeypatch, shares):
    monkeypatch.setattr(children, "shares_of", lambda _: shares)
    wanted = [(number, f"told {number}") for number in reversed(range(len(sealed)))]
    made = list(side_by_side(sealed).made(told_and_whole, wanted))
    assert made == [[told, alone[number]] for number, told in wanted]
    assert sum(plain["whole"] for plain in alone) > 50


def test_a_site_is_the_same_byte_for_byte_from_processes_and_from_this_one(demo, tmp_path, monkeypatch):
    monkeypatch.setattr(children, "shares_of", lambda _: 3)
    with material(Layout(demo[1])) as found:
        lacks = list(write_site(found, tmp_path / "apart"))
        here = replace(found, articles=lambda: iter(list(found.articles())))
        assert list(write_site(here, tmp_path / "here")) == lacks
    assert tree(tmp_path / "here") == tree(tmp_path / "apart")


def dying(tmp_path, monkeypatch, times):
    """Have each process end before it takes the third body, so many times."""
    count = tmp_path / "deaths"
    program = (
        "import sys; from pathlib import Path; from scraper import articles\n"
        f"count, was, seen = Path({str(count)!r}), articles._bounded, []\n"
        "def bounded(found, post):\n"
        "    seen.append(post.url)\n"
        "    died = len(count.read_text()) if count.exists() else 0\n"
        f"    if post.url == sys.argv[2] and died < {times}:\n"
        "        count.write_text('x' * (died + 1)); sys.exit(9)\n"
        "    return was(found, post)\n"
        "articles._bounded = bounded\n"
        "articles.main(sys.argv[1])\n"
    )
    real = children.subprocess.Popen

    def popen(command, **options):
        return real([command[0], "-c", program, command[-1], dying.url], **options)

    monkeypatch.setattr(children.subprocess, "Popen", popen)


@pytest.mark.parametrize("times", [1, 2])
def test_one_that_two_processes_die_at_has_no_body_and_the_others_have(sealed, alone, tmp_path, monkeypatch, times):
    few = Sealed(sealed.layout, sealed.listed[:6])
    third = next(record.post for number, record in enumerate(few) if number == 2)
    dying.url = third.url
    dying(tmp_path, monkeypatch, times)
    found = [codec.to_plain(article) for article in side_by_side(few)()]
    without = codec.to_plain(article_of(third, None, TOO_MUCH))
    assert found == [*alone[:2], without if times == 2 else alone[2], *alone[3:6]]


def test_a_record_that_is_not_as_sealed_ends_it(sealed):
    listed = list(sealed.listed)
    listed[3] = (listed[3][0], "0" * 64)
    found = side_by_side(replace(sealed, listed=tuple(listed)))()
    assert len([next(found) for _ in range(3)]) == 3
    with pytest.raises(Damaged):
        next(found)


def full(_):
    def make(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return make


def test_a_full_disk_is_told_as_one(sealed):
    with pytest.raises(OSError, match="No space left") as refused:
        next(side_by_side(sealed).made(full, [(0, None)]))
    assert refused.value.errno == errno.ENOSPC


def test_who_stops_early_leaves_no_process(sealed):
    found = side_by_side(sealed).made(told_and_whole, [(0, None), (1, None)])
    next(found)
    (taker,) = found.gi_frame.f_locals["takers"]
    process = taker._process
    found.close()
    assert process.poll() is not None
