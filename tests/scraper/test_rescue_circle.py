"""A collection is lost, and so is the blog: from a WARC file of wget's and the owner's export both come back."""

import contextlib
import json
import shutil
import signal
import subprocess
import sys
import time
import zipfile

import pytest

from archive.integrity import verify
from archive.layout import Layout
from scraper.demo.answers import Answers
from scraper.demo.exports import TAKEOUT
from scraper.demo.knobs import Knobs
from scraper.demo.posts import HOST
from scraper.demo.server import DemoServer
from tests.scraper.rescued import HOLES, HOME
from tests.scraper.restored import site_of
from tests.scraper.test_circle import records

pytestmark = pytest.mark.long
BLOG = Knobs(posts=20)


def crawled_by_wget(folder):
    """Return a WARC file of the blog as wget crawls it, without two of its posts."""
    folder.mkdir()
    with DemoServer(BLOG) as server:
        command = ["wget", "-q", "-r", "-l", "9", "-p", "-H", "-D", f"{HOST},bp.blogspot.com,blogger.googleusercontent.com",
                   "-e", "robots=off", "-e", "use_proxy=on", "-e", f"http_proxy={server.address}", "--tries=1",
                   "--reject-regex", "|".join((*HOLES, "search", "max-results", "m=1", "reportingURL")),
                   "--warc-file", "w", "--warc-dedup=/dev/null", f"{HOME}/"]  # fmt: skip
        subprocess.run(command, cwd=folder, check=False, timeout=400)
    return folder / "w.warc.gz"


def taken_out(path):
    """Return Takeout's package as its owner got it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("Takeout/archive_browser.html", "<html>Your archive</html>")
        package.writestr("Takeout/Blogger/Blogs/northgate/feed.atom", Answers(BLOG).answer(HOST, TAKEOUT).body)
    return path


def killed_on_its_way(*command):
    """Start a rescue, and kill it when it has begun to write."""
    collection = command[-1]
    with subprocess.Popen(
        [sys.executable, "-c", "from scraper.cli import main; main()", *map(str, command)], stderr=subprocess.DEVNULL
    ) as started:
        while started.poll() is None and not any(
            path.stat().st_size for path in (collection / "warc").glob("*.warc.gz")
        ):
            time.sleep(0.01)
        with contextlib.suppress(ProcessLookupError):
            started.send_signal(signal.SIGKILL)


def instant(post):
    """Return when a post was published, to the second: pages leave out the thousandths."""
    return post.published and post.published.value[:19]


def test_a_lost_collection_comes_back_from_a_warc_of_wget_and_an_export(mirrored, run, tmp_path):
    if not shutil.which("wget"):
        pytest.skip("wget is not installed")
    lost = records(mirrored(BLOG)[1])
    theirs, owners = crawled_by_wget(tmp_path / "wget"), taken_out(tmp_path / "takeout.zip")
    new = tmp_path / "new"
    killed_on_its_way("rescue", theirs, "--blog", f"{HOME}/", "-o", new)
    assert run("rescue", theirs, "-o", new, "--json").code == 3
    assert run("rescue", owners, "-o", new, "--json").code == 3  # the pages of two posts are lost for ever
    assert verify(Layout(new), deep=True) == []
    found = records(new)
    assert found.keys() == lost.keys()
    for name, post in lost.items():
        said, back = ([(one.text, one.language) for one in each.paragraphs] for each in (post, found[name]))
        assert back == said, name
        assert (found[name].title, found[name].labels) == (post.title, post.labels)
        assert instant(found[name]) == instant(post)
        assert [image.digest for image in found[name].images] == [image.digest for image in post.images], name
        assert all(ref.origin for ref in found[name].provenance.captures)
    lacks = site_of(new, tmp_path / "site")
    assert {lack.what for lack in lacks} == {"draft"}
    for post in lost.values():
        page = tmp_path / "site" / post.url.removeprefix(HOME).strip("/")
        assert page.is_file(), page
    coverage = json.loads(run("coverage", new, "--json").stdout)
    assert dict(coverage["origins"]).keys() == {"warc", "export"}
    assert {gap["url"].removeprefix(HOME) for gap in coverage["missing"] if gap["kind"] == "post"} == set(HOLES)
