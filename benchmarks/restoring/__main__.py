"""python -m benchmarks.restoring: one archive through each judge, field by field, as a table."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.restoring.archive import archive, captured_paths, mirror_demo
from benchmarks.restoring.comparison import FIELDS
from benchmarks.restoring.judging import JUDGES, Verdict
from benchmarks.restoring.services import Missing


def main() -> None:
    """Print the table, and beneath it what each judge cannot carry."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("judges", nargs="*", metavar="JUDGE", help=f"of {', '.join(JUDGES)}; all without")
    parser.add_argument("--posts", type=int, default=150, help="posts of the demo blog")
    parser.add_argument("--verbose", action="store_true", help="every difference")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="beilin-restoring-") as name:
        collection = mirror_demo(Path(name), given.posts)
        with archive(collection) as material:
            verdicts, missing, captured = [], [], captured_paths(collection)
            for judge in given.judges or JUDGES:
                folder = Path(name) / judge
                folder.mkdir()
                try:
                    verdicts.append(JUDGES[judge](material, folder, captured))
                except Missing as error:
                    missing.append(f"{judge}: not judged: {error}.")
    _print(verdicts)
    print(*missing, sep="\n")
    for verdict in verdicts:
        print(f"{verdict.judge}: {len(verdict.unexcused)} differences without a reason; dead: {list(verdict.dead)}")
        for difference in verdict.comparison.differences if given.verbose else verdict.unexcused:
            print("  ", *(str(part)[:300] for part in difference), sep=" | ")


def _print(verdicts: list[Verdict]) -> None:
    print("| judge |", " | ".join(("there", *FIELDS, "addresses")), "|")
    print("|---" * (len(FIELDS) + 3) + "|")
    for verdict in verdicts:
        cells = [verdict.comparison.counts.get(name) for name in ("there", *FIELDS)]
        shown = [f"{cell[0]}/{cell[1]}" if cell else "-" for cell in (*cells, verdict.answered)]
        print(f"| {verdict.judge} |", " | ".join(shown), "|")


if __name__ == "__main__":
    main()
