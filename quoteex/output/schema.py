"""The JSON Schema (draft 2020-12) of the record, made from the definitions in :mod:`quoteex.output.record`."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from quoteex.output.record import SCHEMA_VERSION, Choice, DocumentRecord, Rule

Schema = dict[str, Any]

_PLAIN = {str: "string", int: "integer", float: "number"}


def json_schema() -> Schema:
    """Return the schema of one document's record.

    All keys are required; unknown keys are allowed, for keys may be added within a schema version.
    """
    definitions: dict[str, Schema] = {}
    document = _object(DocumentRecord, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA_VERSION,
        **document,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(shape: Any, definitions: dict[str, Schema]) -> Schema:  # noqa: ANN401 (a typed dictionary has no type)
    hints = get_type_hints(shape, include_extras=True)
    return {
        "description": shape.__doc__,
        "type": "object",
        "properties": {key: _of(hint, definitions) for key, hint in hints.items()},
        "required": list(hints),
    }


def _of(hint: Any, definitions: dict[str, Schema]) -> Schema:  # noqa: ANN401 (hints have no common type)
    """Return the schema of one type hint; shapes met on the way are added to ``definitions``."""
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if is_typeddict(hint):
        name = hint.__name__.removesuffix("Record").lower()
        if name not in definitions:
            definitions[name] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{name}"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(_of(arguments[0], definitions), arguments[1:])
    if origin in (UnionType, Union):
        kinds = [_of(argument, definitions) for argument in arguments if argument is not NoneType]
        return {"anyOf": kinds + [{"type": "null"}] * (NoneType in arguments)}
    if origin is list:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(arguments[1], definitions)}
    raise TypeError(f"no JSON Schema for the type {hint!r}")


def _annotated(schema: Schema, notes: tuple[object, ...]) -> Schema:
    """Return ``schema`` with what its annotations add: a description, allowed values, restrictions."""
    for note in notes:
        match note:
            case str():
                schema = {"description": note, **schema}
            case Choice(kind):
                schema = {**schema, "enum": [member.value for member in kind]}
            case Rule(keyword, value):
                schema = {**schema, keyword: value}
    return schema
