"""Seals a collection as the crawler does: manifest, keys and signature; by OpenSSH's own program."""

import atexit
import shutil
import subprocess
import tempfile
from pathlib import Path

from archive import events, manifest

_KEYS = Path(tempfile.mkdtemp(prefix="beilin-keys-"))
atexit.register(shutil.rmtree, _KEYS)


def key(name="organisation"):
    """Return the file of a private key, the same for the same name within a run."""
    path = _KEYS / name
    if not path.exists():
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path], check=True)
    return path


def fingerprint(name="organisation"):
    public = key(name).with_suffix(".pub")
    shown = subprocess.run(["ssh-keygen", "-l", "-f", public], check=True, capture_output=True, text=True).stdout
    return shown.split()[1]


def seal(layout, rewritten=(), name="organisation"):
    """Seal a collection with a key."""
    signers = layout.root / "keys" / "allowed_signers"
    signers.parent.mkdir(exist_ok=True)
    options = 'namespaces="beilin-manifest,beilin-events"'
    signers.write_text(f"beilin {options} {key(name).with_suffix('.pub').read_text()}")
    manifest.seal(layout, rewritten=frozenset(rewritten))
    lines = [line for line in layout.manifest.read_text().splitlines() if not line.endswith("  keys/allowed_signers")]
    lines.append(f"{manifest.digest_of(signers)}  keys/allowed_signers")
    layout.manifest.write_text("".join(f"{line}\n" for line in sorted(lines, key=lambda line: line[66:])))
    sign(layout.manifest, name)


def sign(path, name="organisation"):
    signature = path.with_name(f"{path.name}.sig")
    signature.unlink(missing_ok=True)
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", key(name), "-n", "beilin-manifest", path]
    subprocess.run(command, check=True, capture_output=True)


def visit(layout, number, content=None):
    """Let a collection grow by a file and an event, as a second visit does, and seal it."""
    path = layout.reports / f"visit-{number}" / "notes.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(content or f'{{"visit": {number}, "text": "窑冷了"}}\n'.encode())
    events.append(layout, "capture", {"crawl": f"visit {number}"})
    seal(layout)
