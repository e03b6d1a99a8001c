#!/usr/bin/env bash
# Make a virtual environment with the locked packages in it, and beilin itself.
# Usage: tools/setup.sh VENV LOCKFILE [WHAT]     (PYTHON names the interpreter; 3.11 or later)
# WHAT is "." or a wheel, to be copied into the environment; without it this folder is used where it is.
set -euo pipefail
venv=$1
lock=$2
if [ $# -gt 2 ]; then what=("$3"); else what=(-e .); fi

find_python() {
  for candidate in "${PYTHON:-python3.11}" python3 python; do
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      echo "$candidate"
      return
    fi
  done
  echo "beilin needs Python 3.11 or later, and none was found: install it, or name it with PYTHON=/path/to/python." >&2
  exit 1
}

python=$(find_python)
if [ ! -x "$venv/bin/python" ]; then
  # Debian keeps the venv module in a package of its own.
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
    else
      echo "Python's venv module is missing: install Debian's package python3-venv as root, then run this again." >&2
      exit 1
    fi
  fi
  "$python" -m venv "$venv"
fi
"$venv/bin/python" -m pip install --quiet --require-hashes -r "$lock"
# Not a package index's beilin, but this folder; its build tool is in the lock too, so that nothing else is fetched.
"$venv/bin/python" -m pip install --quiet --no-deps --no-build-isolation "${what[@]}"
# pip leaves this out where PYTHONDONTWRITEBYTECODE is set, and each of beilin's processes would compile Scrapy anew.
"$venv/bin/python" -m compileall -q "$venv/lib" archive pipelines scraper
