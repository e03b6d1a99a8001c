"""Other programs import the demo blog and what is hard: what they have then is what was, save what each cannot carry."""

import pytest

from benchmarks.restoring.archive import archive, captured_paths
from benchmarks.restoring.judging import JUDGES
from benchmarks.restoring.services import Missing

# What may differ, by judge: (field, how many posts of the hard ones and of the demo).
DIFFERENT = {
    "wordpress": {"path": 14, "instant": 2},
    "hugo": {"path": 2},
    "jekyll": {"path": 2},
    "pelican": {"path": 2, "labels": 1},
    "jekyll-import-blogger": {"there": 6, "instant": 3, "exact": 3},
    "jekyll-import-wxr": {"labels": 1},
}


@pytest.mark.long
@pytest.mark.parametrize("judge", JUDGES)
def test_what_a_judge_has_is_what_was(demo, tmp_path, judge):
    with archive(demo[1]) as material:
        try:
            verdict = JUDGES[judge](material, tmp_path, captured_paths(demo[1]))
        except Missing as missing:
            pytest.skip(str(missing))
    assert verdict.unexcused == []
    assert verdict.dead == ()
    if judge in DIFFERENT:
        same = {name: total - DIFFERENT[judge].get(name, 0) for name, (_, total) in verdict.comparison.counts.items()}
        assert {name: count for name, (count, _) in verdict.comparison.counts.items()} == same
