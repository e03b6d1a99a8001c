"""Every paragraph of every record stands in the capture that its provenance names first."""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archive.captures import read_capture

REPOSITORY = Path(__file__).parents[2]


def squeezed(text):
    """Return what a reader sees of a page, without white space, invisible characters and markup."""
    plain = html.unescape(re.sub(r"<[^>]*>", "", html.unescape(text)))
    return re.sub(r"[\s\u200b-\u200f\ufeff]", "", plain)


def test_every_paragraph_is_in_the_capture_named_first(demo):
    _, folder, _ = demo
    count = 0
    for path in sorted((folder / "records").rglob("v*.json")):
        record = json.loads(path.read_bytes())
        first = record["provenance"]["captures"][0]
        page = squeezed(read_capture(folder / "warc" / first["warc"], first["offset"]).body.decode("utf-8"))
        for paragraph in record["paragraphs"]:
            assert squeezed(html.escape(paragraph["text"])) in page, path
            count += 1
    assert count > 200


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="the shown command is one of bash")
def test_the_command_that_the_guide_shows_finds_the_sentence(demo, tmp_path):
    _, folder, _ = demo
    guide = (REPOSITORY / "docs" / "records.md").read_text("utf-8")
    command = re.search(r"```\n(record=.*?)```", guide, re.S)[1]
    command = command.replace("demo-collection", str(folder)).replace(".venv/bin/", f"{Path(sys.executable).parent}/")
    command = command.replace("python3 -c", f"{sys.executable} -c")
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "met at Harbour Square" in done.stdout, done.stderr
