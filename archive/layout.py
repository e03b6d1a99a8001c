"""Where everything is in a collection. The names are a contract: other people's scripts use them.

    COLLECTION/
      README.txt                          what this is, for a person with sha256sum, gunzip and a text editor
      beilin.toml                         address, scope, politeness, quarantine, identity
      warc/CRAWL-NNNNN.warc.gz            captures; append-only while open, never changed once closed
      records/posts/2014/03/slug/v1.json  a post; every version is kept, the highest is the current one
      records/pages/about/v1.json         a static page
      records/people.json                 who is named in the current versions, how spelled, and where
      reports/CRAWL/coverage.json, .html  what was found, what is missing and why
      reports/CRAWL/changes.json, .html   what changed since the last visit, and what a person should look at
      reports/CRAWL/rescue.json           of a rescue: what was taken from which source, and what was not, and why
      reports/CRAWL/NAME.warc.gz.torn     the torn end of a WARC file; .unvouched, what somebody else wrote into it;
                                          .written, until the seal: what is written into it, promised piece by piece
      timestamps/DIGEST.tsr               what a time-stamping authority vouches for (RFC 3161), by manifest
      events.jsonl, .sig                  everything done to the collection, each line chained to the one before
      keys/allowed_signers                the public key that signs, in the form of OpenSSH
      keys/revoked_keys, NNNN-*.txt       keys no longer good; how one key followed another
      bagit.txt, data/about.txt           what BagIt (RFC 8493) asks for
      manifest-sha256.txt, .sig           the SHA-256 of every file above, and the signature over them
      state/                              frontier, readings, index, lock: may be deleted, is refilled from the WARC

CRAWL is the instant a crawl began, "20140305T143600Z"; NNNNN counts its files from 00000. All functions
here are pure: they name paths and never touch the disk.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

CRAWL = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
WARC_NAME = re.compile(rf"(?P<crawl>{CRAWL.pattern})-(?P<number>\d{{5}})\.warc\.gz")
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_SEGMENT = 100


@dataclass(frozen=True)
class Layout:
    """The paths of one collection."""

    root: Path

    @property
    def readme(self) -> Path:
        return self.root / "README.txt"

    @property
    def config(self) -> Path:
        return self.root / "beilin.toml"

    @property
    def warc(self) -> Path:
        return self.root / "warc"

    @property
    def records(self) -> Path:
        return self.root / "records"

    @property
    def people(self) -> Path:
        return self.records / "people.json"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def journal(self, warc: str) -> Path:
        """What is written into a WARC file that no seal covers yet, promised piece by piece."""
        return self._beside(warc, "written")

    def torn(self, warc: str) -> Path:
        """The torn tail that was cut off a WARC file."""
        return self._beside(warc, "torn")

    def unvouched(self, warc: str, sha256: str) -> Path:
        """What somebody else wrote into a WARC file; beilin puts it there, and never seals it."""
        return self._beside(warc, f"{sha256[:16]}.unvouched")

    def _beside(self, warc: str, suffix: str) -> Path:
        return self.reports / crawl_of(warc) / f"{warc}.{suffix}"

    @property
    def events(self) -> Path:
        return self.root / "events.jsonl"

    @property
    def unsigned(self) -> Path:
        """Lines that somebody without the key added to the log; beilin puts them there, and never seals them."""
        return self.root / "events-unsigned.jsonl"

    @property
    def events_signature(self) -> Path:
        return self.root / "events.jsonl.sig"

    @property
    def timestamps(self) -> Path:
        return self.root / "timestamps"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def signers(self) -> Path:
        return self.keys / "allowed_signers"

    @property
    def revoked(self) -> Path:
        return self.keys / "revoked_keys"

    @property
    def bag(self) -> Path:
        return self.root / "bagit.txt"

    @property
    def about(self) -> Path:
        return self.root / "data" / "about.txt"

    @property
    def manifest(self) -> Path:
        return self.root / "manifest-sha256.txt"

    @property
    def signature(self) -> Path:
        return self.root / "manifest-sha256.txt.sig"

    @property
    def state(self) -> Path:
        return self.root / "state"

    @property
    def kept(self) -> tuple[Path, ...]:
        """The folders of what is kept and sealed, apart from `state`."""
        return self.warc, self.records, self.reports

    @property
    def frontier(self) -> Path:
        return self.state / "frontier.sqlite"

    @property
    def readings(self) -> Path:
        return self.state / "readings.sqlite"

    @property
    def index(self) -> Path:
        return self.state / "index.sqlite"

    @property
    def progress(self) -> Path:
        return self.state / "progress.json"

    @property
    def staged(self) -> Path:
        return self.state / "seal"

    @property
    def lock(self) -> Path:
        return self.state / "lock"


def warc_name(crawl: str, number: int) -> str:
    """Return the name of a crawl's WARC file: no host name, no address, no path of the machine."""
    return f"{crawl}-{number:05d}.warc.gz"


def crawl_of(warc: str) -> str:
    """Return the crawl a WARC file belongs to; a file named otherwise is a crawl of its own."""
    match = WARC_NAME.fullmatch(warc)
    return match["crawl"] if match else warc


def record_folder(kind: str, url: str) -> PurePosixPath:
    """Return the folder of a post's versions within ``records/``, from its permalink.

    The path of the address is kept, made safe for every file system: no empty, hidden, parent or overlong segment. An
    address that is none of Blogger's forms carries a mark, since another one's folder may have its name.

    >>> str(record_folder("post", "https://b.blogspot.com/2014/03/rally_5.html"))
    'posts/2014/03/rally_5'
    >>> str(record_folder("page", "https://b.blogspot.com/p/about.html"))
    'pages/about'
    >>> str(record_folder("page", "https://b.blogspot.com/about"))
    'pages/about-ed3dca42'
    """
    parts = urlsplit(url)
    path = unquote(parts.path).removesuffix(".html") + (f"?{parts.query}" if parts.query else "")
    segments = [_safe(segment) for segment in path.split("/") if segment]
    is_usual = parts.path.endswith(".html") and (kind != "page" or parts.path.startswith("/p/"))
    if kind == "page" and segments[:1] == ["p"]:
        segments = segments[1:]
    if parts.netloc and not is_usual:  # "/p/" and ".html" are cut, and may have told it from another
        segments = [*(segments[:-1]), f"{(segments or ['index'])[-1]}-{_mark(path + parts.path)}"]
    return PurePosixPath("pages" if kind == "page" else "posts", *(segments or ["index"]))


def _safe(segment: str) -> str:
    cleaned = _UNSAFE.sub("-", segment).strip(".-")[:_LONGEST_SEGMENT]
    if cleaned == segment:
        return segment
    # Two addresses must never share a folder: what was altered carries a mark of what it was.
    return f"{cleaned}-{_mark(segment)}".lstrip("-")


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
