"""The manual page of beilin(1), made of the commands' own help: nothing in it is written twice.

Run by `tools/document.py`; the form is man(7), as groff and mandoc read it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from scraper import __version__
from scraper.cli import main

_HEAD = '.\\" Written by `python tools/document.py` from the commands themselves; do not edit.\n'
_AS_IT_IS = "\b\n"  # Click's mark for text that keeps its lines


def page() -> str:
    """Return the manual page as roff."""
    about = _context(main, "beilin").command.help or ""
    parts = [
        f'{_HEAD}.TH BEILIN 1 "" "beilin {__version__}" "User Commands"',
        f".SH NAME\nbeilin \\- {_inline(about.split(': ')[0].lower())}",
        ".SH SYNOPSIS\n.SY beilin\n.I COMMAND\n.RI [ OPTION ].\\|.\\|.\n.RI [ ARGUMENT ].\\|.\\|.\n.YS",
        f".SH DESCRIPTION\n{_text(about)}",
        ".SH COMMANDS",
        *(_command(name, command) for name, command in commands()),
        f".SH EXIT STATUS\n{_exit_codes(main.epilog or '')}",
        ".SH SEE ALSO\nThe documentation that comes with beilin; each command with \\-\\-help.",
    ]
    return "\n".join(parts) + "\n"


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its name as typed, and behind each group those within it."""
    for name, command in sorted(main.commands.items()):
        yield f"beilin {name}", command
        inner = command.commands if isinstance(command, click.Group) else {}
        yield from ((f"beilin {name} {within}", one) for within, one in sorted(inner.items()))


def _command(name: str, command: click.Command) -> str:
    context = _context(command, name)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f'.SS "{_inline(f"{name} {usage}")}"', _text(command.help or "")]
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record and record[1] and parameter.name != "help":
            lines.append(f".TP\n.B {_inline(record[0])}\n{_inline(record[1])}")
    return "\n".join(lines)


def _context(command: click.Command, name: str) -> click.Context:
    return click.Context(command, info_name=name)


def _text(text: str) -> str:
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n.PP\n".join(map(_paragraph, paragraphs))


def _paragraph(text: str) -> str:
    if not text.startswith(_AS_IT_IS):
        return _inline(" ".join(text.split()))
    lines = text.removeprefix(_AS_IT_IS).splitlines()
    return "\n".join([".EX", *map(_inline, lines), ".EE"])


def _exit_codes(text: str) -> str:
    codes = re.findall(r"(\d+) ([^;]+?)[;.]?(?=;|\n|\s\d+ |$)", " ".join(text.replace("Exit codes:", "").split()))
    return "\n".join(f".TP\n.B {code}\n{_inline(meaning.strip())}" for code, meaning in codes)


def _inline(text: str) -> str:
    r"""Return text with what roff would take for its own escaped.

    >>> _inline(".beilin --json 'x' \\b")
    "\\&.beilin \\-\\-json \\(aqx\\(aq \\eb"
    """
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    escaped = escaped.replace('"', "\\(dq").replace("^", "\\(ha").replace("~", "\\(ti")
    return f"\\&{escaped}" if escaped.startswith(".") else escaped
