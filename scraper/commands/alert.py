"""``beilin alert``: who is told, and whether that works."""

from __future__ import annotations

import hashlib
import sys
import time

import click

from archive.alerts.channels import channels
from archive.alerts.message import Message
from archive.alerts.sending import Undelivered, send
from archive.errors import Unreachable, UsageError
from archive.home import home
from archive.printable import printable
from scraper import present
from scraper.commands.group import command, json_option, subgroup

alert = subgroup("For archivists", "alert", """Be told of takedowns, failures and damage.

Who is told stands in alerts.toml in beilin's folder on this machine (docs/schedule.md).

\b
Example: beilin alert test
""")  # fmt: skip


@command("", alert)
@json_option
def test(as_json: bool) -> None:
    """Send a test to every channel, and say which took it; exit code 6 where one did not.

    \b
    Example: beilin alert test
    """
    found = channels()
    if not found:
        raise UsageError(f"Nobody is told yet: name channels in {home() / 'alerts.toml'} (docs/schedule.md).")
    now = int(time.time())
    name = hashlib.sha256(f"test {time.time_ns()}".encode("ascii")).hexdigest()[:24]
    one = Message(name, now, "test", "test", "test", "raised", "no collection is concerned", now)
    rows = []
    for channel in found:
        try:
            send(channel, one)
            rows.append({"channel": channel.target, "delivered": True, "why": None})
        except Undelivered as error:
            rows.append({"channel": channel.target, "delivered": False, "why": str(error)})
    if as_json:
        present.document({"channels": rows})
    else:
        for row in rows:
            click.echo(printable(f"{row['channel']}: {row['why'] or 'delivered'}"))
    if not all(row["delivered"] for row in rows):
        sys.exit(Unreachable.exit_code)
