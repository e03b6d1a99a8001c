"""Every code of a finding that the source uses is in docs/findings.md, and no other."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def calls():
    for package in ("archive", "pipelines", "scraper"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Finding":
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0]


def test_every_code_is_written_out():
    assert [where for where, code in calls() if not isinstance(code, ast.Constant)] == []


def test_the_list_of_findings_has_every_code_and_no_other():
    listed = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "docs" / "findings.md").read_text("utf-8"), re.M)
    assert len(listed) == len(set(listed))
    assert set(listed) == {code.value for _, code in calls()}
