"""The form in which a coordinator logs a workshop: a sheet, who gave it, and who its lines are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from api.i18n import _
from api.pages.workshops import sheet_form
from api.pages.workshops.sheet_form import Sheet
from api.people import search
from api.people.names import DisplayName
from api.people.register_matching import SAYS_NEW, LineMatch, LineState, match_lines
from api.people.typed_line import SCORES, Someone, somebody_new, typed_line
from api.schemas.proposals import MakeProposal
from api.transactions.read import Read
from domain.rules import Refused, require_scores
from domain.values import Scores
from projections import scope


@dataclass
class Named:
    """Somebody named in one field. `id` holds for the text that it is `of`; `choices` are offered
    where it is not clear who is meant."""

    text: str = ""
    id: str = ""
    of: str = ""
    choices: list[DisplayName] = field(default_factory=list)
    wrong: str = ""

    @property
    def chosen(self) -> str:
        return self.id if self.of == self.text else ""


@dataclass
class Log:
    """`found`: who each line is, once it was asked."""

    sheet: Sheet
    lead: Named = field(default_factory=Named)
    beside: list[Named] = field(default_factory=list)
    found: list[LineMatch] = field(default_factory=list)

    def raw(self) -> dict[str, Any]:
        """All that was typed and chosen: the same when the same form is sent again."""
        named = [[one.text, one.chosen] for one in (self.lead, *self.beside)]
        lines = [{k: line[k] for k in sorted(line)} for line in self.sheet.lines]
        return {"about": self.sheet.about, "named": named, "lines": lines}

    @property
    def no_one(self) -> Named:
        """A field to name one more in."""
        return Named()

    @property
    def is_right(self) -> bool:
        return not (self.sheet.wrong or self.sheet.wrong_lines)

    def look(self, read: Read, cascade: str) -> None:
        """Who everybody is; what is wrong or to be decided then stands beside its place."""
        for at, one in enumerate((self.lead, *self.beside)):
            resolve(read, cascade, one)
            if one.wrong:
                self.sheet.wrong["co" if at else "lead"] = one.wrong
        above = [one.id for one in (self.lead, *self.beside) if one.id and one.id != SAYS_NEW]
        region = self.sheet.about.get("region")
        self.found = match_lines(read, cascade, region, self.sheet.lines, above)
        for at, line in enumerate(self.found):
            if line.wrong:
                self.sheet.wrong_lines.setdefault(at, line.wrong)
            elif line.state == LineState.UNCLEAR:
                self.sheet.wrong_lines.setdefault(at, _("Choose who this is."))

    def loaded(self, cascade: UUID, id: str) -> dict[str, Any] | None:
        """As `POST /workshops` takes it; None where something is wrong. Ask `look` first."""
        said = self.sheet.loaded(MakeProposal, cascade=str(cascade), id=id)
        if said is None:
            return None
        for at, line in enumerate(said["register"]):
            self._check_scores(at, line)
        if not self.is_right:
            return None
        lines = zip(said["register"], self.found, strict=True)
        register = [_line(line, one) for line, one in lines if one.state != LineState.OUT]
        named = [_somebody(one) for one in self.beside if one.text]
        lead = {"lead": _somebody(self.lead)} if self.lead.text else {}
        return said | lead | {"cofacilitators": named, "register": register}

    def _check_scores(self, at: int, line: Mapping[str, Any]) -> None:
        try:
            require_scores(Scores(*(line.get(name) for name in SCORES)), f"register/{at}")
        except Refused as wrong:
            self.sheet.refuse(wrong)


def of_form(form: MultiDict[str, str], with_pasted: bool = True) -> Log:
    beside = zip(form.getlist("co"), form.getlist("co_id"), form.getlist("co_of"), strict=False)
    return Log(
        sheet_form.of_form(form, sheet_form.ABOUT, with_pasted),
        _named(form.get("lead", ""), form.get("lead_id", ""), form.get("lead_of", "")),
        [_named(*one) for one in beside if one[0].strip()],
    )


def _named(text: str, id: str, of: str) -> Named:
    """`of` is left out by who has no JavaScript and chose from what was offered for the text."""
    return Named(text.strip(), id, of.strip())


def resolve(read: Read, cascade: str, one: Named) -> None:
    """Who is meant; else what is wrong, with whom to choose from."""
    chosen, one.id, one.of = one.chosen, "", one.text
    if not one.text:
        return
    if chosen == SAYS_NEW or (chosen and scope.people_within(read.db, read.scope, [chosen])):
        one.id = chosen
        if chosen != SAYS_NEW:
            return
    meant = search.meant(read, cascade, one.text)
    one.choices = [suggestion.person for suggestion in meant]
    if one.id:
        return
    if len(meant) == 1 and meant[0].sure:
        one.id = meant[0].person["person"]
    elif meant:
        one.wrong = _("More than one person may be meant. Choose who it is.")
    else:
        one.wrong = _("Nobody here is called so. Check the spelling, or choose “somebody new”.")


def _somebody(one: Named) -> dict[str, Any]:
    return {"details": {"name": one.text}} if one.id == SAYS_NEW else {"person": one.id}


def _line(line: Mapping[str, Any], found: LineMatch) -> dict[str, Any]:
    """A line of the register as a request says it."""
    scores = {name: line[name] for name in SCORES if line.get(name) is not None}
    someone: Someone = {"person": found.known} if found.known else somebody_new(typed_line(line))
    return {**someone, **scores}
