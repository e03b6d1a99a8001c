"""`beilin export` as a user meets it."""

import json

import pytest


@pytest.mark.parametrize(("form", "name"), [("jsonl", "a.jsonl"), ("csv", "tables"), ("markdown", "texts")])
def test_export_says_what_it_made(form, name, demo, run, tmp_path):
    _, folder, _ = demo
    done = run("export", folder, "--format", form, "-o", tmp_path / name)
    assert done.code == 0, done.stderr
    assert done.stdout.startswith(f"{tmp_path / name}: 63 records, ")
    assert (tmp_path / name).exists()


def test_export_for_machines_is_one_document(demo, run, tmp_path):
    _, folder, _ = demo
    done = run("export", folder, "--format", "tmx", "-o", tmp_path / "a.tmx", "--json")
    assert {**done.document, "notes": [], "size": 0} == {
        "path": str(tmp_path / "a.tmx"), "records": 63, "files": 1, "size": 0, "notes": [],
    }  # fmt: skip
    assert json.loads(done.stdout)["size"] == (tmp_path / "a.tmx").stat().st_size


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["--format", "csv", "--certificate", "x.pem"], "--certificate is for --format wacz alone"),
    (["--format", "wacz", "--all-versions"], "leave out --all-versions"),
])  # fmt: skip
def test_options_of_another_form_are_refused(arguments, sentence, demo, run, tmp_path):
    _, folder, _ = demo
    done = run("export", folder, *arguments, "-o", tmp_path / "x.wacz")
    assert done.code == 2
    assert sentence in done.stderr
    assert not (tmp_path / "x.wacz").exists()
