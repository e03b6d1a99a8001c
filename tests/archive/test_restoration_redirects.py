"""Redirects: their text, and nginx and Apache asked with it."""

import json
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest

from archive.restoration.redirects import Moves, write_redirects
from benchmarks.restoring import services

LABELS = (
    "rally",
    "Rally",
    "RALLY",
    "库 a",
    'q"u\\o',
    "$uri",
    "a;b",
    "100%",
    "{x}",
    "~^/(.*)",
    "it's",
    "c+d",
    "a?b",
    "#1",
)
HOSTILE = "line\nreturn 200 evil;"


def moves():
    found = Moves()
    for n, name in enumerate(LABELS):
        found.label(name, f"/tag/t{n}")
    found.label(HOSTILE, "/tag/never")
    found.post("/p/about.html", "/about")
    found.post("/2014/07/窑.html", "/2014/07/%e7%aa%91.html")
    found.post("/2014/07/a.html", '/b"; return 200 $uri\r\nX: y')
    found.month("2014-07", "2014-06", "")
    found.listed("2014-07")
    found.commented("tag:blogger.com,1999:blog-1.post-42", "/2014/07/kiln.html")
    found.commented("another's id", "/2014/07/kiln.html")
    return found


@pytest.fixture
def folder(tmp_path):
    write_redirects(moves().in_wordpress(), tmp_path)
    return tmp_path


def test_no_line_is_more_than_one_redirect(folder):
    for file in folder.rglob("*"):
        if file.is_file() and file.suffix != ".php":
            assert not [line for line in file.read_text().splitlines() if line.startswith("return 200")]
            assert "never" not in file.read_text()


def test_no_post_takes_the_place_of_a_list_or_a_feed():
    found = moves()
    for path in ("/feeds/posts/default", "/feeds/42/comments/default", "/search", "/2014/06/"):
        found.post(path, "/posts/x.html")
    assert "/posts/x.html" not in found.in_files("/feed.xml").paths.values()


def test_an_address_that_differs_in_its_escapes_alone_is_not_redirected_in_a_circle(folder):
    assert "/2014/07/窑.html" not in json.loads((folder / "wordpress/beilin-redirects.json").read_text())


def expected():
    found = {f"/search/label/{quote(name, safe='')}": f"/tag/t{n}" for n, name in enumerate(LABELS)}
    return found | {
        "/p/about.html": "/about",
        "/p/about.html?m=1": None,
        "/2014/07/x.html?m=1": "/2014/07/x.html",
        "/2014/07/x.html?a=b&m=0": "/2014/07/x.html",
        "/2014_07_01_archive.html": "/2014/07/",
        "/2014_06_01_archive.html": "/",
        "/2014/06/": "/",
        "/feeds/42/comments/default": "/2014/07/kiln.html",
        "/feeds/42/comments/default?max-results=150": "/2014/07/kiln.html",
        "/feeds/pages/default": "/feed/atom",
        "/search?q=%E5%BA%93%0d%0aX:1&m=2": "/?s=%E5%BA%93%0d%0aX:1",
        "/search": "/",
        "/atom.xml": "/feed/atom",
        "/2014/07/a.html": "/b%22;%20return%20200%20%24uri%0D%0AX:%20y",
    }


def test_nginx_answers_by_them(folder, tmp_path_factory):
    home = tmp_path_factory.mktemp("nginx")
    try:
        with services.nginx(home, folder, "location / { return 204; }") as port:
            got = services.answers(port, list(expected()))
            plain = services.answers(port, ["/2014/07/x.html", "/%0d%0aSet-Cookie:a=b?m=1"])
    except services.Missing as missing:
        pytest.skip(str(missing))
    for target, location in expected().items():
        assert got[target][0] == 301, target
        assert location is None or got[target][1] == location
    assert plain["/2014/07/x.html"][0] == 204
    assert "\n" not in plain["/%0d%0aSet-Cookie:a=b?m=1"][1]


@pytest.fixture
def open_folder():
    """A folder that another user can read, as Apache becomes one."""
    with tempfile.TemporaryDirectory(prefix="beilin-apache-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_apache_answers_by_them(folder, open_folder):
    home, modules = open_folder, Path("/usr/lib/apache2/modules")
    (home / "site").mkdir()
    (home / "site").chmod(0o755)  # whatever umask a command of ours has set in this process
    shutil.copyfile(folder / "htaccess.txt", home / "site/.htaccess")
    (home / "site/.htaccess").chmod(0o644)
    port = services.free_port()
    loaded = [name for name in ("mpm_event", "authz_core", "dir", "rewrite") if (modules / f"mod_{name}.so").exists()]
    lines = [f"LoadModule {name}_module {modules}/mod_{name}.so" for name in loaded]
    lines += [f"ServerRoot {home}", f"Listen 127.0.0.1:{port}", f"PidFile {home}/pid", f"ErrorLog {home}/error.log"]
    lines += ["ServerName localhost", f"DocumentRoot {home}/site", "User www-data", "Group www-data"]
    lines += [f"<Directory {home}/site>", "AllowOverride All", "Require all granted", "</Directory>", ""]
    (home / "apache.conf").write_text("\n".join(lines))
    try:
        command = [services.program("apache2", "apache2-bin"), "-f", home / "apache.conf", "-DFOREGROUND"]
        with services.running(command, port, home):
            got = services.answers(port, list(expected()))
    except services.Missing as missing:
        pytest.skip(str(missing))
    for target, location in expected().items():
        if "%2F" in target:  # Apache answers 404 by itself, unless AllowEncodedSlashes is on
            continue
        assert got[target][0] == 301, target
        assert location is None or got[target][1].removeprefix(f"http://127.0.0.1:{port}") == location
