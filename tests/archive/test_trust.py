"""Who can write in a collection's folder and has not its key: nothing of his is believed or sealed, and nothing is lost.

A forged line of the log is made with the true chain, as one can who has read this program.
"""

import contextlib
import json
import os
import shutil

import pytest

from archive import events, keys, manifest, pins, started
from archive.acceptance import Acceptance, accept, acceptances
from archive.collection import create_collection
from archive.config import Config
from archive.errors import UsageError
from archive.event_lines import last_of, line
from archive.integrity import verify
from archive.integrity.signers import named_key
from archive.integrity.succession import NAME as STATEMENT
from archive.lock import locked
from archive.signing import EVENT, EVENTS, Signer
from archive.writing import writing
from tests.archive.conftest import begun, response
from tests.archive.killing import ended_at
from tests.archive.test_seal import openssh_accepts, sha256sum_accepts

FORGED = {"what": "changes accepted", "crawl": "20990101T000000Z", "url": "all"}
PLANTED = ("records/posts/2014/03/kiln/v9.json", "records/note.txt", "reports/20990101T000000Z/changes.json",
           "warc/20990101T000000Z-00000.warc.gz", "keys/other.pub", "timestamps/" + "0" * 64 + ".tsr")  # fmt: skip


def found(layout):
    return [(fault.code, fault.file) for fault in verify(layout)]


def forge(layout, detail=FORGED, sign=lambda _: "", kind="quality review"):
    """Add a line that fits the chain, as somebody else would."""
    with layout.events.open("ab") as file:
        file.write(line(last_of(layout.events.read_bytes()), kind, detail, "success", sign))


def signed_by(signer, namespace=EVENT):
    return lambda said: signer.sign(said, namespace).decode()


def strangers(tmp_path):
    """Ways of adding a line without the key that signs now."""
    other = create_collection(tmp_path / "other", Config(address="http://other.example/"))
    return [lambda _: "", lambda _: "no signature", signed_by(Signer.new()), signed_by(keys.signer_of(other))]


def test_an_acceptance_that_the_key_did_not_sign_is_never_believed_nor_sealed(layout, tmp_path):
    for number, sign in enumerate(strangers(tmp_path), 1):
        before = layout.events.read_bytes()
        forge(layout, sign=sign)
        forged = layout.events.read_bytes()[len(before) :]
        assert acceptances(layout) == ()
        assert ("events-unsigned", "events.jsonl") in found(layout)
        with writing(layout):
            assert acceptances(layout) == ()
        manifest.seal(layout)
        assert acceptances(layout) == ()
        assert forged not in layout.events.read_bytes() and layout.unsigned.read_bytes().endswith(forged)
        assert found(layout) == [("file-unlisted", layout.unsigned.name)], number
        assert events.last(layout)["detail"]["what"] == "sealed"


def test_a_line_of_one_that_follows_ours_is_put_aside_and_ours_stays(layout):
    accept(layout, "20260102T030405Z", ["http://blog.example/2014/03/kiln.html"])
    forge(layout)
    with layout.events.open("ab") as file:
        file.write(b"{}\n")  # of no form at all
    assert [one.url for one in acceptances(layout)] == ["http://blog.example/2014/03/kiln.html"]
    manifest.seal(layout)
    assert [one.url for one in acceptances(layout)] == ["http://blog.example/2014/03/kiln.html"]
    assert len(layout.unsigned.read_bytes().splitlines()) == 2


def test_a_signature_is_for_its_line_and_its_place_alone(layout):
    accept(layout, "20260102T030405Z", ["all"])
    mine = layout.events.read_bytes().splitlines()[-1]
    for change in (lambda e: e["detail"].update(crawl="2099"), lambda e: e.update(previous="0" * 64)):
        event = json.loads(mine)
        change(event)
        event["hash"] = events.line_hash(event)
        content = layout.events.read_bytes().replace(mine, json.dumps(event, ensure_ascii=False).encode())
        (layout.state / "events").write_bytes(content)
        (layout.state / "events").replace(layout.events)
        assert acceptances(layout) == ()
        layout.events.write_bytes(content.replace(json.dumps(event, ensure_ascii=False).encode(), mine))
    assert len(acceptances(layout)) == 1
    signer = keys.signer_of(layout)
    forge(layout, sign=signed_by(signer, EVENTS))  # a true signature for something else
    assert len(acceptances(layout)) == 1


def test_acceptances_outlive_their_key_and_a_key_that_went_accepts_nothing_more(layout):
    first = keys.signer_of(layout)
    accept(layout, "20260102T030405Z", ["all"])
    manifest.seal(layout, change=keys.rotation(layout))
    assert acceptances(layout) == (Acceptance("20260102T030405Z", "all"),)
    forge(layout, sign=signed_by(first))
    assert len(acceptances(layout)) == 1
    manifest.seal(layout, change=keys.revocation(layout, first.fingerprint))
    assert len(acceptances(layout)) == 1
    forge(layout, sign=signed_by(first))
    assert len(acceptances(layout)) == 1
    assert [name for name in manifest.read(layout) if STATEMENT.fullmatch(name.removeprefix("keys/"))]


def test_what_a_collection_that_was_never_sealed_is_told_counts_only_if_signed(tmp_path):
    made = create_collection(tmp_path / "c", Config(address="http://blog.example/"))
    forge(made)
    assert acceptances(made) == ()
    with writing(made):
        manifest.seal(made)
    assert acceptances(made) == () and made.unsigned.is_file()
    assert events.first_hash(made.events.read_bytes())


# ------------------------------------------------------------------ files
@pytest.mark.parametrize("name", PLANTED)
def test_a_file_that_was_planted_is_not_sealed_and_stays_and_is_found(layout, name):
    path = layout.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"planted")
    manifest.seal(layout)
    assert name not in manifest.read(layout)
    codes = found(layout)
    assert ("file-unlisted", name) in codes and "sealed" not in codes
    assert path.read_bytes() == b"planted"
    assert openssh_accepts(layout) and sha256sum_accepts(layout)


def test_what_is_written_over_a_link_is_not_sealed(layout, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "notes.json").write_text("{}")
    (layout.reports / "20260303T000000Z").symlink_to(tmp_path / "elsewhere")
    manifest.seal(layout, ["reports/20260303T000000Z/notes.json"])
    assert "reports/20260303T000000Z/notes.json" not in manifest.read(layout)


def test_what_a_killed_crawl_had_begun_is_sealed_by_the_next_run(layout):
    name = "20260303T000000Z-00000.warc.gz"
    file = begun(layout, name)
    file.append([response("http://blog.example/2014/04/glaze.html")])
    file.close()
    evidence = layout.reports / "20260303T000000Z" / f"{name}.torn"
    evidence.write_bytes(b"torn")
    started.keep_torn(layout, name, f"reports/20260303T000000Z/{name}.torn", 4, manifest.digest_of(evidence))
    assert manifest.warcs(layout)[-1].name == name
    manifest.seal(layout)
    assert verify(layout) == []
    assert {f"warc/{name}", f"reports/20260303T000000Z/{name}.torn"} <= manifest.read(layout).keys()


def test_evidence_that_was_changed_before_the_seal_is_not_sealed(layout):
    evidence = layout.reports / "x.torn"
    evidence.write_bytes(b"torn")
    started.keep_torn(layout, "x", "reports/x.torn", 4, manifest.digest_of(evidence))
    evidence.write_bytes(b"other")
    manifest.seal(layout)
    assert found(layout) == [("file-unlisted", "reports/x.torn")]


def test_a_capture_file_that_nobody_began_is_none_of_ours(layout):
    planted = layout.warc / "20990101T000000Z-00000.warc.gz"
    shutil.copy(next(layout.warc.iterdir()), planted)
    assert planted not in manifest.warcs(layout) and len(manifest.warcs(layout)) == 1
    forge(layout, {"what": "file begun", "file": f"warc/{planted.name}"}, kind="creation")
    assert planted not in manifest.warcs(layout)


# ------------------------------------------------------------------ a lost key, replaced
def lost(home):
    """Take the private keys away; what the machine has seen stays."""
    (home / "keys").unlink()
    (home / "keys").mkdir(mode=0o700)


def replace_key(layout):
    with locked(layout):
        manifest.replace_key(layout)


@pytest.mark.parametrize("known", [True, False])
def test_k7_a_replacement_of_the_key_killed_at_any_step_is_done_by_running_it_again(layout, home, tmp_path, known):
    lost(home)
    if not known:
        shutil.rmtree(home / "pins")
        (home / "pins").mkdir()
    kept = shutil.copytree(layout.root, tmp_path / "kept")
    there = shutil.copytree(home, tmp_path / "there")
    nth = 1
    while ended_at(nth, lambda: replace_key(layout)):
        done = pins.find(layout, None, "") and keys.is_at_hand(layout) and not layout.staged.exists()
        with locked(layout), contextlib.suppress(UsageError) if done else contextlib.nullcontext():
            manifest.replace_key(layout)
        assert verify(layout) == [], nth
        assert len(keys.former(layout)) == 1, nth  # one key followed it, not two
        with writing(layout):
            manifest.seal(layout)
        assert verify(layout) == [] and openssh_accepts(layout), nth
        for place, copy in ((layout.root, kept), (home, there)):
            shutil.rmtree(place)
            shutil.copytree(copy, place)
        nth += 1
    assert nth > 20


def test_that_a_key_is_replaced_is_noted_before_and_forgotten_after(layout, home, monkeypatch):
    lost(home)
    noted = []
    real = pins.keep
    monkeypatch.setattr(pins, "keep", lambda *a, **k: (noted.append(a[1]), real(*a, **k)))
    old = keys.current(layout)
    with locked(layout):
        manifest.replace_key(layout)
    assert [(pin.key, bool(pin.successor)) for pin in noted] == [(old, True), (keys.current(layout), False)]


def test_a_key_that_is_here_is_not_lost(layout):
    with locked(layout), pytest.raises(UsageError, match=r"is not lost: nothing was replaced.*--rotate"):
        manifest.replace_key(layout)


def test_no_other_key_than_the_noted_one_is_taken(layout, home, tmp_path):
    """That a replacement was begun lets nobody else's key in."""
    lost(home)
    pin = pins.find(layout, None, "")
    pins.keep(layout, pins.Pin(**{**vars(pin), "successor": "SHA256:" + "A" * 43}), ours=True)
    kept = shutil.copytree(home, tmp_path / "kept")
    os.environ["BEILIN_HOME"] = str(tmp_path / "thief")
    with locked(layout):
        manifest.replace_key(layout)
    os.environ["BEILIN_HOME"] = str(kept)
    assert "key-replaced" in [code for code, _ in found(layout)]


def test_a_fingerprint_is_read_the_same_everywhere():
    name = "SHA256:" + "A" * 43
    assert named_key(name) == named_key(f"{name}=") == name
    for wrong in ("", "A" * 43, name[:-1], f"{name}==", f"{name}\n", "MD5:aa"):
        with pytest.raises(UsageError, match="is no key's fingerprint"):
            named_key(wrong)
