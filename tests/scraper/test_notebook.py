"""The notebook of docs/: its cells run on the demo, print what it shows, and know no machine."""

import contextlib
import io
import json
from pathlib import Path

import pytest

from scraper.demo.knobs import Knobs

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "three-questions.ipynb"
pytest.importorskip("pyarrow", reason="the extra parquet is not installed")


def cells():
    plain = json.loads(NOTEBOOK.read_text("utf-8"))
    assert plain["nbformat"] == 4
    return [cell for cell in plain["cells"] if cell["cell_type"] == "code"]


def printed(tables: Path, monkeypatch) -> list[str]:
    """Run the cells one after another, and return what each prints."""
    monkeypatch.setenv("BEILIN_TABLES", str(tables))
    names, said = {}, []
    for cell in cells():
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile("".join(cell["source"]), "cell", "exec"), names)
        said.append(out.getvalue())
    return said


def test_the_notebook_answers_three_questions_of_any_collection(demo, run, tmp_path, monkeypatch):
    _, folder, _ = demo
    assert run("export", folder, "--format", "parquet", "-o", tmp_path / "tables").code == 0
    said = printed(tmp_path / "tables", monkeypatch)
    assert said[0].startswith("63 records")
    assert all(text.strip() for text in said)


@pytest.mark.long
def test_what_the_notebook_shows_is_what_the_demo_gives(mirrored, run, tmp_path, monkeypatch):
    _, folder, _ = mirrored(Knobs())
    assert run("export", folder, "--format", "parquet", "-o", tmp_path / "tables").code == 0
    stored = ["".join(output["text"]) for cell in cells() for output in cell["outputs"]]
    assert printed(tmp_path / "tables", monkeypatch) == stored


def test_the_notebook_knows_no_machine():
    text = NOTEBOOK.read_text("utf-8")
    assert "/home" not in text
    assert "/tmp" not in text
    assert "Users" not in text
    plain = json.loads(text)
    assert set(plain["metadata"]) == {"kernelspec", "language_info"}
    assert {cell.get("execution_count") for cell in cells()} == set(range(1, len(cells()) + 1))
