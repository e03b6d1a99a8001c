"""The two documents of a package: what is in it (datapackage.json), and the digest of that, signed. Pure.

WACZ 1.2.0; Frictionless Data Package; WACZ Signing and Verification 0.1.0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.wacz.package import Resource
from archive.wacz.pages import Page

NAME = "datapackage.json"
DIGEST_NAME = "datapackage-digest.json"
PROFILES = {"1.1.1": "data-package", "1.2.0": "wacz"}
"""Versions of the format, and by what word a package says that it is one."""


@dataclass(frozen=True)
class Making:
    """How a package is made: at which instant (RFC 3339), by what software, in which version of the format.

    1.1.1 and 1.2.0 ask for different profiles and are else written alike, each with what the other knows. 1.1.1 is
    the one that readers know: replayweb.page 2.5.3 does not open a package with the profile of 1.2.0, and py-wacz
    0.6.0 calls it invalid.
    """

    created: str
    software: str
    version: str = "1.1.1"


def datapackage(title: str, home: Page | None, resources: Sequence[Resource], making: Making) -> bytes:
    """Return datapackage.json."""
    document = {
        "profile": PROFILES[making.version],
        "wacz_version": making.version,
        "title": title,
        "created": making.created,
        "modified": making.created,
        "software": making.software,
        **(_home(home) if home else {}),
        "resources": [_described(resource) for resource in resources],
    }
    return _json(document)


def digest_of(package: bytes) -> str:
    """Return the digest of datapackage.json, as the documents write it."""
    return f"sha256:{hashlib.sha256(package).hexdigest()}"


def digest_document(digest: str, signed: Mapping[str, str]) -> bytes:
    """Return datapackage-digest.json. ``signed`` is the signature data."""
    return _json({"path": NAME, "hash": digest, "signedData": dict(signed)})


def _home(page: Page) -> dict[str, Any]:
    # As 1.2.0 says it, and as 1.1.1 did.
    return {"home": {"url": page.url, "ts": page.instant}, "mainPageUrl": page.url, "mainPageDate": page.instant}


def _described(resource: Resource) -> dict[str, Any]:
    name = resource.path.rpartition("/")[2].lower()  # Frictionless allows no capitals in it
    return {"name": name, "path": resource.path, "hash": f"sha256:{resource.sha256}", "bytes": resource.size}


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, indent=2).encode("ascii") + b"\n"
