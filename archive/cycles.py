"""How often Python looks for objects that refer to each other in a circle, in processes that read or make records."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Have this process, and those it forks, look seldom: it makes many small objects and hardly a circle."""
    gc.set_threshold(50_000, 20, 50)
