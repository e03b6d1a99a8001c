"""A package of more than ZIP alone can hold: ZIP64, written and judged in bounded memory."""

import json
import os
import shlex
import subprocess
import sys
import textwrap
import zipfile

import pytest

from archive import manifest
from tests.archive.test_integrity_large import MEGABYTE, MOST_MEMORY, NAME, labelled, member, warc_head

SCRIPT = textwrap.dedent("""
    import json, resource, sys
    from pathlib import Path
    from archive.layout import Layout
    from archive.wacz.datapackage import Making
    from archive.wacz.export import export
    from archive.wacz.identity import Anonymous
    from archive.wacz.keys import signing_key
    from archive.wacz.validator import judge_wacz

    folder, path = map(Path, sys.argv[1:])
    export(Layout(folder), path, Anonymous(signing_key()), Making("2026-01-02T03:04:05Z", "test"))
    peaks = [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]
    faults = [fault.code for fault in judge_wacz(path).faults]
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    print(json.dumps([faults, *peaks]))
""")


@pytest.mark.long
@pytest.mark.timeout(900)
def test_w27_a_package_of_more_than_four_gigabytes(layout, tmp_path):
    """A record of more than four gigabytes that do not shrink, the unit of which is deflated but once."""
    unit, count = os.urandom(MEGABYTE), 4200
    head = b"HTTP/1.1 200 OK\r\n\r\n"
    digest = labelled(head, *(unit for _ in range(count)))
    lines = (
        "WARC-Target-URI: http://blog.example/large",
        f"WARC-Block-Digest: {digest}",
        f"Content-Length: {len(head) + MEGABYTE * count}",
    )
    member(layout.warc / NAME, warc_head("large", *lines) + head, unit, count, b"\r\n\r\n")
    manifest.seal(layout, {f"warc/{NAME}"})
    path = tmp_path / "large.wacz"
    command = shlex.join([sys.executable, "-c", SCRIPT, str(layout.root), str(path)])
    # A shell in between: Linux counts the memory of the process that starts another as the other's own peak.
    run = subprocess.run(["sh", "-c", f"{command}; exit $?"], capture_output=True, text=True, check=True)
    faults, *peaks = json.loads(run.stdout)
    assert faults == []
    assert max(peaks) * 1024 < MOST_MEMORY
    with zipfile.ZipFile(path) as package:
        assert package.getinfo(f"archive/{NAME}").file_size > 1 << 32
        assert package.read("datapackage.json")
