"""`beilin serve` as a user starts it."""

import json
import subprocess
import sys
import urllib.request
from contextlib import contextmanager


@contextmanager
def running(folder, *options):
    """Serve a collection, or with "--all" the overview, on free ports; yields what it says of itself."""
    command = [sys.executable, "-c", "from scraper.cli import main; main()", "serve", str(folder), "--json"]
    command += ["--port", "0", *([] if folder == "--all" else ["--replay-port", "0"]), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            said = ""
            while not said.rstrip().endswith("}"):
                line = process.stdout.readline()
                assert line, "beilin serve ended"
                said += line
            yield json.loads(said)
        finally:
            process.terminate()
            assert process.wait(60) == 0


@contextmanager
def serving(folder, *options):
    """Yields the address of the pages, and what asks it."""
    with running(folder, *options) as said:

        def ask(path):
            with urllib.request.urlopen(said["pages"] + path, timeout=30) as answer:
                return answer.read().decode("utf-8")

        yield said["pages"], ask
