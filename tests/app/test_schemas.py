"""What is promised to apps: schemas, types and OpenAPI agree with the files, and yesterday's client reads today's."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from site_builder import client, routes, yamlfile
from site_builder.outputs import app
from site_builder.outputs.app.types import UnknownSchemaError, declarations
from tests import chronicle
from tests.browser.checks import MODULES, NO_MODULES
from tests.publisher import Publisher
from tests.recorded import made_from

Json = dict[str, Any]
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A site on the day on which a version was withdrawn and another moved."""
    folder = tmp_path_factory.mktemp("schemas") / "repository"
    ids = chronicle.write(folder)
    at, steps = chronicle.INSTANTS[9]
    made = object.__new__(Publisher)
    made.path, made.commits = folder, 0
    made.git("checkout", "--quiet", ids[steps - 1])
    return made_from(folder, at)[0]


def subschemas(schema: Any) -> Iterator[Json]:  # noqa: ANN401 - any part of a schema
    if isinstance(schema, dict):
        yield schema
        for one in schema.values():
            yield from subschemas(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from subschemas(one)


@pytest.mark.parametrize("name", app.READ)
def test_what_apps_read_may_gain_members(name: str) -> None:
    """A schema is one of 2020-12, names itself, and closes no object: v1 only gains."""
    schema = json.loads(yamlfile.schema_bytes(name))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"{name}.schema.json"
    # The canonical form of a text is a format of its own, and its digest says whether it is the same.
    if name != "text":
        assert [one for one in subschemas(schema) if one.get("additionalProperties") is False] == []


def grown(value: Any) -> Any:  # noqa: ANN401 - JSON
    """A file as a later program of v1 may write it: more members everywhere."""
    if isinstance(value, dict):
        more = {"zz_new": {"deep": [1, None]}, "$zz": "new"}
        return {**{key: grown(one) for key, one in value.items()}, **more}
    return [grown(one) for one in value] if isinstance(value, list) else value


def test_an_app_of_today_reads_the_files_of_tomorrow(files: dict[str, bytes]) -> None:
    """Members that nobody knows change nothing of what is found. Maps keyed by names of ours gain none."""
    current = json.loads(files[routes.file_of(routes.api_current("privacy"))])
    answer = json.loads(files[routes.file_of(routes.api_notice("privacy", "default", 1, "en"))])
    later = grown(current)
    maps = (
        later["audiences"],
        later["locales"],
        *(later["audiences"][name]["by_mode"] for name in current["audiences"]),
    )
    for named in maps:
        del named["zz_new"], named["$zz"]
    standing = client.Standing(told=1, accepted=1)
    found = [client.decide(standing, one, "default") for one in (current, later)]
    assert found[0] == found[1]
    decision = found[0][1]
    assert decision
    prompts = [client.prompt(decision, one) for one in (answer, grown(answer))]
    assert prompts[0]
    assert prompts[1]
    assert prompts[0].ids == prompts[1].ids
    assert client.show(standing, prompts[0]) == client.show(standing, prompts[1])


def test_an_app_of_yesterday_reads_the_files_of_today(files: dict[str, bytes]) -> None:
    """`yesterday/` has files as the first version wrote them; each member in them is still there, of the same kind."""
    for path in sorted((HERE / "yesterday").glob("*.json")):
        kept = json.loads(path.read_text("utf-8"))
        today = json.loads(files[kept["path"]])
        assert list(missing(kept["file"], today, path.stem)) == []


def missing(old: Any, new: Any, where: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    """The members that an older file has and a newer one lacks, or has of another kind."""
    if old is None or new is None:
        return
    if type(old) is not type(new):
        yield f"{where}: {type(new).__name__}, and was {type(old).__name__}"
    elif isinstance(old, dict):
        for key, one in old.items():
            if key not in new:
                yield f"{where}.{key} is gone"
            else:
                yield from missing(one, new[key], f"{where}.{key}")
    elif isinstance(old, list) and old and new:
        yield from missing(old[0], new[0], f"{where}[]")


def test_the_types_are_those_of_the_files(tmp_path: Path) -> None:
    """TypeScript, strictly, takes an app that reads them rightly, and refuses one that does not."""
    tool = MODULES / ".bin" / "tsc"
    assert tool.exists(), NO_MODULES
    (tmp_path / "policy.d.ts").write_text(app.types(), "utf-8")
    (tmp_path / "app.ts").write_text((HERE / "typed" / "app.ts").read_text("utf-8"), "utf-8")
    options = ["--noEmit", "--strict", "--noUncheckedIndexedAccess", "--target", "es2022", "--lib", "es2022"]
    command = [str(tool), *options, str(tmp_path / "app.ts"), str(tmp_path / "policy.d.ts")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_schema_that_has_no_type_is_not_passed_over() -> None:
    with pytest.raises(UnknownSchemaError, match="dependentSchemas"):
        declarations([("x", {"type": "object", "dependentSchemas": {}})])


def test_every_address_of_the_api_is_described(files: dict[str, bytes]) -> None:
    """OpenAPI 3.1: each file below /api/v1/ has one path, whose schema is the one that the file names."""
    described = json.loads(files[routes.file_of(routes.OPENAPI)])
    assert described["openapi"].startswith("3.1.")
    names = [one["get"]["operationId"] for one in described["paths"].values()]
    assert len(set(names)) == len(names)
    manifest = json.loads(files[routes.file_of(routes.MANIFEST)])["files"]
    used = set()
    for path in sorted(files):
        if not (path.startswith("api/") and path.endswith(".json")):
            continue
        fitting = [address for address in described["paths"] if fits(address, f"/{path}")]
        assert len(fitting) == 1, (path, fitting)
        (address,) = fitting
        content = described["paths"][address]["get"]["responses"]["200"]["content"]["application/json"]
        assert f"/{content['schema']['$ref']}" == manifest[path]["schema"], path
        used.add(address)
    for address, question in described["paths"].items():
        named = {one["name"] for one in question["get"]["parameters"]}
        assert {part.split("}")[0] for part in address.split("{")[1:]} == named
    assert set(described["paths"]) - used == {routes.MANIFEST, routes.api_group("{group}", "{audience}", "{locale}")}


def fits(pattern: str, address: str) -> bool:
    """Whether an address is one of a path with parameters; a fixed word goes before a parameter."""
    parts, found = pattern.strip("/").split("/"), address.strip("/").split("/")
    fixed = {"index.json", "locales.json", "since", "groups", "events", "texts"}
    return len(parts) == len(found) and all(
        part == one or (part.startswith("{") and one not in fixed) for part, one in zip(parts, found, strict=True)
    )
