"""Pages that a browser saved with their pictures in one file: MHTML (RFC 2557), as Chrome, Edge and Opera write it.

Each part says which address it is from, so that pictures are found again. The page itself is what the browser had made
of it by then, not what the server sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from scraper.rescuing.offers import Fault, Listed, NotTaken, Offer, Taken, instant_of_mail
from scraper.rescuing.sourcenames import digest_of, named

ENDINGS = (".mht", ".mhtml")
MARK = b"multipart/related"  # within the head
_LARGEST = 1 << 28  # bytes of a file
_MOST_PARTS = 10_000
_WEB = ("http://", "https://")


class Mhtml(Listed):
    """The parts of some MHTML files."""

    kind = "saved"

    def __init__(self, paths: Sequence[Path]) -> None:
        self.faults: list[Fault] = []
        self._paths = paths
        self._digests = [digest_of(path) for path in paths]
        self.name = named(self._digests)

    def offers(self, hosts: tuple[str, ...], position: str) -> Iterator[tuple[Offer | None, str]]:  # noqa: ARG002
        """Yield the parts that say which address of the web they are from."""
        for number, path in enumerate(self._paths):
            parts, instant = self._parts(path)
            for index, part in enumerate(parts):
                url = str(part.get("Content-Location", "")).strip()
                if url.startswith(_WEB):
                    yield Offer(url, instant, f"{number}:{index}"), ""

    def take(self, offer: Offer) -> Taken:
        """Return a part, its transfer encoding undone. Raises NotTaken where it is not there any more."""
        number, _, index = offer.place.partition(":")
        parts, _ = self._parts(self._paths[int(number)])
        content = parts[int(index)].get_payload(decode=True) if int(index) < len(parts) else None
        if not isinstance(content, bytes):
            raise NotTaken("damaged", "the file is not what it was, or the part cannot be read")
        part = parts[int(index)]
        charset = part.get_content_charset()
        return Taken(
            *(offer.url, offer.instant, "resource", content),
            part.get_content_type() + (f"; charset={charset}" if charset else ""),
            source=f"{self._digests[int(number)]}#{index}",
            facts={"head": "none: a file", "address-basis": "MHTML", "date-basis": "what saved it"},
        )

    def close(self) -> None:
        """Let go of nothing: files are open while they are read."""

    def _parts(self, path: Path) -> tuple[list[Message], str]:
        """Return the parts of a file, and when it was saved ("" unknown)."""
        if path.stat().st_size > _LARGEST:
            self.faults.append(Fault("too-large", "an MHTML file is larger than is read"))
            return [], ""
        with path.open("rb") as file:
            message = BytesParser().parse(file)
        parts = [part for part in message.walk() if not part.is_multipart()]
        return parts[:_MOST_PARTS], instant_of_mail(str(message.get("Date", "")))
