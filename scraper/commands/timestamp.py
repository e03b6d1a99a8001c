"""``beilin timestamp``: ask the time-stamping authority now, not only after the next crawl."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from archive import config as settings
from archive import timestamps
from archive.collection import open_collection
from archive.errors import UsageError
from archive.writing import writing
from scraper import present
from scraper.commands.group import command, folder_argument, json_option
from scraper.proxychoice import proxy_for


@command("For archivists")
@folder_argument
@json_option
def timestamp(folder: Path, as_json: bool) -> None:
    """Have the authority that beilin.toml names vouch for when the collection was as it is.

    \b
    Example: beilin timestamp collection
    """
    layout = open_collection(folder)
    config = settings.load(layout)
    if not config.authority:
        raise UsageError(f"{layout.config} names no time-stamping authority: set authority under [timestamps].")

    with writing(layout):
        wanted = timestamps.is_wanted(layout)
        through = dataclasses.replace(config, proxy=proxy_for(config))
        instant = timestamps.stamp(layout, through) if wanted else None
    present.timestamped(instant, as_json)
