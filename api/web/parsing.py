"""A request's body and address, read strictly: what is malformed never gets further than here."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from flask import Request
from marshmallow import RAISE, ValidationError
from webargs.flaskparser import FlaskParser

from api.errors import SENTENCES, Problem

DEEPEST = 32
MOST_NAMES, MOST_IN_ALL = 200, 60_000
"""Of one object, and of all in a body (an object counts as one): a register of 2,000 lines with
all that is known of each has some 40,000. What has more is refused before anything looks at it."""
LARGEST_BODY = 2_000_000
"""Bytes of JSON: a register of 2,000 lines fits in."""
LARGEST_FILE_BODY = 14_000_000
"""Bytes of JSON with a file of 10 MB in it."""


class Parser(FlaskParser):
    """As webargs', but strict, and with problems for answers."""

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
    """The body, or a Problem that says what is wrong with it."""
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
    """Each once in its object, and not more than anything here needs."""

    def __init__(self) -> None:
        self._left = MOST_IN_ALL

    def take(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self._left -= 1 + len(pairs)
        if len(pairs) > MOST_NAMES or self._left < 0:
            raise Problem(400, "The body names more fields than anything here has. Send less.")
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise Problem(400, "The body names “{name}” twice. Name it once.", name=twice[:80])
        return found


def _require_sound(read: Any) -> None:
    """Texts that can be stored, numbers that fit, and no deeper than anything here needs."""
    waiting = [(read, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > DEEPEST:
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
