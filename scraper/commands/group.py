"""What every command shares: the group ``beilin``, its sections in ``--help``, errors as one sentence or document."""

from __future__ import annotations

import functools
import io
import itertools
import math
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any

import click

from archive import journal
from archive.durable import refusal
from archive.error_document import told, wrong_use
from archive.errors import BeilinError, Interrupted
from scraper import __version__, present

FOLDER = click.Path(file_okay=False, path_type=Path)
_DAY = 24 * 60 * 60
EXIT_CODES = """
Exit codes: 0 all well; 1 unforeseen; 2 wrong usage; 3 something is missing (see `beilin coverage`); 4 damage found;
5 the folder cannot serve; 6 the blog or a replica cannot be reached; 7 no blog there, off limits or not trusted;
8 the disk failed; 9 the blog may have been broken into, replaced or taken down (see `beilin changes`);
130 stopped by Ctrl-C (run the same command again and it goes on).
"""


class Seconds(click.FloatRange):
    """A span of time of at most a day. Not a number (nan) is none: no comparison would refuse it."""

    def __init__(self, least: float = 0) -> None:
        """Take no less than ``least``."""
        super().__init__(least, _DAY)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read it."""
        seconds = super().convert(value, param, ctx)
        if math.isnan(seconds):
            self.fail(f"{value!r} is no number of seconds.", param, ctx)
        return seconds


class Telling(click.Command):
    """Tells what is wrong with a command line as a JSON document, too, where one was asked for."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        """Read the command line."""
        with _wrong_use(args):
            _refuse_empty(args)
            return super().make_context(info_name, args, *rest, **extra)


class Groups(Telling, click.Group):
    """Lists the commands under the people they are for."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is named."""
        with _wrong_use(args):
            return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write one section for each kind of reader."""
        for heading in dict.fromkeys(getattr(command, "people", "") for command in self.commands.values()):
            rows = [
                (name, command.get_short_help_str(120))
                for name, command in self.commands.items()
                if getattr(command, "people", "") == heading
            ]
            with formatter.section(heading or "Commands"):
                formatter.write_dl(rows)


def _refuse_empty(arguments: Sequence[str]) -> None:
    """Refuse what is given and empty: an empty --key would be no key, and an empty folder the one we are in."""
    for before, argument in itertools.pairwise(("", *arguments)):
        option = argument if argument.startswith("--") and argument.endswith("=") else ""
        if option or not argument:
            name = option.rstrip("=") or (before if before.startswith("-") else "An argument")
            raise click.UsageError(f"{name} is given, and empty: a variable of your script may not be set.")


@contextmanager
def _wrong_use(arguments: Sequence[str]) -> Iterator[None]:
    as_json = "--json" in itertools.takewhile(lambda argument: argument != "--", arguments)
    try:
        yield
    except click.UsageError as error:
        if as_json:
            present.error_document(wrong_use(error.format_message()))
        raise


@contextmanager
def _foreseen() -> Iterator[None]:
    """Turn what may happen anywhere into an error with a sentence: the disk refuses, somebody presses Ctrl-C."""
    try:
        yield
    except BrokenPipeError:
        raise  # nobody reads on; click ends without a word
    except OSError as error:
        raise refusal(error.filename or "the disk", error) from error
    except KeyboardInterrupt:
        raise Interrupted("Stopped. What was done is kept; run the same command again for the rest.") from None


@contextmanager
def _logged(form: str) -> Iterator[None]:
    """Write what is done to stderr as one JSON object a line, and nothing else there, where that is asked for."""
    if form != "json":
        yield
        return
    end = journal.begin(sys.stderr)
    try:
        with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
            yield
    finally:
        end()


def command(
    people: str, within: click.Group | None = None, name: str | None = None
) -> Callable[[Callable[..., None]], click.Command]:
    """Register a command for a kind of reader; its errors become one sentence and an exit code.

    ``within`` is the group of commands that it belongs to, if not that of all; ``name`` where Python has it already.
    """

    def register(function: Callable[..., None]) -> click.Command:
        def run(**kwargs: Any) -> None:
            as_json = bool(kwargs.get("as_json"))
            try:
                with _foreseen():
                    function(**kwargs)
            except BeilinError as error:
                present.error(error, as_json)
                sys.exit(error.exit_code)
            except Exception as error:
                journal.event("error", code=told(error).code, kind=type(error).__name__)
                if as_json:
                    present.error_document(told(error))
                raise

        @functools.wraps(function)
        def logged(**kwargs: Any) -> None:
            with _logged(kwargs.pop("log_format", "text")):
                run(**kwargs)

        made = click.command(name, cls=Telling)(logged)
        made.people = people  # type: ignore[attr-defined]
        (within or main).add_command(made)
        return made

    return register


def subgroup(people: str, name: str, text: str) -> click.Group:
    """Register a command that has commands of its own, and return it."""
    made = Groups(name, help=text)
    made.people = people  # type: ignore[attr-defined]
    main.add_command(made)
    return made


@click.group(cls=Groups, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="beilin")
def main() -> None:
    """Keep a blog alive: crawl it into evidence-grade WARC and readable bilingual records. 碑林：为博客立碑。"""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # not every terminal has a form for every character
    os.umask(0o077)  # what is kept concerns people at risk: no other user of this machine may read it


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, for machines.")
folder_argument = click.argument("folder", type=FOLDER, metavar="DIR")
log_option = click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True,
                          help="What goes to stderr: words, or one JSON object a line.")  # fmt: skip
cluster_option = click.option("--cluster", metavar="ADDRESS|local",
                              help="Dask's scheduler, such as tls://HOST:8786; local begins one here.")  # fmt: skip
