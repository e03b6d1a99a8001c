"""`beilin search` as a user meets it: rows for machines, lines for people, exit codes, nothing hostile on the terminal."""

import dataclasses
import json

import pytest
from click.testing import CliRunner

from archive import codec
from archive.layout import record_folder
from benchmarks.many_posts import make, post, seal
from scraper.cli import main


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    return make(tmp_path_factory.mktemp("search") / "collection", 150).root


def run(*arguments):
    return CliRunner().invoke(main, ["search", *map(str, arguments)])


def rows(*arguments):
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_rows_stream_as_json_lines_with_their_address(collection):
    found = rows(collection, "dead", "--limit", "150")
    assert {row["url"] for row in found} == {
        one.url
        for one in map(post, range(150))
        if any("dead" in p.text.lower().split() for p in one.paragraphs)
        or any(
            word.strip(".").lower() in ("dead", "deads", "deaded", "deading")
            for p in one.paragraphs
            for word in p.text.split()
        )
        or "dead" in one.title.raw.lower().split()
    }
    assert len(rows(collection, "dead", "--limit", 3)) == 3
    assert len(rows(collection, "--limit", 1000)) == 150  # more than are asked of the index at a time


def test_every_option_narrows_what_is_found(collection):
    everything = {row["url"]: row for row in rows(collection, "--limit", 150)}
    for options, holds in (
        (("--from", "2012", "--to", "2013-06"), lambda row: "2012" <= row["published"][:7] <= "2013-06"),
        (("--event-from", "2012-05-01"), lambda row: row["event_date"] >= "2012-05-01"),
        (("--event-to", "2012-05"), lambda row: row["event_date"][:7] <= "2012-05"),
        (("--lang", "zh-Hant"), lambda row: "zh-Hant" in row["languages"]),
        (("--place", "Harbour"), lambda row: "Harbour" in row["place"]),
        (("--kind", "vigil"), lambda row: row["event_kind"] == "vigil"),
        (("--label", "library 圖書館"), lambda row: "library 图书馆" in row["labels"]),
        (("--has-images",), lambda row: row["images"] > 0),
        (("--no-images",), lambda row: row["images"] == 0),
    ):
        expected = {url for url, row in everything.items() if holds(row)}
        assert expected and {row["url"] for row in rows(collection, *options, "--limit", 150)} == expected, options
    person = {one.url for one in map(post, range(150)) if any(a.zh == "卢青原" for a in one.attendees)}
    assert {row["url"] for row in rows(collection, "--person", "qingyuan lu", "--limit", 150)} == person
    dates = [row["published"] for row in rows(collection, "dead", "--sort", "oldest", "--limit", 150)]
    assert dates == sorted(dates)
    assert rows(collection, "--state", "suspect") == []


def test_people_read_marked_snippets(collection):
    result = run(collection, "改革", "--limit", "2")
    assert result.exit_code == 0
    assert "[改革]" in result.stdout and "https://many.example/" in result.stdout
    assert "2 of " in result.stderr


def test_several_words_need_no_quotes(collection):
    assert rows(collection, "dead", "改革") == rows(collection, "dead 改革")


def test_no_hit_is_no_failure_and_a_sentence(collection):
    result = run(collection, "龘龘龘")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.strip().count("\n") == 0 and "Nothing was found" in result.stderr
    assert rows(collection, "龘龘龘") == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("(a",), 2),
        (("人" * 3000,), 2),
        (("--from", "soon"), 2),
        (("has:wings",), 2),
        (("--sort", "best"), 2),
        (("--limit", "0"), 2),
    ],
)
def test_what_cannot_be_asked_is_one_sentence_and_exit_code_2(collection, arguments, code):
    result = run(collection, *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr


def test_a_folder_that_is_no_collection_is_exit_code_5(tmp_path):
    assert run(tmp_path, "a").exit_code == 5
    assert run(tmp_path / "none", "a").exit_code == 5


def test_v88_what_a_page_wrote_does_not_steer_the_terminal(tmp_path):
    layout = make(tmp_path / "collection", 0)
    hostile = "lamp \x1b[31m\x1b]0;title\x07 \u202elamp [bold]lamp[/bold] \x9b2J\r\n"
    one = post(0)
    one = dataclasses.replace(
        one,
        title=dataclasses.replace(one.title, raw=hostile, en=None, zh=None),
        place=dataclasses.replace(one.place, value=hostile),
        paragraphs=(dataclasses.replace(one.paragraphs[0], text=hostile),),
    )
    path = layout.records / record_folder(one.kind, one.url) / "v1.json"
    path.parent.mkdir(parents=True)
    path.write_text(codec.dump(one), encoding="utf-8")
    seal(layout)
    result = run(layout.root, "lamp")
    assert result.exit_code == 0
    assert not {"\x1b", "\x07", "\u202e", "\x9b", "\r"} & set(result.stdout)
    assert "[bold]" in result.stdout and "\\x1b" in result.stdout


def test_a_record_that_cannot_be_read_is_told(tmp_path):
    layout = make(tmp_path / "collection", 3)
    next(layout.records.rglob("v1.json")).write_text("{", encoding="utf-8")
    result = run(layout.root)
    assert result.exit_code == 0
    assert "Not searched: records/posts/" in result.stderr
