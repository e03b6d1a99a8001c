"""What stands before the body of a Markdown file, as each site generator reads it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

from archive.restoration.markdown.entry import Entry
from archive.yaml_values import as_yaml

_HIDDEN = "&#8203;"  # Pelican wants a title


def hugo(entry: Entry) -> str:
    """Return YAML for Hugo."""
    return _yaml(
        {
            "title": entry.title,
            "url": entry.path or None,
            "slug": entry.key,
            "date": entry.date,
            "lastmod": entry.updated,
            "draft": entry.draft or None,
            "tags": list(entry.labels),
            "author": entry.author,
            "byline": entry.byline,
            "comments": entry.key if entry.comments else None,
            "original": entry.original,
            "blogger_id": entry.id,
        }
    )


def jekyll(entry: Entry) -> str:
    """Return YAML for Jekyll, that takes no braces for Liquid."""
    return _yaml(
        {
            "layout": "post" if entry.kind == "post" else "page",
            "title": entry.title,
            "permalink": entry.path or None,
            "slug": entry.key,
            "date": entry.date,
            "published_at": entry.date,  # Jekyll puts `date` into the site's zone, without its fraction
            "last_modified_at": entry.updated,
            "tags": list(entry.labels),
            "author": entry.author,
            "byline": entry.byline,
            "comments": entry.key if entry.comments else None,
            "original": entry.original,
            "blogger_id": entry.id,
            "render_with_liquid": False,
        }
    )


def pelican(entry: Entry) -> str:
    """Return Pelican's lines: a value is HTML there, and on one line."""
    facts = {
        "Title": escape(_line(entry.title), quote=False) or _HIDDEN,
        "Slug": entry.key,
        "Date": entry.date,
        "Modified": entry.updated,
        "Status": "draft" if entry.draft else "hidden" if entry.kind == "list" else "published",
        "Tags": "".join(f"{_line(name)}; " for name in entry.labels),
        "Author": _line(entry.author or ""),
        "Byline": _line(entry.byline or ""),
        "Save_as": "" if entry.draft else _file(entry.path),
        "Url": "" if entry.draft else entry.path.lstrip("/"),
        "Comments": entry.key if entry.comments else "",
        "Original": entry.original,
        "Blogger_id": entry.id,
    }
    return "".join(f"{name}: {value}\n" for name, value in facts.items() if value) + "\n"


FRONT: Mapping[str, Callable[[Entry], str]] = {"hugo": hugo, "jekyll": jekyll, "pelican": pelican}


def _file(path: str) -> str:
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _yaml(facts: Mapping[str, object]) -> str:
    lines = [f"{name}: {as_yaml(value)}\n" for name, value in facts.items() if value is not None and value != []]
    return "".join(["---\n", *lines, "---\n\n"])
