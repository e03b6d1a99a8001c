"""Where a fleet's collections lie.

A folder that all workers see:

    DIR/NAME/               the collection, crawled in place: the kernel's lock lets one process write
    DIR/.leases/NAME/       the blog's lease

S3, where nothing can be crawled in place:

    s3://BUCKET/PREFIX/NAME/            the collection as a replica (`archive.replicas`)
    s3://BUCKET/PREFIX/.leases/NAME/    the blog's lease

A worker brings the newest snapshot to a folder of its own, crawls there, and sends back what is new. What it crawled
counts from the moment at which it is stated in the lease's log; whoever comes next finishes writing what is stated.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from archive import keys, pins
from archive.durable import make_folder, storage_errors
from archive.errors import CollectionError, Damaged, UsageError
from archive.home import home
from archive.integrity.proof import check_proof
from archive.layout import Layout
from archive.leases import Lease, Newest, left, look
from archive.lock import reading
from archive.replicas import snapshots
from archive.replicas.address import Access, normal, open_target
from archive.replicas.folder import Folder
from archive.replicas.restore import restore
from archive.replicas.sending import put_parts, put_snapshot, replicate
from archive.replicas.snapshots import Snapshot
from archive.replicas.target import Target
from archive.replicas.trust import trusted_keys
from scraper.fleet import scratch
from scraper.fleet.jobs import Job

_LEASES = ".leases"
_NOT_EXCLUSIVE = "does not refuse to write over what is there, and leases rest on that: give another place"


class Place(Protocol):
    """Where one blog's collection and its lease are."""

    leases: Target

    def finish(self, newest: Newest) -> None:
        """Finish what an earlier holder stated and did not finish."""

    def collection(self) -> Path:
        """Return the folder to crawl in; what was kept of the collection is there."""

    def keep(self, folder: Path, lease: Lease) -> None:
        """Keep what was crawled. Raises Lost where another has taken over: nothing is changed then."""


@contextmanager
def opened(job: Job) -> Iterator[Place]:
    """Open a job's place.

    Raises:
        UsageError: it can be no place of a fleet.
        StorageError: the disk refused.
        ReplicaUnreachable: it gives no answer.
    """
    if "://" not in job.place:
        yield Shared(job)
        return
    with scratch.folder(job.scratch) as folder:
        place = Bucket(job, folder)
        try:
            yield place
        finally:
            place.close()


def check(place: str) -> str:
    """Return a place as it is given to workers. Raises UsageError where it can be none."""
    if place.startswith("sftp://"):
        raise UsageError("A fleet's collections lie in a folder or on S3: SFTP has no way to take a lease.")
    return normal(Access(place)).address


def examine(job: Job) -> None:
    """See on a worker's machine whether collections can lie in a job's place, before any blog is given out.

    Raises:
        CollectionError: something there is no folder.
        UsageError: there is no such bucket.
        NotTrusted: it refuses us.
        StorageError: the disk refused.
        ReplicaUnreachable: it gives no answer.
    """
    if "://" not in job.place:
        _try_folder(Path(job.place) / _LEASES)
    with opened(job) as place:
        look(place.leases)


def _try_folder(folder: Path) -> None:
    for above in (folder, *folder.parents):
        if os.path.lexists(above) and not above.is_dir():
            raise CollectionError(f"{above} is no folder, and collections are to lie there: give another place.")
    with storage_errors(folder):
        make_folder(folder)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"?")


def refuse_unsafe(leases: Target) -> None:
    """Refuse a place that lets two write one name. Raises UsageError."""
    if not leases.exclusive:
        raise UsageError(f"{leases.address} {_NOT_EXCLUSIVE}.")


class Shared:
    """A folder that all workers see."""

    def __init__(self, job: Job) -> None:
        self._folder = Path(job.place) / job.name
        above = Path(job.place) / _LEASES
        with storage_errors(above):
            make_folder(above)
        self.leases: Target = Folder(above / job.name, known=False)

    def finish(self, newest: Newest) -> None:
        """Nothing is stated: what is crawled in place is kept as it comes."""

    def collection(self) -> Path:
        """Return the collection itself."""
        return self._folder

    def keep(self, folder: Path, lease: Lease) -> None:
        """It lies there already."""


class Bucket:
    """A bucket of S3, and a folder of this machine to crawl in."""

    def __init__(self, job: Job, folder: Path) -> None:
        self._scratch = folder
        self._home = home()
        endpoint = job.endpoint or None
        self.leases = open_target(Access(f"{job.place}/{_LEASES}/{job.name}", endpoint=endpoint), known=False)
        self._replica = open_target(Access(f"{job.place}/{job.name}", endpoint=endpoint), known=False)

    def close(self) -> None:
        """Let go of connections."""
        for target in (self.leases, self._replica):
            target.close()

    def finish(self, newest: Newest) -> None:
        """Write the snapshot that an earlier holder stated; whoever stated it had sent all that it names."""
        put_parts(self._replica, left(newest))

    def collection(self) -> Path:
        """Bring the newest snapshot here. What this machine will remember of the crawl lies apart until it is kept.

        Raises:
            Damaged: there is no sound snapshot, or this machine has seen a newer one.
            KeyUnavailable: somebody signed it whose key is not on this machine.
        """
        folder = self._scratch / "collection"
        if snapshots.names(snapshots.listing(self._replica)):
            restored = restore([self._replica], folder)
            keys.signer_of(Layout(folder))  # who has its key is whom we trust
            if restored.faults:
                fault = restored.faults[0]
                raise Damaged(f"{self._replica.address} is damaged ({fault.file}: {fault.detail}): repair it first.")
        make_folder(self._home / "keys")
        apart = self._scratch / "home"
        make_folder(apart)
        (apart / "keys").symlink_to((self._home / "keys").resolve())
        os.environ["BEILIN_HOME"] = str(apart)
        return folder

    def keep(self, folder: Path, lease: Lease) -> None:
        """Send what is new; state the snapshot in the lease's log, then write it, then remember it on this machine."""
        layout = Layout(folder)

        def put(target: Target, own: Snapshot) -> None:
            lease.seal(snapshots.parts(own))
            put_snapshot(target, own)

        with reading(layout, alone=True):
            sent = replicate(layout, self._replica, trusted_keys(layout, None), put=put)
            known = check_proof(layout).known
        if sent.snapshot is None:
            raise Damaged(f"{self._replica.address} does not hold what was crawled: {sent.faults[0].detail}.")
        os.environ["BEILIN_HOME"] = str(self._home)
        if known:
            pins.keep(layout, replace(known, folder=""), ours=False)
