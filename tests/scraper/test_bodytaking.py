"""Bodies taken by processes of their own: the same as one by one, in the records' order, whoever of them dies."""

from dataclasses import replace

import pytest

from archive.errors import Damaged
from archive.export.source import Sealed, sealed_records
from archive.layout import Layout
from scraper import children
from scraper.bodies import TOO_MUCH, Bodies
from scraper.bodytaking import bodies_of


@pytest.fixture(scope="module")
def sealed(demo):
    return sealed_records(Layout(demo[1]))


@pytest.fixture(scope="module")
def alone(sealed):
    found = Bodies(sealed.layout)
    return [found.markup(record.post) for record in sealed]


@pytest.mark.parametrize("shares", [1, 3])
def test_bodies_are_the_same_from_any_number_of_processes(sealed, alone, monkeypatch, shares):
    monkeypatch.setattr(children, "shares_of", lambda _: shares)
    assert list(bodies_of(sealed)) == alone
    assert sum(markup is not None for markup, _ in alone) > 50


def dying(tmp_path, monkeypatch, times):
    """Have each process end before it takes the third body, so many times."""
    count = tmp_path / "deaths"
    program = (
        "import sys; from pathlib import Path; from scraper import bodies\n"
        f"count, was, seen = Path({str(count)!r}), bodies._bounded, []\n"
        "def bounded(found, post):\n"
        "    seen.append(post.url)\n"
        "    died = len(count.read_text()) if count.exists() else 0\n"
        f"    if post.url == sys.argv[2] and died < {times}:\n"
        "        count.write_text('x' * (died + 1)); sys.exit(9)\n"
        "    return was(found, post)\n"
        "bodies._bounded = bounded\n"
        "bodies.main(sys.argv[1])\n"
    )
    real = children.subprocess.Popen

    def popen(command, **options):
        return real([command[0], "-c", program, command[3], dying.url], **options)

    monkeypatch.setattr(children.subprocess, "Popen", popen)


@pytest.mark.parametrize("times", [1, 2])
def test_one_that_two_processes_die_at_has_no_body_and_the_others_have(sealed, alone, tmp_path, monkeypatch, times):
    few = Sealed(sealed.layout, sealed.listed[:6])
    dying.url = next(record.post.url for n, record in enumerate(few) if n == 2)
    dying(tmp_path, monkeypatch, times)
    found = list(bodies_of(few))
    assert found == [*alone[:2], (None, TOO_MUCH) if times == 2 else alone[2], *alone[3:6]]


def test_a_record_that_is_not_as_sealed_ends_it(sealed):
    listed = list(sealed.listed)
    listed[3] = (listed[3][0], "0" * 64)
    found = bodies_of(replace(sealed, listed=tuple(listed)))
    assert len([next(found) for _ in range(3)]) == 3
    with pytest.raises(Damaged):
        next(found)


def test_who_stops_early_leaves_no_process(sealed):
    found = bodies_of(sealed)
    next(found)
    (taker,) = found.gi_frame.f_locals["takers"]
    process = taker._process
    assert process.poll() is None
    found.close()
    assert process.poll() is not None
