"""jekyll-import as a judge of the classic export and of WXR: what it writes for Jekyll, file by file."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.records import Comment
from archive.restoration.article import Material
from benchmarks.restoring import comparison
from benchmarks.restoring.comparison import Facts
from benchmarks.restoring.pelican_import import named
from benchmarks.restoring.services import Missing, program

FOLDER = "BEILIN_JEKYLL_IMPORT"
BLOGGER_CANNOT = {
    "there": "it reads no static pages; of two posts of one day and name it keeps the second",
    "instant": "a date of another month than the address is put into that month, as for Blogger's own importer",
    "exact": "the same",
}
BLOGGER_LEFT = ("kind", "pictures")  # it writes posts alone, and leaves pictures where they were
WXR_CANNOT = {
    "labels": "it takes a label's escaped signs for themselves, which WordPress' importer does not",
}
WXR_LEFT = ("comments", "pictures")  # it reads no comments
_SCRIPT = Path(__file__).with_name("jekyll_import.rb")
_LIQUID = re.compile(r'\{\{ "(\{[{%])" \}\}')


def _imported(kind: str, files: Sequence[Path], folder: Path) -> list[dict[str, Any]]:
    """Return the files that an importer writes. Raises Missing."""
    library = Path(os.environ.get(FOLDER, "")) / "lib"
    if FOLDER not in os.environ or not (library / "jekyll-import.rb").is_file():
        raise Missing(f"{FOLDER} names no folder with jekyll-import (its gem, unpacked, or its source)")
    output = folder / "imported"
    output.mkdir()
    command = [program("ruby", "jekyll"), _SCRIPT, library, kind, *files]
    environment = {**os.environ, "TZ": "UTC", "LANG": "C.UTF-8"}
    done = subprocess.run(command, cwd=output, env=environment, check=False, capture_output=True, timeout=900)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace")
        raise (
            Missing("ruby-nokogiri is not installed (Debian's package ruby-nokogiri)")
            if ("cannot load such file -- nokogiri" in said)
            else RuntimeError(f"jekyll-import failed: {said[-2000:]}")
        )
    return list(json.loads(done.stdout))


def from_blogger(export: Path, folder: Path) -> dict[str, Facts]:
    """Return what it makes of a classic export, by the ids of the posts. Raises Missing."""
    files = _imported("blogger", [export], folder)
    comments: dict[str, list[Comment]] = defaultdict(list)
    for one in files:
        if one["path"].startswith("_comments/"):
            front = one["front"]
            said = comparison.text_of(_LIQUID.sub(r"\1", one["body"]))
            number = front["blogger_id"].rpartition("-")[2]
            comments[front["blogger_post_id"]].append(Comment(number, front["author"] or "", front["date"], said))
    posts = [one for one in files if not one["path"].startswith("_comments/")]
    return {one["front"]["blogger_id"]: _of_blogger(one, comments[one["front"]["blogger_id"]]) for one in posts}


def _of_blogger(one: Mapping[str, Any], comments: Sequence[Comment]) -> Facts:
    front = one["front"]
    instant = comparison.instant_of(front["date"])
    return {
        "draft": one["path"].startswith("_drafts/"),
        "path": urlsplit(front.get("blogger_orig_url") or "").path,
        "title": comparison.plain(front["title"] or ""),
        "instant": instant and instant.astimezone(comparison.UTC).replace(microsecond=0),
        "exact": comparison.exact(instant),
        "labels": tuple(sorted(front["tags"] or ())),
        "author": front["author"],
        "comments": tuple(sorted(comparison.comment_facts(comments), key=repr)),
        "text": comparison.text_of(_LIQUID.sub(r"\1", one["body"])),
    }


def expected_of_blogger(material: Material) -> dict[str, Facts]:
    """Return the facts of all articles; of comments without what they answer, which it does not read."""
    found = comparison.expected(material)
    for article in material.articles():
        flat = [Comment(one.id, one.author or "Unknown", one.published, one.text) for one in article.comments]
        comments = tuple(sorted(comparison.comment_facts(flat), key=repr))
        found[article.post.id] = {**found[article.post.id], "comments": comments}
    return found


def from_wxr(restored: Path, folder: Path) -> dict[str, Facts]:
    """Return what it makes of WXR, by the ids of the posts. Raises Missing."""
    files = _imported("wordpressdotcom", sorted(restored.glob("wordpress-*.xml")), folder)
    return {one["front"]["meta"]["_record"]: _of_wxr(one) for one in files}


def _of_wxr(one: Mapping[str, Any]) -> Facts:
    front = one["front"]
    meta = front["meta"]
    return {
        "kind": front["type"],
        "draft": front["status"] == "draft",
        "path": front["permalink"],
        "title": comparison.text_of(front["title"] or ""),
        "instant": str(front["date"])[:19] if front["date"] else None,
        "exact": comparison.exact(comparison.instant_of(meta.get("_published"))),
        "labels": tuple(sorted(front["tags"])),
        "author": front["author"]["display_name"] if front["author"] else None,
        "text": comparison.text_of(one["body"]),
    }


def expected_of_wxr(material: Material, restored: Path) -> dict[str, Facts]:
    """Return the facts of all articles, instants as wall clocks; of a draft it keeps none."""
    clocks = {record: date for _, _, date, record in named(restored)}
    return {
        record: {**facts, "instant": clocks[record] if facts["instant"] and not facts["draft"] else None}
        for record, facts in comparison.expected(material).items()
    }
