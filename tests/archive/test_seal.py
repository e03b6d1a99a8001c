"""The seal: signatures that OpenSSH agrees with, keys that follow each other, and every way of cheating with them.

The names carry the numbers of the fault cases. `home` is what this machine knows by itself (tests/conftest.py); a machine
of a stranger is one whose home is empty.
"""

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from archive import events, keys, manifest, pins
from archive.collection import create_collection, open_collection
from archive.config import Config
from archive.errors import Damaged, KeyUnavailable, UsageError
from archive.integrity import examine, judge_seal, verify
from archive.integrity.ed25519 import _ORDER, is_signature
from archive.integrity.sshsig import FormError, parse
from archive.layout import Layout
from archive.signing import EVENTS, MANIFEST, Signer
from archive.writing import writing
from tests.archive.killing import ended_at

KILN = "records/posts/2014/03/kiln/v1.json"
ROOT = Path(__file__).parents[2]


def codes(layout, **options):
    return [fault.code for fault in verify(layout, **options)]


def run(*command, cwd=None, **options):
    return subprocess.run(command, cwd=cwd, capture_output=True, **options)


def openssh_accepts(layout, name="manifest-sha256.txt", namespace="beilin-manifest"):
    command = ["ssh-keygen", "-Y", "verify", "-f", "keys/allowed_signers", "-r", "keys/revoked_keys", "-I", "beilin"]
    command += ["-n", namespace, "-s", f"{name}.sig"]
    return run(*command, cwd=layout.root, input=(layout.root / name).read_bytes()).returncode == 0


def sha256sum_accepts(layout):
    return run("sha256sum", "-c", "--quiet", "--strict", "manifest-sha256.txt", cwd=layout.root).returncode == 0


def bagit_accepts(layout):
    return bagit.Bag(str(layout.root)).is_valid()


def record(layout, text="later"):
    """Have something happen that a seal is about."""
    events.append(layout, "capture", {"crawl": text})
    manifest.seal(layout)


def allowed_for(signer):
    return f'beilin namespaces="beilin-manifest,beilin-events,beilin-keys" {signer.public}\n'.encode()


def current(layout):
    return keys.signer_of(layout).fingerprint


@pytest.fixture
def stranger(monkeypatch, tmp_path):
    """Return a function that makes this machine one that knows nothing yet."""

    def forget():
        monkeypatch.setenv("BEILIN_HOME", str(tmp_path / f"stranger-{os.urandom(4).hex()}"))

    return forget


# ------------------------------------------------------------------ ed25519 and the form of OpenSSH
VECTORS = [  # RFC 8032, section 7.1: public key, message, signature
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
]  # fmt: skip


@pytest.mark.parametrize(("public", "message", "signature"), [tuple(map(bytes.fromhex, one)) for one in VECTORS])
def test_the_judge_knows_the_signatures_of_the_rfc(public, message, signature):
    assert is_signature(public, message, signature)
    assert not is_signature(public, message + b"x", signature)
    scalar = int.from_bytes(signature[32:], "little") + _ORDER  # the same modulo the order: another form, not valid
    assert not is_signature(public, message, signature[:32] + scalar.to_bytes(32, "little"))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80), st.integers(0, 511))
def test_the_judge_agrees_with_the_writers_library(secret, message, bit):
    private = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    assert is_signature(public, message, signature)
    changed = bytearray(signature)
    changed[bit // 8] ^= 1 << bit % 8
    assert not is_signature(public, message, bytes(changed))
    assert not is_signature(public, message, signature[:63])
    assert not is_signature(b"\xff" * 32, message, signature)


def test_our_signatures_are_those_of_openssh_to_the_byte(tmp_path):
    signer = Signer.new()
    private = tmp_path / "key"
    private.write_bytes(signer.dump())
    private.chmod(0o600)
    message = tmp_path / "message"
    message.write_bytes("碑林\n".encode())
    assert run("ssh-keygen", "-y", "-f", private).stdout.decode().split() == signer.public.split()
    assert signer.fingerprint in run("ssh-keygen", "-l", "-f", private).stdout.decode()
    assert run("ssh-keygen", "-Y", "sign", "-f", private, "-n", "beilin-manifest", message).returncode == 0
    assert (tmp_path / "message.sig").read_bytes() == signer.sign(message.read_bytes(), MANIFEST)


@pytest.mark.parametrize("change", [
    lambda armored: armored + b"\n",
    lambda armored: armored[:-1],
    lambda armored: armored.replace(b"\n", b"\r\n"),
    lambda armored: armored.replace(b"BEGIN", b"begin"),
    lambda armored: armored[:40] + b"\n" + armored[40:],
    lambda armored: armored[:40] + b"!" + armored[41:],
    lambda armored: armored.replace(b"U1NIU0lH", b"U1NIU0lI"),
    lambda armored: b"",
    lambda armored: armored[:31] + b"A" * (1 << 20) + armored[31:],
    lambda armored: armored.replace(b"U1NIU0lHAAAAAQAAADM", b"U1NIU0lHAAAAAX////8"),  # a length of 4 GB
])  # fmt: skip
def test_only_the_one_form_of_openssh_is_a_signature(change):
    armored = Signer.new().sign(b"x", MANIFEST)
    parse(armored)
    with pytest.raises(FormError):
        parse(change(armored))


# ------------------------------------------------------------------ the same verdict by the tools of others
def test_f72_openssh_sha256sum_bagit_and_we_agree_on_a_whole_collection(layout):
    assert verify(layout) == []
    assert openssh_accepts(layout)
    assert openssh_accepts(layout, "events.jsonl", "beilin-events")
    assert sha256sum_accepts(layout)
    assert bagit_accepts(layout)


@pytest.mark.parametrize("damage", ["changed", "missing", "relisted", "manifest cut"])
def test_f72_and_on_a_damaged_one(layout, damage):
    path = layout.root / KILN
    if damage == "changed":
        path.write_bytes(path.read_bytes().replace(b"cold", b"warm"))
    elif damage == "missing":
        path.unlink()
    elif damage == "relisted":
        path.write_bytes(path.read_bytes().replace(b"cold", b"warm"))
        old = manifest.read(layout)[KILN]
        layout.manifest.write_text(layout.manifest.read_text().replace(old, manifest.digest_of(path)))
    else:
        layout.manifest.write_bytes(layout.manifest.read_bytes()[:-40])
    files = sha256sum_accepts(layout) and bagit_accepts(layout)
    assert not (files and openssh_accepts(layout))
    assert files == (damage == "relisted")
    assert codes(layout)


def test_the_log_of_seals_names_each_manifest_before(layout):
    before = manifest.digest_of(layout.manifest)
    record(layout)
    assert events.last(layout)["detail"]["previous_manifest"] == before
    assert events.last(layout)["detail"]["what"] == "sealed"
    assert verify(layout) == []


# ------------------------------------------------------------------ forged without the key, and with it
def test_f68_a_consistent_rewrite_fails_for_want_of_the_key(layout, rewrite):
    thief = Signer.new()
    rewrite(layout, thief)
    assert sha256sum_accepts(layout) and bagit_accepts(layout)  # they cannot know
    assert not openssh_accepts(layout)
    assert "signature-key" in codes(layout)


def test_f68_a_rewrite_that_brings_its_own_key_fails_where_the_true_one_is_known(layout, rewrite, stranger):
    thief, true = Signer.new(), current(layout)
    rewrite(layout, thief, allowed_for(thief))
    assert openssh_accepts(layout)
    assert {"key-untrusted", "other-collection"} <= set(codes(layout))
    stranger()
    assert codes(layout, key=true) == ["key-untrusted"]
    verdict = examine(layout)
    assert verdict.faults == []  # only the fingerprint tells, and so it is said
    assert f"Signed by {thief.fingerprint}, a key that this machine has not seen before" in verdict.notices[0]


def test_f68_history_rewritten_with_the_stolen_key_fails_against_what_this_machine_saw(layout, rewrite):
    rewrite(layout, keys.signer_of(layout))
    assert openssh_accepts(layout)
    assert codes(layout) == ["other-collection"]  # from the first event on


def test_f68_history_forked_with_the_stolen_key_is_seen(layout, home, tmp_path):
    kept, known = shutil.copytree(layout.root, tmp_path / "kept"), shutil.copytree(home / "pins", tmp_path / "pins")
    record(layout, "true")
    seen = shutil.copytree(home / "pins", tmp_path / "seen")
    shutil.rmtree(layout.root)
    shutil.copytree(kept, layout.root)
    shutil.rmtree(home / "pins")
    shutil.copytree(known, home / "pins")
    record(layout, "false")
    record(layout, "more that is false")
    assert verify(layout) == []
    shutil.rmtree(home / "pins")
    shutil.copytree(seen, home / "pins")
    assert codes(layout) == ["history-rewritten"]
    with pytest.raises(Damaged, match="rewritten"):  # nothing is signed behind a history that is not ours
        record(layout, "a seal does not make this machine forget")


def test_f69_an_older_state_that_is_whole_is_seen_to_be_older(layout, tmp_path):
    kept = shutil.copytree(layout.root, tmp_path / "kept")
    record(layout)
    assert verify(layout) == []
    shutil.rmtree(layout.root)
    shutil.copytree(kept, layout.root)
    assert openssh_accepts(layout) and sha256sum_accepts(layout)
    assert codes(layout) == ["rolled-back"]
    assert codes(Layout(kept)) == ["rolled-back"]  # wherever it lies


def test_f69_a_machine_that_only_verifies_remembers_too(layout, stranger, tmp_path):
    kept = shutil.copytree(layout.root, tmp_path / "kept")
    record(layout)
    stranger()
    for folder, code in ((layout.root, 0), (kept, 4), (layout.root, 0)):
        done = run(sys.executable, "-m", "archive", "verify", str(folder), cwd=ROOT, text=True)
        assert done.returncode == code, done.stderr
    assert "older state" in run(sys.executable, "-m", "archive", "verify", str(kept), cwd=ROOT, text=True).stdout


# ------------------------------------------------------------------ signatures that are not what they should be
def test_f71_a_signature_that_was_stripped_is_missed(layout, stranger):
    layout.signature.unlink()
    assert "signature-missing" in codes(layout)
    shutil.rmtree(layout.keys)
    layout.events_signature.unlink()
    assert "signature-missing" in codes(layout)
    stranger()
    assert codes(layout)


def test_f71_a_signature_for_something_else_is_refused(layout):
    signer, content = keys.signer_of(layout), layout.manifest.read_bytes()
    layout.signature.write_bytes(signer.sign(content, EVENTS))
    assert codes(layout) == ["signature-namespace"]
    assert not openssh_accepts(layout)
    layout.signature.write_bytes(signer.sign(content + b"\n", MANIFEST))
    assert codes(layout) == ["signature-wrong"]


def test_f71_another_collections_seal_does_not_fit(layout, tmp_path):
    other = create_collection(tmp_path / "other", Config(address="http://other.example/"))
    manifest.seal(other)
    shutil.copy(other.signature, layout.signature)
    assert "signature-key" in codes(layout)
    shutil.copy(other.manifest, layout.manifest)
    shutil.copy(other.signers, layout.signers)
    assert "key-untrusted" in codes(layout)


def test_f70_what_no_judge_of_ours_knows_is_said_to_be_unknown(layout):
    content = layout.manifest.read_bytes()
    armored = keys.signer_of(layout).sign(content, MANIFEST)
    blob = base64.b64decode(b"".join(armored.splitlines()[1:-1]))
    for old, new in ((b"ssh-ed25519", b"ssh-ed25520"), (b"\0\0\0\6sha512", b"\0\0\0\4sha1"), (b"sha512", b"sha999")):
        encoded = base64.b64encode(blob.replace(old, new))
        lines = [encoded[at : at + 70] for at in range(0, len(encoded), 70)]
        odd = b"\n".join([b"-----BEGIN SSH SIGNATURE-----", *lines, b"-----END SSH SIGNATURE-----", b""])
        found = judge_seal(content, odd, layout.signers.read_bytes(), frozenset())
        assert [fault.code for fault in found] == ["signature-algorithm"], new


def test_judge_seal_is_pure_and_knows_whom_to_trust(layout):
    content, signature = layout.manifest.read_bytes(), layout.signature.read_bytes()
    signers, name = layout.signers.read_bytes(), current(layout)

    def judged(*arguments):
        return [fault.code for fault in judge_seal(*arguments)]

    assert judged(content, signature, signers, frozenset()) == []
    assert judged(content, signature, signers, frozenset({name, "SHA256:other"})) == []
    assert judged(content, signature, signers, frozenset({"SHA256:other"})) == ["key-untrusted"]
    assert judged(content, None, signers, frozenset()) == ["signature-missing"]
    assert judged(content, None, b"", frozenset()) == ["unsigned"]
    assert judged(content, None, b"", frozenset({name})) == ["signers-form", "signature-missing"]
    assert judged(content + b"x", signature, signers, frozenset()) == ["signature-wrong"]
    assert judged(content, signature, signers * 2, frozenset()) == ["signers-form"]
    assert judged(content, b"x" * (1 << 24), signers, frozenset()) == ["signature-form"]
    revoked = f"{keys.public_of(layout)}\n".encode()
    assert judged(content, signature, signers, frozenset(), revoked) == ["key-revoked"]


# ------------------------------------------------------------------ keys that follow each other
def test_f70_a_rotated_key_is_vouched_for_and_the_old_one_signs_no_more(layout, stranger):
    first, old = current(layout), keys.signer_of(layout)
    manifest.seal(layout, change=keys.rotation(layout))
    second = current(layout)
    assert second != first and keys.former(layout) == [first]
    assert verify(layout) == [] and openssh_accepts(layout) and sha256sum_accepts(layout) and bagit_accepts(layout)
    assert second in layout.readme.read_text("utf-8") and first not in layout.readme.read_text("utf-8")
    assert codes(layout, key=first) == codes(layout, key=second) == []
    stranger()
    assert codes(layout, key=first) == codes(layout, key=second) == []
    layout.signature.write_bytes(old.sign(layout.manifest.read_bytes(), MANIFEST))
    assert "key-retired" in codes(layout)
    assert not openssh_accepts(layout)


def test_f70_openssh_follows_the_rotation_from_the_old_key(layout, tmp_path):
    manifest.seal(layout, change=keys.rotation(layout))
    statement = layout.keys / "0001-rotation.txt"
    old = tmp_path / "old"
    words = next(line for line in statement.read_text().splitlines() if line.startswith("from: ")).split()
    old.write_text(f"beilin {words[1]} {words[2]}\n")
    command = ["ssh-keygen", "-Y", "verify", "-f", old, "-I", "beilin", "-n", "beilin-keys", "-s", f"{statement}.sig"]
    assert run(*command, input=statement.read_bytes()).returncode == 0
    assert run(*command, input=statement.read_bytes().replace(b"rotation", b"Rotation")).returncode != 0


def test_f70_a_revoked_key_proves_nothing(layout, stranger):
    first = current(layout)
    with pytest.raises(UsageError, match="first let another follow it"):
        keys.revocation(layout, first)
    manifest.seal(layout, change=keys.rotation(layout))
    manifest.seal(layout, change=keys.revocation(layout, first))
    second = current(layout)
    assert verify(layout) == [] and openssh_accepts(layout)
    assert first.removeprefix("SHA256:") not in layout.revoked.read_text()
    listed = run("ssh-keygen", "-l", "-f", layout.revoked).stdout.decode()
    assert first in listed and second not in listed
    stranger()
    assert codes(layout, key=second) == []
    assert "key-revoked" in codes(layout, key=first)
    layout.revoked.write_text(f"{keys.public_of(layout)}\n")
    assert "key-revoked" in codes(layout)
    assert not openssh_accepts(layout)


@pytest.mark.parametrize("name", ["0001-rotation.txt", "0001-rotation.txt.sig", "revoked_keys", "allowed_signers"])
def test_f70_a_forged_history_of_keys_is_found_though_the_digests_fit(layout, name, stranger):
    manifest.seal(layout, change=keys.rotation(layout))
    signer = keys.signer_of(layout)
    path = layout.keys / name
    if name == "revoked_keys":
        path.write_text(Signer.new().public + "\n")
    elif name == "allowed_signers":
        path.write_bytes(allowed_for(signer := Signer.new()))
    else:
        path.unlink()
    listed = {n: d for n, d in manifest.read(layout).items() if (layout.root / n).exists()}
    listed[f"keys/{name}"] = manifest.digest_of(path) if path.exists() else listed.pop(f"keys/{name}", "")
    content = "".join(f"{d}  {n}\n" for n, d in sorted(listed.items()) if d and (layout.root / n).exists()).encode()
    layout.manifest.write_bytes(content)
    layout.signature.write_bytes(signer.sign(content, MANIFEST))
    stranger()
    assert codes(layout), name


def test_a_key_that_was_lost_is_replaced_and_that_is_said(layout, home, stranger):
    first, there = current(layout), os.environ["BEILIN_HOME"]
    stranger()
    with pytest.raises(KeyUnavailable, match=r"is not on this machine: copy it .* or start a new one"), writing(layout):
        pass
    manifest.seal(layout, change=keys.replacement(layout))
    assert verify(layout) == [] and openssh_accepts(layout)
    assert any("does not vouch for it" in notice for notice in examine(layout).notices)
    assert codes(layout, key=first) == ["key-replaced"]
    os.environ["BEILIN_HOME"] = there
    assert codes(layout) == ["key-replaced"]


def test_what_is_wrong_with_a_key_is_said_in_one_sentence(layout, home, monkeypatch, tmp_path):
    path = next(path for path in (home / "keys").glob("*") if path.name == keys._path(current(layout)).name)
    private = tmp_path / "private"
    shutil.copytree(home / "keys", private / "keys")
    monkeypatch.setenv("BEILIN_HOME", str(private))
    path = private / "keys" / path.name
    path.chmod(0o640)
    with pytest.raises(KeyUnavailable, match=r"Others may read the key .* chmod 600"):
        keys.signer_of(layout)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(KeyUnavailable, match="is damaged"):
        keys.signer_of(layout)
    path.write_bytes(Signer.new().dump())
    with pytest.raises(KeyUnavailable, match="holds another key"):
        keys.signer_of(layout)
    layout.signers.write_bytes(b"\xff")
    with pytest.raises(KeyUnavailable, match="allowed_signers is damaged"):
        keys.signer_of(layout)


def test_private_keys_and_pins_are_for_their_owner_alone(tmp_path, monkeypatch):
    home = tmp_path / "deep" / "home"
    monkeypatch.setenv("BEILIN_HOME", str(home))
    old = os.umask(0)
    try:
        made = create_collection(tmp_path / "a" / "collection", Config(address="http://blog.example/"))
        manifest.seal(made)
    finally:
        os.umask(old)
    for top in (home, made.root):
        assert {oct(path.stat().st_mode & 0o777) for path in top.rglob("*") if path.is_file()} == {"0o600"}
        assert {oct(path.stat().st_mode & 0o777) for path in (top, *top.rglob("*")) if path.is_dir()} == {"0o700"}
    assert oct((tmp_path / "deep").stat().st_mode & 0o777) == "0o700"


# ------------------------------------------------------------------ writing on what was forged, or never signed
def test_a_seal_never_goes_on_with_a_manifest_that_was_forged(layout):
    path = layout.root / KILN
    path.write_bytes(path.read_bytes().replace(b"cold", b"warm"))
    forged = layout.manifest.read_text().replace(manifest.read(layout)[KILN], manifest.digest_of(path))
    layout.manifest.write_text(forged)
    with pytest.raises(Damaged, match="Nothing was written"), writing(layout):
        pass
    with pytest.raises(Damaged, match=r"signature-wrong"):
        manifest.seal(layout)
    layout.manifest.unlink()
    with pytest.raises(Damaged, match=r"manifest-missing"):
        manifest.seal(layout)


def legacy(layout):
    """Make a collection what it was before seals were signed."""
    for path in (layout.signature, layout.events_signature, layout.bag):
        path.unlink()
    for folder in (layout.keys, layout.about.parent):
        shutil.rmtree(folder)
    layout.readme.write_text("WHAT THIS IS\nas it was\n")
    lines = layout.events.read_bytes().splitlines(keepends=True)
    layout.events.write_bytes(b"".join(lines[:-1]))
    gone = ("keys/", "data/", "bagit.txt", "events.jsonl.sig")
    listed = [name for name in manifest.read(layout) if not name.startswith(gone)]
    layout.manifest.write_text("".join(f"{manifest.digest_of(layout.root / name)}  {name}\n" for name in listed))


def test_a_collection_of_an_early_beilin_is_said_to_be_unsigned_and_is_signed_at_its_next_seal(layout, stranger):
    legacy(layout)
    assert codes(layout)  # this machine knew a signature
    stranger()
    assert codes(layout) == ["unsigned"]
    with writing(open_collection(layout.root)):
        record(layout)
    assert verify(layout) == []
    assert openssh_accepts(layout) and sha256sum_accepts(layout) and bagit_accepts(layout)
    assert "as it was\n" in layout.readme.read_text() and current(layout) in layout.readme.read_text()


# ------------------------------------------------------------------ killed while sealing
@pytest.mark.parametrize("change", [None, keys.rotation], ids=["seal", "rotation"])
def test_k7_killed_at_any_step_of_a_seal_the_old_or_the_new_one_holds(layout, home, tmp_path, change):
    kept, known = shutil.copytree(layout.root, tmp_path / "kept"), shutil.copytree(home / "pins", tmp_path / "pins")
    nth, old = 1, layout.manifest.read_bytes()
    while ended_at(nth, lambda: manifest.seal(layout, change=change(layout) if change else None)):
        assert verify(layout) == [], nth
        with writing(layout):
            pass
        assert verify(layout) == [], nth
        assert openssh_accepts(layout) and sha256sum_accepts(layout), nth
        record(layout)
        assert verify(layout) == [] and not layout.staged.exists(), nth
        shutil.rmtree(layout.root)
        shutil.copytree(kept, layout.root)
        shutil.rmtree(home / "pins")
        shutil.copytree(known, home / "pins")
        nth += 1
    assert nth > 15
    assert layout.manifest.read_bytes() != old and verify(layout) == []


def test_k7_what_waits_to_be_put_in_place_and_was_never_signed_is_put_aside(layout):
    layout.staged.mkdir()
    (layout.staged / "manifest-sha256.txt").write_text("0" * 64 + "  README.txt\n")
    (layout.staged / "README.txt").write_text("forged")
    assert verify(layout) == []
    with writing(layout):
        pass
    assert not layout.staged.exists() and (layout.state / "seal.damaged" / "README.txt").read_text() == "forged"
    assert verify(layout) == []


def test_d13_a_disk_that_is_full_while_sealing_leaves_the_old_seal(layout, monkeypatch):
    from archive import staging
    from archive.errors import StorageError

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(staging, "sync_file", full)
    before = layout.manifest.read_bytes()
    with pytest.raises(StorageError, match="the disk is full"):
        manifest.seal(layout)
    assert layout.manifest.read_bytes() == before and verify(layout) == []


# ------------------------------------------------------------------ pins
def test_a_folder_in_which_another_collection_was_put_is_noticed(layout, tmp_path):
    other = create_collection(tmp_path / "other", Config(address="http://other.example/"))
    manifest.seal(other)
    shutil.rmtree(layout.root)
    shutil.copytree(other.root, layout.root)
    assert "other-collection" in codes(layout)
    shutil.rmtree(layout.root)
    made = create_collection(layout.root, Config(address="http://third.example/"))  # which this machine made itself
    manifest.seal(made)
    assert verify(made) == []


def test_damaged_pins_are_no_pins(layout, home):
    path = next((home / "pins").glob("*.json"))
    for content in (b"", b"[]", b"{", b'{"first": 1}', b"[" * 100_000, b"\xff"):
        path.write_bytes(content)
        assert pins.find(layout, None, "") is None
        assert verify(layout) == []
