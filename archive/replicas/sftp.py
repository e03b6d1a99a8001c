"""A replica on a server that speaks SFTP, by asyncssh. The host's key must be one that the user confirmed."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import secrets
import stat
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from typing import Any, BinaryIO, TypeVar
from urllib.parse import unquote, urlsplit

import asyncssh
from asyncssh import SFTPAttrs

from archive.errors import BeilinError, NotTrusted, StorageError, UsageError
from archive.replicas.target import (
    PARTIAL,
    PIECE,
    QUARANTINE,
    Absent,
    Entry,
    Occupied,
    Passing,
    SourceChanged,
    Unreadable,
    patiently,
)

T = TypeVar("T")
_PATIENCE = 60  # seconds for one answer
_LISTED = 16  # folders listed at a time
_DEEPEST = 8  # folders within folders; a replica has four
_FOLDER, _FILE = SFTPAttrs(permissions=0o700), SFTPAttrs(permissions=0o600)


class _Client(asyncssh.SSHClient):
    """Lets in the hosts whose key is among those confirmed, and keeps what key was shown."""

    def __init__(self, confirmed: frozenset[str]) -> None:
        self._confirmed = confirmed
        self.shown = ""

    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:  # noqa: ARG002
        self.shown = key.get_fingerprint("sha256")
        return self.shown in self._confirmed


class Sftp:
    """A folder on an SFTP server as a target. Files 0600, folders 0700."""

    side_by_side = 8
    exclusive = False  # not every server refuses to rename over another file

    def __init__(self, address: str, host_keys: frozenset[str], identity: str | None) -> None:
        """Connect.

        Raises:
            NotTrusted: the host's key was not confirmed, or it refused ours.
            ReplicaUnreachable: no answer.
        """
        parts = urlsplit(address)
        self.address = address
        self._host, self._port, self._user = parts.hostname or "", parts.port or 22, parts.username
        path = unquote(parts.path)
        self._root = path.removeprefix("/~/") if path.startswith("/~/") else path or "."
        self._confirmed, self._identity = host_keys, identity
        self._made: set[str] = set()
        self._connections: list[asyncssh.SSHClientConnection] = []  # the last is in use
        self._sftp: asyncssh.SFTPClient | None = None
        self._loop = asyncio.new_event_loop()
        self._one_at_a_time = asyncio.Lock()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        try:
            patiently(lambda: self._run(self._connected()), address)
        except BaseException:
            self.close()
            raise

    def notes(self) -> list[str]:
        """Say what SFTP cannot do."""
        return ["SFTP has no locks: whoever has this key can delete there; let the server keep snapshots of its own."]

    def entries(self) -> Iterator[Entry]:
        """Yield every regular file; other things that have a name are given as empty files."""
        folders = [""]
        while folders:
            batch, folders = folders[:_LISTED], folders[_LISTED:]
            try:
                listed = self._run(self._list(batch))
            except asyncssh.SFTPError as error:
                raise StorageError(f"{self.address} cannot be listed ({error.reason}): change that there.") from error
            for found in listed:
                if isinstance(found, str):
                    folders.append(found)
                else:
                    yield found

    def read(self, name: str, start: int = 0) -> Iterator[bytes]:
        """Yield the bytes as the server gives them."""
        try:
            session, file = self._run(self._open(name))
        except asyncssh.SFTPError as error:
            raise Unreadable(error.reason) from error
        try:
            while piece := self._run(file.read(PIECE, start), by=session):
                start += len(piece)
                yield piece
        except asyncssh.SFTPError as error:
            raise Unreadable(error.reason) from error
        finally:
            with contextlib.suppress(Passing, asyncssh.SFTPError):
                self._run(file.close(), by=session)

    def create(self, name: str, body: BinaryIO, sha256: str) -> None:
        """Write a temporary file, sync it where the server can, and rename it, which SFTP refuses over another."""
        try:
            self._run(self._create(name, body, sha256), patience=None)
        except asyncssh.SFTPPermissionDenied as error:
            raise StorageError(f"{self.address} lets us not write: change the permissions there.") from error
        except asyncssh.SFTPError as error:
            raise StorageError(
                f"{self.address} refused to write ({error.reason}): free some space there, then run the command again."
            ) from error

    def set_aside(self, name: str) -> None:
        """Move the file into quarantine/."""
        aside = f"{QUARANTINE}{name}.{secrets.token_hex(4)}"
        try:
            self._run(self._rename(name, aside))
        except asyncssh.SFTPNoSuchFile:
            pass
        except asyncssh.SFTPError as error:
            raise StorageError(f"{self.address} refused to set {name} aside ({error.reason}).") from error

    def close(self) -> None:
        """Disconnect."""
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(
        self,
        work: Coroutine[Any, Any, T],
        patience: float | None = _PATIENCE,
        by: asyncssh.SFTPClient | None = None,
    ) -> T:
        """Wait for work on the connection's own thread; what may pass becomes Passing.

        ``by`` is the session that the work belongs to, where it may be older than the present one.
        """
        by = by or self._sftp
        try:
            return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, patience), self._loop).result()
        except (asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost) as error:
            self._give_up(by)
            raise Passing("the connection was lost") from error
        except (TimeoutError, OSError, asyncssh.DisconnectError) as error:
            self._give_up(by)
            raise Passing(str(error) or type(error).__name__) from error

    def _give_up(self, session: asyncssh.SFTPClient | None) -> None:
        """Have the next call connect anew, unless another call did already."""
        if self._sftp is session:
            self._sftp = None

    async def _leave(self) -> None:
        for connection in self._connections:
            connection.abort()
            await connection.wait_closed()
        rest = asyncio.all_tasks() - {t for t in (asyncio.current_task(),) if t}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await self._loop.shutdown_default_executor()

    async def _connected(self) -> asyncssh.SFTPClient:
        async with self._one_at_a_time:
            if self._sftp is None or self._connections[-1].is_closed():  # lost by another's call that is not over yet
                self._sftp = await self._connect()
            return self._sftp

    async def _connect(self) -> asyncssh.SFTPClient:
        client = _Client(self._confirmed)
        keys: dict[str, Any] = {"client_keys": [self._identity], "agent_path": None} if self._identity else {}
        if self._user:
            keys["username"] = self._user
        try:
            connection = await asyncssh.connect(
                self._host, self._port, client_factory=lambda: client, known_hosts=([], [], []),
                preferred_auth="publickey", connect_timeout=20, login_timeout=30, keepalive_interval=15, **keys,
            )  # fmt: skip
            self._connections.append(connection)
            return await connection.start_sftp_client()
        except asyncssh.HostKeyNotVerifiable:
            raise self._not_trusted(client.shown) from None
        except asyncssh.PermissionDenied:
            raise NotTrusted(
                f"{self.address} refused our key: load it into ssh-agent, or name its file with --identity."
            ) from None
        except (asyncssh.KeyImportError, asyncssh.KeyEncryptionError, FileNotFoundError, PermissionError) as error:
            raise UsageError(
                f"The private key cannot be used ({error}): load it into ssh-agent with ssh-add."
            ) from error

    def _not_trusted(self, shown: str) -> BeilinError:
        if self._confirmed:
            return NotTrusted(
                f"ALARM: {self.address} shows the key {shown}, and not the one that was confirmed: somebody may stand "
                "in between. Nothing was sent; ask its owner, then give the right key with --host-key."
            )
        return NotTrusted(
            f"The key of {self.address} is {shown}: compare it with what the host's owner says, then run the command "
            f"again with --host-key {shown}"
        )

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    async def _list(self, folders: list[str]) -> list[Entry | str]:
        sftp = await self._connected()
        return [
            item for found in await asyncio.gather(*(self._list_one(sftp, one) for one in folders)) for item in found
        ]

    async def _list_one(self, sftp: asyncssh.SFTPClient, folder: str) -> list[Entry | str]:
        found: list[Entry | str] = []
        try:
            async for item in sftp.scandir(self._path(folder)):
                name = item.filename if isinstance(item.filename, str) else item.filename.decode("utf-8", "replace")
                if name in (".", ".."):
                    continue
                mode = item.attrs.permissions or 0
                place = f"{folder}/{name}" if folder else name
                regular = stat.S_ISREG(mode)
                if stat.S_ISDIR(mode) and place.count("/") >= _DEEPEST:
                    continue
                found.append(place if stat.S_ISDIR(mode) else Entry(place, (item.attrs.size or 0) if regular else 0))
        except asyncssh.SFTPNoSuchFile:
            pass  # nothing was written yet
        return found

    async def _open(self, name: str) -> tuple[asyncssh.SFTPClient, Any]:
        sftp = await self._connected()
        try:
            return sftp, await sftp.open(self._path(name), "rb")
        except asyncssh.SFTPNoSuchFile:
            raise Absent(name) from None

    async def _create(self, name: str, body: BinaryIO, sha256: str) -> None:
        sftp = await self._connected()
        part = f"{PARTIAL}{secrets.token_hex(16)}"
        await self._make_above(sftp, part)
        digest = hashlib.sha256()
        async with self._written(sftp, self._path(part)) as file:
            while piece := await asyncio.to_thread(body.read, PIECE):
                digest.update(piece)
                await asyncio.wait_for(file.write(piece), _PATIENCE)
            if digest.hexdigest() != sha256:
                raise SourceChanged(name)
        await self._rename(part, name)

    @asynccontextmanager
    async def _written(self, sftp: asyncssh.SFTPClient, path: str) -> AsyncIterator[Any]:
        """Open a new file; synced at the end, and removed where something goes wrong."""
        file = await sftp.open(path, "xb", attrs=_FILE)
        try:
            yield file
            with contextlib.suppress(asyncssh.SFTPOpUnsupported):
                await file.fsync()
            await file.close()
        except BaseException:
            with contextlib.suppress(asyncssh.SFTPError, OSError):
                await file.close()
                await sftp.remove(path)
            raise

    async def _rename(self, name: str, new: str) -> None:
        sftp = await self._connected()
        await self._make_above(sftp, new)
        try:
            await sftp.rename(self._path(name), self._path(new))
        except asyncssh.SFTPNoSuchFile:
            raise
        except asyncssh.SFTPError:
            if not await sftp.lexists(self._path(new)):
                raise
            await sftp.remove(self._path(name))
            raise Occupied(new) from None

    async def _make_above(self, sftp: asyncssh.SFTPClient, name: str) -> None:
        folder = self._path(name).rpartition("/")[0]
        if folder not in self._made:
            await sftp.makedirs(folder, attrs=_FOLDER, exist_ok=True)
            self._made.add(folder)
