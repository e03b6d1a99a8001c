"""The pages of one post: its text beside its translation, its versions, where it comes from, and how it stood."""

from __future__ import annotations

import re

from starlette.responses import Response, StreamingResponse

from archive import payloads
from archive.addresses import key
from archive.records import CaptureRef, Image, Post
from archive.web.as_it_stood import sanitised
from archive.web.desk import Desk, Shown
from archive.web.holdings import NotHeld
from archive.web.safety import FILE_POLICY
from archive.web.side_by_side import rows


def post(desk: Desk) -> Shown:
    """Return the post, the newest version where none is asked for."""
    found = _post(desk)
    numbers = desk.holdings.version_numbers(found.id)
    values = {"post": found, "rows": list(rows(found.paragraphs)), "numbers": numbers, "instant": _instant(found)}
    values["others"] = sorted({ref.origin.partition(" ")[0] for ref in found.provenance.captures if ref.origin})
    return Shown("post.html", values)


def versions(desk: Desk) -> Shown:
    """Return what each version of the post changed."""
    found = _post(desk)
    return Shown("versions.html", {"post": found, "changes": desk.holdings.differences(found.id)})


def sources(desk: Desk) -> Shown:
    """Return the captures that the post was read from, and the command that takes each out of the WARC."""
    found = _post(desk)
    shown = [(ref, _length(desk, ref)) for ref in found.provenance.captures]
    return Shown("sources.html", {"post": found, "captures": shown})


def as_it_stood(desk: Desk) -> Shown:
    """Return the captured page itself, without all that acts or loads."""
    found = _post(desk)
    ref = next(iter(found.provenance.captures), None)
    if ref is None:
        raise NotHeld(found.id)
    capture = payloads.capture_of(desk.holdings.layout, ref)
    shown = {address: number for number, image in enumerate(found.images) if image.digest for address in _keys(image)}

    wanting: dict[str, None] = {}

    def pictured(url: str) -> str | None:
        number = shown.get(key(url))
        if number is None:
            if desk.holdings.lacks(url):
                wanting[url] = None
            return None
        return desk.link("/image", number, found.id)

    html = sanitised(capture, pictured)
    return Shown("as_it_stood.html", {"post": found, "capture": ref, "html": html, "wanting": list(wanting)})


def image(desk: Desk) -> Response:
    """Return a picture of the post out of the WARC: shown where it is surely one, else as a file to keep."""
    found, number = _post(desk), int(desk.path["number"])
    picture = desk.holdings.picture(found.images[number]) if number < len(found.images) else None
    if picture is None:
        raise NotHeld(str(number))
    headers = {"content-security-policy": FILE_POLICY}
    if not picture.shown:
        headers["content-disposition"] = 'attachment; filename="picture.bin"'
    media_type = picture.media_type if picture.shown else "application/octet-stream"
    return Response(picture.body, media_type=media_type, headers=headers)


def raw_record(desk: Desk) -> Response:
    """Return a WARC record as it lies in its file: one gzip member."""
    name, offset = str(desk.path["warc"]), int(desk.path["offset"])
    path = payloads.warc_file(desk.holdings.layout, name)
    length = payloads.member_length(path, offset)
    headers = {
        "content-disposition": f'attachment; filename="{name.removesuffix(".warc.gz")}-{offset}.warc.gz"',
        "content-length": str(length),
        "content-security-policy": FILE_POLICY,
    }
    return StreamingResponse(payloads.member(path, offset), media_type="application/gzip", headers=headers)


def _post(desk: Desk) -> Post:
    version = desk.asked.get("version", "")
    if version and not re.fullmatch(r"[1-9][0-9]{0,5}", version):
        raise NotHeld(version)
    return desk.holdings.post(str(desk.path["id"]), int(version) if version else None)


def _instant(found: Post) -> str:
    captured = next((ref.captured_at for ref in found.provenance.captures), "")
    return re.sub(r"\D", "", captured)[:14]


def _length(desk: Desk, ref: CaptureRef) -> int:
    return payloads.member_length(payloads.warc_file(desk.holdings.layout, ref.warc), ref.offset)


def _keys(image: Image) -> tuple[str, ...]:
    return tuple(key(url) for url in (image.url, image.original_url) if url)
