"""Numbers of things in sentences: one file, two files."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number and its noun; ``many`` is the plural where it is not ``one`` and an s.

    >>> counted(1, "file"), counted(2, "file"), counted(0, "reply", "replies")
    ('1 file', '2 files', '0 replies')
    """
    return f"{number} {one if number == 1 else many or f'{one}s'}"
