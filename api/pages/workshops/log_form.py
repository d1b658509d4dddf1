"""The form in which a coordinator logs a workshop: facts, facilitators, matched register lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask import request

from api.i18n import _
from api.pages.layout.form import Form
from api.pages.workshops import sheet_form
from api.pages.workshops.pasted_rows import Look
from api.people.names import DisplayName
from api.people.register_matching import ANSWER_NEW, LineMatch, LineState, match_lines
from api.people.suggestions import choices
from api.people.typed_line import SCORES, Someone, new_person, typed_line
from api.schemas.proposals import MakeProposal
from api.transactions.read import Read
from api.transactions.write import Body
from projections import scope


@dataclass
class NamedField:
    """A person named in one field. `id` is valid for the text in `of` only; `choices` are offered
    where the text may mean several people."""

    text: str = ""
    id: str = ""
    of: str = ""
    choices: list[DisplayName] = field(default_factory=list)
    wrong: str = ""

    @property
    def chosen(self) -> str:
        return self.id if self.of == self.text else ""

    @property
    def someone(self) -> Someone:
        """The person as a request names them. Call `resolve` first."""
        return {"details": {"name": self.text}} if self.id == ANSWER_NEW else {"person": self.id}

    def resolve(self, read: Read, cascade: str) -> None:
        """Finds the person; otherwise sets what is wrong, with people to choose from."""
        chosen, self.id, self.of = self.chosen, "", self.text
        if not self.text:
            return
        if chosen == ANSWER_NEW or (chosen and scope.people_within(read.db, read.scope, [chosen])):
            self.id = chosen
            if chosen != ANSWER_NEW:
                return
        suggestions, more = choices(read, cascade, self.text)
        self.choices = [suggestion.person for suggestion in suggestions]
        if self.id:
            return
        if len(suggestions) == 1 and suggestions[0].sure:
            self.id = suggestions[0].person["person"]
        elif suggestions:
            self.wrong = _("More than one person may be meant. Choose who it is.")
            if more:
                self.wrong += " " + _("There are more. Type more of the name.")
        else:
            self.wrong = _(
                "Nobody here is called so. Check the spelling, or choose “somebody new”."
            )


@dataclass
class LogForm(Form):
    """`beside`: co-facilitators; `found`: the match of each line, after `look`."""

    lead: NamedField = field(default_factory=NamedField)
    beside: list[NamedField] = field(default_factory=list)
    found: list[LineMatch] = field(default_factory=list)

    @property
    def named(self) -> list[NamedField]:
        return [self.lead, *self.beside]

    @property
    def beside_text(self) -> str:
        return self.beside[0].text if self.beside else ""

    @property
    def no_one(self) -> NamedField:
        """A field to name one more in."""
        return NamedField()

    def raw(self) -> dict[str, object]:
        """All fields and choices: equal for a form that is sent again."""
        lines = [{k: line[k] for k in sorted(line)} for line in self.lines]
        named = [[one.text, one.chosen] for one in self.named]
        return {"about": self.typed, "named": named, "lines": lines}

    def look(self, read: Read, cascade: str) -> None:
        """Finds all people named, and puts errors and open choices beside their places."""
        for at, one in enumerate(self.named):
            one.resolve(read, cascade)
            if one.wrong:
                self.wrong["co" if at else "lead"] = one.wrong
        above = [one.id for one in self.named if one.id and one.id != ANSWER_NEW]
        self.found = match_lines(read, cascade, self.typed.get("region"), self.lines, above)
        for at, line in enumerate(self.found):
            unclear = _("Choose who this is.") if line.state is LineState.UNCLEAR else ""
            if line.wrong or unclear:
                self.wrong_lines.setdefault(at, line.wrong or unclear)
                self.wrong_cells.setdefault(at, "answer")

    def workshop(self, read: Read, cascade: UUID, id: str) -> Body | None:
        """The body of `POST /workshops`; None if there are errors. Call `look` first."""
        body = self.loaded(MakeProposal, sheet_form.body(self, cascade=str(cascade), id=id))
        if body is None:
            return None
        sheet_form.check_lines(self, read, body)
        if self.wrong or self.wrong_lines:
            return None
        lines = zip(body["register"], self.found, strict=True)
        register = [_line(line, one) for line, one in lines if one.state is not LineState.OUT]
        beside = [one.someone for one in self.beside if one.text]
        lead = {"lead": self.lead.someone} if self.lead.text else {}
        return body | lead | {"cofacilitators": beside, "register": register}


def sent(look: Look | None) -> LogForm:
    """The form of the request. `look`: of the rows that were pasted into it."""
    form, facts = request.form, look.facts if look else {}
    three = zip(form.getlist("co"), form.getlist("co_id"), form.getlist("co_of"), strict=False)
    beside = [_named(*one) for one in three if one[0].strip()]
    lead = form.get("lead", "").strip() or facts.get("lead", "")
    return LogForm(
        *sheet_form.sent(look),
        lead=_named(lead, form.get("lead_id", ""), form.get("lead_of", "")),
        beside=beside or ([NamedField(facts["co"])] if "co" in facts else []),
    )


def _named(text: str, id: str, of: str) -> NamedField:
    """`of`: the text for which `id` was chosen; empty if nothing was chosen."""
    return NamedField(text.strip(), id, of.strip())


def _line(line: Mapping[str, Any], found: LineMatch) -> Body:
    """A line of the register as a request has it."""
    someone: Someone = {"person": found.known} if found.known else new_person(typed_line(line))
    return {**someone, **{n: line[n] for n in SCORES if line.get(n) is not None}}
