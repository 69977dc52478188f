#!/bin/sh
# Says in one line what is wrong with the Python that was named, where something is.
#   sh scripts/check_python.sh python3
set -eu
python="$1"
if ! command -v "$python" >/dev/null; then
  echo "No $python found: install Python 3.11 or newer, or name one: make run PYTHON=/path/to/python3" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "$("$python" --version) is too old: Python 3.11 or newer is needed (make run PYTHON=/path/to/python3)" >&2
  exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  echo "$python cannot make environments: install the package python3-venv" >&2
  exit 1
fi
