#!/usr/bin/env bash
# Make a folder with the programs that judge our WARC files in the tests, apart from beilin's own: pywb's virtual
# environment, and in it replaywebpage/. That one is under the AGPL: it is fetched, and never committed.
# Usage: tools/judges.sh VENV     (PYTHON names the interpreter)
set -uo pipefail
venv=$1
version=2.5.3
sha512=9c28f63d238ddc1c5e489284f00b183f250bbf45cf64a2567f2e25f4fc90adef52ab02d9f9629956cfec7cba8f390e06ac7fb46248dbc0e86bf1c4931f4f20b1

pywb() {
  "${PYTHON:-python3.11}" -m venv "$venv" &&
    "$venv/bin/python" -m pip install --quiet --require-hashes -r "$(dirname "$0")/../requirements-judges.lock"
}

replayweb.page() {
  local into=$venv/replaywebpage
  local tarball=$into/replaywebpage-$version.tgz
  mkdir -p "$into" &&
    npm pack --silent --pack-destination "$into" "replaywebpage@$version" >/dev/null &&
    echo "$sha512  $tarball" | sha512sum --check --quiet &&
    tar -xzf "$tarball" -C "$into" --strip-components=1 package/ui.js package/sw.js package/LICENSE &&
    rm "$tarball"
}

failed=0
for judge in pywb replayweb.page; do
  "$judge" || { echo "$judge cannot be installed here: its tests are skipped." >&2; failed=1; }
done
exit $failed
