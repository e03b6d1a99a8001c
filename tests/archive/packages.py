"""WACZ files made by hand, byte by byte, so that anything can be wrong with them."""

import base64
import gzip
import hashlib
import io
import json
import struct
import zipfile
import zlib
from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CREATED = "2026-01-02T03:04:05Z"
SOFTWARE = "beilin test"
PAGES, INDEX = "pages/pages.jsonl", "indexes/index.cdx"
PACKAGE, DIGEST = "datapackage.json", "datapackage-digest.json"
NUMBERS = "<HHHHHIIIHH"  # of a local header


@dataclass(frozen=True)
class Item:
    """One entry; ``listed`` and ``own`` are what the directory and its own header say instead of the truth."""

    name: bytes
    data: bytes
    method: int = 0
    flags: int = 0
    mode: int = 0o100644
    listed: dict = field(default_factory=dict)
    own: dict = field(default_factory=dict)
    before: bytes = b""
    behind: bytes = b""

    @property
    def packed(self):
        if self.method != 8:
            return self.data
        machine = zlib.compressobj(9, zlib.DEFLATED, -15)
        return machine.compress(self.data) + machine.flush()

    def fields(self, other):
        packed = self.packed
        said = {"flags": self.flags, "method": self.method, "crc": zlib.crc32(self.data), "packed": len(packed)}
        return said | {"size": len(self.data), "name": self.name, "extra": b""} | other


def zipped(items, count=None, shift=0, listed_twice=()):
    """Return a ZIP file. ``count`` is how many entries it says it has, ``shift`` by how much all places are off."""
    body, directory = b"", b""
    for item in items:
        body += item.before
        at = len(body)
        own = item.fields(item.own)
        numbers = (own["crc"], own["packed"], own["size"], len(own["name"]), len(own["extra"]))
        body += b"PK\3\4" + struct.pack(NUMBERS, 20, own["flags"], own["method"], 0, 33, *numbers)
        body += own["name"] + own["extra"] + item.packed + item.behind
        one = listing(item, at + shift)
        directory += one * (2 if item.name in listed_twice else 1)
    total = len(items) + len(listed_twice) if count is None else count
    return (
        body
        + directory
        + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, total, total, len(directory), len(body) + shift, 0)
    )


def listing(item, at):
    said = item.fields(item.listed)
    numbers = (said["crc"], said["packed"], said["size"], len(said["name"]), len(said["extra"]), 0, 0, 0)
    head = struct.pack("<HHHHHHIIIHHHHH", 0x314, 20, said["flags"], said["method"], 0, 33, *numbers)
    return b"PK\1\2" + head + struct.pack("<II", item.mode << 16, said.get("at", at)) + said["name"] + said["extra"]


def entries_of(content):
    """Return the entries of a sound package: name -> content."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def items_of(entries):
    return [
        Item(name.encode(), data, 8 if name.endswith(("json", "jsonl", "cdx")) else 0) for name, data in entries.items()
    ]


def signed(package, key, created=CREATED):
    """Return datapackage-digest.json as a document."""
    digest = f"sha256:{hashlib.sha256(package).hexdigest()}"
    pair = decode_dss_signature(key.sign(digest.encode(), ec.ECDSA(hashes.SHA256())))
    half = (key.curve.key_size + 7) // 8
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "path": PACKAGE,
        "hash": digest,
        "signedData": {
            "hash": digest,
            "created": created,
            "software": SOFTWARE,
            "version": "0.1.0",
            "signature": base64.b64encode(b"".join(n.to_bytes(half, "big") for n in pair)).decode(),
            "publicKey": base64.b64encode(public).decode(),
        },
    }


@dataclass(frozen=True)
class Sound:
    """A sound package and the key it was signed with."""

    entries: dict
    key: ec.EllipticCurvePrivateKey

    @property
    def warc(self):
        return next(name for name in self.entries if name.startswith("archive/"))

    @property
    def package(self):
        return json.loads(self.entries[PACKAGE])

    def plain(self, **changes):
        """Return the file with entries replaced, or left out where None; nothing else is brought into line."""
        return zipped(items_of(self.changed(changes)))

    def changed(self, changes):
        merged = self.entries | {NAMES.get(name, name): data for name, data in changes.items()}
        return {name: data for name, data in merged.items() if data is not None}

    def with_package(self, document, **changes):
        """Return the file with another datapackage.json, signed again."""
        package = document if isinstance(document, bytes) else json.dumps(document).encode()
        return self.plain(package=package, digest=json.dumps(signed(package, self.key)).encode(), **changes)

    def resealed(self, **changes):
        """Return the file with entries replaced, listed and signed again: only what was changed is wrong."""
        entries = self.changed(changes)
        resources = [
            {
                "name": name.rpartition("/")[2].lower(),
                "path": name,
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "bytes": len(data),
            }
            for name, data in entries.items()
            if name not in (PACKAGE, DIGEST)
        ]
        return self.with_package(self.package | {"resources": resources}, **changes)

    def with_digest(self, change):
        """Return the file with datapackage-digest.json changed by a function."""
        document = json.loads(self.entries[DIGEST])
        change(document)
        return self.plain(digest=json.dumps(document).encode())

    def with_lines(self, change):
        """Return the file with the index changed by a function from lines to lines, in order again unless it is not."""
        return self.resealed(index=b"".join(change(self.entries[INDEX].splitlines(keepends=True))))

    def with_line(self, **said):
        """Return the file with the first line of the index saying something else."""

        def change(lines):
            key, instant, text = lines[0].split(b" ", 2)
            return [b"%s %s %s\n" % (key, instant, json.dumps(json.loads(text) | said).encode()), *lines[1:]]

        return self.with_lines(change)

    def with_page(self, **said):
        """Return the file with the first page saying something else; None leaves a field out."""
        head, first, *others = self.entries[PAGES].splitlines(keepends=True)
        page = {name: value for name, value in (json.loads(first) | said).items() if value is not None}
        return self.resealed(pages=b"".join((head, json.dumps(page).encode() + b"\n", *others)))

    def with_item(self, name, data=b"x", **fields):
        """Return the file with one more entry, which is listed."""
        entries = self.changed({})
        items = [*items_of(entries), Item(name, data, **fields)]
        return zipped(items)

    def with_items(self, change, which=0, **options):
        """Return the file with one entry's making changed."""
        items = items_of(self.entries)
        items[which] = replace(items[which], **change)
        return zipped(items, **options)


NAMES = {"pages": PAGES, "index": INDEX, "package": PACKAGE, "digest": DIGEST}


def record(
    kind=b"response",
    length=None,
    name=b"0d5f8f0e-0000-4000-8000-000000000001",
    block=b"HTTP/1.1 200 OK\r\n\r\nx",
    more=b"",
):
    """Return one WARC record as a gzip member."""
    digest = base64.b32encode(hashlib.sha256(block).digest())
    head = (
        b"WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%s>\r\nWARC-Date: 2026-01-02T03:04:05Z\r\n"
        b"WARC-Block-Digest: sha256:%s\r\n%sContent-Length: %d\r\n\r\n"
    ) % (kind, name, digest, more, len(block) if length is None else length)
    return gzip.compress(head + block + b"\r\n\r\n", mtime=0)
