"""Replay: pages as they were, at an origin of their own, and nothing of them reaches the outside (v84, v85, v89)."""

import json
import socket
import time
from contextlib import contextmanager, suppress
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from archive.web import replay_assets
from tests import hostile_collection
from tests.hostile_collection import HOST, PNG
from tests.scraper.browser import Crashed, chromium, chromium_version
from tests.scraper.judges import JUDGES
from tests.scraper.outside import datagrams, sink
from tests.scraper.webserver import running
from tests.serving import Quiet, at_work

LEAKS = Path(__file__).with_name("leaks.js")
IN_FRAMES = """(() => {
  const deep = (root) => [...root.querySelectorAll('*')].flatMap((element) => [
    ...(element.localName === 'iframe' && element.contentDocument ? [element.contentDocument, ...deep(element.contentDocument)] : []),
    ...(element.shadowRoot ? deep(element.shadowRoot) : []),
  ]);
  return deep(document).map((found) => found.body?.dataset.tried ?? '').find(Boolean) ?? '';
})()"""
LOADED = IN_FRAMES.replace(
    "found.body?.dataset.tried ?? ''", "[...found.images].some((one) => one.naturalWidth) ? '1' : ''"
)


GO_ON = IN_FRAMES.replace(
    "found.body?.dataset.tried ?? ''", "found.body?.dataset.tried && (found.body.dataset.goOn = '1')"
)
OVER = f"({IN_FRAMES}) && !({IN_FRAMES.replace('dataset.tried', 'dataset.over')}) ? '' : 'over'"  # or led elsewhere
# What leads a page away, each in a frame of its own: the next attempt would not be made any more.
KEEPS_PEERS_AWAY = 156  # the oldest Chromium tried that obeys Connection-Allowlist; 150 does not
ENDINGS = {
    "open": "window.open('SINK/open')",
    "form-blank": "form.target = '_blank'; HTMLFormElement.prototype.submit.call(form)",
    "form": "form.submit()",
    "location": "location.href = 'SINK/location'",
}
ENDING = """<!doctype html><body><form action="SINK/NAME"></form><script>
  const form = document.querySelector("form"), said = parent.document.body.dataset;
  try { HOW } finally { said.ended = [...(said.ended?.split(" ") ?? []), "NAME"].join(" "); }
</script>"""
# Peers, in each window that a page can come by: chromium ends a page that gets at one (a fault of its own).
PEER = """
  const peer = async (realm) => {
    const one = new realm.RTCPeerConnection({ iceServers: [{ urls: 'stun:SINKUDP' }] });
    one.createDataChannel('x');
    await one.setLocalDescription(await one.createOffer());
  };
"""
IN_ITSELF = "`<script>(${peer})(window)<${'/'}script>`"
PEERS = {
    "window": "peer(window)",
    "frame": "const frame = document.createElement('iframe'); document.body.append(frame); peer(frame.contentWindow)",
    "new": "document.body.insertAdjacentHTML('beforeend', '<iframe></iframe>'); peer(window[window.length - 1])",
    "static": "peer(window[0])",
    "srcdoc": f"document.body.append(Object.assign(document.createElement('iframe'), {{ srcdoc: {IN_ITSELF} }}))",
    "blob": "document.body.append(Object.assign(document.createElement('iframe'), "
    f"{{ src: URL.createObjectURL(new Blob([{IN_ITSELF}], {{ type: 'text/html' }})) }}))",
    "data": "document.body.append(Object.assign(document.createElement('iframe'), "
    f"{{ src: 'data:text/html,' + encodeURIComponent({IN_ITSELF}) }}))",
}
PEER_PAGE = """<!doctype html><body><iframe></iframe><script>
  PEER
  try { HOW } finally { document.body.dataset.tried = "NAME" }
</script>"""
# What a page does where nothing stops it, and how far that comes.
FREE = """(async () => {
  fetch('SINK/free', { mode: 'no-cors' }).catch(() => {});
  const one = window.peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:SINKUDP' }] });
  one.createDataChannel('x');
  await one.setLocalDescription(await one.createOffer());
})()"""
WHERE = IN_FRAMES.replace("found.body?.dataset.tried ?? ''", "found.location.href").replace(
    "find(Boolean) ?? ''", "join()"
)


def until(tab, script):
    for _ in range(600):
        if found := tab.run(script):
            return found
        time.sleep(0.1)
    pytest.fail(f"{script} said nothing; its frames: {tab.run(WHERE)}")


@pytest.fixture
def assets(home):
    """Have replayweb.page where this machine keeps it."""
    there = JUDGES / "replaywebpage"
    if not replay_assets.are_there(there):
        pytest.skip("replayweb.page is not installed: run make judges")
    replay_assets.folder().symlink_to(there)


@contextmanager
def another_site(body):
    """Serve a page of somebody else at an origin of its own."""

    class Handler(Quiet):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

    with at_work(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}/"


def leaking(where, udp):
    """Return a page that tries all ways to the outside, and the pages of its frames, as they were captured."""

    def aimed(text):
        return text.replace("SINKUDP", f"127.0.0.1:{udp}").replace("SINKHOST", where).replace("SINK", f"http://{where}")

    links = "".join(
        f'<link rel="{rel}" href="SINK/{rel}-tag">' for rel in ("preconnect", "dns-prefetch", "prefetch", "stylesheet")
    )
    frames = "".join(f'<iframe src="/2014/03/{name}.html"></iframe>' for name in ENDINGS)
    peers = {
        f"peer-{name}": PEER_PAGE.replace("PEER", PEER).replace("HOW", how).replace("NAME", name)
        for name, how in PEERS.items()
    }
    script = LEAKS.read_text().replace("ENDINGS", str(len(ENDINGS)))
    page = f"<!doctype html><html><head>{links}</head><body>kept<iframe></iframe><script>{script}</script>{frames}</body></html>"
    pages = {"evil": page} | {name: ENDING.replace("HOW", how).replace("NAME", name) for name, how in ENDINGS.items()}
    return [
        (f"{HOST}/2014/03/{name}.html", "text/html", aimed(text).encode()) for name, text in (pages | peers).items()
    ]


def test_v84_a_replayed_page_runs_and_no_packet_leaves(assets, tmp_path):
    if chromium_version() < KEEPS_PEERS_AWAY:
        pytest.skip(f"this Chromium lets peers be reached: install {KEEPS_PEERS_AWAY} or later")
    with sink() as outside, datagrams() as (udp, heard):
        where = f"127.0.0.1:{outside.server_address[1]}"
        layout = hostile_collection.make(tmp_path / "collection", leaking(where, udp))
        with running(layout.root) as said, chromium(tmp_path / "profile") as browser:
            tab = browser.page()
            tab.open(f"{said['replay']}/?url={HOST}/2014/03/evil.html&ts=20140305143601")
            assert "fetch" in until(tab, IN_FRAMES)
            until(tab, GO_ON)
            until(tab, OVER)
            assert tab.run("location.origin") == said["replay"]
            for name in PEERS:
                tab = browser.page()
                tab.open(f"{said['replay']}/?url={HOST}/2014/03/peer-{name}.html&ts=20140305143601")
                with suppress(Crashed):
                    assert until(tab, IN_FRAMES) == name
                    tab.run("new Promise((over) => setTimeout(over, 500))")
            before = [*outside.heard], [*heard]
            with another_site(
                b"<!doctype html>"
            ) as elsewhere:  # where nothing stops it, it is heard; and later than what was on its way
                free = browser.page()
                free.open(elsewhere)
                free.run(FREE.replace("SINKUDP", f"127.0.0.1:{udp}").replace("SINK", f"http://{where}"))
                for _ in range(600):
                    if not (outside.heard and heard):
                        time.sleep(0.1)
        assert heard
        assert before == ([], [])
        assert {asked.split()[1] for asked in outside.heard} == {b"/free"}


# ------------------------------------------------------------------ other origins
ATTEMPTS = """(async (pages) => {
  const got = [];
  const within = (work) => Promise.race([work.catch(() => {}), new Promise((over) => setTimeout(over, 20000))]);
  for (const mode of ['cors', 'no-cors']) for (const method of ['GET', 'POST'])
    await within(fetch(pages + '/api/v1/status', { mode, method, credentials: 'include' }).then(async (answer) => {
      if ((await answer.text()).includes('warc_files')) got.push(mode + ' ' + method);
    }));
  const loads = (tag, address) => within(new Promise((done) => {
    const element = document.createElement(tag);
    element.onload = () => { got.push(tag); done(); };
    element.onerror = done;
    document.body.append(element);
    element.src = pages + address;
  }));
  await loads('img', '/charts/posts.svg');
  await loads('script', '/api/v1/openapi.json');
  const frame = document.createElement('iframe');
  document.body.append(frame);
  frame.src = pages + '/';
  await new Promise((over) => setTimeout(over, 1000));
  try { if (frame.contentDocument.querySelector('#q')) got.push('frame'); } catch {}
  let other = null;
  try { other = window.open(pages + '/'); } catch {}
  await new Promise((over) => setTimeout(over, 1000));
  try { if (other.document.querySelector('#q')) got.push('window'); } catch {}
  try { if (other && !other.closed) got.push('a hold on the window'); } catch {}
  try { if (window.opener) got.push('opener'); } catch {}
  document.body.dataset.tried = JSON.stringify(got);
})"""


def tried_in(tab):
    return json.loads(until(tab, f"document.body?.dataset.tried || {IN_FRAMES}"))


def test_v85_another_site_gets_nothing_of_the_pages(tmp_path):
    layout = hostile_collection.make(tmp_path / "collection", [(f"{HOST}/", "text/html", b"kept")])
    with running(layout.root) as said, chromium(tmp_path / "profile") as browser:
        body = f"<!doctype html><body><script>{ATTEMPTS}({json.dumps(said['pages'])})</script></body>"
        with another_site(body.encode()) as elsewhere:
            tab = browser.page()
            tab.open(elsewhere)
            assert tried_in(tab) == []
        tab.open(said["pages"] + "/")  # the same attempts get through where they may
        tab.run(f"void {ATTEMPTS}(location.origin)")
        assert "img" in tried_in(tab)


def test_v85_a_replayed_page_gets_nothing_of_the_pages(assets, tmp_path):
    address = f"{HOST}/2014/03/evil.html"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    attempts = ATTEMPTS.replace(
        "window.open(pages + '/')", "null"
    )  # it would lead this frame away, to what was captured
    script = f"{attempts}('http://127.0.0.1:{port}')"
    page = f"<!doctype html><body>kept<script>{script}</script></body>"
    layout = hostile_collection.make(tmp_path / "collection", [(address, "text/html", page.encode())])
    with running(layout.root, "--port", str(port)) as said, chromium(tmp_path / "profile") as browser:
        tab = browser.page()
        tab.open(f"{said['replay']}/?url={address}&ts=20140305143601")
        assert tried_in(tab) == []


def test_v89_what_was_captured_at_another_time_is_said(assets, tmp_path):
    page = f"{HOST}/2014/03/a.html"
    text = b"<!doctype html><body><img src=/later.png><img src=/then.png><a id=on href=/2014/03/b.html>on</a></body>"
    answers = [
        (page, "text/html", text),
        (f"{HOST}/then.png", "image/png", PNG, "2014-03-05T20:00:00Z"),
        (f"{HOST}/later.png", "image/png", PNG, "2016-07-01T00:00:00Z"),
        (f"{HOST}/2014/03/b.html", "text/html", b"<!doctype html><body><img src=/then.png></body>"),
    ]
    layout = hostile_collection.make(tmp_path / "collection", answers)
    with running(layout.root) as said, chromium(tmp_path / "profile") as browser:
        tab = browser.page()
        tab.open(f"{said['replay']}/?url={page}&ts=20140305143601")
        shown = until(
            tab, "document.getElementById('times').hidden ? '' : document.getElementById('parts').textContent"
        )
        assert shown == f"2016-07-01 00:00:00Z {HOST}/later.png"
        assert tab.run("document.getElementById('times').checkVisibility()")
        tab.open(f"{said['replay']}/?url={HOST}/2014/03/b.html&ts=20140305143601")
        assert until(tab, LOADED) == "1"
        assert tab.run("document.getElementById('times').hidden")
        tab.open(f"{said['replay']}/?url={page}&ts=20190101000000")  # there is no capture of then
        shown = until(tab, "document.getElementById('parts').textContent.includes('a.html') ? 'said' : ''")
        assert shown == "said"


def test_what_was_not_captured_is_said_with_the_command_that_fetches_it(assets, tmp_path):
    page = f"{HOST}/2014/03/a.html"
    answers = [(page, "text/html", b"<!doctype html><body><img src=/never.png>")]
    layout = hostile_collection.make(tmp_path / "collection", answers)
    with running(layout.root) as said, chromium(tmp_path / "profile") as browser:
        tab = browser.page()
        tab.open(f"{said['replay']}/?url={page}&ts=20140305143601")
        lacks = "document.getElementById('lacks')"
        shown = until(tab, f"{lacks}.hidden ? '' : {lacks}.querySelector('ul').textContent")
        assert shown == f"{HOST}/never.png"
        assert tab.run(f"{lacks}.querySelector('code').textContent") == "beilin mirror collection --visit full"
        assert tab.run("document.getElementById('times').hidden")
