"""The fields of answers. Each field is always present; with `null` it may be null.

Other arguments go into the OpenAPI document: a description, an enumeration, a format.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields


def string(description: str | None = None, *, null: bool = False, **more: Any) -> fields.String:
    return fields.String(required=True, allow_none=null, metadata=_document(description, more))


def integer(description: str | None = None, *, null: bool = False, **more: Any) -> fields.Integer:
    return fields.Integer(required=True, allow_none=null, metadata=_document(description, more))


def number(description: str | None = None, *, null: bool = False, **more: Any) -> fields.Float:
    return fields.Float(required=True, allow_none=null, metadata=_document(description, more))


def boolean(description: str | None = None) -> fields.Boolean:
    return fields.Boolean(required=True, metadata=_document(description, {}))


def date(description: str | None = None, *, null: bool = False) -> fields.Date:
    return fields.Date(required=True, allow_none=null, metadata=_document(description, {}))


def anything(description: str | None = None) -> fields.Raw:
    """A value of any JSON type, or null."""
    return fields.Raw(required=True, allow_none=True, metadata=_document(description, {}))


def part(shape: type[Schema], *, null: bool = False) -> fields.Nested:
    return fields.Nested(shape, required=True, allow_none=null)


def parts(
    shape: type[Schema], description: str | None = None, *, null: bool = False
) -> fields.List[Any]:
    metadata = _document(description, {})
    return fields.List(fields.Nested(shape), required=True, allow_none=null, metadata=metadata)


def strings(
    description: str | None = None, *, null: bool = False, enum: list[str] | None = None
) -> fields.List[str]:
    """`enum`: what each may be."""
    each = fields.String(metadata={"enum": enum} if enum else None)
    return fields.List(each, required=True, allow_none=null, metadata=_document(description, {}))


def _document(description: str | None, more: Mapping[str, object]) -> dict[str, object]:
    return {**({"description": description} if description else {}), **more}


class Record(Schema):
    """The id of a record."""

    id = string()
