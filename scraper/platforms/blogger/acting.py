"""What a post's body would have a browser fetch and obey. It may be anybody's: it is told, and never asked for."""

from __future__ import annotations

from bs4 import Tag

from archive.records import Finding

ACTING = ("script", "link")
_MOST_TOLD = 200  # characters of an address, in a finding


def acting_of(tag: Tag) -> Finding | None:
    """Return a finding for a script or a style sheet that is named by its address, None for any other."""
    address = str(tag.get("src" if tag.name == "script" else "href") or "")
    if not address or (tag.name == "link" and "stylesheet" not in (tag.get("rel") or ())):
        return None
    return Finding("script-in-body", f"<{tag.name}> of {address[:_MOST_TOLD]}: it was not asked for")
