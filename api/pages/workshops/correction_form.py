"""A correction of a workshop: the typed fields against the values that the author saw."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from marshmallow import Schema
from werkzeug.wrappers import Response

from api.access.rules import LOG_WORK
from api.errors import Problem
from api.pages.layout import change, labels
from api.pages.layout.change import Change, Wrong
from api.pages.layout.conflict import fields
from api.pages.layout.form import as_text, sent
from api.pages.layout.formatting import NONE, day
from api.pages.layout.numerals import whole
from api.pages.layout.regions import paths
from api.pages.layout.visitor import Page
from api.pages.workshops.workshop_list import ONE, one, version_of
from api.people import search
from api.people.names import DisplayName
from api.people.typed_line import Someone
from api.transactions.idempotency import Answer
from api.transactions.write import Body, Write
from api.web.services import reading
from api.workshops.identifiers import called
from domain import workshop as domain
from domain.rules import NotFound, Refused
from domain.values import WorkshopId

AT = "/cascades/<uuid:cascade>/workshops/<uuid:workshop>"
PageAnswer = Response | Page | str
Says = Sequence[tuple[str, str, str]]
"""(what, now, afterwards)"""
FACTS = (
    "kind", "starts_on", "ends_on", "lead", "cofacilitators", "region", "venue", "title",
    "headcount",
)  # fmt: skip


class Correction:
    """`it`: the workshop as recorded now; `seen`: its version; `here`: the endpoint of the form;
    `at`: the parts of its address."""

    def __init__(self, cascade: UUID, workshop: UUID, here: str, **at: UUID | str) -> None:
        self.cascade, self.workshop, self.here = cascade, workshop, here
        self.at = {"cascade": cascade, "workshop": workshop, **at}
        self.form = sent()
        self.seen = version_of(workshop)
        read = reading(LOG_WORK)
        self.regions = paths(read.db)
        self.it = one(read, cascade, workshop)

    # ---- the steps ---------------------------------------------------------------------------

    def page(self, template: str, wrong: Wrong = None, **shown: object) -> Page | str:
        """The form; `wrong`: why it was not recorded."""
        place = getattr(wrong, "field", None) or ""
        page = render_template(
            template, cascade=self.cascade, back=self._onward(), wrong=change.sentence(wrong),
            wrong_at=place.split("/")[0].split(".")[0], reasons=labels.reasons(of_a_workshop=True),
            typed=request.form, here=self.here, here_args=self.at, seen=self.seen, it=self.it,
            regions=self.regions, labels=fields(), **shown,
        )  # fmt: skip
        return page if wrong is None else (page, _status(wrong))

    def go(
        self,
        act: Callable[[Write], Answer],
        title: str,
        done: str,
        again: Callable[[Wrong], Page | str],
        says: Says = (),
    ) -> PageAnswer:
        """Shows what it changes, then makes the change, unless the workshop was corrected since its
        author opened it."""

        def as_seen(write: Write) -> Answer:
            if (seen := whole(self.form.get("seen"))) is not None:
                write.expect(domain.stream(WorkshopId(str(self.workshop))), seen)
            return act(write)

        return change.go(
            Change(
                str(self.cascade), as_seen, title, self._onward(), done, self.here, self.at, says
            ),
            again,
        )

    def loaded(self, shape: type[Schema], body: Mapping[str, Any]) -> Body:
        """The body, with the reason, as the endpoint takes it; raises Refused with its field."""
        reason = {name: text for name, text in change.reason().items() if text}
        found = self.form.loaded(shape, {**body, "reason": reason})
        if found is None:
            field, sentence = next(iter(self.form.wrong.items()))
            raise Refused(sentence, field=field)
        return found

    def _onward(self) -> str:
        return url_for(ONE, cascade=self.cascade, workshop=self.workshop)

    # ---- the facts ---------------------------------------------------------------------------

    def facts(self) -> dict[str, str]:
        """Fact → its text in the form."""
        lead, others = self.it["lead"], self.it["cofacilitators"]
        return {
            **{name: as_text(self.it.get(name)) for name in FACTS},
            "lead": _reference(lead),
            "cofacilitators": "; ".join(_reference(who) for who in others if who),
        }

    def facts_body(self, changed: Mapping[str, str]) -> Body:
        """The body of the changed facts. People who are on the sheet already may be named by their
        identifier, even if the reader may not see them."""
        it = self.it
        body: Body = {name: text or None for name, text in changed.items()}
        there = {who["identifier"] for who in (it["lead"], *it["cofacilitators"]) if who}

        def named(text: str, field: str) -> Someone:
            return {"identifier": text} if text in there else self.person_named(text, field)

        if changed.get("lead"):
            body["lead"] = named(changed["lead"], "lead")
        if "cofacilitators" in changed:
            names = [name.strip() for name in re.split("[;\n]", changed["cofacilitators"])]
            body["cofacilitators"] = [named(n, "cofacilitators") for n in names if n]
        if (headcount := whole(changed.get("headcount", ""))) is not None:
            body["headcount"] = headcount
        if "starts_on" in changed and "ends_on" not in changed and it["starts_on"] == it["ends_on"]:
            body["ends_on"] = changed["starts_on"]
        return body

    def says(
        self, now: Mapping[str, str], changed: Mapping[str, str]
    ) -> list[tuple[str, str, str]]:
        """(what, now, afterwards) of each field that changes, in words."""
        named = fields()
        return [
            (named[name], self._shown(name, now[name]), self._shown(name, text))
            for name, text in changed.items()
        ]

    def _shown(self, name: str, text: str) -> str:
        if name == "kind":
            return labels.kinds().get(text, text)
        if name == "region":
            return dict(self.regions).get(text, text or NONE)
        days = {"starts_on": self.it["starts_on"], "ends_on": self.it["ends_on"]}
        if name in days and text == str(days[name]):
            return day(days[name])
        if name == "lead" and self.it["lead"] and text == self.facts()["lead"]:
            return str(self.it["lead"]["name"] or text)
        return text or NONE

    # ---- people and workshops by what was typed ----------------------------------------------

    def person_named(self, text: str, field: str) -> Someone:
        """The person with this identifier, id or address of their page."""
        read = reading(LOG_WORK)
        return {"person": search.by_reference(read, str(self.cascade), text, field)}

    def bearer(self, identifier: str) -> str | None:
        """The id of the person with this identifier, if the reader may see them."""
        read = reading(LOG_WORK)
        return search.by_identifier(read, str(self.cascade), identifier)

    def other_workshop(self, text: str) -> str:
        """The id of the workshop with this identifier, id or address of its page."""
        if by_id := search.UUID_PATTERN.findall(text):
            return str(by_id[-1])
        means = called(reading(LOG_WORK), str(self.cascade), text)
        if not means:
            raise NotFound(
                "No workshop here is called “{identifier}”. Check it, or paste its address.",
                field="to",
                identifier=text,
            )
        return means


def _reference(who: DisplayName | None) -> str:
    """The identifier or id with which `person_named` finds this person again."""
    return (who["identifier"] or who["person"]) if who else ""


def _status(wrong: Refused | Problem) -> int:
    return 404 if isinstance(wrong, NotFound) else getattr(wrong, "status", 422)
