"""Proposals of workshops: commands, presentation, and deletion of typed lines, for all doors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NotRequired, TypedDict, cast

from api.access.policy import MISSING
from api.access.rules import LOG_WORK
from api.home import Home
from api.people import candidates
from api.people.candidates import Candidate
from api.people.names import DisplayName, display_names
from api.people.newcomers import Newcomers
from api.people.typed_line import TypedLine, attendance, new_person, scores, typed_line
from api.transactions.idempotency import Answer
from api.transactions.read import Read
from api.transactions.write import Body, Write
from api.workshops.identifiers import alike
from domain import proposal, workshop
from domain.events import ProposalMade, ProposalRevised, WorkshopHeld
from domain.rules import NotFound, Refused
from domain.service import Commands
from domain.values import Attendance, CascadeId, PersonId, ProposalId, Scores, WorkshopId
from projections import tables
from projections.records import proposals as views
from projections.scope import find

LINE = "line"
DETAILS = ("title", "venue")
AS_SAID = ("kind", "region", "mode", "headcount")

WHERE = """
SELECT q.cascade, c.series, coalesce(q.region, o.known_region) FROM proposal q
JOIN cascade c ON c.number = q.cascade JOIN person l ON l.number = q.lead
JOIN person o ON o.number = l.one WHERE q.id = :id
"""
OVER = "SELECT id FROM proposal WHERE state IN ('accepted', 'withdrawn')"


# ---- by the trainer --------------------------------------------------------------------------


def make(write: Write, body: Body) -> Answer:
    """Records a proposal. It looks up no person, so the answer does not show who is known."""
    id, cascade = ProposalId(write.id(body.get("id"))), CascadeId(body["cascade"])
    fact = ProposalMade(**_fields(write, id, body), proposal=id, lead=_trainer(write, cascade))
    return write.commit(
        lambda c: c.propose(cascade, fact, _scores(body)), {"id": id}, f"/api/v1/proposals/{id}"
    )


def revise(write: Write, body: Body, id: ProposalId) -> Answer:
    fact = ProposalRevised(**_fields(write, id, body))
    return write.commit(lambda c: c.revise_proposal(id, fact, _scores(body)), {"id": id})


def withdraw(write: Write, id: ProposalId) -> Answer:
    done = write.commit(lambda c: c.withdraw_proposal(id), {"id": id})
    forget_lines(write.home, [id])
    return done


def _trainer(write: Write, cascade: CascadeId) -> PersonId:
    """The person in the cascade to whom the writer's trainer role is bound."""
    db = write.db
    number = db.numbers(tables.cascade, [cascade]).get(cascade, 0)
    who = write.access.person_in(number)
    found = db.one("SELECT id FROM person WHERE number = :who", who=who)
    if found is None:
        raise NotFound(MISSING["cascade"])
    return PersonId(found[0])


def _fields(write: Write, id: ProposalId, body: Body) -> dict[str, Any]:
    owner = proposal.stream(id)
    private = {name: body[name] for name in DETAILS if body.get(name)}
    lines = (write.sealer.seal(owner, LINE, typed_line(line)) for line in body.get("register", ()))
    return {
        "starts_on": body["starts_on"],
        "ends_on": body.get("ends_on") or body["starts_on"],
        "lines": tuple(lines),
        "details": write.seal(owner, "details", private),
        "modules": tuple(body.get("modules", ())),
        **{name: body.get(name) for name in AS_SAID},
    }


def _scores(body: Body) -> tuple[Scores, ...]:
    return tuple(map(scores, body.get("register", ())))


# ---- by a coordinator ------------------------------------------------------------------------


def return_(write: Write, id: ProposalId, body: Body) -> Answer:
    reason = write.reason(proposal.stream(id), body["reason"])
    return write.commit(lambda c: c.return_proposal(id, reason), {"id": id})


def version_of(look: Commands, id: ProposalId) -> int:
    """The version of a proposal's stream. Call it before reading the proposal."""
    return len(look.entries(proposal.stream(id)))


def accept(write: Write, id: ProposalId, body: Body, seen: int | None = None) -> Answer:
    """Accepts a proposal: workshop, new people and acceptance are recorded in one append.

    `seen`: the version of the proposal whose lines were answered, by default the present one.
    """
    look = write.home.service.read()
    within = look.cascade_of_proposal(id)
    write.expect(proposal.stream(id), version_of(look, id) if seen is None else seen)
    it = WorkshopId(write.id(body.get("id")))
    newcomers = Newcomers(write, within)

    others = alike(write.db, body.get("identifier"))

    def act(c: Commands) -> None:
        fact = _accepted(write, newcomers, c, id, it, body)
        c.accept_proposal(id, fact, len(body["lines"]), others)

    here = f"/api/v1/workshops/{it}"
    done = newcomers.commit(len(body["lines"]), act, {"id": it}, here)
    forget_lines(write.home, [id])
    return done


def _accepted(
    write: Write, newcomers: Newcomers, c: Commands, id: ProposalId, it: WorkshopId, body: Body
) -> WorkshopHeld:
    """The workshop that comes of a proposal as it is now."""
    state = c.proposal(id)
    proposed = proposal.require_known(state)
    region = body.get("region", proposed.region)
    write.require_place(c.cascade_of_proposal(id), region)
    texts = write.home.private.open([proposed.details, *proposed.lines])
    typed = cast(list[TypedLine | None], [texts.get(made) for made in proposed.lines])
    starts_on = body.get("starts_on") or proposed.starts_on
    return WorkshopHeld(
        workshop=it,
        kind=proposed.kind,
        starts_on=starts_on,
        ends_on=body.get("ends_on") or max(starts_on, proposed.ends_on),
        identifier=body.get("identifier"),
        lead=state.lead,
        register=_register(newcomers, c, typed, body["lines"]),
        headcount=proposed.headcount,
        region=region,
        details=write.seal(workshop.stream(it), "details", texts.get(proposed.details or "")),
        modules=proposed.modules,
        mode=proposed.mode,
    )


def _register(
    newcomers: Newcomers, c: Commands, typed: Sequence[TypedLine | None], answers: Sequence[Body]
) -> tuple[Attendance, ...]:
    known = newcomers.ids(c, [{"person": one["person"]} for one in answers if one.get("person")])
    known.reverse()
    register = []
    for at, (line, answer) in enumerate(zip(typed, answers, strict=False)):
        if answer.get("leave_out"):
            continue
        if line is None:
            raise Refused(
                "What was typed on line {line} is gone. Leave that line out.",
                field=f"lines/{at}",
                line=at + 1,
            )
        named = bool(answer.get("person"))
        person = known.pop() if named else newcomers.newcomer(c, None, new_person(line))
        register.append(attendance(person, line))
    return tuple(register)


# ---- as it is shown ---------------------------------------------------------------------------


class ProposedLine(TypedDict):
    """`typed`: None if the typed texts were deleted; `likely`: None if the reader may not answer
    the proposal."""

    typed: TypedLine | None
    likely: list[Candidate] | None


class Proposal(views.ProposalFields):
    """As `schemas.proposals.Proposal`; with its register as `schemas.proposals.WholeProposal`.
    `made_by`: an account; `words`: why the proposal was returned."""

    lead: DisplayName
    title: str | None
    venue: str | None
    made_by: str
    register: NotRequired[list[ProposedLine]]


def present(read: Read, rows: Sequence[Mapping[str, Any]]) -> list[Proposal]:
    """Proposals from rows of `records.proposals`: the lead with name, private texts opened."""
    opened = read.private.open(c for row in rows for c in (row["details"], row["words"]))
    people = display_names(read, [row["lead"] for row in rows])

    def whole(row: Mapping[str, Any]) -> Proposal:
        texts = opened.get(row["details"] or "", {})
        found = {
            **row,
            **{name: texts.get(name) for name in DETAILS},
            "lead": people[row["lead"]],
            "made_by": row["author"],
            "words": opened.get(row["words"] or "", {}).get("words"),
        }
        return cast(Proposal, found)

    return [whole(row) for row in rows]


def present_whole(read: Read, id: str) -> Proposal:
    """A proposal with its typed lines; for a reader who may answer it, also with known people who
    resemble each line. NotFound if there is none that the reader may see."""
    found = views.proposal(read.db, id, read.scope)
    if found is None:
        raise NotFound(MISSING["proposal"])
    opened = read.private.open(found["lines"])
    typed = cast(list[TypedLine | None], [opened.get(made) for made in found["lines"]])
    register: list[ProposedLine] = [{"typed": line, "likely": None} for line in typed]
    if find(read.db, read.scope_of(LOG_WORK), "proposal", id) is not None:
        ((cascade, series, region),) = read.db.rows(WHERE, id=id)
        likely = candidates.of_lines(read, cascade, series, [region] * len(typed), typed)
        register = [{"typed": t, "likely": who} for t, who in zip(typed, likely, strict=True)]
    return {**present(read, [found])[0], "register": register}


# ---- when what was typed goes ----------------------------------------------------------------


def forget_lines(home: Home, ids: Iterable[ProposalId]) -> None:
    """Deletes the typed lines of proposals that are accepted or withdrawn."""
    home.private.forget_tagged((proposal.stream(id) for id in ids), LINE)


def forget_all_over(home: Home) -> None:
    """For daily maintenance: deletes lines that were left because a server stopped between the
    acceptance of a proposal and the deletion."""
    with home.views.read() as db:
        over = [ProposalId(id) for (id,) in db.rows(OVER)]
    forget_lines(home, over)
