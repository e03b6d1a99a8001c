"""Every command on collections of which a file is no longer what it was: a sentence or a finding, and never a trace."""

import json
import os
import shutil

import pytest
from click.testing import CliRunner

from archive.errors import BeilinError
from scraper.cli import main
from scraper.demo.knobs import Knobs

DAMAGES = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "emptied": lambda path: path.write_bytes(b""),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 4),
    "a-list": lambda path: path.write_bytes(b'[{"a": [1, null]}, "x", 5]\n'),
    "an-object": lambda path: path.write_bytes(b'{"version": "x", "seq": [], "schema": null}\n'),
    "nested": lambda path: path.write_bytes(b"[" * 100_000 + b"]" * 100_000),
    "a-folder": lambda path: (path.unlink(), path.mkdir()),
    "absent": lambda path: path.unlink(),
    "a-dead-link": lambda path: (path.unlink(), path.symlink_to("/nowhere/at/all")),
    "a-loop": lambda path: (path.unlink(), path.symlink_to(path)),
    "a-pipe": lambda path: (path.unlink(), os.mkfifo(path)),
}
CRAWL, OLD = "[newest]", "[older]"  # stand for the names of crawls
FILES = (
    "beilin.toml",
    "README.txt",
    "bagit.txt",
    "data/about.txt",
    "events.jsonl",
    "events.jsonl.sig",
    "keys/allowed_signers",
    "keys/revoked_keys",
    "manifest-sha256.txt",
    "manifest-sha256.txt.sig",
    "records/people.json",
    "records/pages/about/v1.json",
    f"reports/{CRAWL}/coverage.json",
    f"reports/{CRAWL}/changes.json",
    f"reports/{CRAWL}/changes.html",
    f"reports/{OLD}/coverage.json",
    f"reports/{OLD}/changes.json",
    f"warc/{CRAWL}-00000.warc.gz",
    "state/frontier.sqlite",
    "state/readings.sqlite",
    "state/lock",
)
LOOKING = {
    "status": ("status", "DIR"),
    "coverage": ("coverage", "DIR"),
    "changes": ("changes", "DIR"),
    "verify": ("verify", "DIR"),
    "keys": ("keys", "DIR"),
    "audit": ("replicate", "DIR", "--audit"),
    "export": ("export", "DIR", "--format", "wacz", "-o", "OUT.wacz"),
}
WRITING = {
    "replicate": ("replicate", "DIR", "OUT"),
    "repair": ("replicate", "DIR", "--repair"),
    "rotate": ("keys", "DIR", "--rotate"),
    "replace": ("keys", "DIR", "--replace"),
    "trust": ("keys", "DIR", "--trust"),
    "timestamp": ("timestamp", "DIR"),
}
SLOW = {  # these read the WARC again, in processes of their own
    "deep": ("verify", "DIR", "--deep"),
    "reextract": ("reextract", "DIR"),
    "accept": ("changes", "DIR", "--accept", "all"),
}
CODES = {0, *range(2, 10)}  # 1 is for what nobody foresaw


@pytest.fixture(scope="module")
def whole(mirrored, tmp_path_factory):
    """A small collection of two crawls with a replica: (its folder, the names of its crawls)."""
    knobs = Knobs(posts=5)
    _, folder, _ = mirrored(knobs)
    done, _, _ = mirrored(knobs, folder, "--visit", "full")
    assert done.code == 0, done.stderr
    replica = tmp_path_factory.mktemp("replica") / "replica"
    assert CliRunner().invoke(main, ["replicate", str(folder), str(replica)]).exit_code == 0
    return folder, sorted(path.name for path in (folder / "reports").iterdir())


def copy_of(whole, tmp_path):
    folder, crawls = whole
    return shutil.copytree(folder, tmp_path / "collection"), crawls


def place(name, crawls):
    return name.replace(CRAWL, crawls[-1]).replace(OLD, crawls[0])


def run(arguments, folder, *more):
    for out in (folder.with_name("out"), folder.with_name("out.wacz")):
        shutil.rmtree(out, ignore_errors=True) if out.is_dir() else out.unlink(missing_ok=True)
    stand_ins = {"DIR": str(folder), "OUT": str(folder.with_name("out")), "OUT.wacz": str(folder.with_name("out.wacz"))}
    return CliRunner().invoke(main, [*(stand_ins.get(argument, argument) for argument in arguments), *more])


def judge(done, what):
    """A command ended as it may: with a code that is documented, one JSON document, one sentence."""
    assert done.exception is None or isinstance(done.exception, SystemExit), (what, repr(done.exception))
    assert done.exit_code in CODES, (what, done.exit_code)
    plain = json.loads(done.stdout)
    if plain.get("error"):
        assert plain["error"]["exit_code"] == done.exit_code, what
        assert plain["error"]["sentence"].endswith((".", "...")), (what, plain)
        assert done.stderr.count("\n") == 1, (what, done.stderr)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_looking_at_a_damaged_collection_ends_in_a_finding_or_a_sentence(whole, tmp_path, name, damage):
    folder, crawls = copy_of(whole, tmp_path)
    DAMAGES[damage](folder / place(name, crawls))
    for what, arguments in LOOKING.items():
        judge(run(arguments, folder, "--json"), what)


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_writing_to_a_damaged_collection_ends_in_a_finding_or_a_sentence(whole, tmp_path, name, damage):
    for what, arguments in (WRITING | SLOW).items():
        folder, crawls = copy_of(whole, tmp_path / what)
        DAMAGES[damage](folder / place(name, crawls))
        judge(run(arguments, folder, "--json"), what)


@pytest.mark.parametrize("damage", sorted(DAMAGES.keys() - {"absent"}))
def test_a_damaged_document_is_named_in_one_sentence(whole, tmp_path, damage):
    for command, name in (
        ("status", f"reports/{CRAWL}/coverage.json"),
        ("coverage", f"reports/{CRAWL}/coverage.json"),
        ("changes", f"reports/{CRAWL}/changes.json"),
        ("status", "records/pages/about/v1.json"),
    ):
        folder, crawls = copy_of(whole, tmp_path / command / name.split("/")[0])
        path = folder / place(name, crawls)
        DAMAGES[damage](path)
        done = run((command, "DIR"), folder)
        assert (done.exit_code, done.stdout) == (4, "")
        assert done.stderr.startswith(f"{path} is damaged (") and done.stderr.count("\n") == 1
        assert "see beilin verify" in done.stderr


def test_a_damaged_report_of_an_earlier_crawl_does_not_keep_us_from_crawling(whole, mirrored, tmp_path):
    folder, crawls = copy_of(whole, tmp_path)
    for crawl in crawls:
        (folder / "reports" / crawl / "coverage.json").write_bytes(b"{")
    done, _, _ = mirrored(Knobs(posts=5), folder)
    assert done.code == 4  # the reports are not as they were sealed, and verification says so
    assert done.document["summary"]["coverage"]["complete"] and done.document["summary"]["coverage"]["visit"] == "full"
    assert sorted(fault["file"] for fault in done.document["faults"]) == [f"reports/{c}/coverage.json" for c in crawls]


def test_a_record_of_a_newer_form_asks_for_a_newer_beilin(whole, tmp_path):
    folder, _ = copy_of(whole, tmp_path)
    path = folder / "records/pages/about/v1.json"
    path.write_text(path.read_text("utf-8").replace('"schema": 1', '"mood": "calm", "schema": 2'), "utf-8")
    done = run(("status", "DIR"), folder)
    assert done.exit_code == 5
    assert done.stderr == f"{path} is of schema 2, and this beilin knows 1: install a newer beilin.\n"


def test_a_document_of_a_hundred_megabytes_is_a_sentence(whole, tmp_path):
    folder, crawls = copy_of(whole, tmp_path)
    with (folder / "reports" / crawls[-1] / "coverage.json").open("wb") as file:
        file.write(b'["')
        for _ in range(100):
            file.write(b"a" * 1_000_000)
        file.write(b'"]')
    assert "another document than it should be" in run(("coverage", "DIR"), folder).stderr
    with (folder / "reports" / crawls[-1] / "coverage.json").open("ab") as file:
        file.truncate(1 << 30)  # a hole: no disk is filled
    assert "it has more than" in run(("coverage", "DIR"), folder).stderr


def test_names_that_no_terminal_can_show_are_shown_escaped(whole, tmp_path):
    folder, _ = copy_of(whole, tmp_path)
    (folder / os.fsdecode(b"records/\xff")).mkdir()
    for name in (b"records/\xff/v1.json", b"warc/\xfe.warc.gz", b"a\nb\x1b[31m"):
        (folder / os.fsdecode(name)).write_bytes(b"x")
    shown = run(("verify", "DIR"), folder)
    assert shown.exit_code == 4 and "\x1b" not in shown.stdout
    assert r"records/\udcff/v1.json: it is not in the manifest" in shown.stdout
    for what, arguments in LOOKING.items():
        judge(run(arguments, folder, "--json"), what)


def test_what_is_given_and_empty_is_refused(whole, tmp_path):
    folder, _ = copy_of(whole, tmp_path)
    for arguments in (
        ("verify", "DIR", "--key", ""),
        ("verify", "DIR", "--key="),
        ("replicate", "DIR", ""),
        ("mirror", "http://blog.example/", "-o", "", "--proxy", "socks5://127.0.0.1:1"),
        ("mirror", "http://blog.example/", "-o", "OUT", "--proxy", ""),
        ("status", ""),
    ):
        done = run(arguments, folder)
        assert done.exit_code == 2 and "empty: a variable of your script may not be set" in done.stderr, arguments
    assert not folder.with_name("out").exists()


def test_a_replica_is_no_file_and_a_crawl_no_path(whole, tmp_path):
    folder, _ = copy_of(whole, tmp_path)
    (tmp_path / "file").write_text("mine")
    done = run(("replicate", "DIR", str(tmp_path / "file")), folder)
    assert (done.exit_code, done.stderr) == (2, f"{tmp_path / 'file'} is a file: give a folder.\n")
    for crawl in ("../../elsewhere", "/etc", "*", "20140305"):
        done = run(("changes", "DIR", crawl), folder)
        assert done.exit_code == 2 and "is no crawl" in done.stderr


def test_every_error_has_a_code_of_its_own():
    def kinds(kind):
        return [kind, *(one for child in kind.__subclasses__() for one in kinds(child))]

    from archive.error_document import told

    public = [kind for kind in kinds(BeilinError) if not kind.__name__.startswith("_")]
    codes = [told(kind("x.")).code for kind in public]
    assert len(set(codes)) == len(codes) > 15
    assert {"not-a-collection", "collection-in-use", "unreachable", "not-a-blog"} <= set(codes)
