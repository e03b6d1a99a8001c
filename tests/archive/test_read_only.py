"""A collection that nobody can write to, or that several read at a time."""

import errno
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import lock
from archive.errors import CollectionInUse, StorageError
from archive.layout import Layout
from archive.lock import locked, reading
from archive.noted import noted
from archive.pictures import Pictures
from archive.renewal import begin
from scraper.cli import main
from tests import hostile_collection
from tests.archive.sealing import seal
from tests.hostile_collection import HOST, PNG


def commands_that_read(folder, out):
    return {
        "status": ["status", folder],
        "verify": ["verify", folder],
        "keys": ["keys", folder],
        "export": ["export", folder, "--format", "wacz", "-o", out / "c.wacz"],
        "replicate": ["replicate", folder, out / "replica"],
    }


def read_all(folder, out):
    out.mkdir(exist_ok=True)
    for name, arguments in commands_that_read(folder, out).items():
        done = CliRunner().invoke(main, [*map(str, arguments)])
        assert done.exit_code == 0, (name, done.stderr)
        yield name, done


def test_a_collection_on_a_read_only_disk_is_verified_exported_and_replicated(layout, tmp_path):
    read_only = tmp_path / "mounted"
    read_only.mkdir()
    command = ["mount", "--bind", "-o", "ro", layout.root, read_only]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a folder read only here")
    try:
        shown = dict(read_all(read_only, tmp_path / "out"))
        assert "This replica is not remembered" in shown["replicate"].stdout
        refused = CliRunner().invoke(main, ["keys", str(read_only), "--rotate"])
        assert refused.exit_code == 8 and "read only" in refused.stderr
    finally:
        subprocess.run(["umount", read_only], check=True)


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_where_the_lock_cannot_be_taken_for_writing_a_collection_is_read_as_it_is(
    layout, tmp_path, monkeypatch, number
):
    real = os.open

    def refuse(path, flags, *rest, **more):
        if Path(path) == layout.lock and flags & os.O_CREAT:
            raise OSError(number, os.strerror(number), str(path))
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(lock.os, "open", refuse)
    assert len(dict(read_all(layout.root, tmp_path / "out"))) == 5
    assert CliRunner().invoke(main, ["keys", str(layout.root), "--rotate"]).exit_code == 8


def test_what_was_cut_short_on_a_read_only_disk_is_not_read_as_if_it_were_whole(layout, monkeypatch):
    (begin(layout).root / "ready.json").write_text("{}")
    with monkeypatch.context() as patch:
        patch.setattr(lock.os, "open", lambda *_: (_ for _ in ()).throw(OSError(errno.EROFS, "read only")))
        with pytest.raises(StorageError, match="cut short"), reading(layout):
            pass
    with reading(layout) as writable:
        assert writable and not (layout.state / "reextract").exists()  # thrown away: it was not ours


def test_readers_share_a_collection_and_keep_writers_out(layout):
    with reading(layout), reading(layout):
        with pytest.raises(CollectionInUse), locked(layout):
            pass
        with pytest.raises(CollectionInUse), reading(layout, alone=True):
            pass
    with locked(layout), pytest.raises(CollectionInUse), reading(layout):
        pass
    with locked(layout):
        seal(layout)


def test_what_is_noted_of_captures_is_read_where_nothing_can_be_written(tmp_path):
    """SQLite cannot follow a writer's log there: the notes are read as they lie, if no log is beside them."""
    page = f"{HOST}/2014/03/1.html"
    made = hostile_collection.make(
        tmp_path / "collection",
        [(page, "text/html", b"x"), (f"{HOST}/a.png", "image/png", PNG)],
        lambda refs: [hostile_collection.post(1, "x", [refs[page]], [hostile_collection.image(f"{HOST}/a.png", PNG)])],
    )
    mounted = tmp_path / "mounted"
    mounted.mkdir()
    command = ["mount", "--bind", "-o", "ro", made.root, mounted]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a folder read only here")
    try:
        pictures = Pictures(Layout(mounted))
        assert pictures.picture(hostile_collection.image(f"{HOST}/a.png", PNG)).body == PNG
        assert pictures.lacks(f"{HOST}/b.png")
        assert noted(Layout(mounted).readings).exports == ()
        log = made.readings.with_name(made.readings.name + "-wal")
        log.write_bytes(b"somebody was writing")
        with pytest.raises(sqlite3.Error):
            pictures.lacks(f"{HOST}/b.png")
    finally:
        subprocess.run(["umount", mounted], check=True)
