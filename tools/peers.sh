#!/usr/bin/env bash
# Make a virtual environment with the programs that `make evaluate` holds us against, apart from beilin's own.
# Usage: tools/peers.sh VENV     (PYTHON names the interpreter)
set -euo pipefail
venv=$1
"${PYTHON:-python3.11}" -m venv "$venv"
# The lock is whole, so nothing is to be resolved; pip 23 stumbles over lxml's extra "html-clean" where it tries.
"$venv/bin/python" -m pip install --quiet --no-deps --require-hashes -r "$(dirname "$0")/../requirements-peers.lock"
