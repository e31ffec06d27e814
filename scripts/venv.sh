#!/usr/bin/env bash
# Makes or mends a virtual environment that holds this project and pinned packages.
#   scripts/venv.sh FOLDER CONSTRAINTS [GROUP…]
# CONSTRAINTS is a file of name==version lines, or "" for the newest of everything.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$1 constraints=$2
shift 2
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_REQUIRE_VIRTUALENV=0

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

find_python() {
  local name
  for name in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      printf '%s\n' "$name"
      return
    fi
  done
  return 1
}

# A venv breaks when the Python that made it goes away; it is then made anew.
if ! "$folder/bin/python" -c 'import pip' >/dev/null 2>&1; then
  python=$(find_python) || fail \
    "Python 3.11 or newer was not found on the PATH." \
    "Install it, or name one: make PYTHON=/path/to/python3 …"
  echo "Making $folder with $("$python" --version)"
  "$python" -m venv --clear "$folder" || fail \
    "$("$python" --version) could not make a virtual environment." \
    "On Debian and Ubuntu: apt-get install python3-venv; then run make again."
fi

pip=("$folder/bin/python" -m pip)
pins=() groups=()
[ -z "$constraints" ] || pins=(--constraint "$constraints")
for group in "$@"; do groups+=(--group "$group"); done

echo "Installing the pinned packages into $folder"
# First a pip that knows dependency groups, and the tool that builds this project: with it in place nothing is
# built in isolation, and what builds the project is pinned as well.
"${pip[@]}" install -qq "${pins[@]}" --no-compile "pip>=25.1" hatchling
# Python compiles what is used when it is used first; most of a library never is.
"${pip[@]}" install -qq "${pins[@]}" --no-compile --no-build-isolation --editable . "${groups[@]}"
