"""What commands say and where: the verdict with the result, errors as documents, one thing and many."""

import errno
import json

import pytest
from click.testing import CliRunner

from archive.collection import discard
from archive.counted import counted
from scraper.cli import main


@pytest.mark.parametrize(
    ("raised", "code", "exit_code", "sentence"),
    [
        (OSError(errno.EIO, "Input/output error", "/disk/file"), "storage-error", 8, "Cannot use /disk/file: "),
        (KeyboardInterrupt(), "interrupted", 130, "Stopped. "),
        (ZeroDivisionError("a name"), "unforeseen", 1, "Something unforeseen (ZeroDivisionError)"),
    ],
)
def test_what_may_happen_anywhere_is_a_document_too(layout, monkeypatch, raised, code, exit_code, sentence):
    def fail(_):
        raise raised

    monkeypatch.setattr("scraper.cli.status_of", fail)
    done = CliRunner().invoke(main, ["status", str(layout.root), "--json"])
    told = json.loads(done.stdout)["error"]
    assert done.exit_code == exit_code
    assert (told["code"], told["exit_code"]) == (code, exit_code)
    assert told["sentence"].startswith(sentence) and "a name" not in done.stdout


def test_the_verdict_belongs_to_the_result(layout):
    whole = CliRunner().invoke(main, ["verify", str(layout.root)])
    assert whole.stdout == "Whole: every file is as it was sealed.\n"
    assert whole.stderr.startswith("Signed by SHA256:")
    (layout.root / "README.txt").write_text("changed")
    broken = CliRunner().invoke(main, ["verify", str(layout.root)])
    assert [line.partition(":")[0] for line in broken.stdout.splitlines()] == ["README.txt", "1 fault."]
    (layout.root / "bagit.txt").write_text("changed")
    assert CliRunner().invoke(main, ["verify", str(layout.root)]).stdout.endswith("\n2 faults.\n")
    assert json.loads(CliRunner().invoke(main, ["verify", str(layout.root), "--json"]).stdout)["whole"] is False


def test_results_of_one_thing_are_said_so(layout, tmp_path):
    shown = CliRunner().invoke(main, ["status", str(layout.root)]).stdout
    assert "1 post, 1 page, 2 comments, 2 versions" in shown and "WARC       1 file, " in shown
    assert (counted(1, "fault"), counted(0, "fault"), counted(1, "entry", "entries")) == (
        "1 fault",
        "0 faults",
        "1 entry",
    )
    sent = CliRunner().invoke(main, ["replicate", str(layout.root), str(tmp_path / "replica")])
    assert sent.exit_code == 0, sent.stderr
    audited = CliRunner().invoke(main, ["replicate", str(layout.root), "--audit"]).stdout
    assert "whole, 1 snapshot, " in audited


def test_lines_are_whole_where_nobody_looks(layout, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    address = f"http://{'a' * 60}.{'b' * 60}.example/"
    text = layout.config.read_text("utf-8")
    layout.config.write_text(text.replace("http://blog.example/", address), "utf-8")
    assert f"blog       {address}" in CliRunner().invoke(main, ["status", str(layout.root)]).stdout


def test_a_collection_with_a_record_is_never_discarded(layout):
    discard(layout, [layout.root])
    assert CliRunner().invoke(main, ["verify", str(layout.root)]).exit_code == 0
