"""/openapi.json, made from the route table and the models that check bodies and answers."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from reunion import __version__
from reunion.domain.access import Role
from reunion.web.routing import Kind, Route

_ERROR: Mapping[str, Any] = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields"],
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "fields": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                },
            },
        }
    },
}
_REFUSALS = ("400", "401", "403", "404", "409", "413", "415", "422", "429")


def describe(routes: Iterable[Route]) -> dict[str, Any]:
    """OpenAPI 3.1 of every API route."""
    api = [route for route in routes if route.kind is Kind.API]
    models = {model for route in api for model in (route.body, route.answer) if model is not None}
    ordered = sorted(models, key=lambda model: model.__name__)
    _, schemas = models_json_schema(
        [(model, "validation") for model in ordered], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, Any] = {}
    for route in api:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Reunion", "version": __version__},
        "paths": paths,
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Error": _ERROR},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "staff": {"type": "apiKey", "in": "cookie", "name": "reunion-staff"},
                "family": {"type": "apiKey", "in": "cookie", "name": "reunion-family"},
            },
        },
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "summary": route.summary,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"{(\w+)", route.path)
        ],
        "responses": {
            "200": {"description": "Done", "content": _json(route.answer)},
            **{
                code: {
                    "description": "Refused",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                }
                for code in _REFUSALS
            },
        },
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": _json(route.body)}
    if Role.PUBLIC not in route.roles:
        operation["security"] = [{"bearer": []}, {"staff": []}, {"family": []}]
    return operation


def _operation_id(route: Route) -> str:
    # From the address, not the handler: two modules may call theirs the same, and a new name breaks no client.
    words = re.findall(r"[a-z0-9]+", route.path.removeprefix("/api/v1"))
    return "_".join([route.method.lower(), *words])


def _json(model: type[BaseModel] | None) -> dict[str, Any]:
    schema = {"type": "object"} if model is None else {"$ref": f"#/components/schemas/{model.__name__}"}
    return {"application/json": {"schema": schema}}
