#!/usr/bin/env bash
# Installs what the page checks take from npm, at the versions of tests/browser/package-lock.json.
set -euo pipefail
cd "$(dirname "$0")/../tests/browser"

if ! command -v npm >/dev/null || ! node -e 'const [a, b] = process.versions.node.split(".").map(Number);
    process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; then
  echo "The page checks need Node.js 20.19 or newer with npm: install them (https://nodejs.org) and run make again." >&2
  exit 1
fi
echo "Installing the page checkers into tests/browser/node_modules"
npm ci --no-progress --loglevel error
