"""The API for programs that read descriptions: JSON Schemas, and OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from generator.outputs.api.documents import ApiDigest, ApiIndex, ApiPaper, ApiPeople, ApiShard, ApiTopic
from generator.pages.routes import API, absolute
from generator.settings import Settings

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCHEMAS: Mapping[str, type[BaseModel]] = {
    "index": ApiIndex,
    "papers": ApiShard,
    "paper": ApiPaper,
    "digest": ApiDigest,
    "topic": ApiTopic,
    "authors": ApiPeople,
}
#: Each document: its path, its schema, what it is, and the parameters of the path.
_PATHS: tuple[tuple[str, type[BaseModel], str, Mapping[str, str]], ...] = (
    ("/index.json", ApiIndex, "List all files.", {}),
    ("/papers/{shard}.json", ApiShard, "Get the papers of a month.", {"shard": "Id from the index, as in 2025-07-1."}),
    ("/digests/{date}.json", ApiDigest, "Get the papers of a day.", {"date": "A day from the index."}),
    ("/topics/{id}.json", ApiTopic, "Get the papers of a topic.", {"id": "Id of a topic from the index."}),
    ("/authors/{letter}.json", ApiPeople, "Get authors and their papers.", {"letter": "First letter of an id."}),
)


def api_schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of document, by its name."""
    return {
        name: {"$schema": _DIALECT, **model.model_json_schema(mode="serialization")} for name, model in _SCHEMAS.items()
    }


def openapi(settings: Settings) -> dict[str, Any]:
    """Return the OpenAPI description of the API of a site."""
    models = [(model, "serialization") for _, model, _, _ in _PATHS]
    _, definitions = models_json_schema(models, ref_template="#/components/schemas/{model}")  # type: ignore[arg-type]  # a literal in a tuple
    return {
        "openapi": "3.1.1",
        "info": {
            "title": settings.title,
            "version": "1",
            "summary": "The papers of this site as JSON.",
            "description": "All files are static. Members may be added; existing ones are not renamed or removed.",
        },
        "servers": [{"url": (absolute(settings, API) or API).rstrip("/")}],
        "paths": {path: {"get": _operation(model, summary, names)} for path, model, summary, names in _PATHS},
        "components": {"schemas": definitions["$defs"]},
    }


def _operation(model: type[BaseModel], summary: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    operation: dict[str, Any] = {
        "operationId": f"get{model.__name__.removeprefix('Api')}",
        "summary": summary,
        "responses": {
            "200": {"description": "The document.", "content": {"application/json": {"schema": schema}}},
            "404": {"description": "There is no such file."},
        },
    }
    if parameters:
        operation["parameters"] = [
            {"name": name, "in": "path", "required": True, "description": text, "schema": {"type": "string"}}
            for name, text in parameters.items()
        ]
    return operation
