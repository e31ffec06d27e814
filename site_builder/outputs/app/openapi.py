"""The static API as OpenAPI 3.1 [1]: every address below `/api/v1/`, with the schema of its answer.

[1] https://spec.openapis.org/oas/v3.1.1.html
"""

from __future__ import annotations

from collections.abc import Mapping

from site_builder import routes
from site_builder.outputs.data import Value

_PARAMETERS: Mapping[str, str] = {
    "policy": "The id of a policy.",
    "version": "The label of a version.",
    "old": "The label of the earlier version.",
    "new": "The label of the later version.",
    "audience": "A group of users, known from the account.",
    "revision": "The revision that a user knows; 0 below `oldest_notice_revision`.",
    "locale": "A locale that the site serves.",
    "group": "The id of policies that change together.",
    "page": "The number of a page, from 1.",
    "digest": "The digest of a text.",
}


def _operations() -> dict[str, tuple[str, str, str]]:
    """What can be asked: by address, the schema of the answer, the name of the question, and what it is for."""
    at = {name: f"{{{name}}}" for name in _PARAMETERS}
    policy, version, locale, audience = at["policy"], at["version"], at["locale"], at["audience"]
    notice = routes.api_notice(policy, audience, 0, locale).replace("/0/", f"/{at['revision']}/")
    page = routes.api_events(1).replace("1.json", f"{at['page']}.json")
    return {
        routes.api_index(): ("index", "index", "All policies with everything of their `current.json`."),
        routes.api_current(policy): ("current", "current", "What an app polls: what is in force, whom to tell or ask."),
        routes.api_versions(policy): ("versions", "versions", "The list of versions."),
        routes.api_version(policy, version, locale): ("version", "version", "The structured text of a version."),
        routes.api_changes(policy, at["old"], at["new"], locale): (
            "changes",
            "changes",
            "What changed between neighbours.",
        ),
        routes.api_changes_since(policy, at["old"], locale): ("changes", "changesSince", "What changed until now."),
        notice: ("notice", "notice", "What to tell a user who knows a revision."),
        routes.api_messages(policy, audience, locale): (
            "messages",
            "messages",
            "What to send, ready for every channel.",
        ),
        routes.api_group(at["group"], audience, locale): ("group", "group", "Several policies in one notice."),
        routes.api_locales(): ("locales", "locales", "Which of the site's languages suits which reader."),
        routes.api_events(): ("record", "record", "The pages of the publication record."),
        page: ("events", "events", "A page of the publication record: CloudEvents."),
        routes.api_text(at["digest"]): ("text", "text", "The canonical form of a text; never another."),
        routes.MANIFEST: ("manifest", "manifest", "Every file of the site with its digest."),
    }


def openapi(base_url: str, version: str) -> dict[str, Value]:
    """The description. ``version`` is that of the program; the API's own is in its addresses."""
    return {
        "openapi": "3.1.1",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Policies",
            "version": version,
            "summary": "Which text is in force, what has changed, and whom to tell.",
            "description": "Plain files: ask with GET and If-None-Match. Within v1, answers only gain members.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": base_url}],
        "paths": {address: {"get": _question(address, *said)} for address, said in _operations().items()},
    }


def _question(address: str, schema: str, name: str, purpose: str) -> dict[str, Value]:
    named = [one for one in _PARAMETERS if f"{{{one}}}" in address]
    link = routes.relative(routes.OPENAPI, to=routes.schema(schema))
    parameters: list[Value] = [
        {"name": one, "in": "path", "required": True, "description": _PARAMETERS[one], "schema": {"type": "string"}}
        for one in named
    ]
    return {
        "operationId": name,
        "summary": purpose,
        "parameters": parameters,
        "responses": {
            "200": {
                "description": purpose,
                "headers": {"ETag": {"description": "Send it as If-None-Match.", "schema": {"type": "string"}}},
                "content": {"application/json": {"schema": {"$ref": link}}},
            },
            "304": {"description": "It is still what it was."},
            "404": {"description": "There is no such thing, or no more."},
        },
    }
