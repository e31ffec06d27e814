"""The two clients behind one face: a life is a list of steps, and each client says what it finds in every one."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from site_builder import client
from site_builder.outputs import app

Json = dict[str, Any]
HERE = Path(__file__).parent


def in_python(life: Json) -> list[Json]:
    """What `site_builder.client` finds."""
    audience, start = life["audience"], life["start"]
    standing = _standing(start) if start else client.begin(life["steps"][0]["current"], audience)
    said = []
    for step in life["steps"]:
        standing, decision = client.decide(standing, step["current"], audience)
        found = client.prompt(decision, step["notice"]) if decision else None
        if found and step["act"]:
            standing = getattr(client, step["act"])(standing, found)
        decided = json.loads(json.dumps(asdict(decision))) if decision else None
        said.append(
            {
                "decision": decided,
                "ids": [*found.ids] if found else None,
                "mode": found.mode if found else None,
                "standing": json.loads(json.dumps(asdict(standing))),
            }
        )
    return said


def _standing(start: Mapping[str, Any]) -> client.Standing:
    promises = tuple(client.Promise(**one) for one in start["promises"])
    return client.Standing(**{**start, "promises": promises, "left": tuple(start["left"])})


def in_javascript(folder: Path, **calls: Sequence[Any]) -> Json:
    """What `policy-notice.js` finds, as it is served."""
    module = folder / "policy-notice.mjs"
    module.write_text(app.client(), "utf-8")
    node = shutil.which("node")
    assert node, "the JavaScript client is tested in Node.js: install it, or run `make test`, which does"
    done = subprocess.run(
        [node, str(HERE / "driver.mjs")],
        input=json.dumps({"module": str(module), **calls}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: Json = json.loads(done.stdout)
    return found
