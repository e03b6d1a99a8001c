"""What the package says of itself: every file listed, none missing, each as long and with the digest that is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.integrity import Fault
from archive.wacz.searchable import searchable
from archive.wacz.validator.container import Entry
from archive.wacz.validator.index import Indexed
from archive.wacz.validator.pages import is_instant
from archive.wacz.validator.records import brief

NAME = "datapackage.json"
DIGEST_NAME = "datapackage-digest.json"
PROFILES = ("wacz", "data-package", "wacz-package")  # of 1.2.0, of 1.1.1, and another that viewers know
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_TEXTS = ("title", "description", "software")


def judge_package(said: Any, digests: Mapping[str, str], entries: Mapping[str, Entry]) -> Iterator[Fault]:
    """Yield what is wrong with datapackage.json. ``digests`` are the SHA-256 of the entries, where they can be read."""
    if not isinstance(said, dict):
        yield Fault("datapackage-form", NAME, "it is no object")
        return
    if said.get("profile") not in PROFILES:
        yield Fault("datapackage-profile", NAME, "its profile is not that of a WACZ file")
    for name in ("created", "modified"):
        if name in said and not is_instant(said[name]):
            yield Fault("datapackage-form", NAME, f"{name} is no instant (RFC 3339)")
    for name in _TEXTS:
        if not isinstance(said.get(name, ""), str):
            yield Fault("datapackage-form", NAME, f"{name} is no text")
    resources = said.get("resources")
    if not isinstance(resources, list) or not resources:
        yield Fault("datapackage-form", NAME, "it lists no resources")
        return
    listed: set[str] = set()
    for resource in resources:
        yield from _judge_resource(resource, listed, digests, entries)
    for path in sorted(entries.keys() - listed - {NAME, DIGEST_NAME}):
        if not entries[path].is_folder:
            yield Fault("resource-unlisted", path, f"{NAME} does not list it: nothing proves it")


def _judge_resource(
    said: Any, listed: set[str], digests: Mapping[str, str], entries: Mapping[str, Entry]
) -> Iterator[Fault]:
    path = said.get("path") if isinstance(said, dict) else None
    if not isinstance(path, str):
        yield Fault("resource-form", NAME, "a resource has no path")
        return
    if path in listed:
        yield Fault("resource-form", NAME, f"{path!a} is listed twice")
        return
    listed.add(path)
    entry = entries.get(path)
    if entry is None:
        yield Fault("resource-missing", path, f"{NAME} lists it, and it is not there")
        return
    if type(said.get("bytes")) is not int or said["bytes"] != entry.size:
        yield Fault("resource-size", path, "it is not as long as stated")
    if not isinstance(said.get("hash"), str) or not _HASH.fullmatch(said["hash"]):
        yield Fault("resource-algorithm", path, "what is stated for it is no SHA-256 digest")
    elif path in digests and said["hash"] != f"sha256:{digests[path]}":
        yield Fault("resource-hash", path, "it is not what the stated digest was made of")


def judge_home(said: Any, indexed: Indexed) -> Iterator[Fault]:
    """Yield what is wrong with the page that a viewer opens first."""
    home = said.get("home") if isinstance(said, dict) else None
    if home is None:
        return
    if not isinstance(home, dict) or not isinstance(home.get("url"), str) or not is_instant(home.get("ts")):
        yield Fault("datapackage-home", NAME, "its home is no address and instant")
    elif brief(searchable(home["url"])) not in indexed.urls:
        yield Fault("datapackage-home", NAME, "the index does not know its home")
