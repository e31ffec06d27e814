#!/usr/bin/env bash
# Writes constraints.txt (the newest releases) and constraints-lowest.txt (the lowest that pyproject.toml allows).
# Only names and versions are written: where packages come from is a setting of the machine, not of the project.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf .cache/pins && mkdir -p .cache/pins

write() { # FILE WHAT VENV
  {
    echo "# $2"
    echo "# Written by \`make pins\`."
    "$3/bin/python" -m pip freeze --all --exclude-editable | grep -v '^setuptools==' | sort --ignore-case
  } >"$1"
}

scripts/venv.sh .cache/pins/newest "" test
write constraints.txt "The versions that \`make site\` and \`make test\` use." .cache/pins/newest

.cache/pins/newest/bin/python - >.cache/pins/lower.txt <<'PYTHON'
import tomllib
from pathlib import Path
from packaging.requirements import Requirement

project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
for requirement in map(Requirement, project["dependencies"]):
    (lower,) = [one.version for one in requirement.specifier if one.operator == ">="]
    print(f"{requirement.name}=={lower}")
PYTHON
scripts/venv.sh .cache/pins/lowest .cache/pins/lower.txt test
write constraints-lowest.txt "The lowest versions that pyproject.toml allows, for \`make lowest\`; tools are the newest." \
  .cache/pins/lowest
rm -rf .cache/pins
