"""Kinds of broken WACZ files: the finding's code, and how one is made of a sound one."""

import base64
import gzip
import hashlib
import json
import struct

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.archive.packages import CREATED, INDEX, PACKAGE, PAGES, Item, items_of, record, signed, zipped

BOMB = b"\0" * (32 << 20)
OTHER_KEY = ec.derive_private_key(7, ec.SECP384R1())
SMALL_KEY = ec.derive_private_key(7, ec.SECP256R1())
STRANGE_KEY = ed25519.Ed25519PrivateKey.from_private_bytes(b"\7" * 32).public_key()


# ------------------------------------------------------------------ the ZIP file
def zip64_end(content, lie=0, away=0):
    """Return a ZIP file with a ZIP64 end record; ``lie`` is added to its count, ``away`` to where it is said to be."""
    end = len(content) - 22
    count, length, begin = struct.unpack("<8xHHII2x", content[end:])[1:]
    record64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, count + lie, count + lie, length, begin)
    return content[:end] + record64 + struct.pack("<IIQI", 0x07064B50, 0, end + away, 1) + content[end:]


def shifted(sound):
    items = items_of(sound.entries)
    return b"MZ" * 8 + zipped(items, shift=16)


def streamed(sound, lie):
    item = items_of(sound.entries)[0]
    sizes = struct.pack("<IIII", 0x08074B50, item.fields({})["crc"], len(item.data), len(item.data) + lie)
    zeros = {"crc": 0, "packed": 0, "size": 0}
    return sound.with_items({"flags": 8, "own": zeros, "behind": sizes})


def end_record(sound, at, packed):
    content = bytearray(sound.plain())
    content[len(content) - 22 + at : len(content) - 22 + at + len(packed)] = packed
    return bytes(content)


ZIP = {
    "slip-out-of-the-folder": ("zip-name", lambda s: s.with_item(b"../outside")),
    "slip-within-a-name": ("zip-name", lambda s: s.with_item(b"archive/../../outside")),
    "absolute-name": ("zip-name", lambda s: s.with_item(b"/outside")),
    "drive-letter": ("zip-name", lambda s: s.with_item(b"C:/outside")),
    "drive-letter-without-slash": ("zip-name", lambda s: s.with_item(b"C:outside")),
    "backslash": ("zip-name", lambda s: s.with_item(b"archive\\outside")),
    "nul-in-a-name": ("zip-name", lambda s: s.with_item(b"note.txt\0.exe")),
    "ntfs-stream": ("zip-name", lambda s: s.with_item(b"note.txt:hidden")),
    "right-to-left-name": ("zip-name", lambda s: s.with_item("note\u202etxt.exe".encode(), flags=0x800)),
    "device-name": ("zip-name", lambda s: s.with_item(b"NUL.txt")),
    "dot-at-the-end-of-a-name": ("zip-name", lambda s: s.with_item(b"archive./x")),
    "endless-name": ("zip-name", lambda s: s.with_item(b"a" * 60_000)),
    "bottomless-name": ("zip-name", lambda s: s.with_item(b"a/" * 500 + b"a")),
    "name-not-in-its-coding": ("zip-name", lambda s: s.with_item(b"\xff.txt", flags=0x800)),
    "symbolic-link": ("zip-link", lambda s: s.with_item(b"link", b"/etc/passwd", mode=0o120777)),
    "device": ("zip-link", lambda s: s.with_item(b"device", b"", mode=0o020666)),
    "same-name-twice": ("zip-duplicate", lambda s: s.with_item(PAGES.encode())),
    "same-name-in-capitals": ("zip-duplicate", lambda s: s.with_item(b"Pages/PAGES.jsonl")),
    "same-name-in-another-normal-form": (
        "zip-duplicate",
        lambda s: zipped(
            [*items_of(s.entries), Item(b"caf\xc3\xa9", b"", flags=0x800), Item(b"cafe\xcc\x81", b"", flags=0x800)]
        ),
    ),
    "file-and-folder": ("zip-duplicate", lambda s: s.with_item(b"pages")),
    "encrypted": ("zip-encrypted", lambda s: s.with_items({"flags": 1})),
    "encrypted-with-aes": ("zip-encrypted", lambda s: s.with_items({"method": 99})),
    "unknown-method": ("zip-method", lambda s: s.with_items({"method": 14})),
    "two-sizes": ("zip-sizes", lambda s: s.with_items({"listed": {"size": 5}, "own": {"size": 5}})),
    "folder-with-content": ("zip-sizes", lambda s: s.with_item(b"folder/", b"x")),
    "zip64-field-that-nobody-needs": (
        "zip64",
        lambda s: s.with_items({"listed": {"extra": struct.pack("<HHQ", 1, 8, 1 << 40)}}),
    ),
    "zip64-field-that-is-missing": ("zip64", lambda s: s.with_items({"listed": {"size": 0xFFFFFFFF}})),
    "zip64-end-that-lies": ("zip64", lambda s: zip64_end(s.plain(), lie=1)),
    "zip64-end-elsewhere": ("zip64", lambda s: zip64_end(s.plain(), away=4)),
    "zip64-end-that-is-missing": ("zip64", lambda s: end_record(s, 8, b"\xff\xff\xff\xff")),
    "zip64-absurd-count": ("zip64", lambda s: zip64_end(s.plain(), lie=1 << 62)),
    "overlapping-entries": ("zip-overlap", lambda s: s.with_items({}, listed_twice=(s.warc.encode(),))),
    "longer-than-the-file": (
        "zip-overlap",
        lambda s: s.with_items(
            {"listed": {"packed": 1 << 30, "size": 1 << 30}, "own": {"packed": 1 << 30, "size": 1 << 30}}
        ),
    ),
    "something-before-it": ("zip-end", lambda s: b"MZ" * 8 + s.plain()),
    "something-before-it-that-is-counted": ("zip-gap", shifted),
    "something-behind-it": ("zip-end", lambda s: s.plain() + b"x"),
    "comment": ("zip-end", lambda s: end_record(s, 20, b"\1\0") + b"x"),
    "something-between-entries": ("zip-gap", lambda s: s.with_items({"before": b"hidden"}, which=1)),
    "something-before-the-directory": ("zip-gap", lambda s: s.with_items({"behind": b"hidden"}, which=-1)),
    "header-with-another-name": ("zip-header", lambda s: s.with_items({"own": {"name": b"archive/other"}})),
    "header-with-another-checksum": ("zip-header", lambda s: s.with_items({"own": {"crc": 1}})),
    "header-with-another-method": ("zip-header", lambda s: s.with_items({"own": {"method": 8}})),
    "header-elsewhere": ("zip-gap", lambda s: s.with_items({"listed": {"at": 7}})),
    "sizes-behind-that-lie": ("zip-header", lambda s: streamed(s, 1)),
    "cut-short": ("zip-end", lambda s: s.plain()[:-9]),
    "empty-file": ("zip-end", lambda _: b""),
    "no-zip-file": ("zip-end", lambda _: b"<html>" * 100),
    "one-of-several-volumes": ("zip-end", lambda s: end_record(s, 4, b"\1\0")),
    "absurd-count": ("zip-directory", lambda s: end_record(s, 8, b"\xf0\x0f\xf0\x0f")),
    "wrong-checksum": ("entry-damaged", lambda s: s.with_items({"listed": {"crc": 1}, "own": {"crc": 1}})),
    "deflate-bomb": ("entry-damaged", lambda s: s.with_item(b"bomb", BOMB, method=8)),
    "deflate-bomb-that-lies": (
        "entry-damaged",
        lambda s: s.with_item(b"bomb", BOMB, method=8, listed={"size": 5}, own={"size": 5}),
    ),
}


# ------------------------------------------------------------------ the WARC files
def with_warc(sound, content):
    return sound.resealed(**{sound.warc: content})


def forged(sound):
    return with_warc(
        sound, gzip.compress(gzip.decompress(sound.entries[sound.warc]).replace(b"kiln is cold", b"kiln is gold"))
    )


REFERS = b"WARC-Target-URI: http://blog.example/x\r\nWARC-Refers-To: <urn:uuid:none>\r\n"
WARC = {
    "no-warc-file": ("warc-missing", lambda s: s.resealed(**{s.warc: None})),
    "warc-file-without-gzip": (
        "warc-name",
        lambda s: s.resealed(**{s.warc: None, "archive/data.warc": gzip.decompress(s.entries[s.warc])}),
    ),
    "deflated-warc-file": ("warc-deflated", lambda s: s.with_items({"method": 8})),
    "torn-warc-file": ("warc-member", lambda s: with_warc(s, s.entries[s.warc][:-5])),
    "zeros-behind-the-records": ("warc-member", lambda s: with_warc(s, s.entries[s.warc] + b"\0" * 64)),
    "records-in-one-gzip-member": (
        "warc-record",
        lambda s: with_warc(s, gzip.compress(gzip.decompress(s.entries[s.warc]))),
    ),
    "changed-payload": ("warc-record", forged),
    "gzip-bomb": ("warc-record", lambda s: with_warc(s, s.entries[s.warc] + gzip.compress(BOMB))),
    "gzip-bomb-behind-a-header": (
        "warc-record",
        lambda s: with_warc(s, s.entries[s.warc] + gzip.compress(gzip.decompress(record()) + BOMB)),
    ),
    "absurd-length": ("warc-record", lambda s: with_warc(s, s.entries[s.warc] + record(length=1 << 63))),
    "negative-length": ("warc-record", lambda s: with_warc(s, s.entries[s.warc] + record(length=-1))),
    "two-lengths": ("warc-record", lambda s: with_warc(s, s.entries[s.warc] + record(more=b"Content-Length: 5\r\n"))),
    "endless-header": (
        "warc-record",
        lambda s: with_warc(s, s.entries[s.warc] + record(more=b"X: " + b"y" * (3 << 20))),
    ),
    "record-id-twice": ("warc-record", lambda s: with_warc(s, s.entries[s.warc] + record() + record())),
    "revisit-of-nothing": ("warc-revisit", lambda s: with_warc(s, s.entries[s.warc] + record(b"revisit", more=REFERS))),
    "something-else-beside-the-warc-files": ("entry-strange", lambda s: s.resealed(**{"archive/run.exe": b"MZ"})),
}


# ------------------------------------------------------------------ the index and the pages
def in_blocks(sound, lie):
    """Return the file with its index compressed, and an index of its blocks that lies about their digests."""
    lines = sound.entries[INDEX].splitlines(keepends=True)
    packed = [gzip.compress(line, mtime=0) for line in lines]
    blocks, offset = [b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n'], 0
    for line, block in zip(lines, packed, strict=True):
        prefix = b" ".join(line.split(b" ")[:2])
        digest = "sha256:" + hashlib.sha256(block + lie).hexdigest()
        blocks.append(
            prefix + b" " + json.dumps({"offset": offset, "length": len(block), "digest": digest}).encode() + b"\n"
        )
        offset += len(block)
    return sound.resealed(
        index=None, **{"indexes/index.cdx.gz": b"".join(packed), "indexes/index.idx": b"".join(blocks)}
    )


NESTED = b"[" * 200_000
INDEXES = {
    "no-index": ("index-missing", lambda s: s.resealed(index=None)),
    "index-out-of-order": ("index-unsorted", lambda s: s.with_lines(lambda lines: lines[::-1])),
    "line-twice": ("index-duplicate", lambda s: s.with_lines(lambda lines: [lines[0], *lines])),
    "record-twice": (
        "index-duplicate",
        lambda s: s.with_lines(lambda lines: sorted([lines[0].replace(b'"url"', b' "url"'), *lines])),
    ),
    "record-not-in-the-index": ("index-lacks", lambda s: s.with_lines(lambda lines: lines[1:])),
    "offset-of-no-record": ("index-place", lambda s: s.with_line(offset="1")),
    "absurd-offset": ("index-line", lambda s: s.with_line(offset="9" * 4000)),
    "negative-offset": ("index-line", lambda s: s.with_line(offset=-5)),
    "length-of-another-record": ("index-place", lambda s: s.with_line(length="17")),
    "file-that-is-not-there": ("index-place", lambda s: s.with_line(filename="../../etc/passwd")),
    "digest-of-another-record": ("index-digest", lambda s: s.with_line(digest="sha256:AAAA")),
    "record-digest-of-another-record": ("index-digest", lambda s: s.with_line(recordDigest="sha256:" + "0" * 64)),
    "address-of-another-record": ("index-url", lambda s: s.with_line(url="http://blog.example/2014/03/kiln.html?x")),
    "instant-of-another-record": (
        "index-instant",
        lambda s: s.with_lines(lambda lines: [lines[0].replace(b" 2026", b" 2025", 1), *lines[1:]]),
    ),
    "key-of-another-address": (
        "index-key",
        lambda s: s.with_lines(
            lambda lines: [lines[0].replace(b"example,blog)/2014", b"example,blog)/2013", 1), *lines[1:]]
        ),
    ),
    "line-that-is-no-object": ("index-line", lambda s: s.with_lines(lambda lines: [b"a 20260102030405 5\n", *lines])),
    "line-that-is-no-utf-8": (
        "index-line",
        lambda s: s.with_lines(lambda lines: [b'a 20260102030405 {"\xff"}\n', *lines]),
    ),
    "line-nested-without-end": (
        "index-line",
        lambda s: s.with_lines(lambda lines: [b"a 20260102030405 " + NESTED + b"\n", *lines]),
    ),
    "line-without-end": ("entry-damaged", lambda s: s.with_lines(lambda lines: [*lines, b"z" * (9 << 20)])),
    "gzip-bomb-of-an-index": (
        "entry-damaged",
        lambda s: s.resealed(index=None, **{"indexes/index.cdx.gz": gzip.compress((b"z" * (5 << 20) + b"\n") * 4)}),
    ),
    "block-that-is-another": ("index-block", lambda s: in_blocks(s, b"x")),
    "no-pages": ("pages-missing", lambda s: s.resealed(pages=None)),
    "empty-pages": ("page-line", lambda s: s.resealed(pages=b"")),
    "pages-without-a-head": ("page-head", lambda s: s.resealed(pages=s.entries[PAGES].split(b"\n", 1)[1])),
    "page-that-nobody-captured": ("page-unknown", lambda s: s.with_page(url="http://blog.example/never.html")),
    "page-without-an-address": ("page-line", lambda s: s.with_page(url=None)),
    "page-without-an-instant": ("page-instant", lambda s: s.with_page(ts=None)),
    "page-with-a-wrong-instant": ("page-instant", lambda s: s.with_page(ts="2026-13-45T99:99:99Z")),
    "page-with-an-instant-of-nowhere": ("page-instant", lambda s: s.with_page(ts="2026-01-02T03:04:05")),
    "page-whose-title-is-a-list": ("page-line", lambda s: s.with_page(title=["x"])),
    "page-id-twice": (
        "page-duplicate",
        lambda s: s.resealed(pages=s.entries[PAGES] + s.entries[PAGES].splitlines(keepends=True)[1]),
    ),
    "page-that-is-no-json": ("page-line", lambda s: s.resealed(pages=s.entries[PAGES] + b"{\n")),
    "page-nested-without-end": ("page-line", lambda s: s.resealed(pages=s.entries[PAGES] + NESTED + b"\n")),
}


# ------------------------------------------------------------------ what it says of itself
def with_resources(sound, change):
    document = sound.package
    change(document["resources"])
    return sound.with_package(document)


def with_signature(sound, **said):
    return sound.with_digest(lambda document: document["signedData"].update(said))


def with_key(sound, key):
    return sound.plain(digest=json.dumps(signed(sound.entries[PACKAGE], key, sound.package["created"])).encode())


def spki(key):
    return base64.b64encode(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


DOCUMENTS = {
    "no-datapackage": ("datapackage-missing", lambda s: s.plain(package=None)),
    "datapackage-that-is-no-json": ("datapackage-json", lambda s: s.with_package(b"{")),
    "datapackage-nested-without-end": ("datapackage-json", lambda s: s.with_package(NESTED)),
    "datapackage-too-large": (
        "datapackage-json",
        lambda s: s.with_package(b'{"profile": "' + b"x" * (5 << 20) + b'"}'),
    ),
    "datapackage-with-an-endless-number": (
        "datapackage-json",
        lambda s: s.with_package(b'{"a": ' + b"9" * 100_000 + b"}"),
    ),
    "datapackage-with-a-name-twice": (
        "datapackage-json",
        lambda s: s.with_package(s.entries[PACKAGE].replace(b"{", b'{"profile": "none",', 1)),
    ),
    "datapackage-that-is-a-list": ("datapackage-form", lambda s: s.with_package([])),
    "datapackage-of-another-profile": (
        "datapackage-profile",
        lambda s: s.with_package(s.package | {"profile": "tabular"}),
    ),
    "datapackage-of-no-time": ("datapackage-form", lambda s: s.with_package(s.package | {"created": "yesterday"})),
    "datapackage-without-resources": ("datapackage-form", lambda s: s.with_package(s.package | {"resources": []})),
    "home-that-nobody-captured": (
        "datapackage-home",
        lambda s: s.with_package(s.package | {"home": {"url": "http://blog.example/never", "ts": CREATED}}),
    ),
    "resource-with-another-digest": (
        "resource-hash",
        lambda s: with_resources(s, lambda all_: all_[0].update(hash="sha256:" + "0" * 64)),
    ),
    "resource-with-another-size": ("resource-size", lambda s: with_resources(s, lambda all_: all_[0].update(bytes=5))),
    "resource-with-an-absurd-size": (
        "resource-size",
        lambda s: with_resources(s, lambda all_: all_[0].update(bytes=1 << 63)),
    ),
    "resource-with-a-weak-digest": (
        "resource-algorithm",
        lambda s: with_resources(s, lambda all_: all_[0].update(hash="md5:" + "0" * 32)),
    ),
    "resource-that-is-not-there": (
        "resource-missing",
        lambda s: with_resources(s, lambda all_: all_.append(all_[0] | {"path": "archive/more.warc.gz"})),
    ),
    "resource-twice": ("resource-form", lambda s: with_resources(s, lambda all_: all_.append(all_[0]))),
    "resource-without-a-path": ("resource-form", lambda s: with_resources(s, lambda all_: all_.append({}))),
    "file-that-is-not-listed": ("resource-unlisted", lambda s: s.with_item(b"notes.txt")),
    "no-digest-of-the-datapackage": ("digest-missing", lambda s: s.plain(digest=None)),
    "digest-that-is-no-json": ("digest-json", lambda s: s.plain(digest=b"sha256:0")),
    "digest-of-something-else": (
        "digest-form",
        lambda s: s.with_digest(lambda document: document.update(path="other.json")),
    ),
    "another-digest": ("digest-wrong", lambda s: s.plain(package=s.entries[PACKAGE] + b" ")),
    "unsigned": ("signature-missing", lambda s: s.with_digest(lambda document: document.pop("signedData"))),
    "signature-over-another-digest": ("signature-digest", lambda s: with_signature(s, hash="sha256:" + "0" * 64)),
    "signature-of-another-instant": ("signature-instant", lambda s: with_signature(s, created="2020-01-01T00:00:00Z")),
    "signature-with-something-more": ("signature-form", lambda s: with_signature(s, note="trust me")),
    "signature-with-something-less": (
        "signature-form",
        lambda s: s.with_digest(lambda document: document["signedData"].pop("publicKey")),
    ),
    "signature-by-another-key": (
        "signature-wrong",
        lambda s: with_signature(s, publicKey=spki(OTHER_KEY.public_key())),
    ),
    "changed-signature": (
        "signature-wrong",
        lambda s: with_signature(s, signature=base64.b64encode(b"\1" * 96).decode()),
    ),
    "signature-on-a-smaller-curve": ("signature-algorithm", lambda s: with_key(s, SMALL_KEY)),
    "signature-of-an-unknown-algorithm": (
        "signature-algorithm",
        lambda s: with_signature(s, publicKey=spki(STRANGE_KEY)),
    ),
    "signature-that-is-no-base64": ("signature-algorithm", lambda s: with_signature(s, signature="!")),
    "domain-without-certificates": (
        "signature-form",
        lambda s: s.with_digest(
            lambda document: document.update(
                signedData={
                    name: document["signedData"][name]
                    for name in ("hash", "created", "software", "version", "signature")
                }
                | dict.fromkeys(("domain", "domainCert", "timeSignature", "timestampCert"), "x")
            )
        ),
    ),
}

KINDS = ZIP | WARC | INDEXES | DOCUMENTS
