"""The page for strangers, docs/verification.md: its commands, as they stand there, with nothing but the named programs."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from archive import keys, manifest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "verification.md").read_text("utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S)
# bash itself, coreutils, OpenSSH, gzip
PROGRAMS = [
    "basenc",
    "base32",
    "bash",
    "comm",
    "cut",
    "gunzip",
    "gzip",
    "head",
    "ls",
    "sha256sum",
    "sort",
    "ssh-keygen",
    "sh",
    "tail",
    "tr",
]


@pytest.fixture
def check(tmp_path):
    """Return a function that runs the page's commands in a collection, and gives each one's output."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in PROGRAMS:
        (programs / name).symlink_to(shutil.which(name))

    def check(folder):
        found = []
        for command in COMMANDS:
            done = subprocess.run(
                [programs / "bash", "-c", command],
                cwd=folder,
                env={"PATH": str(programs)},
                capture_output=True,
                text=True,
            )
            found.append(done.stdout + done.stderr)
        return found

    return check


def test_f72_a_stranger_checks_a_collection_with_the_commands_of_the_page(layout, check):
    manifest.seal(layout, change=keys.rotation(layout))
    before = {path: path.read_bytes() for path in layout.root.rglob("*") if path.is_file()}
    key = keys.signer_of(layout).fingerprint
    whose, signed, files, beside, changed, record, members = check(layout.root)
    assert key in whose
    assert f'Good "beilin-manifest" signature for beilin with ED25519 key {key}' in signed
    assert f'Good "beilin-events" signature for beilin with ED25519 key {key}' in signed
    assert (files, beside) == ("", "")
    assert f"from {keys.former(layout)[0]}\n  to {key}\nGood" in changed
    assert "WARC-Type: response" in record and record.endswith("The block is the one its digest was made of.\n")
    assert members.count("is sound") == 1
    assert {path: path.read_bytes() for path in layout.root.rglob("*") if path.is_file()} == before


def test_f72_and_finds_what_is_wrong_with_it(layout, check):
    (layout.warc / "a stranger's.txt").write_text("x")
    (layout.root / ".hidden").write_text("x")
    (layout.reports / "link").symlink_to("/etc/passwd")
    assert check(layout.root)[3].split() == [".hidden", "reports/link", "warc/a", "strangers.txt"]
    path = next(layout.warc.glob("*.gz"))
    content = bytearray(path.read_bytes())
    for position in range(60, len(content), 60):  # in each record
        content[position] ^= 1
    path.write_bytes(content)
    layout.events.write_bytes(layout.events.read_bytes() + b"{}\n")
    _, signed, files, _, _, record, members = check(layout.root)
    assert 'Good "beilin-manifest"' in signed and "Could not verify signature" in signed
    assert f"warc/{path.name}: FAILED" in files and "events.jsonl: FAILED" in files
    assert "The block is the one" not in record
    assert "is sound" not in members


def test_the_readme_of_a_collection_tells_the_same_in_short(layout):
    text = layout.readme.read_text("utf-8")
    block = text[text.index("    sha256sum") : text.index("TO READ THE CAPTURES")]
    command = "\n".join(line for line in block.splitlines() if line.startswith("    ") and "SHA256:" not in line)
    done = subprocess.run(["bash", "-c", command], cwd=layout.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.search(r"SHA256:\S{43}", text)[0] in done.stdout
