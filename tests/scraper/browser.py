"""A headless chromium, driven through its own debugging pipe: no driver program is needed."""

import base64
import itertools
import json
import os
import re
import subprocess
import threading
from contextlib import contextmanager
from queue import Empty, Queue

import pytest

from tests.scraper.judges import CHROMIUM
from tests.scraper.replayweb import temporary_files

PATIENCE = 120  # seconds: the machine may have other work
SWITCHES = (
    "--headless",
    "--no-sandbox",  # root has none
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-pipe",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


class Crashed(Exception):
    """A page's process has ended."""


class Browser:
    """One chromium; `page` gives a tab."""

    def __init__(self, writer, reader):
        self._writer, self._numbers = writer, itertools.count(1)
        self._answers, self._asked_by, self._crashed = {}, {}, set()
        self.events = Queue()
        self.reading = threading.Thread(target=self._read, args=(reader,), daemon=True)
        self.reading.start()

    def _read(self, reader):
        held = b""
        while piece := os.read(reader, 1 << 16):
            *messages, held = (held + piece).split(b"\0")
            for message in map(json.loads, messages):
                if "id" in message:
                    self._answers[message["id"]].put(message)
                    continue
                self.events.put(message)
                if message["method"] == "Inspector.targetCrashed":
                    self._crashed.add(message["sessionId"])
                    for number, session in [*self._asked_by.items()]:
                        if session in self._crashed:
                            self._answers[number].put(None)

    def call(self, method, session=None, **parameters):
        number = next(self._numbers)
        self._answers[number], self._asked_by[number] = Queue(), session
        if session in self._crashed:
            raise Crashed(method)
        message = {"id": number, "method": method, "params": parameters}
        os.write(self._writer, json.dumps(message | ({"sessionId": session} if session else {})).encode() + b"\0")
        answer = self._answers[number].get(timeout=PATIENCE)
        if answer is None:
            raise Crashed(method)
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]

    def page(self, width=1280, height=900, languages="en"):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session, target)
        for domain in ("Page", "Network", "Log", "Runtime"):
            page.call(f"{domain}.enable")
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        page.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": languages})
        return page


class Page:
    """One tab. ``seen`` are the events that it had."""

    def __init__(self, browser, session, target):
        self._browser, self._session, self._target = browser, session, target
        self.seen = []

    def call(self, method, **parameters):
        return self._browser.call(method, self._session, **parameters)

    def open(self, address):
        self._drain()
        self.call("Page.navigate", url=address)
        self.wait("Page.loadEventFired")

    def wait(self, method):
        while True:
            event = self._browser.events.get(timeout=PATIENCE)
            self.seen.append(event)
            if event["method"] == method and event.get("sessionId") == self._session:
                return event

    def _drain(self):
        try:
            while True:
                self.seen.append(self._browser.events.get_nowait())
        except Empty:
            pass

    def events(self, method):
        self._drain()
        return [event["params"] for event in self.seen if event["method"] == method]

    def run(self, script):
        """Return the value of an expression in the page, of a promise when it is kept."""
        done = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in done, done["exceptionDetails"]
        return done["result"].get("value")

    def press(self, key, code=0):
        for kind in ("rawKeyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code)

    def picture(self, path, whole=True):
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        self._browser.call("Target.closeTarget", targetId=self._target)


def chromium_version():
    """Return the number before the first dot; 0 where there is none."""
    said = subprocess.run([CHROMIUM, "--version"], capture_output=True, text=True).stdout if CHROMIUM else ""
    found = re.search(r"Chromium (\d+)\.", said)
    return int(found[1]) if found else 0


@contextmanager
def chromium(folder, *switches):
    """Run a chromium with a profile of its own."""
    if not CHROMIUM:
        pytest.skip("chromium is not installed: install Debian's package chromium")
    (its_read, writer), (reader, its_write) = os.pipe(), os.pipe()

    # The pipe's ends are chromium's third and fourth file.
    begin = ["bash", "-c", f'exec "$@" 3<&{its_read} 4>&{its_write}', "chromium"]
    command = [*begin, CHROMIUM, *SWITCHES, *switches, f"--user-data-dir={folder}"]
    ends, quiet = (its_read, its_write), subprocess.DEVNULL
    with (
        temporary_files() as aside,
        subprocess.Popen(command, pass_fds=ends, stdout=quiet, stderr=quiet, env=aside) as process,
    ):
        os.close(its_read)
        os.close(its_write)
        browser = Browser(writer, reader)
        try:
            yield browser
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
            os.close(writer)
            browser.reading.join(30)  # before its file's number may become another's
            os.close(reader)
