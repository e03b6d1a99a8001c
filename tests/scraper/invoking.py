"""The command within the test's own process: fast, and what a test puts in another's place is there."""

import json

from click.testing import CliRunner

from scraper.cli import main


def invoke(*arguments, **options):
    return CliRunner().invoke(main, [*map(str, arguments)], **options)


def document_of(*arguments):
    """Return (exit code, the JSON that was told); what is no error of beilin's is raised."""
    done = invoke(*arguments, "--json")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, json.loads(done.stdout)
