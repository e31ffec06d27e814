"""Problems as SARIF 2.1.0 [1], for code scanning and for editors.

[1] https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from site_builder import __version__
from site_builder.codes import CODES
from site_builder.problems import Problem, Severity

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def written(problems: Sequence[Problem]) -> str:
    """One run with every problem, and the meaning of each code that occurs."""
    codes = sorted({one.code for one in problems})
    rules = {code: index for index, code in enumerate(codes)}
    driver = {"name": "site-builder", "semanticVersion": __version__, "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, rules[one.code]) for one in problems],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(code: str) -> dict[str, Any]:
    return {
        "id": code,
        "shortDescription": {"text": CODES[code].title},
        "fullDescription": {"text": CODES[code].meaning},
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    text = f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": {Severity.WARNING: "warning", Severity.NOTE: "note"}.get(problem.severity, "error"),
        "message": {"text": text},
        # Code scanning knows by it that a problem is the same one as before, when lines move.
        "partialFingerprints": {"problem/v1": _fingerprint(problem)},
    }
    if problem.place.path:
        result["locations"] = [{"physicalLocation": _location(problem)}]
    return result


def _location(problem: Problem) -> dict[str, Any]:
    place = problem.place
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(place.path), "uriBaseId": "%SRCROOT%"}}
    if place.line:
        location["region"] = {"startLine": place.line}
        if place.column:
            location["region"]["startColumn"] = place.column
    return location


def _fingerprint(problem: Problem) -> str:
    words = f"{problem.code} {problem.place.path} {problem.message}"
    return hashlib.sha256(words.encode()).hexdigest()
