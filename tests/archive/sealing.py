"""Seals a collection as the crawler does: manifest, keys and signature; by OpenSSH's own program."""

import atexit
import shutil
import subprocess
import tempfile
from pathlib import Path

from archive import events, keys, manifest
from archive.home import file_name, home
from archive.signing import fingerprint as fingerprint_of

_KEYS = Path(tempfile.mkdtemp(prefix="beilin-keys-"))
atexit.register(shutil.rmtree, _KEYS)


ORGANISATION = "organisation"
_SEALED: dict[str, str] = {}  # the key of the collection that was sealed last


def key(name=ORGANISATION):
    """Return the file of a private key: the collection's own, or of another name, the same within a run."""
    if name == ORGANISATION:
        return home() / "keys" / file_name(_SEALED["fingerprint"])
    path = _KEYS / name
    if not path.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path], check=True)
    return path


def fingerprint(name=ORGANISATION):
    return _SEALED["fingerprint"] if name == ORGANISATION else _fingerprint_of(key(name).with_suffix(".pub"))


def _fingerprint_of(public):
    shown = subprocess.run(["ssh-keygen", "-l", "-f", public], check=True, capture_output=True, text=True).stdout
    return shown.split()[1]


def seal(layout, rewritten=(), name=ORGANISATION):
    """Seal a collection: with its own key as the crawler does, with another by hand, as a forger does."""
    if name != ORGANISATION:
        _forge(layout, rewritten, name)
        return
    manifest.seal(layout, rewritten)
    _SEALED["fingerprint"] = fingerprint_of(keys.public_of(layout))


def _forge(layout, rewritten, name):
    public = " ".join(key(name).with_suffix(".pub").read_text().split()[:2])
    layout.signers.write_text(f'beilin namespaces="beilin-manifest,beilin-events,beilin-keys" {public}\n')
    sign(layout.events, name, "beilin-events")
    changed = {*rewritten, "keys/allowed_signers", "events.jsonl", "events.jsonl.sig"}
    listed = {line[66:]: line[:64] for line in layout.manifest.read_text().splitlines()}
    listed |= {path: manifest.digest_of(layout.root / path) for path in changed}
    layout.manifest.write_text("".join(f"{sha256}  {path}\n" for path, sha256 in sorted(listed.items())))
    sign(layout.manifest, name)


def sign(path, name=ORGANISATION, namespace="beilin-manifest"):
    signature = path.with_name(f"{path.name}.sig")
    signature.unlink(missing_ok=True)
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", key(name), "-n", namespace, path]
    subprocess.run(command, check=True, capture_output=True)


def visit(layout, number, content=None):
    """Let a collection grow by a file and an event, as a second visit does, and seal it."""
    path = layout.reports / f"visit-{number}" / "notes.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content or f'{{"visit": {number}, "text": "窑冷了"}}\n'.encode())
    events.append(layout, "capture", {"crawl": f"visit {number}"})
    seal(layout, {path.relative_to(layout.root).as_posix()})
