"""Where the addresses of a Blogger blog lead on the site that takes its place, for the servers that people use.

`Moves` collects them, `write_redirects` writes them: nginx (a map and the lines of a server), Apache (``.htaccess``),
Netlify (``_redirects``), and WordPress (a plugin of its own with its table, and CSV for the plugin Redirection).
A source is a path as the server sees it, decoded; a target is written as it goes over the wire.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from archive.durable import write
from archive.restoration.comment_feeds import comment_feed
from archive.restoration.months import month_paths, year_path

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ON_THE_WIRE = "/%:@!&'()*+,;=~?#"
_MAP = "$beilin_moved"


@dataclass(frozen=True)
class Redirects:
    """``paths``: path to target. ``asked``: the query parameter that a search asks by, where the site has a search."""

    paths: Mapping[str, str]
    asked: str | None = None


@dataclass
class Moves:
    """What of a blog has another address now."""

    posts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    months: set[str] = field(default_factory=set)
    still: set[str] = field(default_factory=set)

    def post(self, path: str, target: str) -> None:
        """Note a post or page that is at another path now; the first one that had the path counts."""
        self.posts.setdefault(path, target)

    def commented(self, post_id: str, target: str) -> None:
        """Note where a post is now: the feed of its comments leads there, too."""
        if feed := comment_feed(post_id):
            self.comments[feed] = target

    def label(self, name: str, target: str) -> None:
        """Note where the posts of a label are listed now."""
        self.labels[name] = target

    def month(self, *months: str) -> None:
        """Note months ("2014-03") that the blog had: a post's address names them, or the post was published in them."""
        self.months.update(filter(None, months))

    def listed(self, month: str) -> None:
        """Note a month that the new site lists posts of: one that no post is of any more leads to the front page."""
        self.still.add(month)

    def in_wordpress(self) -> Redirects:
        """Return the redirects to a WordPress with its own feeds, search and archives."""
        found = self._all("/feed/atom", "/comments/feed/atom")
        return Redirects(found | dict.fromkeys(("/sitemap.xml", "/sitemap-pages.xml"), "/wp-sitemap.xml"), asked="s")

    def in_files(self, feed: str) -> Redirects:
        """Return the redirects to a site of files, whose feed is at ``feed``."""
        return Redirects(self._all(feed, feed))

    def _all(self, feed: str, of_comments: str) -> dict[str, str]:
        # What is not a post's comes last: no post takes the place of a feed.
        found = dict(sorted(self.posts.items())) | self._lists() | dict(sorted(self.comments.items()))
        found |= {f"/search/label/{name}": target for name, target in sorted(self.labels.items())}
        found |= {f"/feeds/posts/default/-/{name}": target for name, target in sorted(self.labels.items())}
        feeds = ("/feeds/posts/default", "/feeds/posts/summary", "/feeds/pages/default", "/atom.xml", "/rss.xml")
        found |= dict.fromkeys(feeds, feed)
        found |= {"/feeds/comments/default": of_comments, "/search": "/"}
        written = {path: quote(to, safe=_ON_THE_WIRE) for path, to in found.items() if not _CONTROL.search(path)}
        return {path: to for path, to in written.items() if unquote(to) != path}  # else it would lead in a circle

    def _lists(self) -> dict[str, str]:
        """Return where the lists of months are; those of months and years that are gone are the front page."""
        found: dict[str, str] = {}
        for month in sorted(self.months | self.still):
            old, folder = month_paths(month)
            found[old] = folder if month in self.still else "/"
        years = {year_path(month) for month in self.months} - {year_path(month) for month in self.still}
        gone = [*years, *(month_paths(month)[1] for month in self.months - self.still)]
        return found | {path: "/" for one in sorted(gone) for path in (one.rstrip("/"), one)}


def write_redirects(found: Redirects, folder: Path) -> None:
    """Write the redirects in every form."""
    forms = {
        "nginx-map.conf": nginx_map(found),
        "nginx-server.conf": nginx_server(found),
        "htaccess.txt": apache(found),
        "_redirects": netlify(found),
        "redirection.csv": redirection(found),
        "wordpress/beilin-redirects.json": json.dumps(dict(found.paths), ensure_ascii=False, indent=1) + "\n",
        "wordpress/beilin-redirects.php": _PLUGIN,
    }
    for name, text in forms.items():
        write(folder / name, text.encode("utf-8", "replace"))


def nginx_map(found: Redirects) -> str:
    """Return what is to be included in nginx' ``http`` block. A map takes no regard of case: what differs in it alone
    goes in as regular expressions.
    """
    seen = Counter(path.lower() for path in found.paths)
    sources = [path if seen[path.lower()] == 1 else f"~^{re.escape(path)}$" for path in found.paths]
    lines = [
        f"  {_in_nginx(source)} {_in_nginx(_no_variable(target))};"
        for source, target in zip(sources, found.paths.values(), strict=True)
    ]
    head = ["map_hash_bucket_size 4096;", "map_hash_max_size 65536;", f"map $uri {_MAP} {{", '  default "";']
    return "\n".join([*head, *lines, "}", ""])


def nginx_server(found: Redirects) -> str:
    """Return what is to be included in nginx' ``server`` block."""
    lines = ['if ($arg_m ~ "^[01]$") { rewrite ^(.*)$ $1? permanent; }']
    if found.asked:
        lines.append(f'if ($request_uri ~ "^/search\\?(?:.*&)?q=([^&]*)") {{ return 301 "/?{found.asked}=$1"; }}')
    return "\n".join([*lines, f"if ({_MAP}) {{ return 301 {_MAP}; }}", ""])


def apache(found: Redirects) -> str:
    """Return an ``.htaccess`` (mod_rewrite)."""
    lines = [
        "RewriteEngine On",
        "RewriteCond %{QUERY_STRING} (?:^|&)m=[01](?:&|$)",
        "RewriteRule ^(.*)$ /$1 [R=301,L,QSD]",
    ]
    if found.asked:
        lines += [
            "RewriteCond %{QUERY_STRING} (?:^|&)q=([^&]*)",
            f"RewriteRule ^search$ /?{found.asked}=%1 [R=301,L,QSD,NE]",
        ]
    for path, target in found.paths.items():
        pattern = re.escape(path.removeprefix("/")).replace('"', r"\x22")
        lines.append(f'RewriteRule "^{pattern}$" "{_no_back_reference(target)}" [R=301,L,QSD,NE]')
    return "\n".join([*lines, ""])


def netlify(found: Redirects) -> str:
    """Return a ``_redirects`` of Netlify."""
    lines = ["/* m=:m /:splat 301!"]
    if found.asked:
        lines.append(f"/search q=:q /?{found.asked}=:q 301!")
    return "\n".join([*lines, *(f"{quote(path)} {target} 301!" for path, target in found.paths.items()), ""])


def redirection(found: Redirects) -> str:
    """Return a table for the plugin Redirection of WordPress: source, target, whether it is a pattern, the status."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("source", "target", "regex", "code"))
    writer.writerows((quote(path), target, 0, 301) for path, target in found.paths.items())
    return text.getvalue()


def _in_nginx(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _no_variable(target: str) -> str:
    return target.replace("$", "%24")


def _no_back_reference(target: str) -> str:
    return target.replace("$", "%24").replace("%", r"\%").replace('"', "%22")


_PLUGIN = """<?php
/**
 * Plugin Name: Original addresses
 * Description: Sends readers of the blog's old addresses on. Lies in wp-content/mu-plugins/ beside its table.
 */
add_action( 'parse_request', function () {
	$asked = isset( $_SERVER['REQUEST_URI'] ) ? $_SERVER['REQUEST_URI'] : '/';
	$path = rawurldecode( (string) strtok( $asked, '?' ) );
	parse_str( (string) parse_url( $asked, PHP_URL_QUERY ), $query );
	$file = __DIR__ . '/beilin-redirects.json';
	$table = is_readable( $file ) ? json_decode( file_get_contents( $file ), true ) : null;
	if ( '/search' === $path && isset( $query['q'] ) && is_string( $query['q'] ) ) {
		$target = '/?s=' . rawurlencode( $query['q'] );
	} elseif ( is_array( $table ) && isset( $table[ $path ] ) ) {
		$target = $table[ $path ];
	} elseif ( isset( $query['m'] ) && in_array( $query['m'], array( '0', '1' ), true ) ) {
		$target = implode( '/', array_map( 'rawurlencode', explode( '/', $path ) ) );
	} else {
		return;
	}
	wp_safe_redirect( home_url( $target ), 301, 'beilin' );
	exit;
}, 0 );
"""
