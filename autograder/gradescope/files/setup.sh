#!/usr/bin/env bash
# Prepares Gradescope's image, once: Python packages, and the grader's files for root only.
#
# AUTOGRADER_ROOT    where Gradescope's folders are (default: /autograder)
# AUTOGRADER_PYTHON  a Python that has everything already: then nothing is installed
set -euo pipefail

root="${AUTOGRADER_ROOT:-/autograder}"
files="$root/source"
python="${AUTOGRADER_PYTHON:-}"

# Students' code runs as another user, behind walls. This holds where these do not.
chmod -R go-rwx "$files"

if [[ -z "$python" ]]; then
  if ! python3 -c 'import ensurepip, venv'; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3 python3-venv
  fi
  if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))'; then
    echo "found $(python3 --version); expected Python 3.10 or newer: take Ubuntu 22.04 as base image"
    exit 1
  fi
  python3 -m venv "$root/venv"
  python="$root/venv/bin/python"
  "$python" -m pip install --quiet --no-cache-dir --requirement "$files/requirements.txt"
  "$python" -m pip install --quiet --no-cache-dir --no-deps "$files"/rnn_autograder-*.whl
fi

# The machine that grades may be another one than this: a word for the log, and no failure.
"$python" -I -m autograder.gradescope --root "$root" --check || true
