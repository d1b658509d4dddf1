"""Two workshops that the sample's trainer says they gave: one waits, one was returned."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

from api.home import Home
from api.workshops.proposals import DETAILS, LINE
from domain import proposal
from domain.events import ProposalMade
from domain.service import Actor
from domain.values import CascadeId, Kind, PersonId, ProposalId, Reason, ReasonCode, Scores

SHEETS = (
    ("Follow-up at the health centre", ("Esther Naliaka", "Samuel Kiprono", "Rahma Abdi")),
    ("Learning day", ("Miriam Achieng", "Daudi Mwangi")),
)
WORD = "Which day was it? Your own notes say the week after."


def propose(home: Home, cascade: CascadeId, trainer: PersonId, account: str, by: str) -> None:
    """`account` proposes; `by` returns the second one."""
    *_waiting, returned = [
        _propose(home, cascade, trainer, account, title, names, weeks)
        for weeks, (title, names) in enumerate(SHEETS, 1)
    ]
    owner = proposal.stream(returned)
    why = Reason(ReasonCode.OTHER, home.private.seal(owner, "words", {"words": WORD}))
    home.service.do(_as(by), lambda c: c.return_proposal(returned, why))


def _propose(
    home: Home,
    cascade: CascadeId,
    trainer: PersonId,
    account: str,
    title: str,
    names: tuple[str, ...],
    weeks: int,
) -> ProposalId:
    id = ProposalId(str(uuid4()))
    owner, day = proposal.stream(id), date.today() - timedelta(weeks=weeks)  # noqa: DTZ011
    sealer = home.private.sealer()
    lines = [sealer.seal(owner, LINE, {"name": n, "pre": 4.0, "post": 8.0, "max_score": 10.0})
             for n in names]  # fmt: skip
    fact = ProposalMade(
        proposal=id,
        lead=trainer,
        kind=Kind.STEP_DOWN,
        starts_on=day,
        ends_on=day,
        lines=tuple(lines),
        details=sealer.seal(owner, "details", {DETAILS[0]: title}),
    )
    sealer.keep()
    scores = (Scores(4.0, 8.0, 10.0),) * len(names)
    home.service.do(_as(account), lambda c: c.propose(cascade, fact, scores))
    return id


def _as(account: str) -> Actor:
    return Actor(account, "web", str(uuid4()))
