#!/usr/bin/env bash
# Make a folder with the programs that judge our WARC files and pages in the tests, apart from beilin's own: pywb's virtual
# environment, and in it replaywebpage/ (AGPL) and axe-core/ (MPL): those are fetched, and never committed.
# Usage: tools/judges.sh VENV     (PYTHON names the interpreter)
set -uo pipefail
venv=$1
here=$(dirname "$0")
axe_version=4.10.3
axe_sha512=5e6edba515e70d25f6604d9815f064d859c5d1ea7ab661bbc4f87c88779ef0c21cae0abbeb636471ef39e9d62d2582e4b88a1866f19f4ecfcf6d986275e4dc12

pywb() {
  "${PYTHON:-python3.11}" -m venv "$venv" &&
    "$venv/bin/python" -m pip install --quiet --require-hashes -r "$here/../requirements-judges.lock"
}

replayweb.page() {
  PYTHONPATH=$here/.. "${PYTHON:-python3.11}" -m archive.web.replay_assets "$venv/replaywebpage"
}

axe-core() {
  local into=$venv/axe-core
  local tarball=$into/axe-core-$axe_version.tgz
  mkdir -p "$into" &&
    npm pack --silent --ignore-scripts --pack-destination "$into" "axe-core@$axe_version" >/dev/null &&
    echo "$axe_sha512  $tarball" | sha512sum --check --quiet &&
    tar -xzf "$tarball" -C "$into" --strip-components=1 package/axe.min.js package/LICENSE &&
    rm "$tarball"
}

failed=0
for judge in pywb replayweb.page axe-core; do
  "$judge" || { echo "$judge cannot be installed here: its tests are skipped." >&2; failed=1; }
done
exit $failed
