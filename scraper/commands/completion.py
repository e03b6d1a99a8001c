"""``beilin completion``: what makes a shell complete beilin's commands and options by the Tab key."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.shell_completion import CompletionItem, ShellComplete, get_completion_class

from archive.errors import UsageError
from scraper import present
from scraper.commands.group import command, json_option, main

_SHELLS = ("bash", "zsh", "fish")
_PROGRAM, _VARIABLE = "beilin", "_BEILIN_COMPLETE"


def _shells(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(shell) for shell in _SHELLS if shell.startswith(incomplete)]


@command("For archivists")
@click.argument("shell", metavar="[bash|zsh|fish]", required=False, shell_complete=_shells)
@json_option
def completion(shell: str | None, as_json: bool) -> None:
    """Print what makes a shell complete commands and options; your own shell's if none is named.

    \b
    Example: beilin completion bash > ~/.local/share/bash-completion/completions/beilin
             beilin completion zsh > "${fpath[1]}/_beilin"
             beilin completion fish > ~/.config/fish/completions/beilin.fish
    """
    wanted = shell or Path(os.environ.get("SHELL", "")).name
    made = get_completion_class(wanted) if wanted in _SHELLS else None
    if made is None:
        raise UsageError(f"{wanted or 'Your shell'} cannot be completed for: name one of {', '.join(_SHELLS)}.")
    script = ShellComplete.source(made(main, {}, _PROGRAM, _VARIABLE))  # Bash's own asks bash, which may not be here
    if as_json:
        present.document({"shell": wanted, "script": script})
    else:
        click.echo(script)
