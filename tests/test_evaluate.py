"""The evaluation judges as it says: what is right, what is missing, what is not judged."""

import json
import sys
from pathlib import Path

import pytest

from benchmarks.evaluate import __main__ as evaluate
from benchmarks.evaluate import fields, peers
from benchmarks.evaluate.cases import Case
from benchmarks.evaluate.fields import Score

CORPUS = Path(__file__).parent / "corpus"
NOWHERE = Path("/nonexistent")
SAID = {
    "id": "1",
    "url": "http://b.blogspot.com/a",
    "title": {"raw": "Kiln 窑", "en": "Kiln", "zh": "窑"},
    "author": {"account": "keeper", "byline": None},
    "published": {"value": "2016-04-03T21:00:00+08:00", "raw": "21:00", "basis": "feed"},
    "event_date": {"value": "2016-04-02", "raw": "April 2", "basis": "text-en"},
    "paragraphs": [
        {"text": "The kiln is cold and nobody came.", "language": "en", "pair": 1},
        {"text": "窑冷了。", "language": "zh-Hans", "pair": 0},
        {"text": "Chrome", "language": "en", "pair": None},
    ],
    "attendees": [
        {"en": "Wen Qi", "zh": "闻琦", "basis": "list"},
        {"en": "Rui Anping", "zh": None, "basis": "caption"},
        {"en": "Gao Mingzhe", "zh": None, "basis": "credit"},
    ],
    "findings": [],
}


def judged(expected, said=SAID):
    case = Case("c", "form", "http://b.blogspot.com/a", "", {"posts": [expected]}, {"posts": [said]})
    return dict(fields.measures(case))


def test_paragraphs_are_held_by_their_text():
    scores = judged(
        {
            "texts": ["Lost.", "The kiln is cold and nobody came.", "窑冷了。"],
            "languages": ["en", "en", "zh-Hant"],
            "pairs": [None, 2, 1],
        }
    )
    assert scores["paragraph text, F1"] == Score(2, 3, 3)
    assert scores["language, over 20 characters"] == Score(1, 1, 1)
    assert scores["language, to 20 characters"] == Score(0, 1, 1)
    assert scores["pairs, F1"] == Score(1, 1, 1)
    assert scores["post boundaries, F1"] == Score(1, 1, 1)


def test_people_and_joins():
    scores = judged({"people": [["Wen Qi", "闻琦", "list"], [None, "芮安平", "list"]]})
    assert scores["attendees, precision"] == Score(1, 2, 2)
    assert scores["attendees, recall"] == Score(1, 2, 2)
    assert scores["name joins, F1"] == Score(1, 1, 1)


@pytest.mark.parametrize(
    ("stated", "found", "right", "wrong", "silent", "abstained"),
    [("2016-04-02", "2016-04-02", 1, 0, 0, 0), ("2016-04-02", None, 0, 0, 0, 1), ("2016-04-02", "2016-04-01", 0, 1, 1, 0),
     (None, "2016-04-01", 0, 1, 1, 0), (None, None, 1, 0, 0, 0)],
)  # fmt: skip
def test_a_wrong_date_is_not_an_abstention(stated, found, right, wrong, silent, abstained):
    scores = judged({"event_date": stated and {"value": stated}}, {**SAID, "event_date": found and {"value": found}})
    names = ("event date", "event date: wrong", "event date: wrong in silence", "event date: abstained")
    assert [scores[name].right for name in names] == [right, wrong, silent, abstained]


def test_what_is_not_stated_is_not_judged():
    assert set(judged({"url": SAID["url"]})) == {"post boundaries, F1"}
    assert judged({"title": {"raw": "Kiln"}})["title as it stands"] == Score(0, 1, 1)
    assert "title split" not in judged({"title": {"raw": "Kiln"}})
    assert judged({"published": {"value": "2016-04-03"}})["published"] == Score(1, 1, 1)


def test_a_post_that_is_not_there_counts():
    case = Case("c", "form", "u", "", {"posts": [{"texts": ["Words."]}]}, {"posts": []})
    scores = dict(fields.measures(case))
    assert (scores["post boundaries, F1"], scores["paragraph text, F1"]) == (Score(0, 0, 1), Score(0, 0, 1))


def test_the_corpus_is_judged_and_missing_programs_are_named(capsys):
    assert evaluate.main([str(CORPUS), "--peers", str(NOWHERE)]) == 0
    shown = capsys.readouterr().out
    assert "| lingua | not installed: make peers |" in shown
    assert "### pairs, F1" in shown
    assert evaluate.main([str(CORPUS), "--peers", str(NOWHERE), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fields"]["post boundaries, F1"]["all"]["beilin"]["ratio"] == 1
    assert evaluate.main([str(NOWHERE)]) == 2


def test_a_program_that_is_not_in_its_environment_is_an_error_and_no_answer():
    state = peers.states(Path(sys.executable))
    assert "PackageNotFoundError" in state["trafilatura"]
    assert peers.ask(Path(sys.executable), [{"peer": "lingua", "do": "language", "text": "x"}])[0]["error"]
