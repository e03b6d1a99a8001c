"""Verification: a whole collection passes; any change of any file is found and named, by us and by sha256sum."""

import json
import shutil
import subprocess
import sys
import textwrap

import pytest

from archive import manifest, store
from archive.integrity import verify
from archive.integrity.warcs import members


def files(layout):
    return [p for p in sorted(layout.root.rglob("*")) if p.is_file() and "state" not in p.parts]


def test_a_whole_collection_has_no_fault(layout):
    assert verify(layout) == []


def test_sha256sum_accepts_the_manifest(layout):
    run = subprocess.run(["sha256sum", "-c", "manifest-sha256.txt"], cwd=layout.root, capture_output=True, text=True)
    assert run.returncode == 0
    assert run.stdout.count(": OK\n") == len(files(layout)) - 1


def test_f67_every_byte_of_every_file_counts(layout):
    """One bit of each byte is turned (of each seventh in longer files); each time that file is named."""
    for path in files(layout):
        name, content = path.relative_to(layout.root).as_posix(), path.read_bytes()
        for position in range(0, len(content), 1 if len(content) < 1500 else 7):
            changed = bytearray(content)
            changed[position] ^= 1
            path.write_bytes(changed)
            found = {fault.file for fault in verify(layout)}
            # A changed line of the manifest shows as the file it speaks of, or as itself.
            assert found if name == "manifest-sha256.txt" else name in found, (name, position)
        path.write_bytes(content)
    assert verify(layout) == []


@pytest.mark.parametrize(
    "part", ["warc/20260102T030405Z-00000.warc.gz", "records/posts/2014/03/kiln/v1.json", "README.txt"]
)
def test_a_missing_file_is_named(layout, part):
    (layout.root / part).unlink()
    assert ("file-missing", part) in {(fault.code, fault.file) for fault in verify(layout)}


def test_a_stranger_is_named(layout):
    (layout.warc / "stranger.txt").write_text("x")
    assert {fault.code for fault in verify(layout)} == {"file-unlisted", "warc-name"}


def test_w18_a_torn_tail_is_named_with_its_place(layout):
    path = next(layout.warc.iterdir())
    last = list(members(path))[-1]
    path.write_bytes(path.read_bytes()[:-5])
    faults = [fault for fault in verify(layout) if fault.code == "warc-member"]
    assert [(fault.offset, fault.length) for fault in faults] == [(last.offset, last.length - 5)]


def test_w21_records_swapped_removed_or_repeated_are_found(layout):
    path = next(layout.warc.iterdir())
    content = path.read_bytes()
    one, two = (content[m.offset : m.offset + m.length] for m in members(path))
    for changed in (two + one, one, one + two + two):
        path.write_bytes(changed)
        assert {fault.code for fault in verify(layout)} & {"warc-record", "record"}


def test_damage_in_the_middle_hides_no_later_record(layout):
    path = next(layout.warc.iterdir())
    content = bytearray(path.read_bytes())
    content[20:30] = b"\0" * 10
    path.write_bytes(content)
    assert [m.plain is not None for m in members(path)][-1]


def test_w23_a_forged_record_and_digest_still_fail_the_citation(layout):
    path = layout.records / "posts/2014/03/kiln/v1.json"
    plain = json.loads(path.read_text("utf-8"))
    plain["provenance"]["captures"][0]["payload_digest"] = "sha256:FORGED"
    path.write_text(json.dumps(plain), "utf-8")
    manifest.seal(layout, rewritten=frozenset({"records/posts/2014/03/kiln/v1.json"}))
    assert [fault.code for fault in verify(layout)] == ["record"]


def test_sealing_again_never_blesses_a_changed_old_file(layout):
    path = next(layout.warc.iterdir())
    path.write_bytes(path.read_bytes() + b"x")
    manifest.seal(layout)
    assert "file-changed" in {fault.code for fault in verify(layout)}
    shutil.rmtree(layout.records)
    manifest.seal(layout)
    assert "file-missing" in {fault.code for fault in verify(layout)}


@pytest.mark.parametrize("change", ["edit", "remove", "reorder", "cut"])
def test_f75_a_break_in_the_chain_of_events_is_located(layout, change):
    lines = layout.events.read_bytes().splitlines(keepends=True)
    changed = {
        "edit": [lines[0].replace(b"blog.example", b"bl0g.example"), *lines[1:]],
        "remove": lines[1:],
        "reorder": [*lines[1:], lines[0]],
        "cut": [*lines[:-1], lines[-1][:-9]],
    }[change]
    layout.events.write_bytes(b"".join(changed))
    assert {"events-chain", "events-torn"} & {fault.code for fault in verify(layout)}


def test_python_m_archive_needs_nothing_but_the_standard_library(layout):
    script = textwrap.dedent("""
        import sys
        class Refuse:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] in "scrapy twisted lxml bs4 langdetect click rich warcio".split():
                    raise ImportError(name)
        sys.meta_path.insert(0, Refuse())
        from archive.__main__ import main
        sys.exit(main(["verify", sys.argv[1]]))
    """)
    run = subprocess.run([sys.executable, "-c", script, str(layout.root)], capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (0, ""), run.stderr


def test_python_m_archive_names_damage_and_exits_4(layout):
    path = next(layout.warc.iterdir())
    path.write_bytes(path.read_bytes()[:-1])
    run = subprocess.run(
        [sys.executable, "-m", "archive", "verify", str(layout.root), "--json"], capture_output=True, text=True
    )
    assert run.returncode == 4
    assert {fault["file"] for fault in json.loads(run.stdout)["faults"]} >= {f"warc/{path.name}"}


def test_python_m_archive_says_what_is_no_collection(tmp_path):
    run = subprocess.run([sys.executable, "-m", "archive", "verify", str(tmp_path)], capture_output=True, text=True)
    assert run.returncode == 5
    assert "is not a beilin collection" in run.stderr


def test_versions_count_changes_only(layout):
    post = next(store.posts(layout))
    assert store.keep(layout, post) == "unchanged"
