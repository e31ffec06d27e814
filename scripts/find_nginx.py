"""Print the path of an nginx for the test of the hosts' files, after installing Debian's if there is none.

Looked for in this order: the path in ``NGINX``; an nginx on the PATH or in ``/usr/sbin``; Debian's package, where it
may be installed. What is done is told on standard error.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping

from scripts.find_browser import Run, Which, apt_get, run_command

NO_NGINX = """\
The generated nginx.conf is tested behind a real nginx, and none was found or could be installed. One of these mends it:
  Debian, Ubuntu:  apt-get install nginx-light
  macOS:           brew install nginx
  already there:   NGINX=/path/to/nginx make test"""


def installed(environment: Mapping[str, str], which: Which = shutil.which) -> str | None:
    """The nginx that is named, one on the PATH, or one where Debian keeps it for root."""
    return which(environment.get("NGINX") or "nginx") or which("/usr/sbin/nginx")


def find_nginx(environment: Mapping[str, str], which: Which, run: Run, *, is_root: bool) -> str | None:
    """The path of an nginx, or nothing; ``run`` says whether a command succeeded."""
    if found := installed(environment, which):
        return found
    apt = apt_get(which, is_root=is_root)
    if apt and run([*apt, "update"]) and run([*apt, "install", "--yes", "--no-install-recommends", "nginx-light"]):
        return installed(environment, which)
    return None


def main() -> int:
    """Print the path, or say what to install."""
    found = find_nginx(os.environ, shutil.which, run_command, is_root=os.geteuid() == 0)
    print(found or NO_NGINX, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
