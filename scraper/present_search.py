"""What a search found, for people: titles, dates, addresses and marked snippets, in lines as wide as the terminal."""

from __future__ import annotations

import sys

import click
from rich.console import Console
from rich.text import Text

from archive.printable import printable
from archive.search import Hit, Snippet

_MARK = "bold yellow"
_PLAIN_MARKS = "[", "]"  # where there is no colour


def show(hit: Hit) -> None:
    """Show one post."""
    console = Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())
    title = hit.title_raw or next((text for text in (hit.title_zh, hit.title_en) if text), "(untitled)")
    console.print(Text(printable(title), style="bold"))
    console.print(Text(printable(" · ".join(part for part in _facts(hit) if part)), style="dim"))
    for snippet in hit.snippets:
        console.print(_snippet(snippet, marks=not console.is_terminal))
    click.echo()


def _facts(hit: Hit) -> tuple[str, ...]:
    published = (hit.published or "no date")[:10]
    images = "" if not hit.images else f"{hit.images} image{'' if hit.images == 1 else 's'}"
    state = hit.state if hit.state in ("suspect", "replaced", "missing", "gone", "trap") else ""
    others = f"from others: {', '.join(hit.origins)}" if hit.origins else ""
    return published, hit.event_kind or "", hit.place or "", images, state, others, hit.url


def _snippet(snippet: Snippet, *, marks: bool) -> Text:
    """Return a snippet as a line; what was asked for stands in brackets where ``marks``, else in colour."""
    left, right = _PLAIN_MARKS if marks else ("", "")
    text = Text("  ")
    for part, is_match in snippet.parts:
        plain = printable(part)
        text.append(f"{left}{plain}{right}" if is_match else plain, _MARK if is_match else "")
    return text
