"""A form on its way to the log: as it was typed, as the API would be sent it, and what is wrong.

Fields are called as the API's are, with points where those are nested: `reason.words`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from api.errors import BadInput, Problem
from api.i18n import _
from api.pages.layout.submit import send
from domain.rules import Refused

AN_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WHOLE = ""
"""The place of what is wrong with the form as a whole."""


class Form:
    """`typed` by field, so that nothing is lost; `wrong` by field; `answer` once it is recorded."""

    def __init__(self, typed: Mapping[str, str] | None = None) -> None:
        self.typed = dict(typed or {})
        self.wrong: dict[str, str] = {}
        self.answer: Any = None

    def get(self, name: str, otherwise: object = "") -> str:
        return self.typed.get(name) or str(otherwise or "")

    def said(
        self, numbers: Collection[str] = (), empty: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """As the API would be sent it. `empty`: what a field that was emptied says."""
        found: dict[str, Any] = {}
        for name, text in self.typed.items():
            if text:
                _put(found, name, _number(text) if name in numbers else text)
            elif empty and name in empty:
                _put(found, name, empty[name])
        return found

    def loaded(self, shape: type[Schema], said: Mapping[str, Any]) -> dict[str, Any] | None:
        """None where something is wrong, which then stands beside its field."""
        names = {name.split(".")[0] for name in shape().fields}
        try:
            return dict(shape().load({k: v for k, v in said.items() if k in names}))
        except ValidationError as error:
            for name, sentence in _flat(error.normalized_messages()):
                self.wrong.setdefault(name if name in self.typed else WHOLE, sentence)
            return None

    def sends(self, act: Callable[[Any], Any], body: dict[str, Any] | None = None) -> bool:
        """Whether it is recorded now."""
        return self.tries(lambda: send(act, body))

    def tries(self, act: Callable[[], Any]) -> bool:
        try:
            self.answer = act()
        except (Refused, Problem, BadInput) as wrong:
            self.refuse(wrong)
            return False
        return True

    def refuse(self, wrong: Refused | Problem | BadInput) -> None:
        if isinstance(wrong, BadInput):
            self.wrong[WHOLE] = wrong.message
            return
        place = (getattr(wrong, "field", None) or "").replace("/", ".")
        at = next((name for name in self.typed if name == place or f"{place}." in name), WHOLE)
        self.wrong[at if place else WHOLE] = _(wrong.template, **wrong.params)


def sent() -> Form:
    """What the request brings, but for the form's own mark."""
    typed = {name: text.strip() for name, text in request.form.items() if name != "csrf_token"}
    return Form(typed)


def _put(found: dict[str, Any], name: str, value: Any) -> None:
    *outer, last = name.split(".")
    for part in outer:
        found = found.setdefault(part, {})
    found[last] = value


def _number(text: str) -> Any:
    """A number where it is one, also with a decimal comma; else the text, to be refused."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return text
    return int(value) if value.is_integer() else value


def _flat(messages: Mapping[str, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    for name, said in messages.items():
        inner = outer if name == "_schema" else f"{outer}.{name}".removeprefix(".")
        if isinstance(said, Mapping):
            yield from _flat(said, inner)
        else:
            yield inner, str(said[0] if isinstance(said, list) else said)
