"""Make archive/pinyin.tsv: how each Chinese character is read, by the dictionary of pypinyin, the usual reading first.

Usage: python tools/pinyin_table.py
"""

from importlib.metadata import version
from pathlib import Path

from pypinyin import Style, pinyin

from archive.romanisation import letters

TARGET = Path(__file__).parent.parent / "archive" / "pinyin.tsv"
HEAD = f"""\
# Readings in pinyin without tones, "v" for the vowel of "nü", the usual one first, then a tab and the characters.
# Made by tools/pinyin_table.py from pypinyin {version("pypinyin")} (https://github.com/mozillazg/python-pinyin),
# Copyright (c) 2016 mozillazg, 闲耘, and its pinyin-data (https://github.com/mozillazg/pinyin-data); both have the
# MIT License.
"""


def main() -> None:
    """Write the table."""
    by_readings: dict[str, list[str]] = {}
    for character in map(chr, range(0x3400, 0xA000)):
        dictionary = pinyin(character, style=Style.NORMAL, heteronym=True)[0]
        readings = ",".join(dict.fromkeys(letters(reading) for reading in dictionary))
        by_readings.setdefault(readings, []).append(character)
    lines = (f"{readings}\t{''.join(found)}\n" for readings, found in sorted(by_readings.items()) if readings)
    TARGET.write_text(HEAD + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
