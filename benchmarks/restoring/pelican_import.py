"""pelican-import as a judge of WXR: what it writes as reStructuredText or Markdown, built by Pelican."""

from __future__ import annotations

import re
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

from archive.restoration.article import Material
from benchmarks.restoring import comparison
from benchmarks.restoring.comparison import Facts
from benchmarks.restoring.services import program
from benchmarks.restoring.sites import pelican_program

CANNOT = {
    "there": "it leaves out posts without a body",
    "title": "it names posts without a title by itself",
    "instant": "the wall clock to the minute; zone, seconds and offset are lost",
    "comments": "it does not read comments",
    "labels": "it parts labels at commas",
    "author": "it takes the login for the name",
    "text": "it leaves pages' and posts' HTML to pandoc, which takes some marks for its own",
}
LEFT = ("kind", "path", "exact", "pictures")  # its files are named by the slug alone, and pictures stay where they were
_WP = "{http://wordpress.org/export/1.2/}"
_FIELD = re.compile(r"(?m)^(\w+): (.*)$")


def expected(material: Material, restored: Path) -> dict[str, Facts]:
    """Return the facts of all articles by kind and WordPress' names, dates as wall clocks to the minute."""
    names = {record: (kind, name, date) for kind, name, date, record in named(restored)}
    found = {}
    for record, facts in comparison.expected(material).items():
        kind, name, date = names[record]
        found[f"{kind} {name}"] = {**facts, "instant": facts["instant"] and date[:16]}
    return found


def named(restored: Path) -> Iterator[tuple[str, str, str, str]]:
    """Yield (kind, name, wall clock, record) of each item of WXR."""
    for part in sorted(restored.glob("wordpress-*.xml")):
        for item in ElementTree.parse(part).iter("item"):
            meta = {
                one.findtext(f"{_WP}meta_key"): one.findtext(f"{_WP}meta_value") for one in item.iter(f"{_WP}postmeta")
            }
            told = (item.findtext(f"{_WP}{name}") or "" for name in ("post_type", "post_name", "post_date"))
            yield *told, meta["_record"] or ""  # type: ignore[misc]


def imported(restored: Path, folder: Path) -> dict[str, Facts]:
    """Import every part; return what the files say. Raises Missing."""
    pandoc = program("pandoc", "pandoc")
    output = folder / "imported"
    for part in sorted(restored.glob("wordpress-*.xml")):
        command = [pelican_program("pelican-import"), "--wpfile", part, "-o", output, "-m", "markdown", "--dir-page"]
        subprocess.run(command, check=True, capture_output=True, timeout=900)
    found: dict[str, Facts] = {}
    for file in sorted(output.rglob("*.md")):
        kind = "page" if file.parent.name == "pages" else "post"
        facts = _facts(file, pandoc)
        found[f"{kind} {facts['slug']}"] = facts
    return found


def _facts(file: Path, pandoc: str) -> Facts:
    head, _, body = file.read_text("utf-8").partition("\n\n")
    fields = {name.lower(): value for name, value in _FIELD.findall(head)}
    command = [pandoc, "-f", "markdown-smart", "-t", "html"]
    html = subprocess.run(command, input=body, capture_output=True, text=True, check=True)
    return {
        "draft": fields.get("status") == "draft",
        "slug": fields.get("slug"),
        "title": comparison.plain(fields.get("title", "")),
        "instant": fields.get("date", "")[:16] or None,
        "labels": tuple(sorted(filter(None, fields.get("tags", "").split(", ")))),
        "author": fields.get("author"),
        "text": comparison.text_of(html.stdout),
    }
