"""Servers on loopback for replicas: SFTP by asyncssh, S3 by moto; and targets that fail as the world does."""

import asyncio
import errno
import threading
from contextlib import contextmanager

import asyncssh
import boto3
from moto.server import ThreadedMotoServer

from archive.replicas.target import Passing
from tests.archive import sealing

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "invented",
    "AWS_SECRET_ACCESS_KEY": "invented",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


class SftpPlace:
    """An SFTP server with one folder; its faults can be set while it runs."""

    def __init__(self, root):
        self.root = root
        self.breaks_after = None  # bytes written before the connection breaks, once
        self.breaks_again = None  # bytes from then to the next break
        self.has_room = True
        self.host_key = asyncssh.generate_private_key("ssh-ed25519")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(0), self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]

    @property
    def address(self):
        return f"sftp://keeper@127.0.0.1:{self.port}/replica"

    @property
    def fingerprint(self):
        return self.host_key.get_fingerprint("sha256")

    async def _listen(self, port):
        return await asyncssh.listen(
            "127.0.0.1", port, server_host_keys=[self.host_key], sftp_factory=self._serve,
            authorized_client_keys=str(sealing.key("visitor").with_suffix(".pub")),
        )  # fmt: skip

    def restart(self, host_key):
        async def again():
            self._server.close()
            await self._server.wait_closed()
            self.host_key = host_key
            self._server = await self._listen(self.port)

        asyncio.run_coroutine_threadsafe(again(), self._loop).result()

    def close(self):
        async def stop():
            self._server.close()
            await self._server.wait_closed()
            rest = asyncio.all_tasks() - {asyncio.current_task()}
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)

        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _serve(self, chan):
        place = self

        class Server(asyncssh.SFTPServer):
            def write(self, file_obj, offset, data):
                if not place.has_room:
                    raise OSError(errno.ENOSPC, "No space left on device")
                if place.breaks_after is not None:
                    place.breaks_after -= len(data)
                    if place.breaks_after < 0:
                        place.breaks_after = place.breaks_again
                        chan.get_connection().abort()
                return super().write(file_obj, offset, data)

        return Server(chan, chroot=str(self.root))


@contextmanager
def s3_service():
    """Give the address of an S3 service on a free port."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def s3_client(endpoint):
    return boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1")


class Troubled:
    """A target that fails in ways that are set; all else is passed on to a sound one."""

    def __init__(self, sound):
        self.sound = sound
        self.address, self.side_by_side = sound.address, 1
        self.busy = 0  # calls that are answered with "busy" before one is heard
        self.cut = []  # byte offsets at which reads are cut, one a read
        self.garbled = 0  # files that are kept with a bit turned
        self.shortened = 0  # files that are kept without their end
        self.dropped = 0  # files that are acknowledged and not kept
        self.silent = ()  # names that the listing leaves out

    def _hear(self):
        if self.busy:
            self.busy -= 1
            raise Passing("503")

    def notes(self):
        return []

    def entries(self):
        self._hear()
        return (entry for entry in self.sound.entries() if entry.name not in self.silent)

    def read(self, name, start=0):
        self._hear()
        cut = self.cut.pop(0) if self.cut else None
        for piece in self.sound.read(name, start):
            if cut is not None and cut < len(piece):
                yield piece[:cut]
                raise Passing("the connection was lost")
            yield piece

    def create(self, name, body, sha256):
        self._hear()
        if self.dropped:
            self.dropped -= 1
            return
        self.sound.create(name, body, sha256)
        path = self.sound._root / name
        content = path.read_bytes()
        if self.garbled:
            self.garbled -= 1
            path.write_bytes(bytes([content[0] ^ 1]) + content[1:])
        elif self.shortened:
            self.shortened -= 1
            path.write_bytes(content[:-1])

    def set_aside(self, name):
        self._hear()
        self.sound.set_aside(name)

    def close(self):
        self.sound.close()
