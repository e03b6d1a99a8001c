"""Errors as people and machines meet them: every command, one sentence on stderr, one document on stdout."""

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from scraper.cli import main
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "error.schema.json").read_text("utf-8"))
# A command line of each command that cannot be carried out, and its exit code.
FAILING = {
    "alert": (("alert", "test"), 2),
    "doctor": (("doctor", "NOWHERE"), 5),
    "run": (("run",), 8),
    "schedule": (("schedule", "pause", "NOWHERE"), 2),
    "tick": (("tick",), 8),
    "changes": (("changes", "NOWHERE"), 5),
    "completion": (("completion", "tcsh"), 2),
    "rescue": (("rescue", "wayback", "-o", "NOWHERE"), 2),
    "submit": (("submit", "NOWHERE"), 5),
    "coverage": (("coverage", "NOWHERE"), 5),
    "demo": (("demo", "-o", "FULL"), 5),
    "drill": (("drill", "NOWHERE"), 5),
    "export": (("export", "NOWHERE", "--format", "wacz", "-o", "x.wacz"), 5),
    "fleet": (("fleet", "NOWHERE", "-o", "OUT"), 2),
    "keys": (("keys", "NOWHERE"), 5),
    "mirror": (("mirror", "file:///etc/passwd", "-o", "NOWHERE"), 2),
    "redact": (("redact", "NOWHERE", "--names", "count", "-o", "OUT"), 5),
    "replay-assets": (("replay-assets",), 2),  # there is no npm
    "reextract": (("reextract", "NOWHERE"), 5),
    "replicate": (("replicate", "NOWHERE", "--audit"), 5),
    "restore": (("restore", "--from", "NOWHERE", "-o", "OUT"), 6),
    "search": (("search", "NOWHERE", "rally"), 5),
    "serve": (("serve", "NOWHERE"), 5),
    "status": (("status", "NOWHERE"), 5),
    "timestamp": (("timestamp", "NOWHERE"), 5),
    "verify": (("verify", "NOWHERE"), 5),
}


def invoke(tmp_path, *arguments):
    (tmp_path / "full").mkdir(exist_ok=True)
    (tmp_path / "full" / "mine.txt").write_text("mine")
    places = {"NOWHERE": tmp_path / "nowhere", "FULL": tmp_path / "full", "OUT": tmp_path / "out"}
    return CliRunner().invoke(main, [str(places.get(argument, argument)) for argument in arguments])


def error_in(done):
    document = json.loads(done.stdout)
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    return document["error"]


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_commands_error_is_a_document_where_json_is_asked_for(tmp_path, monkeypatch, home, name):
    (home / "schedule.sqlite").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    arguments, code = FAILING[name]
    plain, as_json = invoke(tmp_path, *arguments), invoke(tmp_path, *arguments, "--json")
    assert (plain.exit_code, plain.stdout) == (code, "")
    assert as_json.exit_code == code and as_json.stderr == plain.stderr
    told = error_in(as_json)
    assert told["exit_code"] == code and told["sentence"] + "\n" == plain.stderr


@pytest.mark.parametrize("name", sorted(main.commands))
def test_a_wrong_use_of_every_command_is_a_document_too(tmp_path, name):
    done = invoke(tmp_path, name, "--no-such-option", "--json")
    assert done.exit_code == 2 and "--no-such-option" in done.stderr
    assert error_in(done) == {
        "code": "usage-error",
        "exit_code": 2,
        "sentence": "No such option '--no-such-option'.",
        "kind": "",
    }


@pytest.mark.parametrize("arguments", [("--json", "--nonsense"), ("no-such-command", "--json"), ("status", "--json")])
def test_a_command_line_that_names_no_command_is_a_document_too(tmp_path, arguments):
    done = invoke(tmp_path, *arguments)
    assert done.exit_code == 2 and error_in(done)["code"] == "usage-error"
    assert invoke(tmp_path, "status", "--", "--json").stdout == ""  # behind -- it is a folder's name


# ------------------------------------------------------------------ a name that is no blog's
def contents(folder):
    return sorted(path.name for path in folder.parent.iterdir())


def test_a_misspelt_name_leaves_no_collection_behind(tmp_path, run):
    folder = tmp_path / "new" / "collection"
    done = run("mirror", "http://no-such-blog.invalid/", "-o", folder, "--json")
    assert done.code == 6 and done.document["collection"] is None
    assert done.document["error"]["sentence"].endswith(f"check the spelling of the address and your network. "
                                                       f"No collection was made in {folder}.")  # fmt: skip
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", [("--proxy", "nonsense"), ("--connect", "nonsense"), ("--cacert", "/nowhere")])
def test_a_wrong_option_leaves_no_collection_behind(tmp_path, run, option):
    (tmp_path / "given").mkdir()
    for folder in (tmp_path / "new", tmp_path / "given"):
        assert run("mirror", "http://blog.example/", "-o", folder, *option).code == 2
    assert list(tmp_path.iterdir()) == [tmp_path / "given"] and list((tmp_path / "given").iterdir()) == []


def test_a_second_attempt_with_the_right_name_goes_into_the_same_folder(tmp_path, run, mirrored):
    folder = tmp_path / "collection"
    folder.mkdir()
    done, _, _ = mirrored(Knobs(posts=5, in_place="parked"), folder)
    assert done.code == 7 and done.document["error"]["code"] == "not-a-blog"
    assert done.document["error"]["sentence"].endswith(f"No collection was made in {folder}.")
    assert list(folder.iterdir()) == []  # the folder was there, and stays
    done, _, _ = mirrored(Knobs(posts=5), folder)
    assert done.code == 0, done.stderr
    assert run("verify", folder).code == 0


def test_what_says_that_there_was_a_blog_is_kept_as_evidence(mirrored, run):
    done, folder, _ = mirrored(Knobs(posts=5, in_place="removed"))
    assert (done.code, done.document["error"]["code"]) == (7, "withheld")
    assert done.document["error"]["sentence"].endswith("The answer is kept in the collection's WARC.")
    assert run("verify", folder, "--deep").code == 0


def test_of_a_blog_that_was_seen_every_answer_is_kept(mirrored, run):
    with DemoServer(Knobs(posts=5)) as server:
        done, folder, _ = mirrored(Knobs(posts=5))
        before = {path.name for path in (folder / "warc").iterdir()}
        done = run("mirror", server.home, "-o", folder, "--connect", "*=127.0.0.1:1")
    assert done.code in (6, 9) and "No collection was made" not in done.stderr
    assert before <= {path.name for path in (folder / "warc").iterdir()}
    assert run("verify", folder).code == 0
