"""The proof of a collection, by the commands: keys, deep verification, timestamps after a crawl."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive import keys, manifest
from archive.layout import Layout
from scraper.demo.knobs import Knobs
from scraper.rederiving import judge_records

LISTS = "records/posts/2014/03/lists/v1.json"


@pytest.fixture
def copy(demo, tmp_path):
    return shutil.copytree(demo[1], tmp_path / "collection")


def names(found):
    return [(fault["code"], fault["file"]) for fault in found.document["faults"]]


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


def events_of(folder):
    return [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]


def test_every_crawl_ends_with_a_signed_seal_that_openssh_accepts(demo):
    folder = demo[1]
    command = ["ssh-keygen", "-Y", "verify", "-f", "keys/allowed_signers", "-I", "beilin", "-n", "beilin-manifest"]
    content = (folder / "manifest-sha256.txt").read_bytes()
    done = subprocess.run([*command, "-s", "manifest-sha256.txt.sig"], cwd=folder, input=content, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert [event["type"] for event in events_of(folder)] == [
        "creation",  # of the collection, and of the capture file
        "creation",
        "capture",
        "digital signature generation",
    ]


def test_f70_keys_are_shown_rotated_and_revoked_by_a_command(copy, run):
    first = run("keys", copy, "--json").document["current"]
    assert run("keys", copy).stdout == f"Signed by {first}.\n"
    assert run("keys", copy, "--revoke", first).code == 2
    second = run("keys", copy, "--rotate", "--json").document["current"]
    shown = run("keys", copy, "--revoke", first, "--json")
    assert shown.document == {"current": second, "former": [first], "revoked": [first], "unvouched": []}
    assert run("verify", copy).code == 0
    assert run("verify", copy, "--key", second).code == 0
    assert run("verify", copy, "--key", first).code == 4
    assert run("keys", copy, "--rotate", "--replace").code == 2
    told = [(event["type"], event["detail"]["what"]) for event in events_of(copy)[-2:]]
    assert told == [("modification", "key rotated"), ("modification", "key revoked")]


def test_a_crawl_without_its_key_does_not_begin(copy, mirrored, run, monkeypatch, tmp_path):
    monkeypatch.setenv("BEILIN_HOME", str(tmp_path / "another-machine"))
    before = contents(copy)
    done, _, requests = mirrored(Knobs(posts=60), copy)
    assert (done.code, done.document["error"]["code"], requests) == (5, "key-unavailable", [])
    assert done.stderr.count("\n") == 1 and "is not on this machine: copy it" in done.stderr
    assert "another-machine/keys/SHA256-" in done.stderr
    assert run("reextract", copy).code == run("keys", copy, "--rotate").code == 5
    assert contents(copy) == before
    assert run("keys", copy, "--replace").code == 0
    done, _, _ = mirrored(Knobs(posts=60), copy)
    assert done.code == 0, done.stderr
    assert "does not vouch for it" in run("verify", copy).stderr


def test_another_machine_trusts_a_replaced_key_when_told_to(copy, run, home, monkeypatch, tmp_path):
    there = str(home)
    assert run("verify", copy).code == 0
    monkeypatch.setenv("BEILIN_HOME", str(tmp_path / "another-machine"))
    assert run("keys", copy, "--replace").code == 0
    monkeypatch.setenv("BEILIN_HOME", there)
    assert "key-replaced" in run("verify", copy).stdout
    assert run("keys", copy, "--trust").code == 0
    assert run("verify", copy).code == 0
    (copy / "README.txt").write_text("forged")
    assert run("keys", copy, "--trust").code == 2


def test_a_crawl_never_seals_over_a_forgery(copy, mirrored):
    path = copy / LISTS
    path.write_bytes(path.read_bytes().replace(b"2014", b"2015"))
    layout = Layout(copy)
    old = manifest.read(layout)[LISTS]
    layout.manifest.write_text(layout.manifest.read_text().replace(old, manifest.digest_of(path)))
    done, _, requests = mirrored(Knobs(posts=60), copy)
    assert (done.code, requests) == (4, [])
    assert "Nothing was written" in done.stderr


def test_deep_verification_reads_every_record_again(copy, run):
    """Sealed by the holder of the key, and not what the captures say."""
    path = copy / LISTS
    content = path.read_bytes()
    at = content.index(b'"text": "') + len(b'"text": "')
    path.write_bytes(content[:at] + b"Not " + content[at:])
    manifest.seal(Layout(copy), {LISTS})
    assert run("verify", copy).code == 0
    found = run("verify", copy, "--deep", "--json")
    assert names(found) == [("record-not-derived", LISTS)]
    assert found.document["faults"][0]["offset"] == at
    assert run("reextract", copy).code == 0
    assert run("verify", copy, "--deep").code == 0
    assert path.read_bytes() == content


def test_deep_verification_misses_and_finds_whole_records(copy):
    layout = Layout(copy)
    (copy / LISTS).unlink()
    other = copy / "records/posts/2014/03/made-up/v1.json"
    other.parent.mkdir()
    other.write_bytes((copy / "records/posts/2014/03/morning/v1.json").read_bytes())
    faults, notices = judge_records(layout)
    assert [(fault.code, fault.file) for fault in faults] == [
        ("record-not-derived", LISTS),
        ("record-not-derived", "records/posts/2014/03/made-up/v1.json"),
    ]
    assert notices == []


def test_records_of_another_reader_are_not_judged_by_this_one(copy):
    path = copy / LISTS
    record = json.loads(path.read_bytes())
    record["provenance"]["extractor"] = "another/1"
    path.write_text(json.dumps(record), "utf-8")
    faults, notices = judge_records(Layout(copy))
    assert faults == []
    assert notices[0].startswith("1 record was written by another version of the reader")


def test_deep_verification_writes_nothing_into_the_collection(copy, run):
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    shutil.rmtree(copy / "state")
    before = {path: time for path, time in before.items() if "state" not in path.parts}
    assert run("verify", copy, "--deep").code == 0
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before


def test_python_m_archive_says_what_it_does_not_try(copy):
    command = [sys.executable, "-m", "archive", "verify", str(copy), "--deep"]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert done.returncode == 0
    assert "beilin verify --deep reads them again" in done.stderr


def test_f74_a_crawl_asks_for_a_timestamp_only_where_one_is_wanted_and_waits_for_none(copy, mirrored, run):
    assert run("timestamp", copy).code == 2
    layout = Layout(copy)
    text = layout.config.read_text("utf-8").replace('authority = ""', 'authority = "http://127.0.0.1:1/"')
    layout.config.write_text(text, "utf-8")
    done, _, _ = mirrored(Knobs(posts=60), copy)
    assert done.code == 0, done.stderr
    assert "did not answer" in done.document["notices"][0]
    assert run("timestamp", copy).code == 6
    assert run("verify", copy).code == 0


def test_the_keys_of_a_second_machine_are_a_copy_of_the_file(copy, run, home, monkeypatch, tmp_path):
    other = tmp_path / "another-machine"
    path = keys._path(keys.signer_of(Layout(copy)).fingerprint)
    (other / "keys").mkdir(parents=True)
    shutil.copy(path, other / "keys" / path.name)
    monkeypatch.setenv("BEILIN_HOME", str(other))
    assert run("reextract", copy).code == 0
    assert run("verify", copy).code == 0
