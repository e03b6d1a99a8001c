"""Make archive/cantonese.tsv and archive/korean.tsv: how characters are read in Cantonese and in Korean, by Unihan.

Usage: python tools/unihan_tables.py FOLDER

FOLDER holds Unihan_Readings.txt.bz2 and Unihan_Variants.txt.bz2, as Debian's package unicode-data has them in
/usr/share/unicode.
"""

from __future__ import annotations

import bz2
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

TARGET = Path(__file__).parent.parent / "archive"
FIRST, LAST = "\u4e00", "\u9fff"
HEAD = """\
# Readings in {}, then a tab and the characters. Made by tools/unihan_tables.py from the Unicode Han Database
# (Unihan {}, https://www.unicode.org/charts/unihan.html), Copyright (c) 1991-2022 Unicode, Inc., under the Unicode
# License (https://www.unicode.org/license.txt).
"""


def main(folder: Path) -> None:
    """Write the tables."""
    readings, variants = (
        bz2.decompress((folder / f"Unihan_{name}.txt.bz2").read_bytes()).decode() for name in ("Readings", "Variants")
    )
    found = re.search(r"# Unicode version: (\S+)", readings)
    version = found[1] if found else "unknown"
    cantonese = {c: re.sub(r"\d", "", said).split() for c, said in _field(readings, "kCantonese")}
    korean = {c: re.sub(r":\w*", "", said).split() for c, said in _field(readings, "kHangul")}
    for simplified, said in _field(variants, "kTraditionalVariant"):  # Korea writes no simplified ones
        traditional = [chr(int(point[2:], 16)) for point in said.split()]
        korean.setdefault(simplified, list(dict.fromkeys(r for c in traditional for r in korean.get(c, ()))))
    _write("cantonese.tsv", HEAD.format("Jyutping without tones", version), cantonese)
    _write("korean.tsv", HEAD.format("Hangul", version), korean)


def _field(text: str, name: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(rf"^U\+([0-9A-F]+)\t{name}\t(.+)$", text, re.M):
        if FIRST <= (character := chr(int(found[1], 16))) <= LAST:
            yield character, found[2]


def _write(name: str, head: str, readings: Mapping[str, list[str]]) -> None:
    by_readings: dict[str, list[str]] = {}
    for character, said in sorted(readings.items()):
        by_readings.setdefault(",".join(said), []).append(character)
    lines = (f"{said}\t{''.join(found)}\n" for said, found in sorted(by_readings.items()) if said)
    (TARGET / name).write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
