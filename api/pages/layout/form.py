"""Binds forms: the text that was typed, the body that the API takes, and the errors.

Fields have the names of the API's fields, with points where those are nested: `reason.words`. A
form may also have a list of lines: the register of a workshop. Each error is shown beside its field
or line, whether a schema, a decision or the log refused it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from api.errors import BadInput, Problem
from api.i18n import _
from api.pages.layout.numerals import whole
from api.pages.layout.submit import send
from api.people.typed_line import SCORES
from api.spreadsheets.recognition.line_values import line_labels
from api.transactions.idempotency import Answer
from api.transactions.write import Body, Write
from domain.rules import Refused

WHOLE = ""
"""The key of an error of the form as a whole."""
LINES = "register"
ANSWERS = ("answer", "of")
"""Fields of a line that are not sent to the API: the person chosen, and the text for which."""

Line = dict[str, str]


@dataclass
class Form:
    """A form that was sent. `typed`: field → text; `lines`: the register; `wrong`: field → error;
    `wrong_lines`: number of a line, from 0 → error; `wrong_cells`: number of a line → its field
    that is wrong; `answer`: of the write, once it is recorded."""

    typed: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    wrong_lines: dict[int, str] = field(default_factory=dict)
    wrong_cells: dict[int, str] = field(default_factory=dict)
    answer: Any = None

    def get(self, name: str, otherwise: object = "") -> str:
        return self.typed.get(name) or str(otherwise or "")

    # ---- of a correction: what its author changed --------------------------------------------

    def values(self, now: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Field → (its text, its text when the author opened the form). `now`: as recorded."""
        typed = self.typed
        return {n: (typed.get(n, text), typed.get(f"was-{n}", text)) for n, text in now.items()}

    def changed(self, now: Mapping[str, str]) -> dict[str, str]:
        """Field → text, of the fields that the author changed."""
        values = self.values(now)
        return {n: text for n, (text, saw) in values.items() if n in self.typed and text != saw}

    # ---- on the way to the API ---------------------------------------------------------------

    def body(
        self,
        numbers: Collection[str] = (),
        empty: Mapping[str, object] | None = None,
        wholes: Collection[str] = (),
    ) -> Body:
        """The body that the API takes, without empty fields. `numbers`, `wholes`: fields with a
        number, or a whole number. `empty`: field → the value to send if it was emptied."""
        body: Body = {}
        for name, text in self.typed.items():
            if text:
                exact = whole(text) if name in wholes else None
                _put(body, name, exact if exact is not None else _read(name, text, numbers))
            elif empty and name in empty:
                _put(body, name, empty[name])
        return body

    def register_body(self) -> list[dict[str, object]]:
        return [
            {name: _read(name, text, SCORES) for name, text in line.items() if name not in ANSWERS}
            for line in self.lines
        ]

    def loaded(self, shape: type[Schema], body: Mapping[str, Any]) -> Body | None:
        """The body as the schema loads it; None if it is refused, with the errors in `wrong`."""
        names = {name.split(".")[0] for name in shape().fields}
        try:
            return dict(shape().load({k: v for k, v in body.items() if k in names}))
        except ValidationError as error:
            messages = error.messages_dict
            lines = messages.get(LINES)
            if isinstance(lines, Mapping):
                for line, what in lines.items():
                    cell, self.wrong_lines[int(line)] = _of_line(what)
                    self.wrong_cells[int(line)] = cell or "name"
                del messages[LINES]
            for name, sentence in _flat(messages):
                self.wrong.setdefault(name if name in self.typed else WHOLE, sentence)
            return None

    def records(
        self,
        shape: type[Schema],
        act: Callable[[Write, Body], Answer],
        body: Mapping[str, Any] | None = None,
        once: Body | None = None,
    ) -> bool:
        """Whether `body`, by default all fields, is valid and `act` has recorded it. `once`: as
        `submit.send` takes it."""
        loaded = self.loaded(shape, self.body() if body is None else body)
        if loaded is None or self.wrong:
            return False
        return self.sends(lambda write: act(write, loaded), once)

    def sends(self, act: Callable[[Write], Answer], once: Body | None = None) -> bool:
        """Whether `act` has recorded a write. `once`: as `submit.send` takes it."""
        return self.tries(lambda: send(act, once))

    def tries(self, act: Callable[[], Any]) -> bool:
        """Whether `act` was not refused; a refusal is put into `wrong`."""
        try:
            self.answer = act()
        except (Refused, Problem, BadInput) as wrong:
            self.refuse(wrong)
            return False
        return True

    def refuse(self, wrong: Refused | Problem | BadInput) -> None:
        """Puts a refusal beside its field or line, or on the form as a whole."""
        if isinstance(wrong, BadInput):
            self.wrong[WHOLE] = wrong.message
            return
        sentence = _(wrong.template, **wrong.params)
        place = (getattr(wrong, "field", None) or "").replace("/", ".")
        outer, _dot, line = place.partition(".")
        if outer == LINES and line.isdecimal():
            self.wrong_lines[int(line)] = sentence
            return
        within = (n for n in self.typed if n == place or n.startswith(f"{place}."))
        self.wrong[next(within, WHOLE) if place else WHOLE] = sentence


def sent() -> Form:
    """The form of the request, without its CSRF token."""
    typed = {name: text.strip() for name, text in request.form.items() if name != "csrf_token"}
    return Form(typed)


def as_text(value: object) -> str:
    """A value as the text of a field."""
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _put(body: Body, name: str, value: object) -> None:
    *outer, last = name.split(".")
    for part in outer:
        body = body.setdefault(part, {})
    body[last] = value


def _read(name: str, text: str, numbers: Collection[str]) -> str | float:
    """The number in a field of `numbers`, also with a decimal comma; otherwise the text itself,
    which the schema then refuses."""
    try:
        value = float(text.replace(",", ".")) if name in numbers else None
    except ValueError:
        return text
    return text if value is None else int(value) if value.is_integer() else value


def _of_line(messages: object) -> tuple[str, str]:
    """(field, first error) of a line; the error after the label of its field if there is one."""
    name, sentence = next(_flat({"": messages}))
    label = line_labels().get(name)
    return name, f"{label}: {sentence}" if label else sentence


def _flat(messages: Mapping[Any, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    """(field, first sentence) of each error in nested messages."""
    for name, errors in messages.items():
        inner = outer if name == "_schema" else f"{outer}.{name}".removeprefix(".")
        if isinstance(errors, Mapping):
            yield from _flat(errors, inner)
        else:
            yield inner, _(str(errors[0] if isinstance(errors, list) else errors))
