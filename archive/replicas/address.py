"""Where a replica is, and how it is opened. The libraries for SFTP and S3 are loaded only when they are needed."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from archive.errors import UsageError
from archive.replicas.folder import Folder
from archive.replicas.target import Target

_EXTRAS = {"sftp": "asyncssh", "s3": "boto3"}


@dataclass(frozen=True)
class Access:
    """A replica's address and what it takes to open it: no secret among it."""

    address: str
    host_keys: tuple[str, ...] = ()  # fingerprints, "SHA256:..."
    identity: str | None = None  # the file of a private key for SFTP
    endpoint: str | None = None  # the address of an S3 service that is not Amazon's


def normal(access: Access) -> Access:
    """Return an access whose address is the same however it was typed.

    Raises:
        UsageError: it is no address of a folder, SFTP or S3, or has a password in it.
    """
    if access.identity:
        access = replace(access, identity=str(Path(access.identity).expanduser().absolute()))
    if "://" not in access.address:
        return replace(access, address=str(Path(access.address).expanduser().absolute()))
    try:
        parts = urlsplit(access.address)
        _ = parts.port
    except ValueError:
        raise UsageError("The replica's address cannot be read: give a folder, sftp://... or s3://...") from None
    if parts.password is not None:
        raise UsageError("The replica's address has a password in it, which others could see: use a key instead.")
    if parts.scheme not in _EXTRAS or not parts.hostname:
        raise UsageError(
            f"{access.address} is no replica's address: give a folder, sftp://USER@HOST/PATH or s3://BUCKET/PREFIX."
        )
    return replace(access, address=access.address.rstrip("/"))


def open_target(access: Access, known: bool) -> Target:
    """Open a replica. ``known``: it was written to before, and must be there.

    Raises:
        UsageError: the extra for this kind is not installed.
        NotTrusted: its host's key was not confirmed, or it refused ours.
        ReplicaUnreachable: it gives no answer.
    """
    scheme = urlsplit(access.address).scheme if "://" in access.address else ""
    if not scheme:
        return Folder(Path(access.address), known)
    try:
        importlib.import_module(_EXTRAS[scheme])
    except ImportError:
        raise UsageError(
            f"A replica by {scheme.upper()} needs {_EXTRAS[scheme]}, which is not here: pip install 'beilin[{scheme}]'."
        ) from None
    if scheme == "sftp":
        from archive.replicas.sftp import Sftp  # noqa: PLC0415

        return Sftp(access.address, frozenset(access.host_keys), access.identity)
    from archive.replicas.s3 import S3  # noqa: PLC0415

    return S3(access.address, access.endpoint)
