"""R81: places that lie, lose, refuse and stop. Reading back decides; nothing is done that was not read back."""

import hashlib
import json

import pytest
from click.testing import CliRunner

from archive.errors import Damaged, ReplicaUnreachable, StorageError
from archive.replicas import duties, target
from archive.replicas.folder import Folder
from archive.replicas.objects import object_name
from archive.replicas.sending import replicate
from archive.replicas.trust import trusted_keys
from scraper.cli import main
from tests.archive import sealing
from tests.archive.places import Troubled
from tests.archive.test_replicas import POST, WARC, flip, object_of, tree


@pytest.fixture
def collection(layout):
    sealing.seal(layout)
    return layout


@pytest.fixture
def troubled(tmp_path):
    return Troubled(Folder(tmp_path / "replica", known=False))


@pytest.fixture(autouse=True)
def waited(monkeypatch):
    """No test waits; what would have been waited is told."""
    seconds = []
    monkeypatch.setattr("time.sleep", seconds.append)
    return seconds


def send(collection, place):
    return replicate(collection, place, trusted_keys(collection, None))


def assert_whole(collection, replica, tmp_path):
    done = duties.bring_back([duties.Access(str(replica))], tmp_path / "back")
    assert done.faults == () and tree(tmp_path / "back") == tree(collection.root)


def snapshots_in(replica):
    return [path.name for path in replica.glob("snapshots/*/manifest-sha256.txt")]


@pytest.mark.parametrize("fault", ["garbled", "shortened", "dropped"])
def test_r81_what_does_not_come_back_as_sent_is_set_aside_and_sent_again(collection, troubled, tmp_path, fault):
    setattr(troubled, fault, 3)
    assert send(collection, troubled).snapshot
    assert_whole(collection, tmp_path / "replica", tmp_path)


@pytest.mark.parametrize("fault", ["garbled", "shortened", "dropped"])
def test_r81_a_place_that_never_gives_back_what_it_got_is_not_done(collection, troubled, tmp_path, fault):
    setattr(troubled, fault, 10**6)
    with pytest.raises(Damaged, match="does not give back"):
        send(collection, troubled)
    assert snapshots_in(tmp_path / "replica") == []


def test_r81_a_busy_place_is_asked_again_with_growing_patience(collection, troubled, waited):
    troubled.busy = 3
    assert send(collection, troubled).snapshot
    assert waited == [0.5, 2.0, 8.0]


def test_r81_patience_ends(collection, troubled, tmp_path, waited):
    troubled.busy = 10**6
    with pytest.raises(ReplicaUnreachable, match="503"):
        send(collection, troubled)
    assert len(waited) == 3 and snapshots_in(tmp_path / "replica") == []


def test_r81_reading_back_goes_on_where_the_connection_was_lost(collection, troubled, tmp_path):
    send(collection, troubled)
    whole = (collection.root / WARC).read_bytes()
    name = object_name(hashlib.sha256(whole).hexdigest())
    troubled.cut = [100, 200, 0, 300]
    from archive.replicas import objects

    assert objects.read(troubled, name, len(whole)) == whole
    troubled.cut = [0] * 9
    with pytest.raises(ReplicaUnreachable):
        objects.read(troubled, name, len(whole))


def test_r81_a_listing_that_leaves_things_out_overwrites_nothing(collection, troubled, tmp_path):
    send(collection, troubled)
    before = tree(tmp_path / "replica")
    troubled.silent = set(before)
    assert send(collection, troubled).snapshot
    assert tree(tmp_path / "replica") == before
    assert not (tmp_path / "replica" / "quarantine").exists()


def test_r81_a_listing_that_names_what_is_gone_is_not_believed_for_what_is_new(collection, troubled, tmp_path):
    send(collection, troubled)
    listed = list(troubled.entries())
    shutil_gone = tmp_path / "replica" / "snapshots"
    for path in sorted(shutil_gone.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    object_of(tmp_path / "replica", collection, POST).unlink()
    troubled.entries = lambda: iter(listed)
    assert send(collection, troubled).snapshot
    assert_whole(collection, tmp_path / "replica", tmp_path)


def test_r81_a_partial_upload_is_never_taken_for_the_file(collection, troubled, tmp_path):
    place = object_of(tmp_path / "replica", collection, WARC)
    place.parent.mkdir(parents=True)
    place.write_bytes((collection.root / WARC).read_bytes()[:500])
    (tmp_path / "replica" / "partial").mkdir()
    (tmp_path / "replica" / "partial" / "left").write_bytes(b"half")
    sent = send(collection, troubled)
    assert sent.snapshot and [fault.code for fault in sent.faults] == ["object-damaged"]
    assert_whole(collection, tmp_path / "replica", tmp_path)
    assert len(list((tmp_path / "replica" / "quarantine").rglob(f"{place.name}.*"))) == 1


def test_r81_a_full_disk_is_exit_code_8_and_the_same_command_goes_on(collection, tmp_path, monkeypatch):
    import os

    from archive.replicas import folder

    write, room = folder._copy, [3]

    def full(body, part, sha256):
        room[0] -= 1
        if room[0] < 0:
            raise OSError(28, os.strerror(28))
        write(body, part, sha256)

    monkeypatch.setattr(folder, "_copy", full)
    with pytest.raises(StorageError, match="disk is full"):
        duties.send(collection, duties.Access(str(tmp_path / "replica")))
    assert snapshots_in(tmp_path / "replica") == []
    room[0] = 10**6
    sent = duties.send(collection, duties.Access(str(tmp_path / "replica")))
    assert sent.snapshot and sent.already == 2  # the third was README.txt
    assert_whole(collection, tmp_path / "replica", tmp_path)


def test_r81_a_file_that_changes_while_it_is_sent_is_not_kept(collection, tmp_path):
    sound = hashlib.sha256((collection.root / WARC).read_bytes()).hexdigest()

    class Late(Folder):
        def create(self, name, body, sha256):
            if sha256 == sound:
                flip(collection.root / WARC)
            super().create(name, body, sha256)

    sent = send(collection, Late(tmp_path / "replica", known=False))
    assert (sent.snapshot, [fault.file for fault in sent.faults]) == (None, [WARC])
    assert snapshots_in(tmp_path / "replica") == []


def test_r81_an_object_that_cannot_be_read_stops_no_audit(collection, tmp_path, monkeypatch):
    duties.send(collection, duties.Access(str(tmp_path / "replica")))
    bad = object_of(tmp_path / "replica", collection, POST)
    read = Folder.read

    def failing(self, name, start=0):
        if name.endswith(bad.name):
            raise target.Unreadable("Input/output error")
        yield from read(self, name, start)

    monkeypatch.setattr(Folder, "read", failing)
    (seen,) = duties.examine(collection).audit.seen
    assert seen.trouble is None and list(seen.wrong) == [bad.name]


def beilin(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_the_commands_and_their_exit_codes(collection, tmp_path):
    root, replica = collection.root, tmp_path / "replica"
    assert beilin("replicate", root, "--audit").exit_code == 2
    assert beilin("replicate", root).exit_code == 2
    assert beilin("replicate", root, replica, "--audit").exit_code == 2
    sent = beilin("replicate", root, replica, "--json")
    assert sent.exit_code == 0 and json.loads(sent.stdout)["objects"] == 11
    assert "whole" in beilin("replicate", root, "--audit").stdout
    flip(object_of(replica, collection, POST))
    found = beilin("replicate", root, "--audit", "--json")
    assert found.exit_code == 4 and json.loads(found.stdout)["whole"] is False
    assert "Repaired: " in beilin("replicate", root, "--repair").stdout
    assert beilin("replicate", root, "--audit", "--sample", 3).exit_code == 0
    back = beilin("restore", "--from", replica, "-o", tmp_path / "back", "--key", sealing.fingerprint())
    assert back.exit_code == 0 and "complete and verified" in back.stdout and "Step 5 of 5" in back.stderr
    assert beilin("restore", "--from", replica, "-o", tmp_path / "back").exit_code == 5
    assert beilin("restore", "--from", tmp_path / "none", "-o", tmp_path / "other").exit_code == 6
    wrong = beilin("restore", "--from", replica, "-o", tmp_path / "other", "--key", "SHA256:short")
    assert wrong.exit_code == 2 and wrong.stderr.count("\n") == 1
    flip(root / POST)
    damaged = beilin("replicate", root, replica)
    assert damaged.exit_code == 4 and POST in damaged.stdout
