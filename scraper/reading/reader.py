"""The reading process as its master sees it: captures go in, answers come out, in order."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE, Process
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from archive import codec
from archive.errors import StorageError
from archive.layout import Layout
from archive.notes import Failure
from archive.process import command_of
from scraper.reading.messages import Answer, Task, line

LONGEST = 20.0  # seconds for one capture; the slowest real page takes a tenth of one
_LONGEST_LINE = 1 << 27  # bytes
_Result = TypeVar("_Result")


class Reader:
    """One child at a time. What a dead child had not made durable, or not done, its successor is given again."""

    def __init__(
        self,
        layout: Layout,
        visit: str = "full",
        notes: Path | None = None,
        longest: float = LONGEST,
        *,
        apart: bool = False,
    ) -> None:
        """``apart``: what captures say is answered, and nothing is noted."""
        noting = command_of("scraper.reading.process", str(layout.root), str(notes or layout.readings), visit)
        self._command = command_of("scraper.reading.apart", str(layout.root)) if apart else noting
        self._longest = longest
        self._process: Process | None = None
        self._asked: dict[int, tuple[Task, asyncio.Future[Answer]]] = {}  # in the order asked
        self._uncommitted: dict[int, Task] = {}  # answered, and not yet durable
        self._number = 0
        self._moved = 0.0  # when the child last answered
        self._listening: asyncio.Task[None] | None = None
        self._failure: Exception | None = None

    @property
    def _ended(self) -> bool:
        return self._process is None

    async def start(self) -> None:
        """Start the child, if there is none."""
        if self._process:
            return
        await self._spawn()
        self._listening = asyncio.create_task(self._listen())

    def read(self, crawl: str, warc: str, offset: int, reading: str = "") -> asyncio.Future[Answer]:
        """Have a capture read and noted; noted alone where it was read elsewhere. Fires with what it says.

        Raises (later):
            StorageError: the disk refused.
        """
        return self._ask(Task(0, "read", crawl, warc, offset, reading=reading))

    def miss(self, crawl: str, failure: Failure) -> asyncio.Future[Answer]:
        """Have noted what could not be got. Fires when it is."""
        return self._ask(Task(0, "missed", crawl, failure=failure))

    async def commit(self) -> None:
        """Make everything noted so far durable."""
        await self._ask(Task(0, "commit"))

    async def finish(self) -> None:
        """Make everything durable and end the child, if one was started.

        Raises:
            StorageError: the disk refused.
        """
        if self._process is None:
            return
        try:
            await self.commit()
        finally:
            process, self._process = self._process, None  # so that nobody sees its end as a death
            assert process.stdin is not None
            if self._listening:
                self._listening.cancel()
            process.stdin.close()
            await process.wait()

    def _ask(self, task: Task) -> asyncio.Future[Answer]:
        loop = asyncio.get_running_loop()
        self._number += 1
        task, future = replace(task, number=self._number), loop.create_future()
        if self._failure:
            future.set_exception(self._failure)
            future.exception()
            return future
        if not self._asked:
            self._moved = loop.time()
        self._asked[task.number] = (task, future)
        self._send(task)
        return future

    def _send(self, task: Task) -> None:
        if self._process and self._process.stdin and not self._process.stdin.is_closing():
            self._process.stdin.write(line(task))

    async def _spawn(self) -> None:
        # A session of its own: Ctrl-C at the terminal is for the master.
        self._process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE, start_new_session=True
        )
        self._moved = asyncio.get_running_loop().time()

    async def _listen(self) -> None:
        # Not "while True": in Python 3.11 wait_for may swallow a cancellation that meets a line that has just come.
        while (process := self._process) and process.stdout:
            try:
                text = await asyncio.wait_for(process.stdout.readline(), self._longest)
            except TimeoutError:
                if self._asked and asyncio.get_running_loop().time() - self._moved >= self._longest:
                    process.kill()
                continue
            if self._ended:
                return
            if text == b"committed\n":
                self._uncommitted.clear()
            elif text.endswith(b"\n"):
                answer = codec.load(Answer, text)
                if answer.refused:
                    self._refuse(StorageError(answer.refused))
                    return
                self._answered(answer)
            elif not await self._replace():
                return

    def _answered(self, answer: Answer) -> None:
        self._moved = asyncio.get_running_loop().time()
        if asked := self._asked.pop(answer.number, None):
            task, future = asked
            self._uncommitted[answer.number] = task
            if not future.done():
                future.set_result(answer)

    def _refuse(self, error: Exception) -> None:
        self._failure = error
        for _, future in self._asked.values():
            future.set_exception(error)
            future.exception()  # who does not wait for an answer need not hear of it here
        self._asked.clear()

    async def _replace(self) -> bool:
        """Start a successor; False where that cannot help.

        The capture that a child died at is read again, since the child may have been full of what came before; one that
        two died at is skipped.
        """
        assert self._process is not None
        retired = await self._process.wait() == 0
        if self._asked and not retired:
            number, (task, future) = next(iter(self._asked.items()))
            following = {"read": "again", "again": "skip"}.get(task.do)
            if following is None:
                self._refuse(RuntimeError("the reading process cannot work; see the messages above"))
                return False
            self._asked[number] = (replace(task, do=following), future)
        await self._spawn()
        for task in [*self._uncommitted.values(), *(task for task, _ in self._asked.values())]:
            self._send(task)
        return True


def run_apart(work: Coroutine[None, None, _Result]) -> _Result:
    """Run asynchronous work to its end in a thread of its own: for callers that may be inside another loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
