"""A drill with three replicas (folder, SFTP, S3, all on this machine): harm, audit, repair, restore. Prints Markdown.

Usage: python -m benchmarks.replicas [--posts N]

The demo blog is mirrored and sent to the three. Then objects of each replica are harmed, other ones on each (a bit
flipped, cut short, filled with zeros, swapped, deleted), one capture file is harmed in all three and here in
different places, two replicas agree on other bytes of a record, and all files here are encrypted. Each repair is
followed by an audit; at the end the collection is restored from each replica alone. Exits with 1 where anything that
was harmed was not found, or anything is not as it was.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from archive import keys
from archive.errors import Damaged
from archive.layout import Layout
from archive.replicas import duties
from archive.replicas.address import Access
from archive.replicas.objects import object_name
from archive.replicas.paths import parse_manifest
from archive.sizes import size
from scraper.demo.knobs import Knobs
from scraper.demo.server import DemoServer
from tests.archive import places, sealing

BUCKET = "drill"
_HARMED = 5  # objects of each kind of harm, on each replica


class Store:
    """The objects of a replica as whoever has the disk or the bucket reaches them, past every protocol."""

    def __init__(self, read: Callable[[str], bytes], write: Callable[[str, bytes | None], None]) -> None:
        self.read, self.write = read, write

    @classmethod
    def folder(cls, root: Path) -> Store:
        def write(name: str, content: bytes | None) -> None:
            if content is None:
                (root / name).unlink()
            else:
                (root / name).write_bytes(content)

        return cls(lambda name: (root / name).read_bytes(), write)

    @classmethod
    def bucket(cls, client: Any) -> Store:
        def write(name: str, content: bytes | None) -> None:
            if content is None:
                client.delete_object(Bucket=BUCKET, Key=name)
            else:
                client.put_object(Bucket=BUCKET, Key=name, Body=content)

        return cls(lambda name: client.get_object(Bucket=BUCKET, Key=name)["Body"].read(), write)


def mirror(folder: Path, posts: int) -> Layout:
    """Mirror the demo blog."""
    with DemoServer(Knobs(posts=posts)) as server:
        command = [sys.executable, "-c", "from scraper.cli import main; main()", "mirror", server.home]
        command += ["-o", str(folder), "--connect", f"*={server.address}", "--json"]
        subprocess.run(command, capture_output=True, check=True)
    return Layout(folder)


def content(layout: Layout) -> dict[str, bytes]:
    """Return the bytes of every file of a collection."""
    paths = (path for path in layout.root.rglob("*") if path.is_file() and "state" not in path.parts)
    return {path.relative_to(layout.root).as_posix(): path.read_bytes() for path in paths}


def flipped(data: bytes) -> bytes:
    """Return bytes with one bit turned."""
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def harm(stores: list[Store], names: list[str], chance: random.Random) -> int:
    """Harm other objects on each replica, in five ways, and return how many."""
    chosen = chance.sample(names, _HARMED * 6 * len(stores))
    count = 0
    for number, store in enumerate(stores):
        mine = chosen[number :: len(stores)]
        for name in mine[:_HARMED]:
            store.write(name, flipped(store.read(name)))
        for name in mine[_HARMED : 2 * _HARMED]:
            store.write(name, store.read(name)[:-1])
        for name in mine[2 * _HARMED : 3 * _HARMED]:
            store.write(name, bytes(len(store.read(name))))
        for name in mine[3 * _HARMED : 4 * _HARMED]:
            store.write(name, None)
        for one, two in zip(mine[4 * _HARMED :: 2], mine[4 * _HARMED + 1 :: 2], strict=True):
            first, second = store.read(one), store.read(two)
            store.write(one, second)
            store.write(two, first)
        count += len(mine)
    return count


def harm_in_different_places(stores: list[Store], layout: Layout, path: str, name: str) -> int:
    """Fill another third of a file with zeros on each replica, and cut it in half here."""
    data = (layout.root / path).read_bytes()
    third = len(data) // 3
    for number, store in enumerate(stores):
        store.write(name, data[: number * third] + bytes(third) + data[(number + 1) * third :])
    (layout.root / path).write_bytes(data[: len(data) // 2])
    return len(stores)


def agree_wrongly(stores: list[Store], name: str) -> int:
    """Let the first two replicas agree on other bytes."""
    for store in stores[:2]:
        store.write(name, b'{"forged": true}')
    return 2


def encrypt(layout: Layout) -> None:
    """Do to the collection what ransomware does."""
    for path in [path for path in layout.root.rglob("*") if path.is_file() and "state" not in path.parts]:
        path.write_bytes(os.urandom(path.stat().st_size))


class Drill:
    """The three replicas, and the rows of the table."""

    def __init__(self, layout: Layout, accesses: list[Access]) -> None:
        self.layout, self.accesses = layout, accesses
        self.key = keys.current(layout)
        self.good = content(layout)
        self.rows: list[tuple[str, str, float]] = []
        self.failed = False

    def timed(self, what: str, work: Callable[[], str]) -> None:
        """Do a step and note what came of it and how long it took."""
        began = time.monotonic()
        said = work()
        self.rows.append((what, said, time.monotonic() - began))

    def expect(self, right: bool) -> None:
        """Remember what went wrong."""
        self.failed |= not right

    def audit(self, harmed: int) -> str:
        """Audit and say what was found of what was harmed."""
        found = duties.examine(self.layout, key=self.key).audit
        wrong = sum(len(one.wrong) for one in found.seen)
        self.expect(wrong == harmed)
        read = sum(one.bytes for one in found.seen)
        alarms = f", {len(found.alarms)} alarms" if found.alarms else ""
        return f"{wrong} of {harmed} found, {size(read)} read back{alarms}"

    def repair(self) -> str:
        """Repair and say how much."""
        done = duties.examine(self.layout, key=self.key, mend=True)
        assert done.repair
        self.expect(not done.repair.left and content(self.layout) == self.good)
        here = sum(not one.replica for one in done.repair.mended)
        parts = sum("parts" in one.how for one in done.repair.mended)
        text = f"{len(done.repair.mended) - here} on replicas, {here} here, {len(done.repair.left)} left"
        return f"{text}; {parts} from parts" if parts else text

    def send(self, access: Access) -> str:
        """Replicate and say how much was sent."""
        sent = duties.send(self.layout, access, key=self.key)
        self.expect(bool(sent.snapshot))
        return f"{sent.objects} objects, {size(sent.bytes)}"

    def refuse(self) -> str:
        """Replicate what ransomware left: nothing may be sent."""
        for access in self.accesses:
            try:
                duties.send(self.layout, access, key=self.key)
            except Damaged:
                continue
            self.expect(False)
        return "nothing sent to any, exit code 4"

    def restore(self, access: Access, folder: Path) -> str:
        """Restore and compare."""
        done = duties.bring_back([access], folder, key=self.key)
        equal = content(Layout(folder)) == self.good and not done.faults
        self.expect(equal)
        return f"{done.files} files, {size(done.bytes)}, {'complete and equal' if equal else 'NOT EQUAL'}"


def run(posts: int, folder: Path, stack: ExitStack) -> Drill:
    """Go through the drill."""
    os.environ.update(places.CREDENTIALS)
    endpoint = stack.enter_context(places.s3_service())
    client = places.s3_client(endpoint)
    client.create_bucket(Bucket=BUCKET)
    (folder / "server").mkdir()
    sftp = places.SftpPlace(folder / "server")
    stack.callback(sftp.close)
    layout = mirror(folder / "collection", posts)
    accesses = [
        Access(str(folder / "disk")),
        Access(sftp.address, (sftp.fingerprint,), str(sealing.key("visitor"))),
        Access(f"s3://{BUCKET}", endpoint=endpoint),
    ]
    stores = [Store.folder(folder / "disk"), Store.folder(folder / "server" / "replica"), Store.bucket(client)]
    drill = Drill(layout, accesses)
    kinds = ("folder", "SFTP", "S3")
    for kind, access in zip(kinds, accesses, strict=True):
        drill.timed(f"replicate to {kind}", lambda access=access: drill.send(access))  # type: ignore[misc]
    for kind, access in zip(kinds, accesses, strict=True):
        drill.timed(f"again, {kind}", lambda access=access: drill.send(access))  # type: ignore[misc]
    drill.timed("audit of the three", lambda: drill.audit(0))
    attack(drill, stores)
    for kind, access in zip(kinds, accesses, strict=True):
        drill.timed(f"restore from {kind}", lambda kind=kind, access=access: drill.restore(access, folder / kind))  # type: ignore[misc]
    return drill


def attack(drill: Drill, stores: list[Store]) -> None:
    """Harm replicas and collection; audit and repair after each."""
    layout = drill.layout
    files = parse_manifest(layout.manifest.read_bytes())
    warc = next(path for path in files if path.startswith("warc/"))
    records = {object_name(sha256) for path, sha256 in files.items() if path.startswith("records/posts/")}
    names, place = sorted(records), object_name(files[warc])
    steps: list[tuple[str, Callable[[], int]]] = [
        ("harmed in five ways", lambda: harm(stores, names, random.Random(1))),
        ("one WARC harmed everywhere", lambda: harm_in_different_places(stores, layout, warc, place)),
        ("two of three agree wrongly", lambda: agree_wrongly(stores, names[0])),
    ]
    for what, work in steps:
        harmed = work()
        drill.timed(f"audit, {what}", lambda harmed=harmed: drill.audit(harmed))  # type: ignore[misc]
        drill.timed("audit and repair", drill.repair)
        drill.timed("audit after it", lambda: drill.audit(0))
    encrypt(layout)
    drill.timed("replicate, all files here encrypted", drill.refuse)
    drill.timed("audit and repair", drill.repair)
    drill.timed("audit after it", lambda: drill.audit(0))


def main() -> int:
    """Run the drill and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--posts", type=int, default=300, help="at least 100: each harm needs objects of its own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        drill = run(options.posts, Path(folder), stack)
    print("| step | outcome | seconds |\n|---|---|---|")
    for what, said, seconds in drill.rows:
        print(f"| {what} | {said} | {seconds:.2f} |")
    return 1 if drill.failed else 0


if __name__ == "__main__":
    sys.exit(main())
