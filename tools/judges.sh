#!/usr/bin/env bash
# Make a folder with the programs that judge our WARC files and pages in the tests, apart from beilin's own: pywb's virtual
# environment, and in it replaywebpage/ (AGPL) and axe-core/ (MPL): those are fetched, and never committed.
# Where root: the browser, the web servers and the converter that the tests ask as well, as Debian's packages.
# Usage: tools/judges.sh VENV     (PYTHON names the interpreter)
set -uo pipefail
venv=$1
here=$(dirname "$0")
axe_version=4.10.3
axe_sha512=5e6edba515e70d25f6604d9815f064d859c5d1ea7ab661bbc4f87c88779ef0c21cae0abbeb636471ef39e9d62d2582e4b88a1866f19f4ecfcf6d986275e4dc12

programs="chromium nginx apache2 pandoc wget httrack"
packages="chromium nginx-light apache2-bin pandoc wget httrack"

debian() {
  local lacking=
  for program in $programs; do PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || lacking="$lacking $program"; done
  [ -z "$lacking" ] && return
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "These are not here:$lacking. As root: apt-get install $packages" >&2
    return 1
  fi
  local quick="-qq -o Acquire::Retries=1 -o Acquire::http::Timeout=30"
  without_services apt-get $quick update &&
    without_services apt-get $quick install -y --no-install-recommends $packages >/dev/null
}

# A package's server must not be started, or listen: only its program is wanted (Debian's invoke-rc.d asks this file).
without_services() {
  local policy=/usr/sbin/policy-rc.d
  if [ -e "$policy" ]; then DEBIAN_FRONTEND=noninteractive "$@"; return; fi
  printf '#!/bin/sh\nexit 101\n' > "$policy" && chmod +x "$policy"
  DEBIAN_FRONTEND=noninteractive "$@"
  local result=$?
  rm -f "$policy"
  return $result
}

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
for judge in debian pywb replayweb.page axe-core; do
  "$judge" || { echo "$judge: cannot be installed here: its tests are skipped." >&2; failed=1; }
done
exit $failed
