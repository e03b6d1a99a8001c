"""Tables of a report as HTML that shows whatever a page wrote, and leads nowhere. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def table(heads: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> str:
    """Return a table; numbers stand at the right."""
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    # Addresses are shown as text, never as links: some lead where nobody should click.
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(cell: str | int) -> str:
    return f'<td class="n">{cell}</td>' if isinstance(cell, int) else f"<td>{escape(cell)}</td>"
