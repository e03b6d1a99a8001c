"""An HTTP head put together from what an archive tells of the original one, for bytes that came without it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

# These describe how the original bytes travelled, not the ones that are at hand.
_OF_THE_WIRE = ("transfer-encoding", "content-encoding", "content-length", "connection", "keep-alive", "trailer")
_UNSAFE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_NAME = re.compile(r"[!#-'*+.^_`|~0-9A-Za-z-]+")


@dataclass(frozen=True)
class Head:
    """A head as bytes, its status, and the length in bytes that the original server stated of its body; -1 unknown."""

    status: int
    block: bytes
    stated_length: int


def rebuilt(status: int, headers: Iterable[tuple[str, str]], prefix: str) -> Head:
    """Return the head that fields with a prefix tell of; the media type is the answer's own where they have none."""
    given = list(headers)
    told = [(name[len(prefix) :], value) for name, value in given if name.lower().startswith(prefix)]
    own = {name.lower(): value for name, value in given}
    original = {name.lower(): value for name, value in told}
    fields = [(name, value) for name, value in told if name.lower() not in _OF_THE_WIRE and _NAME.fullmatch(name)]
    if "content-type" not in original and "content-type" in own:
        fields.append(("Content-Type", own["content-type"]))
    if coding := own.get("content-encoding", ""):
        fields.append(("Content-Encoding", coding))
    lines = [f"HTTP/1.1 {status} {_reason(status)}", *(f"{name}: {_UNSAFE.sub(' ', value)}" for name, value in fields)]
    stated = original.get("content-length", "")
    # The length of what was coded says nothing of what is not.
    comparable = stated.isascii() and stated.isdecimal() and original.get("content-encoding", "") == coding
    return Head(
        status, ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace"), int(stated) if comparable else -1
    )


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
