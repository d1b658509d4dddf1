"""The one binder of forms: as it was typed, as the API would be sent it, and what is wrong.

Fields are called as the API's are, with points where those are nested: `reason.words`. A form may
have a list of lines, too: the register of a workshop. What is wrong is put back beside its field
or line, whether a shape, a decision or the log refused it.
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
from api.spreadsheets.recognition.register_columns import all_labels
from api.transactions.idempotency import Answer
from api.transactions.write import Write
from domain.rules import Refused

WHOLE = ""
"""The place of what is wrong with the form as a whole."""
LINES = "register"
ANSWERS = ("answer", "of")
"""Of a line: the person that was chosen, and the mark of what was typed then. Not sent."""

Line = dict[str, str]
Body = dict[str, Any]
"""As the API would be sent it, or as a shape has loaded it."""


@dataclass
class Form:
    """`typed` by field, so that nothing is lost; `wrong` by field, `wrong_lines` by line from 0
    on; `answer` once it is recorded."""

    typed: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    wrong_lines: dict[int, str] = field(default_factory=dict)
    answer: Any = None

    def get(self, name: str, otherwise: object = "") -> str:
        return self.typed.get(name) or str(otherwise or "")

    # ---- of a correction: what its author changed --------------------------------------------

    def values(self, now: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Field → (what stands in it, what its author saw). `now`: as it is recorded."""
        typed = self.typed
        return {n: (typed.get(n, text), typed.get(f"was-{n}", text)) for n, text in now.items()}

    def changed(self, now: Mapping[str, str]) -> dict[str, str]:
        """What they left as they saw it is not theirs."""
        values = self.values(now)
        return {n: text for n, (text, saw) in values.items() if n in self.typed and text != saw}

    # ---- on the way to the API ---------------------------------------------------------------

    def said(
        self,
        numbers: Collection[str] = (),
        empty: Mapping[str, object] | None = None,
        wholes: Collection[str] = (),
    ) -> Body:
        """As the API would be sent it; what was left empty is not said. `numbers`, `wholes`:
        fields with a number, or a whole one, in them. `empty`: what a field that was emptied
        says."""
        found: Body = {}
        for name, text in self.typed.items():
            if text:
                exact = whole(text) if name in wholes else None
                _put(found, name, exact if exact is not None else _read(name, text, numbers))
            elif empty and name in empty:
                _put(found, name, empty[name])
        return found

    def said_lines(self) -> list[dict[str, object]]:
        return [
            {name: _read(name, text, SCORES) for name, text in line.items() if name not in ANSWERS}
            for line in self.lines
        ]

    def loaded(self, shape: type[Schema], said: Mapping[str, Any]) -> Body | None:
        """None where something is wrong, which then stands beside its field."""
        names = {name.split(".")[0] for name in shape().fields}
        try:
            return dict(shape().load({k: v for k, v in said.items() if k in names}))
        except ValidationError as error:
            messages = error.messages_dict
            lines = messages.get(LINES)
            if isinstance(lines, Mapping):
                self.wrong_lines |= {int(line): _of_line(what) for line, what in lines.items()}
                del messages[LINES]
            for name, sentence in _flat(messages):
                self.wrong.setdefault(name if name in self.typed else WHOLE, sentence)
            return None

    def records(
        self,
        shape: type[Schema],
        act: Callable[[Write, Body], Answer],
        said: Mapping[str, Any] | None = None,
        body: Body | None = None,
    ) -> bool:
        """Whether `said`, by default all that was typed, is sound and `act` has recorded it now."""
        loaded = self.loaded(shape, self.said() if said is None else said)
        if loaded is None or self.wrong:
            return False
        return self.sends(lambda write: act(write, loaded), body)

    def sends(self, act: Callable[[Write], Answer], body: Body | None = None) -> bool:
        """Whether it is recorded now. `body`: with an id in it, sent again it acts once."""
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
        sentence = _(wrong.template, **wrong.params)
        place = (getattr(wrong, "field", None) or "").replace("/", ".")
        outer, _dot, line = place.partition(".")
        if outer == LINES and line.isdecimal():
            self.wrong_lines[int(line)] = sentence
            return
        within = (n for n in self.typed if n == place or n.startswith(f"{place}."))
        self.wrong[next(within, WHOLE) if place else WHOLE] = sentence


def sent() -> Form:
    """What the request brings, but for the form's own mark."""
    typed = {name: text.strip() for name, text in request.form.items() if name != "csrf_token"}
    return Form(typed)


def as_text(value: object) -> str:
    """As it stands in a field."""
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _put(found: Body, name: str, value: object) -> None:
    *outer, last = name.split(".")
    for part in outer:
        found = found.setdefault(part, {})
    found[last] = value


def _read(name: str, text: str, numbers: Collection[str]) -> str | float:
    """A number where it is to be and is one, also with a decimal comma; else the text, to be
    refused."""
    try:
        value = float(text.replace(",", ".")) if name in numbers else None
    except ValueError:
        return text
    return text if value is None else int(value) if value.is_integer() else value


def _of_line(messages: object) -> str:
    """The first sentence, with the name of its column where it is one."""
    name, sentence = next(_flat({"": messages}))
    column = all_labels().get(name)
    return f"{column}: {sentence}" if column else sentence


def _flat(messages: Mapping[Any, Any], outer: str = "") -> Iterator[tuple[str, str]]:
    for name, said in messages.items():
        inner = outer if name == "_schema" else f"{outer}.{name}".removeprefix(".")
        if isinstance(said, Mapping):
            yield from _flat(said, inner)
        else:
            yield inner, _(str(said[0] if isinstance(said, list) else said))
