"""What every command shares: the group ``beilin``, its sections in ``--help``, and errors as one sentence."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from archive.errors import BeilinError
from scraper import __version__, present

FOLDER = click.Path(file_okay=False, path_type=Path)
EXIT_CODES = """
Exit codes: 0 all well; 1 unforeseen; 2 wrong usage; 3 something is missing (see `beilin coverage`); 4 damage found;
5 the folder cannot serve; 6 the blog or a replica cannot be reached; 7 no blog there, off limits or not trusted;
8 the disk failed; 9 the blog may have been broken into, replaced or taken down (see `beilin changes`);
130 stopped by Ctrl-C (run the same command again and it goes on).
"""


class Groups(click.Group):
    """Lists the commands under the people they are for."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write one section for each kind of reader."""
        for heading in dict.fromkeys(getattr(command, "people", "") for command in self.commands.values()):
            rows = [
                (name, command.get_short_help_str(90))
                for name, command in self.commands.items()
                if getattr(command, "people", "") == heading
            ]
            with formatter.section(heading):
                formatter.write_dl(rows)


def command(people: str) -> Callable[[Callable[..., None]], click.Command]:
    """Register a command for a kind of reader; its errors become one sentence and an exit code."""

    def register(function: Callable[..., None]) -> click.Command:
        @functools.wraps(function)
        def run(**kwargs: Any) -> None:
            try:
                function(**kwargs)
            except BeilinError as error:
                present.error(error)
                sys.exit(error.exit_code)

        made = click.command()(run)
        made.people = people  # type: ignore[attr-defined]
        main.add_command(made)
        return made

    return register


@click.group(cls=Groups, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="beilin")
def main() -> None:
    """Keep a blog alive: crawl it into evidence-grade WARC and readable bilingual records. 碑林：为博客立碑。"""
    os.umask(0o077)  # what is kept concerns people at risk: no other user of this machine may read it


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, for machines.")
folder_argument = click.argument("folder", type=FOLDER, metavar="DIR")
