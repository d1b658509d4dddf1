"""Reads bodies and queries strictly: a malformed request is refused here."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from flask import Request
from marshmallow import RAISE, ValidationError
from webargs.flaskparser import FlaskParser

from api.errors import SENTENCES, Problem

MAX_DEPTH = 32
MAX_NAMES, MAX_NAMES_IN_ALL = 200, 60_000
"""Names in one object, and in a whole body (each object counts as one more). A register of 2,000
lines with every field has some 40,000. Larger bodies are refused before they are validated."""
LARGEST_BODY = 2_000_000
"""Bytes of JSON: a register of 2,000 lines fits in."""
LARGEST_FILE_BODY = 14_000_000
"""Bytes of JSON with a file of 10 MB in it."""


class Parser(FlaskParser):
    """The parser of webargs, made strict: unknown fields and parameters given twice are refused."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"query": RAISE, "json": RAISE}

    def load_json(self, req: Request, schema: Any) -> Any:
        return strict_json(req)

    def load_querystring(self, req: Request, schema: Any) -> Any:
        for name, values in req.args.lists():
            if len(values) > 1:
                raise Problem(400, "“{name}” is given twice. Give it once.", name=name[:80])
        return req.args.to_dict()

    def handle_error(self, error: ValidationError, *args: Any, **kwargs: Any) -> NoReturn:
        raise error


def strict_json(req: Request) -> Any:
    """The body as JSON; raises a Problem that says what is wrong with it.

    Refused: other encodings than UTF-8, NaN and infinite numbers, names given twice in an object,
    integers beyond ±2⁵³, texts that cannot be stored, and bodies over the limits above.
    """
    if not req.is_json:
        raise Problem(415, SENTENCES[415], expected="application/json")
    try:
        text = req.get_data(cache=False).decode()
    except UnicodeDecodeError as error:
        raise Problem(400, "The body is not UTF-8. Send it as UTF-8.") from error
    try:
        read = json.loads(
            text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_Names().take
        )
    except (ValueError, RecursionError) as error:
        raise Problem(
            400, "The body is not JSON. Check its commas, quotes and brackets."
        ) from error
    _require_sound(read)
    return read


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


class _Names:
    """Builds each object; refuses names given twice, and more names than the limits."""

    def __init__(self) -> None:
        self._left = MAX_NAMES_IN_ALL

    def take(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self._left -= 1 + len(pairs)
        if len(pairs) > MAX_NAMES or self._left < 0:
            raise Problem(400, "The body names more fields than anything here has. Send less.")
        built = dict(pairs)
        if len(built) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise Problem(400, "The body names “{name}” twice. Name it once.", name=twice[:80])
        return built


def _require_sound(read: Any) -> None:
    """Raises a Problem for texts that cannot be stored, integers that are too large, and bodies
    nested deeper than `MAX_DEPTH`."""
    waiting = [(read, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise Problem(400, "The body is nested too deeply.")
        if isinstance(value, dict):
            waiting += [(inner, depth + 1) for pair in value.items() for inner in pair]
        elif isinstance(value, list):
            waiting += [(inner, depth + 1) for inner in value]
        elif isinstance(value, str):
            _require_text(value)
        elif isinstance(value, int) and abs(value) > 2**53:
            raise Problem(400, "A number in the body is too large.")


def _require_text(text: str) -> None:
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Problem(400, "A text in the body has characters in it that no text has.")
