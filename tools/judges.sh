#!/usr/bin/env bash
# Make a virtual environment with the programs that judge our WARC files in the tests, apart from beilin's own.
# Usage: tools/judges.sh VENV     (PYTHON names the interpreter)
set -euo pipefail
venv=$1
"${PYTHON:-python3.11}" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --require-hashes -r "$(dirname "$0")/../requirements-judges.lock"
