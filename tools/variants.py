"""Write archive/redaction/variants.txt: Chinese characters that stand for each other in one script or another.

Usage: python tools/variants.py FOLDER      (FOLDER: data/dictionary of OpenCC, https://github.com/BYVoid/OpenCC)
"""

from __future__ import annotations

import sys
from pathlib import Path

FILES = ("TSCharacters", "STCharacters", "TWVariants", "HKVariants", "JPShinjitaiCharacters")
HEAD = """\
# Characters that stand for each other: Simplified, Traditional, Taiwan's, Hong Kong's or Japan's forms; a group a line.
# Made by tools/variants.py from the character tables of OpenCC (https://github.com/BYVoid/OpenCC), copyright its
# contributors, Apache License 2.0; changed: only which characters belong together.
"""


def groups(folder: Path) -> list[str]:
    """Return the groups: what any table joins, directly or by others."""
    leader: dict[str, str] = {}

    def lead(character: str) -> str:
        while leader.setdefault(character, character) != character:
            character = leader[character]
        return character

    for name in FILES:
        for line in (folder / f"{name}.txt").read_text("utf-8").splitlines():
            key, _, values = line.partition("\t")
            for value in values.split():
                if len(key) == len(value) == 1 and not line.startswith("#"):
                    leader[lead(key)] = lead(value)
    found: dict[str, set[str]] = {}
    for character in list(leader):
        found.setdefault(lead(character), set()).add(character)
    return sorted("".join(sorted(group)) for group in found.values() if len(group) > 1)


if __name__ == "__main__":
    target = Path(__file__).parent.parent / "archive" / "redaction" / "variants.txt"
    target.write_text(HEAD + "\n".join(groups(Path(sys.argv[1]))) + "\n", "utf-8")
