"""Judge the reading of golden cases, field by field and form by form, beside other programs.

Usage: python -m benchmarks.evaluate [--peers VENV] [--json] [FOLDER...]     (default: every folder of tests/corpus)

The forms are those that the cases name (``"form"`` in case.json; "other" where there is none). A field that a case
does not state is not judged. A cell is the ratio and its counts: of F1 right/found/there, else right/judged.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.evaluate import fields, peers
from benchmarks.evaluate.cases import Case, cases
from benchmarks.evaluate.fields import FIELDS, PLAIN_COUNTS, Score

ROOT = Path(__file__).parents[2]
Table = dict[str, dict[str, dict[str, Score]]]  # field -> form -> who -> score
ALL = "all"


def judge(of: Sequence[Case], python: Path, there: Sequence[str] = ()) -> Table:
    """Return the scores of beilin and of the peers that are there."""
    table: Table = defaultdict(lambda: defaultdict(lambda: defaultdict(Score)))
    said = [("beilin", case.form, measure) for case in of for measure in fields.measures(case)]
    for who, form, (field, score) in (*said, *peers.measures(python, of, there)):
        table[field][form][who] += score
        table[field][ALL][who] += score
    return table


def cell(field: str, score: Score | None) -> str:
    """Return a score as it stands in the table."""
    if score is None:
        return ""
    if field in PLAIN_COUNTS:
        return f"{score.right} of {score.there}"
    ratio = "-" if score.ratio is None else f"{100 * score.ratio:.1f} %"
    counts = f"{score.right}/{score.found}/{score.there}" if field.endswith("F1") else f"{score.right}/{score.there}"
    return f"{ratio} ({counts})"


def markdown(table: Table, states: dict[str, str], count: int) -> str:
    """Return a Markdown table for each field: a row for each form, a column for each program."""
    lines = [f"{count} cases. Cells: ratio (counts); for F1 right/found/there, else right/judged."]
    for field in (field for field in FIELDS if field in table):
        who = [name for name in ("beilin", *peers.PEERS) if name in table[field][ALL]]
        lines += ["", f"### {field}", "", f"| form | {' | '.join(who)} |", f"|---|{'---|' * len(who)}"]
        for form in (ALL, *sorted(set(table[field]) - {ALL})):
            cells = (cell(field, table[field][form].get(name)) for name in who)
            lines.append(f"| {form} | {' | '.join(cells)} |")
    lines += ["", "### Programs beside", "", "| program | version, or why it is not judged |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {state} |" for name, state in states.items())])


def machine(table: Table, states: dict[str, str], count: int) -> str:
    """Return the same as JSON."""
    scores = {
        field: {
            form: {name: {**dataclasses.asdict(score), "ratio": score.ratio} for name, score in who.items()}
            for form, who in table[field].items()
        }
        for field in FIELDS
        if field in table
    }
    return json.dumps({"cases": count, "fields": scores, "peers": states}, ensure_ascii=False, indent=2)


def main(arguments: Sequence[str]) -> int:
    """Judge and print; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--peers", type=Path, default=ROOT / ".venv-peers", metavar="VENV")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    of = list(cases(options.folders or sorted((ROOT / "tests" / "corpus").iterdir())))
    if not of:
        print("no case.json in these folders", file=sys.stderr)
        return 2
    python = options.peers / "bin" / "python"
    states = peers.states(python)
    table = judge(of, python, [peer for peer, state in states.items() if ":" not in state])
    print((machine if options.json else markdown)(table, states, len(of)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
