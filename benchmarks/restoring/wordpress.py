"""WordPress as a judge: Debian's WordPress and MariaDB, and WordPress' own importer from a folder of yours."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from archive.records import Comment
from benchmarks.restoring.comparison import Facts, comment_facts, exact, images_in, instant_of, text_of
from benchmarks.restoring.services import Missing, free_port, nginx, program, running

IMPORTER = "BEILIN_WORDPRESS_IMPORTER"
DEBIAN = Path("/usr/share/wordpress")
_HERE = Path(__file__).parent
_ROUTER = """<?php
$path = rawurldecode( parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( '/' !== $path && is_file( __DIR__ . $path ) ) { return false; }
$_SERVER['SCRIPT_NAME'] = '/index.php';
require __DIR__ . '/index.php';
"""


@dataclass(frozen=True)
class Imported:
    """``found`` is what `wordpress_import.php` prints; ``port`` is nginx' in front of WordPress, ``alone`` that of
    WordPress with our plugin and no other server.
    """

    found: dict[str, Any]
    port: int
    alone: int


@contextmanager
def imported(folder: Path, restored: Path, zone: str, media_port: int) -> Iterator[Imported]:
    """Import the WXR files of a restored site; WordPress answers until the context ends. Raises Missing."""
    importer = os.environ.get(IMPORTER, "")
    if not (Path(importer) / "wordpress-importer.php").is_file() or not importer:
        raise Missing(f"{IMPORTER} names no folder with WordPress' importer (the plugin wordpress-importer)")
    php = program("php", "php-cli")
    if not DEBIAN.is_dir():
        raise Missing("WordPress is not installed (Debian's package wordpress)")
    port = free_port()
    with _database(folder) as socket:
        site = _installed(folder, socket, restored)
        (site / "router.php").write_text(_ROUTER)
        media = [program("php", "php-cli"), "-S", f"127.0.0.1:{media_port}", "-t", restored]
        behind = [php, "-d", "display_errors=0", "-S", f"127.0.0.1:{port}", "-t", site, site / "router.php"]
        pass_on = f"location / {{ proxy_pass http://127.0.0.1:{port}; proxy_set_header Host $http_host; }}"
        with running(media, media_port, folder):
            command = [php, "-d", "memory_limit=512M", _HERE / "wordpress_import.php", site, importer, zone]
            files = sorted(restored.glob("wordpress-*.xml"))
            done = subprocess.run([*command, *files], check=False, capture_output=True, text=True, timeout=1800)
        if done.returncode:
            raise RuntimeError(f"the import failed: {done.stdout[-2000:]} {done.stderr[-2000:]}")
        found = json.loads(done.stdout[done.stdout.index('{"version"') :])
        with running(behind, port, folder), nginx(folder, restored / "redirects", pass_on) as front:
            yield Imported(found, front, port)


@contextmanager
def _database(folder: Path) -> Iterator[Path]:
    data, socket = folder / "database", folder / "mariadb.sock"
    user = [f"--user={os.environ.get('USER', 'root')}"] if os.geteuid() == 0 else []
    install = [program("mariadb-install-db", "mariadb-server"), "--no-defaults", f"--datadir={data}", *user]
    subprocess.run([*install, "--auth-root-authentication-method=normal"], check=True, capture_output=True)
    server = [program("mariadbd", "mariadb-server"), "--no-defaults", f"--datadir={data}", f"--socket={socket}"]
    with running([*server, "--skip-networking", "--skip-log-bin", *user], None, folder, socket):
        create = "CREATE DATABASE judge CHARACTER SET utf8mb4"
        client = [program("mariadb", "mariadb-client"), "--no-defaults", "-u", "root", f"--socket={socket}"]
        subprocess.run([*client, "-e", create], check=True, capture_output=True)
        yield socket


def _installed(folder: Path, socket: Path, restored: Path) -> Path:
    site = folder / "wordpress"
    shutil.copytree(DEBIAN, site, ignore=shutil.ignore_patterns("wp-content"), ignore_dangling_symlinks=True)
    for name in ("plugins", "themes", "uploads", "languages"):
        (site / "wp-content" / name).mkdir(parents=True)
    for theme in (DEBIAN / "wp-content/themes").glob("*"):
        shutil.copytree(theme, site / "wp-content/themes" / theme.name)
    shutil.copytree(restored / "redirects/wordpress", site / "wp-content/mu-plugins")
    constants = {
        "DB_NAME": "judge",
        "DB_USER": "root",
        "DB_PASSWORD": "",
        "DB_HOST": f"localhost:{socket}",
        "DB_CHARSET": "utf8mb4",
        "DB_COLLATE": "",
        "DISABLE_WP_CRON": True,
        "WP_HTTP_BLOCK_EXTERNAL": False,
        "AUTOMATIC_UPDATER_DISABLED": True,
    }
    lines = [f"define( {json.dumps(name)}, {json.dumps(value)} );" for name, value in constants.items()]
    home = "isset( $_SERVER['HTTP_HOST'] ) ? 'http://' . $_SERVER['HTTP_HOST'] : 'http://localhost'"
    lines += [f"define( '{name}', {home} );" for name in ("WP_HOME", "WP_SITEURL")]
    lines += ["$table_prefix = 'wp_';", "if ( ! defined( 'ABSPATH' ) ) { define( 'ABSPATH', __DIR__ . '/' ); }"]
    (site / "wp-config.php").write_text("\n".join(["<?php", *lines, "require_once ABSPATH . 'wp-settings.php';", ""]))
    return site


def facts(found: Mapping[str, Any]) -> dict[str, Facts]:
    """Return the facts of an import, by the ids of the posts."""
    by_url = {one["url"]: one["sha256"] for one in found["posts"] if one["kind"] == "attachment"}
    return {one["id"]: _facts(one, by_url) for one in found["posts"] if one["kind"] != "attachment"}


def _facts(one: Mapping[str, Any], by_url: Mapping[str, str]) -> Facts:
    comments = [
        Comment(each["id"], each["author"], each["utc"] + "+00:00", text_of(each["text"]), each["parent"])
        for each in one["comments"]
    ]
    instant = instant_of(one["utc"] + "+00:00")
    return {
        "kind": one["kind"],
        "draft": one["status"] == "draft",
        "path": one["path"],
        "title": text_of(one["title"]),
        "instant": instant,
        "exact": exact(instant_of(one["exact"])),
        "labels": tuple(sorted(map(unescape, one["labels"]))),
        "author": one["author"],
        "comments": tuple(sorted(comment_facts(comments), key=repr)),
        "text": text_of(one["markup"]),
        "pictures": tuple(sorted({by_url.get(url, url) for url in images_in(one["markup"])})),
    }
