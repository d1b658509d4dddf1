"""The form in which a workshop is logged, by whom it may be: from fields to what the API takes, and
errors back to their place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from api.errors import Problem
from api.i18n import _
from api.pages.layout.numerals import whole
from api.pages.layout.register_columns import COLUMNS, MORE, NUMBERS, all_labels
from api.pages.workshops import paste
from api.pages.workshops.paste import Pasted
from domain.rules import Refused

ABOUT = ("kind", "starts_on", "ends_on", "region", "title", "venue", "headcount")
ANSWERS = ("answer", "of")
"""Who a line is, as it was chosen, and the mark of what was typed when it was."""
BLANK = 3
"""Empty lines at the end, to type in."""
Line = dict[str, str]


@dataclass
class Sheet:
    """As it was typed. `wrong`: what is wrong by field; `wrong_lines` by line, from 0 on."""

    about: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    wrong_lines: dict[int, str] = field(default_factory=dict)

    @property
    def shown(self) -> list[Line]:
        return [*self.lines, *({} for _ in range(BLANK))]

    def said(self) -> dict[str, Any]:
        """As the API would be sent it; what was left empty is not said."""
        about: dict[str, Any] = {name: text for name, text in self.about.items() if text}
        if (headcount := whole(self.about.get("headcount", ""))) is not None:
            about["headcount"] = headcount
        lines = [
            {name: _read(name, text) for name, text in line.items() if name not in ANSWERS}
            for line in self.lines
        ]
        return about | {"register": lines}

    def loaded(self, shape: type[Schema], **more: Any) -> dict[str, Any] | None:
        """None where something is wrong, which then stands beside its place."""
        try:
            return dict(shape().load(self.said() | more))
        except ValidationError as error:
            self._place(error.normalized_messages())
            return None

    def refuse(self, wrong: Refused | Problem) -> None:
        sentence = _(wrong.template, **wrong.params)
        place, _slash, line = (getattr(wrong, "field", None) or "").partition("/")
        if place == "register" and line.isdecimal():
            self.wrong_lines[int(line)] = sentence
        else:
            self.wrong[place if place in ABOUT else ""] = sentence

    def _place(self, messages: Mapping[str, Any]) -> None:
        for name, said in messages.items():
            if name == "register" and isinstance(said, Mapping):
                for line, what in said.items():
                    self.wrong_lines[int(line)] = _where(what)
            else:
                self.wrong[name if name in ABOUT else ""] = _first(said)


def today() -> str:
    """Offered as the day of the workshop."""
    return datetime.now(UTC).date().isoformat()


def of_form(
    form: MultiDict[str, str], about: Sequence[str] = ABOUT, with_pasted: bool = True
) -> Sheet:
    """With the pasted lines after those that were typed; empty lines are left out."""
    repeated = (*COLUMNS, *ANSWERS)
    columns = {name: form.getlist(name) for name in repeated}
    count = max((len(columns[name]) for name in COLUMNS), default=0)
    unseen = form.getlist("more")
    typed = [
        {name: texts[at].strip() for name, texts in columns.items() if at < len(texts)}
        | (_unseen(unseen[at]) if at < len(unseen) else {})
        for at in range(count)
    ]
    lines = [*typed, *(pasted(form).lines if with_pasted else ())]
    kept = [{name: text for name, text in line.items() if text} for line in lines]
    said = {name: form.get(name, "").strip() for name in about}
    most = form.get("most", "").strip()
    return Sheet(said, [_of_most(line, most) for line in kept if line.keys() - set(ANSWERS)])


def _of_most(line: Line, most: str) -> Line:
    """With the maximum of the whole sheet, where the line has a score and no maximum."""
    scored = most and "max_score" not in line and line.keys() & set(NUMBERS)
    return {**line, "max_score": most} if scored else line


def pasted(form: MultiDict[str, str]) -> Pasted:
    return paste.read(form.get("pasted", ""), form.getlist("column"))


def to_look_at(form: MultiDict[str, str]) -> Pasted | None:
    """The pasted rows, where what their columns are had to be guessed and nobody has looked yet."""
    read = pasted(form)
    return read if read.rows and not read.sure and not form.getlist("column") else None


def of_proposal(found: Mapping[str, Any]) -> Sheet:
    """As it was typed before; lines that are gone are left out."""
    about = {name: _text(found[name]) for name in ABOUT}
    typed = [line["typed"] for line in found["register"] if line["typed"]]
    return Sheet(about, [{name: _text(value) for name, value in line.items()} for line in typed])


def more(line: Line) -> str:
    """What a line has beside the columns that are shown; `of_form` reads it back."""
    return json.dumps({name: line[name] for name in MORE if name in line})


def _unseen(text: str) -> Line:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    found = found if isinstance(found, dict) else {}
    return {name: found[name] for name in MORE if isinstance(found.get(name), str)}


def _read(name: str, text: str) -> Any:
    """A number where it is one, also with a decimal comma; else the text, to be refused."""
    if name not in NUMBERS:
        return text
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _where(said: Any) -> str:
    """With the name of the column, where it is one."""
    name = next(iter(said), "") if isinstance(said, Mapping) else ""
    column = all_labels().get(name)
    return f"{column}: {_first(said)}" if column else _first(said)


def _first(said: Any) -> str:
    """The first sentence, wherever it stands."""
    while not isinstance(said, str):
        said = next(iter(said.values() if isinstance(said, Mapping) else said))
    return _(said)
