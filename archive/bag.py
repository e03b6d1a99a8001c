"""What BagIt (RFC 8493) asks of a folder beside its manifest, so that its tools read a collection as a bag."""

from __future__ import annotations

from archive.durable import replace
from archive.layout import Layout

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_ABOUT = """\
This folder is here for tools that read bags (BagIt, RFC 8493), which ask for a folder of this name.
What is kept lies beside it: see README.txt. The manifest lists all of it.
"""


def complete(layout: Layout) -> None:
    """Write what a bag needs and this collection lacks. Raises StorageError."""
    for path, text in ((layout.bag, _DECLARATION), (layout.about, _ABOUT)):
        if not path.exists():
            replace(path, text.encode("utf-8"))


def is_plain(name: str) -> bool:
    r"""Say whether every tool reads a manifest's line with this name in the same way.

    sha256sum escapes line breaks and backslashes, BagIt escapes by percent signs, and its tools strip blanks and
    asterisks. No name of ours has any of these; a file that has one stays out of the manifest, and verification names
    it.

    >>> is_plain("warc/20260102T030405Z-00000.warc.gz"), is_plain("records/posts/蓝窑/v1.json")
    (True, True)
    >>> [is_plain(name) for name in ("warc/a\nb", "warc/a\\b", "warc/a%0Ab", "warc/a ", "warc/\udcff")]
    [False, False, False, False, False]
    """
    odd = any(not character.isprintable() or character in "\\%*" for character in name)
    return not odd and name == name.strip()
