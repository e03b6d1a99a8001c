"""A collection back from its replicas: by the command, by Python alone, by hand; and from hostile ones."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import textwrap

import pytest

from archive import events, keys, manifest, pins
from archive.errors import Damaged, NotACollection, NotTrusted, StorageError, UsageError
from archive.integrity import verify
from archive.layout import Layout
from archive.lock import locked
from archive.replicas import duties, readme
from archive.replicas.address import Access
from archive.replicas.folder import Folder
from archive.replicas.objects import object_name
from archive.replicas.paths import parse_manifest
from archive.signing import EVENTS, MANIFEST, Signer
from tests.archive import sealing
from tests.archive.test_replicas import POST, WARC, flip, object_of, tree


@pytest.fixture
def collection(layout):
    sealing.seal(layout)
    return layout


@pytest.fixture
def replica(collection, tmp_path):
    """A replica of two snapshots."""
    folder = tmp_path / "replica"
    duties.send(collection, Access(str(folder)))
    sealing.visit(collection, 2)
    duties.send(collection, Access(str(folder)))
    return folder


def restore(replica, folder, **options):
    return duties.bring_back([Access(str(replica))], folder, **options)


def test_r82_from_a_folder_it_comes_back_complete_and_equal_with_steps_and_time(collection, replica, tmp_path):
    steps = []
    done = restore(replica, tmp_path / "back", key=sealing.fingerprint(), say=steps.append)
    assert tree(tmp_path / "back") == tree(collection.root)
    assert (done.files, done.faults, done.vouched) == (12, (), True) and done.seconds > 0
    assert [step[:11] for step in steps] == [f"Step {number} of 5" for number in range(1, 6)]
    assert {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "back").rglob("*")} <= {"0o700", "0o600", "0o644"}
    assert not (tmp_path / "back.part").exists()
    assert duties.examine(Layout(tmp_path / "back")).exit_code == 0  # it knows the replica


def test_who_signed_is_told_where_nobody_vouches(replica, tmp_path):
    steps = []
    assert not restore(replica, tmp_path / "back", say=steps.append).vouched
    assert sealing.fingerprint() in steps[1]


def test_another_key_than_the_one_trusted_restores_nothing(replica, tmp_path):
    with pytest.raises(Damaged, match="can be trusted"):
        restore(replica, tmp_path / "back", key=sealing.fingerprint("attacker"))
    assert not (tmp_path / "back").exists()


def test_an_earlier_state_comes_back_by_its_name(collection, replica, tmp_path):
    first = sorted(path.name for path in (replica / "snapshots").iterdir())[0]
    restore(replica, tmp_path / "back", as_of=first[:8])
    # This machine has seen the newer one, and says so.
    assert {fault.code for fault in verify(Layout(tmp_path / "back"))} == {"rolled-back"}
    assert not (tmp_path / "back" / "reports").exists()
    with pytest.raises(UsageError, match=first):
        restore(replica, tmp_path / "other", as_of="00000077")


def test_a_folder_that_holds_something_is_left_alone(replica, tmp_path):
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "mine.txt").write_text("mine")
    with pytest.raises(NotACollection, match="nothing is overwritten"):
        restore(replica, tmp_path / "back")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(NotACollection):
        restore(replica, tmp_path / "link")
    assert [path.name for path in (tmp_path / "back").iterdir()] == ["mine.txt"]


def test_stopped_it_goes_on_and_believes_no_file_it_finds(collection, replica, tmp_path, monkeypatch):
    class Stopped(Exception):
        pass

    def stop(done, total):
        if done == 5:
            raise Stopped

    with pytest.raises(Stopped):
        restore(replica, tmp_path / "back", progress=stop)
    part = tmp_path / "back.part"
    assert part.is_dir() and not (tmp_path / "back").exists()
    next(path for path in sorted(part.rglob("*.json*"))).write_bytes(b"torn")
    restore(replica, tmp_path / "back")
    assert tree(tmp_path / "back") == tree(collection.root)


def test_what_one_replica_lacks_another_gives(collection, replica, tmp_path):
    other = tmp_path / "other"
    duties.send(collection, Access(str(other)))
    for path in (WARC, "events.jsonl"):
        flip(object_of(replica, collection, path))
    flip(object_of(other, collection, POST))
    done = duties.bring_back([Access(str(replica)), Access(str(other))], tmp_path / "back")
    assert done.faults == () and tree(tmp_path / "back") == tree(collection.root)


def test_what_is_damaged_is_named_and_the_rest_comes_back(collection, replica, tmp_path):
    flip(object_of(replica, collection, POST))
    done = restore(replica, tmp_path / "back")
    assert [(fault.code, fault.file) for fault in done.faults] == [("file-missing", POST)]
    whole = tree(collection.root)
    del whole[POST]
    assert tree(tmp_path / "back") == whole


def test_what_is_missing_comes_from_another_replica_as_the_last_step_says(collection, replica, tmp_path):
    other, steps = tmp_path / "other", []
    duties.send(collection, Access(str(other)))
    flip(object_of(replica, collection, POST))
    restore(replica, tmp_path / "back", say=steps.append)
    assert f"rename {tmp_path / 'back'} to {tmp_path / 'back.part'}" in steps[-1]
    (tmp_path / "back").rename(tmp_path / "back.part")
    done = duties.bring_back([Access(str(replica)), Access(str(other))], tmp_path / "back")
    assert done.faults == () and tree(tmp_path / "back") == tree(collection.root)


@pytest.mark.parametrize("begun", [False, True])
def test_where_not_one_file_is_whole_nothing_is_left(replica, tmp_path, begun):
    for path in (replica / "objects").rglob("*"):
        if path.is_file():
            path.unlink()
    if begun:
        (tmp_path / "back.part").mkdir()
        (tmp_path / "back.part" / "mine.txt").write_text("mine")
    with pytest.raises(Damaged, match="not one file is there whole, and nothing was restored"):
        restore(replica, tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert (tmp_path / "back.part" / "mine.txt").exists() is (tmp_path / "back.part").exists() is begun


def test_nothing_is_restored_into_a_collection(collection, replica, tmp_path):
    before = tree(collection.root)
    (tmp_path / "way").symlink_to(collection.root)
    for folder in (collection.root / "back", collection.root / "reports" / "a" / "b", tmp_path / "way" / "back"):
        with pytest.raises(NotACollection, match=r"lies within the collection .*: give a folder outside of it"):
            restore(replica, folder)
    assert tree(collection.root) == before


# ------------------------------------------------------------------ keys that followed each other
def test_f70_from_an_older_key_it_follows_those_that_it_vouches_for(collection, replica, tmp_path):
    first = sealing.fingerprint()
    for _ in range(2):
        manifest.seal(collection, change=keys.rotation(collection))
    duties.send(collection, Access(str(replica)))
    done = restore(replica, tmp_path / "back", key=first)
    assert done.faults == () and tree(tmp_path / "back") == tree(collection.root)
    assert restore(replica, tmp_path / "again", key=keys.former(collection)[1]).faults == ()
    with pytest.raises(Damaged, match="can be trusted"):
        restore(replica, tmp_path / "none", key=sealing.fingerprint("attacker"))


def test_f70_a_key_that_was_lost_or_revoked_vouches_for_nobody(collection, tmp_path, home):
    first, replica = keys.current(collection), tmp_path / "replica"
    manifest.seal(collection, change=keys.rotation(collection))
    manifest.seal(collection, change=keys.revocation(collection, first))
    duties.send(collection, Access(str(replica)))
    with pytest.raises(Damaged, match="can be trusted"):
        restore(replica, tmp_path / "back", key=first)
    second = keys.current(collection)
    (home / "keys").unlink()
    (home / "keys").mkdir(mode=0o700)
    with locked(collection):
        manifest.replace_key(collection)
    duties.send(collection, Access(str(replica)))
    done = restore(replica, tmp_path / "third", key=second)  # what that key signed itself, and that there is more
    assert {fault.code for fault in done.faults} >= {"key-untrusted"}
    assert restore(replica, tmp_path / "fourth", key=keys.current(collection)).faults == ()


def test_f70_a_forged_statement_makes_nobody_an_heir(collection, replica, tmp_path):
    """A thief with a key of his own signs a newer snapshot, with a rotation from the true key that it never signed."""
    first = sealing.fingerprint()
    thief = Signer.new()
    events.append(collection, "capture", {"crawl": "forged"})
    statement = keys._change(collection, "rotation", keys.public_of(collection), thief, thief).files
    for name, content in statement.items():
        (collection.root / name).write_bytes(content)
    collection.events_signature.write_bytes(thief.sign(collection.events.read_bytes(), EVENTS))
    listed = {*manifest.read(collection), *statement}
    lines = [(manifest.digest_of(collection.root / name), name) for name in sorted(listed)]
    for sha256, name in lines:
        place = replica / object_name(sha256)
        place.parent.mkdir(exist_ok=True)
        shutil.copy(collection.root / name, place)
    content = "".join(f"{sha256}  {name}\n" for sha256, name in lines).encode()
    seq = events.last(collection)["seq"]
    folder = replica / "snapshots" / f"{seq:08}-{hashlib.sha256(content).hexdigest()[:16]}"
    folder.mkdir()
    (folder / "manifest-sha256.txt").write_bytes(content)
    (folder / "manifest-sha256.txt.sig").write_bytes(thief.sign(content, MANIFEST))
    shutil.copy(collection.signers, folder / "allowed_signers")
    done = restore(replica, tmp_path / "back", key=first)
    assert [fault.code for fault in done.faults if "untrusted" in fault.code] == ["key-untrusted"]
    assert first in (tmp_path / "back" / "README.txt").read_text("utf-8")


def hand_over(replica, lines, name="organisation"):
    """Put a signed snapshot of any manifest on a replica, as somebody who has a key can."""
    manifest = "".join(f"{sha256}  {path}\n" for sha256, path in lines).encode()
    digest = hashlib.sha256(manifest).hexdigest()[:16]
    folder = replica / "snapshots" / f"00000003-{digest}"
    shutil.rmtree(replica / "snapshots")
    folder.mkdir(parents=True)
    (folder / "manifest-sha256.txt").write_bytes(manifest)
    sealing.sign(folder / "manifest-sha256.txt", name)


HOSTILE = [
    "../escaped", "/tmp/beilin-escaped", "a/../../escaped", "./escaped", "a//b", "a/./b", "a\\..\\escaped", "C:escaped",
    "a\x1b[2Jb", "a\u202eb", "a\tb", "state/lock", "state", "manifest-sha256.txt", "x" * 256, "y/" * 600 + "z", "a\x00b",
]  # fmt: skip


@pytest.mark.parametrize("path", HOSTILE)
def test_a_hostile_path_in_a_signed_manifest_leads_nowhere(collection, replica, tmp_path, path):
    lines = [(sha256, name) for name, sha256 in parse_manifest(collection.manifest.read_bytes()).items()]
    hand_over(replica, [*lines, (lines[0][0], path)])
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Damaged, match="manifest"):
        restore(replica, tmp_path / "back")
    assert sorted(tmp_path.iterdir()) == before


def test_a_path_that_is_a_file_and_a_folder_or_stands_twice_is_refused(collection, replica, tmp_path):
    lines = [(sha256, name) for name, sha256 in parse_manifest(collection.manifest.read_bytes()).items()]
    for more in (f"{lines[0][1]}/x", lines[0][1]):
        hand_over(replica, [*lines, (lines[0][0], more)])
        with pytest.raises(Damaged, match="manifest"):
            restore(replica, tmp_path / "back")


def test_a_link_in_the_unfinished_folder_is_not_followed(collection, replica, tmp_path):
    (tmp_path / "back.part").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "back.part" / "warc").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotACollection, match="symbolic link"):
        restore(replica, tmp_path / "back")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_more_than_there_is_room_for_is_refused_before_anything_is_written(collection, replica, tmp_path):
    with object_of(replica, collection, WARC).open("r+b") as file:
        file.truncate(1 << 43)
    with pytest.raises(StorageError, match="no room"):
        restore(replica, tmp_path / "back")
    assert not (tmp_path / "back.part").exists()


def test_a_replica_that_gives_more_than_it_stated_is_cut_off(collection, replica, tmp_path):
    class Endless(Folder):
        def read(self, name, start=0):
            if name != object_name(hashlib.sha256((collection.root / WARC).read_bytes()).hexdigest()):
                yield from super().read(name, start)
                return
            for _ in range(1 << 20):
                yield bytes(1 << 20)

    from archive.replicas.restore import restore as from_targets

    done = from_targets([Endless(replica, known=True)], tmp_path / "back")
    assert [fault.file for fault in done.faults] == [WARC]


def test_python_m_archive_restores_with_the_standard_library_alone(collection, replica, tmp_path):
    script = textwrap.dedent("""
        import sys
        class Refuse:
            def find_spec(self, name, path=None, target=None):
                if name.partition(".")[0] not in sys.stdlib_module_names | {"archive"}:
                    raise ModuleNotFoundError(name)
        sys.meta_path.insert(0, Refuse())
        from archive.__main__ import main
        sys.exit(main(sys.argv[1:]))
    """)
    command = ["restore", "--from", replica, "-o", tmp_path / "back", "--key", sealing.fingerprint(), "--json"]
    run = subprocess.run([sys.executable, "-c", script, *map(str, command)], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["faults"] == [] and "Step 5 of 5" in run.stderr
    assert tree(tmp_path / "back") == tree(collection.root)


def test_the_replicas_own_instructions_bring_it_back_by_hand(collection, replica, tmp_path):
    """What README.txt says is run as it stands: a POSIX shell, coreutils and OpenSSH."""
    (tmp_path / "disk").mkdir()
    replica = replica.rename(tmp_path / "disk" / "replica")
    text = (replica / "README.txt").read_text("utf-8")
    assert text == readme.TEXT
    blocks = re.findall(r"^    (?:snapshot=|ssh-keygen)(?:.*\n    )*.*\n", text, re.M)
    assert len(blocks) == 2
    script = "set -e\n" + "".join(textwrap.dedent(block) for block in blocks)
    run = subprocess.run(["sh", "-c", script], cwd=replica, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert 'Good "beilin-manifest" signature' in run.stdout and sealing.fingerprint() in run.stdout
    assert tree(tmp_path / "disk" / "collection") == tree(collection.root)


def test_replicas_with_two_histories_need_to_be_told_whose_is_right(collection, replica, tmp_path):
    other = Layout(shutil.copytree(collection.root, tmp_path / "other"))
    for layout, number in ((other, 3), (collection, 4)):  # each on a machine of its own
        pins.forget(layout, None, events.first_hash(layout.events.read_bytes()))
        sealing.visit(layout, number)
    for layout, folder in ((other, tmp_path / "second"), (collection, tmp_path / "third")):
        duties.send(layout, Access(str(folder)))
    both = [Access(str(tmp_path / "second")), Access(str(tmp_path / "third"))]
    with pytest.raises(NotTrusted, match="--key"):
        duties.bring_back(both, tmp_path / "back")
    told = duties.bring_back(both, tmp_path / "back", key=sealing.fingerprint())
    assert "history-forked" in {fault.code for fault in told.faults}


def test_the_beginning_of_a_name_must_mean_one_snapshot(replica, tmp_path):
    with pytest.raises(UsageError, match="say more of the name"):
        restore(replica, tmp_path / "back", as_of="0000")
