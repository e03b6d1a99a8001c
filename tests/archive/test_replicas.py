"""Replicas in folders: what is sent, what an audit finds, what a repair makes whole; nothing is ever lost by it."""

import dataclasses
import hashlib
import json
import os
import shutil

import pytest

from archive import events, pins
from archive.errors import CollectionError, Damaged, NotACollection, ReplicaUnreachable, UsageError
from archive.integrity import verify
from archive.replicas import duties, memory, snapshots
from archive.replicas.address import Access
from archive.replicas.audit import audit
from archive.replicas.folder import Folder
from archive.replicas.objects import object_name
from archive.replicas.trust import trusted_keys
from tests.archive import sealing


def tree(folder, apart=("quarantine", "partial", "state")):
    """Return every file's bytes below a folder, by its path."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = ((path.relative_to(folder), path) for path in paths)
    return {name.as_posix(): path.read_bytes() for name, path in named if name.parts[0] not in apart}


def send(collection, *replicas, **options):
    return [duties.send(collection, Access(str(replica)), **options) for replica in replicas]


def restored(replica, folder, **options):
    done = duties.bring_back([Access(str(replica))], folder, **options)
    return done, tree(folder)


def object_of(replica, collection, path):
    """Return where a replica holds a file of the collection."""
    return replica / object_name(hashlib.sha256((collection.root / path).read_bytes()).hexdigest())


@pytest.fixture
def collection(layout):
    sealing.seal(layout)
    return layout


@pytest.fixture
def three(collection, tmp_path):
    """Three replicas of two snapshots."""
    replicas = [tmp_path / f"replica-{number}" for number in range(3)]
    send(collection, *replicas)
    sealing.visit(collection, 2)
    send(collection, *replicas)
    return replicas


WARC = "warc/20260102T030405Z-00000.warc.gz"
POST = "records/posts/2014/03/kiln/v1.json"


def test_a_replica_holds_all_and_is_added_to(collection, tmp_path):
    replica = tmp_path / "replica"
    (first,) = send(collection, replica)
    assert first.snapshot and first.objects == 11 and not first.faults
    before = {path: (path.read_bytes(), path.stat().st_ino) for path in replica.rglob("*") if path.is_file()}
    assert send(collection, replica)[0].objects == 0
    sealing.visit(collection, 2)
    (third,) = send(collection, replica)
    assert third.objects == 3  # the new file, the log that grew, and its signature
    assert {path: (path.read_bytes(), path.stat().st_ino) for path in before} == before
    assert len(snapshots.names(snapshots.listing(Folder(replica, known=True)))) == 2


def test_files_of_a_replica_are_their_owners_alone(collection, tmp_path):
    send(collection, tmp_path / "replica")
    modes = {(path.is_dir(), oct(path.stat().st_mode & 0o777)) for path in (tmp_path / "replica").rglob("*")}
    assert modes == {(True, "0o700"), (False, "0o600")}


def noted(home):
    """The file in which this machine has the replicas of its one collection."""
    return next((home / "replicas").iterdir())


def test_no_address_of_a_replica_is_in_the_collection_or_on_another(collection, three, home):
    needle = str(three[0].parent).encode()
    for folder in (collection.root, *three):
        assert not [path for path in folder.rglob("*") if path.is_file() and needle in path.read_bytes()]
    assert needle in noted(home).read_bytes()


def test_where_replicas_are_is_not_believed_of_the_collection(collection, three, home, tmp_path):
    """Whoever can write in the folder could send them elsewhere, or name a host's key of his own."""
    elsewhere = json.dumps([{"access": {"address": str(tmp_path / "elsewhere"), "host_keys": [], "identity": None,
                                        "endpoint": None}, "snapshots": []}])  # fmt: skip
    (collection.state / "replicas.json").write_text(elsewhere)
    assert [one.address for one in duties.examine(collection).audit.seen] == [str(place) for place in three]
    noted(home).unlink()
    with pytest.raises(
        UsageError, match=r"No replica .* is known to this machine: .*replicas\.json says is not believed"
    ):
        duties.examine(collection)
    send(collection, three[0])
    assert [one.address for one in duties.examine(collection).audit.seen] == [str(three[0])]
    assert not (tmp_path / "elsewhere").exists()


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def truncate(path):
    path.write_bytes(path.read_bytes()[:-1])


def zero(path):
    path.write_bytes(bytes(path.stat().st_size))


def lengthen(path):
    path.write_bytes(path.read_bytes() + b"\n")


def link(path):
    path.unlink()
    path.symlink_to("/dev/zero")


HARM = {"flip": flip, "truncate": truncate, "zero": zero, "lengthen": lengthen, "link": link, "delete": os.unlink}


@pytest.mark.parametrize("harm", HARM)
def test_r76_harm_to_any_file_of_a_replica_is_found_and_mended(collection, three, harm, monkeypatch):
    monkeypatch.setattr("os.fsync", lambda _: None)  # hundreds of repairs, no power cut
    good = tree(three[1])
    for name in good:
        if harm in ("flip", "truncate", "zero") and not good[name]:
            continue  # there is nothing in it to harm
        HARM[harm](three[1] / name)
        mended = duties.examine(collection, mend=True)
        assert (mended.audit.exit_code, mended.exit_code, mended.repair.left) == (4, 0, ()), name
        marked = [fault.file for fault in mended.audit.seen[1].faults]
        assert any(name in mark or mark in name for mark in marked), (name, marked)
        assert not mended.audit.seen[0].faults and not mended.audit.seen[2].faults
        assert tree(three[1]) == good
    assert duties.examine(collection).exit_code == 0
    if harm != "delete":
        harmed = [name for name in good if good[name] or harm in ("lengthen", "link")]
        assert len(list((three[1] / "quarantine").rglob("*.*"))) >= len(harmed)


def test_r76_swapped_objects_are_found_and_mended(collection, three):
    one, two = object_of(three[0], collection, WARC), object_of(three[0], collection, POST)
    good = tree(three[0])
    one.rename(one.with_name("x"))
    two.rename(one)
    one.with_name("x").rename(two)
    assert len(duties.examine(collection).audit.seen[0].wrong) == 2
    assert duties.examine(collection, mend=True).exit_code == 0
    assert tree(three[0]) == good


def test_r76_the_collection_itself_is_mended_and_what_was_there_is_kept(collection, three):
    good = tree(collection.root)
    flip(collection.root / WARC)
    (collection.root / POST).unlink()
    mended = duties.examine(collection, mend=True)
    assert {one.file for one in mended.repair.mended} == {WARC, POST}
    assert tree(collection.root) == good and verify(collection) == []
    assert next(path for path in (collection.state / "quarantine").rglob("*") if path.is_file()).name == WARC[5:]


def test_r76_a_sample_finds_what_is_gone_and_reads_no_more_than_asked(collection, three):
    object_of(three[0], collection, WARC).unlink()
    found = duties.examine(collection, sample=2)
    assert [len(one.answers) for one in found.audit.seen] == [2, 2, 2]
    assert found.audit.seen[0].wrong


def test_r77_two_of_three_agree_on_other_bytes_and_the_signature_wins(collection, three):
    good = tree(three[0])
    for replica in three[:2]:
        object_of(replica, collection, POST).write_bytes(b'{"text": "forged"}')
    found = duties.examine(collection)
    assert "wrong-majority" in {alarm.code for alarm in found.audit.alarms}
    assert duties.examine(collection, mend=True).exit_code == 0
    assert [tree(replica) for replica in three] == [good] * 3


@pytest.mark.parametrize("local", ["sound", "gone"])
def test_r77_a_forged_newer_snapshot_on_two_of_three_is_not_followed(collection, three, tmp_path, local):
    forged = dataclasses.replace(collection, root=tmp_path / "forged")
    shutil.copytree(collection.root, forged.root)
    shutil.rmtree(forged.state)
    (forged.root / POST).write_bytes(b'{"text": "forged"}')
    events.append(forged, "capture", {"crawl": "forged"})
    sealing.seal(forged, rewritten=[POST], name="attacker")
    good = tree(collection.root)
    send(forged, tmp_path / "forgery")
    for replica in three[:2]:
        with pytest.raises(Damaged, match="ALARM"):
            send(forged, replica)
        shutil.copytree(tmp_path / "forgery", replica, dirs_exist_ok=True)  # whoever has the disk needs no program
    if local == "gone":
        collection.manifest.write_bytes(b"gone")
        pins.forget(collection, None, "")
        assert "key-unknown" in {alarm.code for alarm in duties.examine(collection).audit.alarms}
        with pytest.raises(Damaged, match="--key"):
            duties.examine(collection, mend=True)
    key = sealing.fingerprint()
    found = duties.examine(collection, key=key)
    assert "wrong-majority" in {alarm.code for alarm in found.audit.alarms}
    assert found.audit.truth.files[POST] == hashlib.sha256(good[POST]).hexdigest()
    duties.examine(collection, key=key, mend=True)
    assert tree(collection.root) == good
    done, back = restored(three[0], tmp_path / "back", key=key)
    assert back == good and "key-untrusted" in {fault.code for fault in done.faults}


def test_r78_all_damaged_in_different_places_are_rebuilt_from_parts(collection, three):
    good, warc = tree(three[0]), (collection.root / WARC).read_bytes()
    copies = [object_of(replica, collection, WARC) for replica in three]
    third = len(warc) // 3
    (collection.root / WARC).write_bytes(warc[: third // 2])
    copies[0].write_bytes(bytes(third) + warc[third:])
    copies[1].write_bytes(warc[:third] + bytes(third) + warc[2 * third :])
    copies[2].write_bytes(warc[: 2 * third])
    post = (collection.root / POST).read_bytes()
    for at, replica in enumerate(three):
        damaged = bytearray(post)
        damaged[100 * at] ^= 1
        object_of(replica, collection, POST).write_bytes(damaged)
    (collection.root / POST).unlink()
    mended = duties.examine(collection, mend=True)
    assert (mended.exit_code, mended.repair.left) == (0, ())
    assert any("parts" in one.how for one in mended.repair.mended)
    assert [tree(replica) for replica in three] == [good] * 3
    assert verify(collection) == []


def test_r78_what_is_gone_everywhere_is_said_and_the_rest_is_mended(collection, three):
    for replica in three:
        zero(object_of(replica, collection, WARC))
    zero(collection.root / WARC)
    flip(object_of(three[0], collection, POST))
    mended = duties.examine(collection, mend=True)
    assert mended.exit_code == 4
    assert [fault.file for fault in mended.repair.left] == [WARC]
    assert object_of(three[0], collection, POST).read_bytes() == (collection.root / POST).read_bytes()


class Hollow(Folder):
    """Keeps digests and sizes and has thrown the bytes away; asked for them, it gives what costs nothing."""

    def read(self, name, start=0):
        if not name.startswith("objects/"):
            yield from super().read(name, start)
        elif start < (self._root / name).stat().st_size:
            yield bytes((self._root / name).stat().st_size - start)

    def sha256(self, name):
        return name.rpartition("/")[2]


def test_r79_a_replica_that_kept_only_digests_does_not_pass(collection, three):
    hollow = Hollow(three[0], known=True)
    places = [(hollow, "hollow", ()), (Folder(three[1], known=True), "honest", ())]
    found = audit(collection, places, trusted_keys(collection, None))
    assert found.exit_code == 4
    assert len(found.seen[0].wrong) == len(found.seen[0].expected) - 1 > 9  # the empty file is all there
    assert not found.seen[1].faults


def test_r79_answers_are_over_a_new_nonce_and_anybody_with_the_bytes_can_check_them(collection, three):
    first, second = (duties.plain_examination(duties.examine(collection))["replicas"] for _ in range(2))
    assert len({one["nonce"] for one in (*first, *second)}) == 6
    for one in first:
        for sha256, answer in one["answers"].items():
            content = (three[0] / object_name(sha256)).read_bytes()
            assert hashlib.sha256(bytes.fromhex(one["nonce"]) + content).hexdigest() == answer


def encrypt(path):
    path.write_bytes(bytes(byte ^ 0x5A for byte in path.read_bytes()) + b"PAY")


def encrypt_all(layout):
    for path in [path for path in layout.root.rglob("*") if path.is_file() and "state" not in path.parts]:
        encrypt(path)


def encrypt_all_but_the_seal(layout):
    spared = {"manifest-sha256.txt", "manifest-sha256.txt.sig", "allowed_signers", "events.jsonl"}
    for path in [path for path in layout.root.rglob("*") if path.is_file() and "state" not in path.parts]:
        if path.name not in spared:
            encrypt(path)


def rename_all(layout):
    for path in [path for path in layout.warc.rglob("*") if path.is_file()]:
        encrypt(path)
        path.rename(path.with_name(f"{path.name}.locked"))


def encrypt_and_seal_anew(layout):
    encrypt(layout.root / WARC)
    sealing.seal(layout, rewritten=[WARC], name="attacker")


def delete_all(layout):
    for folder in (layout.warc, layout.records, layout.reports):
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "attack", [encrypt_all, encrypt_all_but_the_seal, rename_all, encrypt_and_seal_anew, delete_all]
)
@pytest.mark.parametrize("named", [False, True])
def test_r80_ransomware_reaches_no_replica(collection, three, tmp_path, attack, named):
    good, replicas = tree(collection.root), [tree(replica) for replica in three]
    attack(collection)
    for replica in three:
        try:
            (sent,) = send(collection, replica, key=sealing.fingerprint() if named else None)
        except Damaged:
            continue  # the seal itself is broken
        assert {fault.code for fault in sent.faults} <= {"file-changed", "file-missing"} and sent.faults
        assert (sent.objects, sent.bytes) == (0, 0)
    assert [tree(replica) for replica in three] == replicas
    for number, replica in enumerate(three):
        done, back = restored(replica, tmp_path / f"back-{number}", key=sealing.fingerprint())
        assert (back, done.faults) == (good, ())


@pytest.mark.parametrize("attack", [encrypt_all, encrypt_all_but_the_seal, delete_all])
def test_r80_the_collection_is_repaired_in_place(collection, three, attack):
    good = tree(collection.root)
    attack(collection)
    harmed = tree(collection.root)
    assert duties.examine(collection, key=sealing.fingerprint(), mend=True).exit_code == 0
    assert tree(collection.root) == good
    kept = {path.read_bytes() for path in (collection.state / "quarantine").rglob("*") if path.is_file()}
    assert {content for path, content in harmed.items() if content != good[path]} <= kept


def test_a_new_file_is_sent_though_another_is_damaged_and_the_snapshot_waits(collection, tmp_path):
    flip(collection.root / WARC)
    (sent,) = send(collection, tmp_path / "replica")
    assert (sent.snapshot, sent.objects, [fault.file for fault in sent.faults]) == (None, 10, [WARC])
    assert not object_of(tmp_path / "replica", collection, WARC).exists()
    assert not list((tmp_path / "replica").rglob("manifest-sha256.txt"))


def test_a_collection_that_was_rolled_back_sends_nothing_and_is_told(collection, tmp_path):
    old = tmp_path / "old"
    shutil.copytree(collection.root, old)
    replica = tmp_path / "replica"
    sealing.visit(collection, 2)
    send(collection, replica)
    before, newer = tree(replica), tree(collection.root)
    shutil.rmtree(collection.root)
    shutil.copytree(old, collection.root)
    with pytest.raises(Damaged, match=r"ALARM.*rolled back"):
        send(collection, replica)
    assert tree(replica) == before
    assert "rolled-back" in {alarm.code for alarm in duties.examine(collection).audit.alarms}
    assert duties.examine(collection, mend=True).exit_code == 0
    assert tree(collection.root) == newer


def test_a_forked_history_is_an_alarm_that_no_repair_silences(collection, tmp_path):
    other = dataclasses.replace(collection, root=tmp_path / "other")
    shutil.copytree(collection.root, other.root)
    sealing.visit(collection, 2)
    pins.forget(other, None, events.first_hash(other.events.read_bytes()))  # it went on elsewhere
    sealing.visit(other, 3)
    replica = tmp_path / "replica"
    send(collection, replica)
    before = tree(replica)
    with pytest.raises(Damaged, match="another history"):
        send(other, replica)
    memory.remember(other, Access(str(replica)), None)
    good = tree(other.root)
    assert duties.examine(other, mend=True).exit_code == 4
    assert (tree(other.root), tree(replica)) == (good, before)


def test_a_deleted_snapshot_is_missed_and_brought_back(collection, three):
    good = tree(three[0])
    newest = sorted((three[0] / "snapshots").iterdir())[-1]
    shutil.rmtree(newest)
    assert "snapshot-missing" in {fault.code for fault in duties.examine(collection).audit.seen[0].faults}
    assert duties.examine(collection, mend=True).exit_code == 0
    assert tree(three[0]) == good


def test_a_snapshot_under_a_higher_number_is_not_taken_for_the_newest(collection, three, tmp_path):
    old, newest = sorted((three[0] / "snapshots").iterdir())
    shutil.move(old, old.with_name(f"99999999-{old.name.partition('-')[2]}"))
    done, _ = restored(three[0], tmp_path / "back")
    assert (done.snapshot, [fault.code for fault in done.faults]) == (newest.name, ["snapshot-name"])


def test_a_log_that_grew_since_the_seal_is_no_damage(collection, three):
    events.append(collection, "capture", {"crawl": "begun"})
    content = collection.events.read_bytes()
    (sent,) = send(collection, three[0])
    assert sent.faults == ()
    assert duties.examine(collection, mend=True).exit_code == 0
    assert collection.events.read_bytes() == content


def test_a_folder_that_holds_something_else_is_left_alone(collection, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"cat")
    with pytest.raises(NotACollection, match="something else"):
        send(collection, tmp_path / "photos")
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_two_collections_do_not_share_a_replica(collection, three, tmp_path):
    other = dataclasses.replace(collection, root=tmp_path / "other")
    shutil.copytree(collection.root, other.root)
    other.events.unlink()
    events.append(other, "creation", {"address": "https://other.example/"})
    sealing.seal(other, name="others")
    before = tree(three[0])
    with pytest.raises(NotACollection, match="another collection"):
        send(other, three[0])
    assert tree(three[0]) == before


def test_a_disk_that_is_not_mounted_is_not_replaced_by_a_folder(collection, three):
    three[0].rename(three[0].with_name("unmounted"))
    with pytest.raises(ReplicaUnreachable, match="mount"):
        send(collection, three[0])
    found = duties.examine(collection)
    assert (found.exit_code, found.audit.faults) == (6, [])
    assert not three[0].exists()


@pytest.mark.parametrize("address", ["inside", "above"])
def test_a_replica_within_the_collection_is_refused(collection, address):
    place = collection.root / "replica" if address == "inside" else collection.root.parent
    with pytest.raises(UsageError, match="within each other"):
        send(collection, place)


@pytest.mark.parametrize(
    "address", ["sftp://user:secret@host/x", "ftp://host/x", "s3://", "sftp://host:port/x", "sftp:///x"]
)
def test_an_address_that_is_none_is_refused_and_no_secret_repeated(collection, address):
    with pytest.raises(UsageError) as refused:
        send(collection, address)
    assert "secret" not in str(refused.value)


def test_a_list_of_replicas_that_is_damaged_is_said(collection, three, home):
    noted(home).write_text("[{}")
    with pytest.raises(CollectionError, match="is damaged"):
        duties.examine(collection)


def test_without_links_nothing_is_overwritten_either(collection, tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    (sent,) = send(collection, tmp_path / "stick")
    assert sent.snapshot
    assert restored(tmp_path / "stick", tmp_path / "back")[1] == tree(collection.root)


def test_the_report_is_json(collection, three):
    flip(object_of(three[0], collection, POST))
    report = json.loads(json.dumps(duties.plain_examination(duties.examine(collection, mend=True))))
    assert report["replicas"][0]["faults"][0]["code"] == "object-damaged"
    assert report["repair"]["mended"][0]["replica"] == str(three[0])
