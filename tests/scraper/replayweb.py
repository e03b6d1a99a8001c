"""replayweb.page as a judge: what it shows of our WARC files in a headless chromium, and what its service worker gives.

Its page does the tasks and sends the reports, so chromium is only started and ended. Nothing of replayweb.page lies in the
repository: tools/judges.sh fetches it.
"""

import json
import os
import re
import subprocess
import tempfile
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from queue import Queue

from tests.serving import Quiet, at_work

PAGE = Path(__file__).with_suffix(".html")
VISITOR = b"""<!doctype html><script type="module">
for (const address of await (await fetch("/tasks")).json()) {
  const frame = document.createElement("iframe");
  const loaded = new Promise((done) => frame.addEventListener("load", done));
  frame.src = address;
  document.body.replaceChildren(frame);
  await loaded;
}
await fetch("/report", { method: "POST", body: "{}" });
</script><body></body>"""
PATIENCE = 90  # seconds
QUIET = (
    "--headless",
    "--no-sandbox",  # root has none
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


class _Answers(Quiet):
    """Files from memory, with ranges: replayweb.page reads large WARC files in pieces."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one piece, or each waits for an acknowledgement

    def do_GET(self):
        media_type, body = self.server.files.get(self.path.partition("?")[0], ("", None))
        if body is None:
            self.send_error(404)
            return
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start, end = (int(asked[1]), int(asked[2] or len(body) - 1)) if asked else (0, len(body) - 1)
        piece = body[start : end + 1]
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{start + len(piece) - 1}/{len(body)}")
        self._send(media_type, piece)

    def do_POST(self):
        answer = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self._send("text/plain", b"")
        self.server.answers.put(answer)

    def _send(self, media_type, body):
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def _serving(files):
    with at_work(ThreadingHTTPServer(("127.0.0.1", 0), _Answers)) as server:
        server.files, server.answers = files, Queue()
        yield server


def task(name, archives, pages, captures=(), frames=(), pieces=False):
    """Return what replayweb.page shall do with WARC files, which it gets as one, or with a WACZ file.

    Args:
        name: What it shall call them.
        archives: Their paths.
        pages: What to show, one after the other: each an instant (YYYYMMDDhhmmss) and an address.
        captures: What to fetch: likewise.
        frames: What to show without replayweb.page's own frame around it, all digests checked: likewise.
        pieces: Read the files in pieces as needed, as it does with large ones, or all at once into its database.
    """
    form = "".join(archives[0].suffixes[-2:]) if archives[0].suffix == ".gz" else archives[0].suffix
    attributes = {"coll": name, "source": f"/{name}{form}", "replaybase": "/replay/"}
    return {
        "attributes": attributes | ({"nocache": ""} if pieces else {}),
        **{
            what: [{"ts": instant, "url": url} for instant, url in places]
            for what, places in (("pages", pages), ("captures", captures), ("frames", frames))
        },
        "archives": archives,
    }


def _files(program, tasks):
    orders = [{key: value for key, value in task.items() if key != "archives"} for task in tasks]
    return {
        "/": ("text/html", PAGE.read_bytes()),
        "/replay/ui.js": ("text/javascript", (program / "ui.js").read_bytes()),
        "/replay/sw.js": ("text/javascript", (program / "sw.js").read_bytes()),
        "/checked/sw.js": ("text/javascript", (program / "sw.js").read_bytes()),
        "/tasks": ("application/json", json.dumps(orders).encode()),
        **{
            task["attributes"]["source"]: ("application/gzip", b"".join(path.read_bytes() for path in task["archives"]))
            for task in tasks
        },
    }


def judge(program, chromium, tasks, folder):
    """Do tasks in one run of the browser.

    Args:
        program: The folder with replayweb.page's ui.js and sw.js.
        chromium: The browser's path.
        tasks: What `task` returns.
        folder: An empty folder for the browser.

    Returns:
        A report for each task, and all addresses that pages or workers asked for. A report has the ``pages`` and the
        ``frames``, each with its text and the widths of its pictures, the ``captures``: status, SHA-256, and the instants
        (milliseconds) that are known of the address. With frames it has the ``checks``, too, of signature and digests:
        ``id``, what was ``expected``, and whether it ``matched``.
    """
    answer, asked = _browsed(_files(program, tasks), chromium, folder)
    return answer["reports"], asked


def visit(addresses, chromium, folder):
    """Open pages one after the other, and return all addresses that they, or workers, asked for."""
    files = {"/": ("text/html", VISITOR), "/tasks": ("application/json", json.dumps(list(addresses)).encode())}
    return _browsed(files, chromium, folder)[1]


@contextmanager
def temporary_files():
    """Yield an environment in which a chromium has its temporary files apart: it leaves some behind when it ends.

    Their place is not below the test's folder: that of a socket has a path of at most 107 bytes.
    """
    with tempfile.TemporaryDirectory(prefix="beilin-", ignore_cleanup_errors=True) as place:
        yield {**os.environ, "TMPDIR": place}


def _browsed(files, chromium, folder):
    log = folder / "network.json"
    with _serving(files) as server:
        command = [chromium, *QUIET, f"--user-data-dir={folder}", f"--log-net-log={log}"]
        command.append(f"http://127.0.0.1:{server.server_port}/")
        quiet = subprocess.DEVNULL
        with (
            temporary_files() as aside,
            subprocess.Popen(command, stdout=quiet, stderr=quiet, env=aside) as browser,
        ):
            try:
                answer = server.answers.get(timeout=PATIENCE)
            finally:
                browser.terminate()
    assert "error" not in answer, answer["error"]
    # The browser's own requests, which the resolver rule stops, have no such initiator.
    return answer, re.findall(r'"initiator":"http.*?"url":"([^"]*)"', log.read_text("utf-8"))
