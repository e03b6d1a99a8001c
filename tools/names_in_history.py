"""Does a name stand in anything that a git repository ever held? Files of all commits, paths, messages, authors, tags.

Usage: python tools/names_in_history.py REPOSITORY LIST

LIST has one person a line, as for beilin redact; - is standard input. Each name is looked for in all forms that are
hidden there. Printed is where one stands, never which: exit code 1 where any does. What no branch leads to any more is
searched, too: git keeps it, and gives it to those who ask.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from archive.redaction.matching import Matcher
from archive.redaction.people import lines_of, person_of
from pipelines.name_forms import forms


def matcher_of(text: str) -> Matcher:
    """Return what finds the people of a list. Raises ValueError where an entry is no name."""
    people = []
    for number, line in enumerate(lines_of(text), 1):
        if (person := person_of(line)) is None:
            raise ValueError(f"Entry {number} of the list is no name: give one person a line, as 汉字, Pinyin.")
        people.append((person.id, forms(person.zh, person.en)))
    return Matcher(people)


def found_in(repository: Path, matcher: Matcher) -> Iterator[str]:
    """Yield where a name stands: the kind of an object and its hash, and of a reference only that it is one."""
    for kind, name, content in _objects(repository):
        if any(matcher.holds(line) for line in _text(kind, content).splitlines()):
            yield f"{kind} {name}"
    references = subprocess.run(
        ["git", "-C", repository, "for-each-ref", "--format=%(refname)"], capture_output=True, check=True, text=True
    )
    if matcher.holds(references.stdout):
        yield "the name of a branch or tag"


def _objects(repository: Path) -> Iterator[tuple[str, str, bytes]]:
    command = ["git", "-C", repository, "cat-file", "--batch-all-objects", "--batch", "--buffer", "--unordered"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as git:
        assert git.stdout is not None
        while head := git.stdout.readline().decode("ascii").split():
            name, kind, size = head
            yield kind, name, git.stdout.read(int(size))
            git.stdout.read(1)
    if git.returncode:
        raise OSError(f"git could not read {repository}.")


def _text(kind: str, content: bytes) -> str:
    if kind == "tree":  # mode, name, NUL, 20 bytes of a hash
        names, at = [], 0
        while at < len(content):
            end = content.index(b"\0", at)
            names.append(content[at:end].partition(b" ")[2])
            at = end + 21
        content = b"\n".join(names)
    return content.decode("utf-8", "replace")


def main() -> None:
    """Print where names stand."""
    repository, given = sys.argv[1:]
    text = sys.stdin.read() if given == "-" else Path(given).read_text("utf-8")
    places = list(found_in(Path(repository), matcher_of(text)))
    print("\n".join(places) if places else "No name of the list stands in the repository.")
    sys.exit(bool(places))


if __name__ == "__main__":
    main()
