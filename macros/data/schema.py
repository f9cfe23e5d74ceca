"""The JSON Schema of the data file, with which editors complete keys and underline what is wrong."""

from __future__ import annotations

import json
from typing import Any

from .model import Guide

WIDTH = 120


def schema_text() -> str:
    """The schema as JSON, made from the model; the default of each word of the interface is in it."""
    schema = Guide.model_json_schema(by_alias=True)
    # What a guide leaves out of a region that the engine knows is taken from there.
    region = schema["$defs"]["Region"]
    region["type"] = ["object", "null"]
    del region["required"]
    schema["properties"]["urgency"] |= {"type": ["array", "string"], "pattern": "^none$"}
    return _json(_untitled(schema)) + "\n"


def _untitled(schema: Any) -> Any:
    """A schema without the titles that pydantic makes from the names of keys."""
    if isinstance(schema, list):
        return [_untitled(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    # A property may be called "title" too.
    return {key: _untitled(value) for key, value in schema.items() if key != "title" or isinstance(value, dict)}


def _json(value: Any, indent: str = "") -> str:
    """JSON in which whatever fits on a line stands on one, so that a changed key is a changed line."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(flat) <= WIDTH or not isinstance(value, dict):
        return flat
    under = indent + "  "
    items = (f"{under}{json.dumps(key)}: {_json(item, under)}" for key, item in value.items())
    return "{\n" + ",\n".join(items) + f"\n{indent}}}"
