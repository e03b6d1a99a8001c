"""Make archive/search/simplified.tsv from the dictionaries of OpenCC (Apache-2.0), given as a git repository's folder.

Usage: python tools/fold_table.py OPENCC.git

Of each Traditional character the first Simplified one of TSCharacters is taken. A few that OpenCC leaves to its phrases
are added, so that what a phrase makes of a Simplified text comes back to it.
"""

import subprocess
import sys
from pathlib import Path

COMMIT = "5249273a3e5606852f088c9a8b23522145d94f78"  # of 2026-08-06
TARGET = Path(__file__).parent.parent / "archive" / "search" / "simplified.tsv"
# 答覆 is 答复, 看著 is 看着, 明瞭 is 明了: what differs in one script only must not part two spellings of one word.
ADDED = {"着": "著", "复": "覆", "了": "瞭", "借": "藉", "余": "馀", "钟": "锺", "只": "祇衹", "线": "缐", "妆": "粧",
         "叙": "敍", "卫": "衞", "苏": "甦", "宁": "甯", "昵": "暱", "浚": "濬", "琅": "瑯", "台": "枱", "托": "讬",
         "么": "麽", "周": "賙赒", "咨": "谘"}  # fmt: skip
HEAD = f"""\
# Traditional characters, by the Simplified one that stands for them in the index.
# Made by tools/fold_table.py from TSCharacters.txt of OpenCC (https://github.com/BYVoid/OpenCC, commit
# {COMMIT}), Copyright its contributors, under the Apache License, Version 2.0;
# changed: the first Simplified character alone, and a few variants added.
"""


def table(repository: str) -> dict[str, str]:
    """Return the Simplified character of each Traditional one."""
    place = f"{COMMIT}:data/dictionary/TSCharacters.txt"
    command = ["git", "-C", repository, "show", place]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    pairs = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    folds = {one: many.split(" ")[0] for one, many in pairs}
    folds |= {variant: simplified for simplified, variants in ADDED.items() for variant in variants}
    return {one: last(one, folds) for one in folds if last(one, folds) != one}


def last(character: str, folds: dict[str, str]) -> str:
    """Return where a chain of folds ends."""
    seen = set()
    while character in folds and character not in seen:
        seen.add(character)
        character = folds[character]
    return character


def main() -> None:
    """Write the table."""
    by_simplified: dict[str, list[str]] = {}
    for traditional, simplified in sorted(table(sys.argv[1]).items()):
        by_simplified.setdefault(simplified, []).append(traditional)
    lines = (f"{simplified}\t{''.join(many)}\n" for simplified, many in sorted(by_simplified.items()))
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
