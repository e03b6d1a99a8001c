"""What a benchmark tells: on the terminal as it comes, and kept in a file, so that a long run cannot be lost."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Tell = Callable[[str], None]


def teller(file: Path | None, what: str) -> Tell:
    """Return what prints Markdown, and adds it to a file (None for none), begun anew with the machine and the hour."""

    def tell(text: str) -> None:
        print(text, flush=True)
        if file:
            with file.open("a", encoding="utf-8") as kept:
                kept.write(f"{text}\n")

    if file:
        file.write_text("", encoding="utf-8")
    now = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    tell(f"{what}: {now}, {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}.\n")
    return tell


def p95(values: Sequence[float]) -> float:
    """Return what 95 of 100 values do not exceed."""
    return sorted(values)[-(-len(values) * 95 // 100) - 1]
