"""The fields of requests. Each refusal is a sentence that says what to do."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from api.i18n import _
from api.transactions.moments import day
from domain.rules import is_one_line, visible

MAX_INTEGER = 2**31 - 1
MAX_IN_A_FILE = 10**9
MAX_MODULES = 150
"""Modules of one workshop. The limits are those of files (api/spreadsheets), so that all values
accepted here can be exported and imported again."""
Messages = dict[str, str | list[Any] | dict[Any, Any]]
"""The error messages of a marshmallow field: key of the error → sentence."""
MESSAGES: Messages = {
    "required": "This is needed. Add it.",
    "null": "This cannot be null. Leave it out, or give it a value.",
    "invalid": "This is not of the right kind. See /api/openapi.json.",
    "type": "This is not of the right kind. See /api/openapi.json.",
}


class Shape(Schema):
    """A request. An unknown field is refused by name, so that a typing error is never ignored."""

    error_messages = {
        "unknown": "There is no such field here. Check its spelling, or leave it out.",
        "type": "This is to be an object with named fields.",
    }

    class Meta:
        unknown = RAISE


class _Spoken(fields.Field[Any]):
    """`description`: in the OpenAPI document."""

    default_error_messages = MESSAGES

    def __init__(
        self,
        *args: Any,
        description: str | None = None,
        metadata: Mapping[str, object] | None = None,
        **kwargs: Any,
    ) -> None:
        said = {"description": description} if description else {}
        super().__init__(*args, metadata=said | dict(metadata or {}), **kwargs)

    def make_error(self, key: str, **params: Any) -> ValidationError:
        return ValidationError(_(str(self.error_messages[key]), **params))


class Between(validate.Range):
    """A number in a range; says which."""

    def _format_error(self, value: Any, message: str) -> str:
        low, high = self.min, self.max
        return _("This is a number from {low} to {high}.", low=low, high=high)


class Long(validate.Length):
    def _format_error(self, value: Any, message: str) -> str:
        return _("This is {least} to {most} long.", least=self.min or 0, most=self.max)


class Line(_Spoken, fields.String):
    """One line of text, trimmed."""

    default_error_messages = {
        "invalid": "This is to be a text.",
        "line": "This is one line, without control characters.",
    }

    def __init__(self, most: int = 200, least: int = 1, **kwargs: Any) -> None:
        super().__init__(validate=Long(least, most), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs))
        text = self._tidied(text)
        if not self._sound(text):
            raise self.make_error("line")
        return text

    def _sound(self, text: str) -> bool:
        return is_one_line(text)

    def _tidied(self, text: str) -> str:
        return visible(text)


class Words(Line):
    """Text of several lines."""

    default_error_messages = {"line": "This has control characters in it. Leave them out."}

    def __init__(self, most: int = 4000, least: int = 1, **kwargs: Any) -> None:
        super().__init__(most, least, **kwargs)

    def _sound(self, text: str) -> bool:
        return not text or re.sub(r"[\n\r\t\u200b-\u200f]", "", text).isprintable()

    def _tidied(self, text: str) -> str:
        return text.strip()


class Id(_Spoken, fields.UUID):
    """The id of an existing record, as text."""

    default_error_messages = {
        "invalid_uuid": "This is to be an id such as 3f0e6f0a-5c3f-4a57-9d1c-2f6b7b0f5a10."
    }

    def _validated(self, value: Any) -> UUID:
        """Accepts the usual form of a UUID only, without braces or prefixes."""
        if not isinstance(value, str) or not _UUID.fullmatch(value):
            raise self.make_error("invalid_uuid")
        return UUID(value)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return str(self._validated(value))


_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class NewId(Id):
    """An id that the client chooses: random (UUID version 4), or left out."""

    default_error_messages = {
        "random": "An id is random: a UUID of version 4. Leave it out to have one made."
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            metadata={
                "description": "Random (UUID version 4); left out, one is made.",
                "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
            },
            **kwargs,
        )

    def _validated(self, value: Any) -> UUID:
        id = super()._validated(value)
        if id.version != 4:
            raise self.make_error("random")
        return id


class Day(_Spoken, fields.Date):
    default_error_messages = {"invalid": "This is to be a date such as 2026-03-31."}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        try:
            return day(value)
        except (TypeError, ValueError):
            raise self.make_error("invalid") from None


class Whole(_Spoken, fields.Integer):
    default_error_messages = {"invalid": "This is to be a whole number."}

    def __init__(self, least: int = 0, most: int = MAX_INTEGER, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=Between(least, most), **kwargs)

    def _validated(self, value: Any) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return super()._validated(value)


class Count(Whole):
    """A whole number in an address, where all is text."""

    def _validated(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,10}", value, re.ASCII):
            raise self.make_error("invalid")
        return int(value)


class Number(_Spoken, fields.Float):
    default_error_messages = {
        "invalid": "This is to be a number.",
        "special": "This is to be a finite number.",
    }

    def __init__(self, least: float = 0, most: float = 1e12, **kwargs: Any) -> None:
        super().__init__(validate=Between(least, most), **kwargs)

    def _validated(self, value: Any) -> Any:
        if not isinstance(value, int | float) or isinstance(value, bool) or not _finite(value):
            raise self.make_error("invalid")
        return super()._validated(value)


def _finite(value: float) -> bool:
    """Whether a float can hold it; a whole number may have any number of digits."""
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


class Score(Number):
    """A number within the limits of files."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(0, MAX_IN_A_FILE, **kwargs)


class Yes(_Spoken, fields.Boolean):
    default_error_messages = {"invalid": "This is true or false."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(truthy={True, "true"}, falsy={False, "false"}, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool | str):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Choice(_Spoken, fields.Enum[StrEnum]):
    """One of the codes of an enumeration."""

    default_error_messages = {"unknown": "This is one of: {choices}."}

    def __init__(self, codes: type[StrEnum], **kwargs: Any) -> None:
        super().__init__(codes, by_value=Line(most=60), **kwargs)


class Several(_Spoken, fields.List[Any]):
    default_error_messages = {"invalid": "This is to be a list."}

    def __init__(self, inner: Any, most: int = 200, least: int = 0, **kwargs: Any) -> None:
        self._long = Long(least, most)
        super().__init__(inner, validate=self._long, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        """A list that is too long is refused before its items are read."""
        if isinstance(value, list):
            self._long(value)
        return super()._deserialize(value, attr, data, **kwargs)


class Part(_Spoken, fields.Nested):
    """A shape within a shape."""

    default_error_messages = {"type": "This is to be an object with named fields."}


class Anything(_Spoken, fields.Dict):
    default_error_messages = {"invalid": "This is to be an object with named fields."}
