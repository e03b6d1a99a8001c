"""Python processes that need not start: each is forked from one that has already imported what beilin imports.

`Forked` is a `subprocess.Popen` for the commands `python -c CODE ...` and `python -P -m MODULE ...`. The process has a
number, an environment, signals and an end of its own, as any other; it only begins where importing would end, a second
or two later. So do its first two children, that which reads pages and that which makes records. What cannot be had so
(another PYTHONPATH or locale, another program in front) is started as ever. Code that puts something in another's place
before beilin is imported must be started as ever too: here it would come too late.
"""

import asyncio
import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
import types
from pathlib import Path

READER = "scraper.reading.process"
CHILDREN = (READER, "pipelines")  # of a command
# What the commands and the demo blog import sooner or later; none of them may install Twisted's reactor.
PRELOADED = (
    "aiohttp",
    "pipelines.keeping",
    "scraper.capture.endpoints",
    "scraper.capture.scheduler",
    "scraper.changereport",
    "scraper.children",
    "scraper.cli",
    "scraper.demo.answers",
    "scraper.demo.blogs",
    "scraper.demo.certificates",
    "scraper.mirror",
    "scraper.pausing",
    "scraper.progress",
    READER,
    "scraper.reextract",
    "scraper.rescuing.rescue",
    "scrapy.core.downloader",
    "scrapy.crawler",
    "scrapy.downloadermiddlewares.httpcache",
    "scrapy.extensions.feedexport",
    "scrapy.extensions.telnet",
    "tldextract",
    "twisted.web.server",
)
_LONGEST = 1 << 17  # bytes of a request: an environment is in it
_AT_ONCE = ("PYTHON", "LC_", "LANG", "LD_")  # what Python looks at when it starts
_OPTIONS = {"stdin", "stdout", "stderr", "text", "encoding", "cwd", "env", "start_new_session"}


def _looked_at(environment):
    return {name: value for name, value in environment.items() if name.startswith(_AT_ONCE)}


AT_START = _looked_at(os.environ)


# ------------------------------------------------------------------ the test's side
class Forked(subprocess.Popen):
    """A Python process, forked where that is possible."""

    _status = None

    def __init__(self, args, **options):
        self._forkable = (
            (args[:2] == [sys.executable, "-c"] or args[:3] == [sys.executable, "-P", "-m"])
            and options.keys() <= _OPTIONS
            and _looked_at(options.get("env") or os.environ) == AT_START
        )
        super().__init__(args, **options)

    def _execute_child(self, args, *rest):
        if not self._forkable:
            super()._execute_child(args, *rest)
            return
        request, streams, pipes = _request(args, *rest)
        self._status, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with its:
            socket.send_fds(_server(), [request], [its.fileno(), *streams])
        self.pid = int(self._status.recv(100))
        self._child_created = True
        self._close_pipe_fds(*pipes)

    def _internal_poll(self, *args, **kwargs):
        if self._status is None or self.returncode is not None:
            return super()._internal_poll(*args, **kwargs)
        with self._waitpid_lock:
            _, status = self._try_wait(os.WNOHANG)
            if status is not None:
                self._handle_exitstatus(status)
        return self.returncode

    def _try_wait(self, wait_flags):
        if self._status is None:
            return super()._try_wait(wait_flags)
        try:
            said = self._status.recv(100, socket.MSG_DONTWAIT if wait_flags & os.WNOHANG else 0)
        except BlockingIOError:
            return 0, None
        self._status.close()
        return self.pid, int(said)


def _request(args, *rest):
    """Return what to ask for, the three streams of the new process, and the pipes that `subprocess` made."""
    _, _, _, _, cwd, env, _, _, _, *pipes = rest[:15]
    session = rest[20]
    streams = [own if given == -1 else given for own, given in enumerate((pipes[0], pipes[3], pipes[5]))]
    umask = os.umask(0o077)
    os.umask(umask)
    request = {
        "command": args[1:],
        "cwd": str(cwd or Path.cwd()),
        "environment": dict(env or os.environ),
        "umask": umask,
        "session": session,
    }
    return json.dumps(request).encode(), streams, pipes


def run(command, *, timeout=120, **options):
    """As `subprocess.run` with all output taken, and forked where that is possible."""
    with Forked(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options) as process:
        try:
            stdout, stderr = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
    return subprocess.CompletedProcess(command, process.returncode, stdout, stderr)


@functools.cache
def _server():
    """Start the process that is forked, once; it ends when this one does."""
    ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        command = [sys.executable, __file__, str(its.fileno())]
        process = subprocess.Popen(
            command, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )

    @atexit.register
    def _end():
        ours.close()
        process.wait(30)

    return ours


# ------------------------------------------------------------------ the side of the process that is forked
def _serve(control):
    """Fork for each request; return only in what was forked, with its request."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who waits here for another is waited for by nobody
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, _LONGEST, 4)
        if not message:
            sys.exit()
        if os.fork():
            for descriptor in descriptors:
                os.close(descriptor)
            continue
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        status, *streams = descriptors
        number = os.fork()
        if number:
            _wait(number, status, streams)
        os.close(status)
        return _take(streams, message)


def _wait(number, status, streams):
    """Tell a process's number, and how it ended."""
    for descriptor in (0, 1, 2, *streams):
        os.close(descriptor)
    with contextlib.suppress(OSError), socket.socket(fileno=status) as told:
        told.send(b"%d" % number)
        told.send(b"%d" % os.waitpid(number, 0)[1])
    os._exit(0)


def _take(streams, message):
    """Make the streams this process's own; return the request."""
    for own, given in enumerate(streams):
        os.dup2(given, own)
        os.close(given)
    for name, own in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        setattr(sys, name, _anew(getattr(sys, name), own))
    return json.loads(message)


def _anew(stream, descriptor):
    """Return a stream like the one that Python made for another file of that number."""
    like = {"encoding": stream.encoding, "errors": stream.errors, "closefd": False}
    anew = os.fdopen(descriptor, stream.mode, **like)
    anew.reconfigure(line_buffering=stream.line_buffering)
    return anew


_WAITING = {}  # children, by module: (number, where it is told what to do)


class Spare(subprocess.Popen):
    """A child of a command: forked when the command was, waiting since then to be needed; the next one is started."""

    def _execute_child(self, args, *rest):
        found = _WAITING.pop(args[3], None) if args[:3] == [sys.executable, "-P", "-m"] else None
        if not found:
            super()._execute_child(args, *rest)
            return
        request, streams, pipes = _request(args, *rest)
        self.pid, told = found
        with told:
            socket.send_fds(told, [request], streams)
        self._child_created = True
        self._close_pipe_fds(*pipes)


def _with_spares(request):
    """Have the children of a command ready. Return its request; in a child that is needed, the child's own."""
    for module in CHILDREN:
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        number = os.fork()
        if not number:
            for end in (ours, *(told for _, told in _WAITING.values())):
                end.close()
            return _spare(its)
        its.close()
        _WAITING[module] = number, ours
    places = asyncio.unix_events, sys.modules["scraper.children"]
    for place in places:
        place.subprocess = types.SimpleNamespace(Popen=Spare, PIPE=subprocess.PIPE)
    return request


def _spare(told):
    """Wait to be needed; end where the command does before."""
    with Path(os.devnull).open("r+b", buffering=0) as nothing:
        for own in range(3):
            os.dup2(nothing.fileno(), own)
    with told:
        message, streams, _, _ = socket.recv_fds(told, _LONGEST, 3)
    if not message:
        os._exit(0)
    return _take(streams, message)


def _run(command, cwd, environment, umask, session):
    """Do what a command of Python does."""
    if session:
        os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.umask(umask)
    os.chdir(cwd)
    if command[0] == "-c":
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        sys.argv = ["-c", *command[2:]]
        exec(compile(command[1], "<string>", "exec"), main.__dict__)
        return
    sys.path.pop(0)  # what -P is for
    sys.argv = command[2:]
    if command[2] == READER:
        reader = sys.modules[READER]
        reader.RETIRE_AT += reader._resident()  # what it has in memory by birth counts for nothing
        reader.MOST_MEMORY += reader._resident()
        reader.main(*sys.argv[1:])
    else:
        runpy.run_module(command[2], run_name="__main__", alter_sys=True)


def _ended(request):
    """Run a command; return its exit code once all is done that Python does at an end but taking itself apart."""
    code = 0
    try:
        _run(**request)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if code and not isinstance(end.code, int):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    threading._shutdown()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = 120
    return code & 0xFF


def _warm():
    """Have made what the steps make of their tables when they are first needed."""
    from archive.records import Paragraph, Post
    from pipelines import refine

    texts = "On March 9, 2014, Cui Changzhu and others marched in Oslo.", "2014年3月9日，崔长洙等人在奥斯陆游行。"
    refine(Post("1", "https://a.example/", paragraphs=tuple(Paragraph(*pair) for pair in enumerate(texts))))


if __name__ == "__main__":
    sys.path[0] = ""
    for module in PRELOADED:
        importlib.import_module(module)
    assert "twisted.internet.reactor" not in sys.modules
    _warm()
    gc.collect()
    gc.freeze()
    os._exit(_ended(_with_spares(_serve(socket.socket(fileno=int(sys.argv[1]))))))
