"""F73: what other readers of BagIt (RFC 8493) and of ed25519 signatures judge, beilin judges, too, on sound and broken

The broken bags are made here, one for each rule that the conformance suite of the Library of Congress has a case for and
that a bag with one manifest and no tag manifest can break.
"""

import logging
import shutil

import bagit
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from archive.integrity import verify
from archive.integrity.ed25519 import _ORDER, is_signature

ABOUT = "data/about.txt"


def bagit_accepts(layout):
    logging.disable(logging.ERROR)
    try:
        return bagit.Bag(str(layout.root)).is_valid()
    except bagit.BagError:
        return False
    finally:
        logging.disable(logging.NOTSET)


def relisted(change):
    def do(layout):
        layout.manifest.write_text(change(layout.manifest.read_text()))

    return do


def line_of(text, name):
    return next(line for line in text.splitlines(keepends=True) if line.rstrip("\n").endswith(f"  {name}"))


BROKEN = {
    "payload file changed": lambda at: (at.root / ABOUT).write_text("something else"),
    "payload file emptied": lambda at: (at.root / ABOUT).write_bytes(b""),
    "payload file missing": lambda at: (at.root / ABOUT).unlink(),
    "payload file not listed": lambda at: (at.root / "data" / "extra.txt").write_text("not in the manifest"),
    "payload folder missing": lambda at: shutil.rmtree(at.root / "data"),
    "payload file renamed": lambda at: (at.root / ABOUT).rename(at.root / "data" / "About.txt"),
    "declaration missing": lambda at: at.bag.unlink(),
    "declaration without version": lambda at: at.bag.write_text("Tag-File-Character-Encoding: UTF-8\n"),
    "declaration without encoding": lambda at: at.bag.write_text("BagIt-Version: 1.0\n"),
    "version that is none": lambda at: at.bag.write_text("BagIt-Version: a.b\nTag-File-Character-Encoding: UTF-8\n"),
    "declaration with a byte order mark": lambda at: at.bag.write_bytes(b"\xef\xbb\xbf" + at.bag.read_bytes()),
    "manifest missing": lambda at: at.manifest.unlink(),
    "listed file that is not there": relisted(lambda text: f"{text}{'0' * 64}  data/nowhere.txt\n"),
    "digest of another file": relisted(lambda text: text.replace(line_of(text, ABOUT)[:8], "00000000")),
    "address outside the bag": relisted(lambda text: f"{text}{'0' * 64}  ../outside.txt\n"),
    "absolute address": relisted(lambda text: f"{text}{'0' * 64}  /etc/hostname\n"),
    "address in a home folder": relisted(lambda text: f"{text}{'0' * 64}  ~/outside.txt\n"),
    "line left out": relisted(lambda text: text.replace(line_of(text, ABOUT), "")),
}


@pytest.mark.parametrize("kind", sorted(BROKEN))
def test_f73_what_bagit_refuses_is_refused(layout, kind):
    assert bagit_accepts(layout)
    assert verify(layout) == []
    BROKEN[kind](layout)
    assert not bagit_accepts(layout)
    assert verify(layout)


SOUND = {
    "as sealed": lambda at: None,
    "touched": lambda at: (at.root / ABOUT).touch(),
    "copied": lambda at: [
        shutil.copytree(at.root, at.root.parent / "copy"),
        shutil.rmtree(at.root),
        shutil.move(at.root.parent / "copy", at.root),
    ],
    "empty folder in the payload": lambda at: (at.root / "data" / "empty").mkdir(),
}


@pytest.mark.parametrize("kind", sorted(SOUND))
def test_f73_what_bagit_accepts_is_accepted(layout, kind):
    SOUND[kind](layout)
    assert bagit_accepts(layout)
    assert verify(layout) == []


# ------------------------------------------------------------------ ed25519 (RFC 8032)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
MESSAGES = (b"", b"m", b"The kiln is cold. " * 400)


def judged_by_cryptography(public, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def vectors():
    """Yield (what is done, public key, signature, message): the kinds of Project Wycheproof's, made by a key of ours."""
    public = KEY.public_key().public_bytes_raw()
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    for message in MESSAGES:
        signature = KEY.sign(message)
        point, scalar = signature[:32], signature[32:]
        number = int.from_bytes(scalar, "little")
        yield "sound", public, signature, message
        yield "message altered", public, signature, message + b"\0"
        yield "other key", other, signature, message
        yield "scalar not reduced", public, point + (number + _ORDER).to_bytes(32, "little"), message
        yield "scalar negated", public, point + ((_ORDER - number) % _ORDER).to_bytes(32, "little"), message
        yield "scalar zero", public, point + bytes(32), message
        yield "scalar one", public, point + (1).to_bytes(32, "little"), message
        yield "scalar is the order", public, point + _ORDER.to_bytes(32, "little"), message
        yield "point zero", public, bytes(32) + scalar, message
        yield "point with the other sign", public, point[:31] + bytes([point[31] ^ 0x80]) + scalar, message
        yield "both zero", public, bytes(64), message
        yield "too short", public, signature[:63], message
        yield "too long", public, signature + b"\0", message
        yield "empty", public, b"", message
        yield "halves exchanged", public, scalar + point, message
        yield "all bits set", public, b"\xff" * 64, message
        for bit in range(0, 512, 7):
            flipped = bytearray(signature)
            flipped[bit // 8] ^= 1 << bit % 8
            yield f"bit {bit}", public, bytes(flipped), message


def test_f73_our_ed25519_and_another_judge_all_vectors_alike():
    told = [
        (done, is_signature(public, message, signature), judged_by_cryptography(public, signature, message))
        for done, public, signature, message in vectors()
    ]
    assert [each for each in told if each[1] != each[2]] == []
    assert {done for done, ours, _ in told if ours} == {"sound"}
    assert len(told) > 250


def published():
    """Return (public key, message, signature) of the vectors that ed25519's authors published with it (RFC 8032, section 7.1, is
    four of them), as the package cryptography-vectors has them.
    """
    vectors = pytest.importorskip("cryptography_vectors")
    with vectors.open_vector_file("asymmetric/Ed25519/sign.input", "r") as file:
        lines = [line.split(":") for line in file]
    return [
        (bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signed)[:64])
        for _, public, message, signed, *_ in lines
    ]


def test_f73_the_published_vectors_are_true_and_none_of_them_with_a_bit_changed():
    told = published()[::8]
    assert len(told) == 128
    assert all(is_signature(*vector) for vector in told)
    for number, (public, message, signature) in enumerate(told):
        flipped = bytearray(signature)
        flipped[number % 64] ^= 1 << number % 8
        assert not is_signature(public, message, bytes(flipped))


@pytest.mark.long
def test_f73_all_published_vectors_are_true_of_their_message_alone():
    told = published()
    assert len(told) == 1024
    for number, (public, message, signature) in enumerate(told):
        assert is_signature(public, message, signature)
        assert not is_signature(public, message + b"\0", signature)
        assert not is_signature(told[number - 1][0], message, signature)
