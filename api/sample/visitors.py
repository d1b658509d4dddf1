"""Who may look around in the sample without a password, and where that is offered at all.

The accounts have no password, and addresses that cannot exist. They are entered by one click, on
this machine only, and only while the home holds the sample and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from api.accounts import Accounts
from api.home import Home
from api.private.sealing import Sealer
from api.sample.steps import Command, Step, Why, because
from api.workshops.proposals import LINE
from domain import proposal
from domain.events import ProposalMade, RoleGranted
from domain.rules import NotFound
from domain.service import Commands
from domain.values import (
    AccountId,
    GrantId,
    Kind,
    PersonId,
    ProposalId,
    Reason,
    ReasonCode,
    Role,
    Scores,
)
from projections.db import Db

if TYPE_CHECKING:
    from api.sample.story import Story

SLUG = "sample"
NOWHERE = "@sample.invalid"
"""A domain that no mail can be sent to (RFC 2606)."""
NAMES = {
    Role.ADMINISTRATOR: "Sample administrator",
    Role.COORDINATOR: "Sample coordinator",
    Role.TRAINER: "Sample trainer",
    Role.AUDITOR: "Sample auditor",
}
OFFERED = (Role.COORDINATOR, Role.TRAINER, Role.AUDITOR)
SHEETS = (
    ("Follow-up at the health centre", ("Esther Naliaka", "Samuel Kiprono", "Rahma Abdi")),
    ("Learning day", ("Miriam Achieng", "Daudi Mwangi")),
)
"""Title and names of two workshops that the trainer proposes: one waits, one was returned."""
WHICH_DAY = Why(ReasonCode.OTHER, "Which day was it? Your own notes say the week after.")


def is_offered(home: Home) -> bool:
    """The sample cascade alone, and no account but the sample's."""
    accounts = home.accounts.directory.listed(limit=len(NAMES) + 1)
    if {one.login for one in accounts} != {f"{role}{NOWHERE}" for role in NAMES}:
        return False
    with home.views.read() as db:
        return [slug for (slug,) in db.rows("SELECT slug FROM cascade LIMIT 2")] == [SLUG]


def account_of(accounts: Accounts, role: Role) -> str:
    """Its id; NotFound in a home without the sample."""
    found = accounts.directory.by_login(f"{role}{NOWHERE}")
    if found is None:
        raise NotFound("There is no sample here. Load it into an empty home with banyan demo.")
    return found.id


def steps(home: Home, story: Story) -> Iterator[Step]:
    """Makes the accounts, grants their roles in the sample, and proposes what the trainer gave.

    The last steps of all, in the evening before the sample is loaded; the views are caught up.
    """
    with home.views.read() as db:
        trainer = _deep_trainer(db, story)
    evening = datetime.combine(story.today - timedelta(days=1), time(20, tzinfo=UTC))
    for role, name in NAMES.items():
        account = AccountId(home.accounts.directory.add(f"{role}{NOWHERE}", name).id)
        fact = RoleGranted(
            grant=GrantId(story.new_id()),
            account=account,
            role=role,
            reason=Reason(ReasonCode.IMPORTED),
            cascade=None if role is Role.ADMINISTRATOR else story.cascade,
            person=trainer if role is Role.TRAINER else None,
        )
        yield Step(evening, partial(_grant, fact))
    proposes, returns = (account_of(home.accounts, r) for r in (Role.TRAINER, Role.COORDINATOR))
    later = evening + timedelta(hours=1)
    for weeks, (title, names) in enumerate(SHEETS, 1):
        id, day = ProposalId(story.new_id()), story.today - timedelta(weeks=weeks)
        yield Step(later, _propose(story, id, trainer, day, title, names), proposes, "web")
    back = because(proposal.stream(id), WHICH_DAY, partial(_return, id))
    yield Step(later + timedelta(hours=1), back, returns, "web")


def _grant(fact: RoleGranted, c: Commands, sealer: Sealer) -> None:
    c.grant_role(fact)


def _propose(
    story: Story, id: ProposalId, trainer: PersonId, day: date, title: str, names: tuple[str, ...]
) -> Command:
    def command(c: Commands, sealer: Sealer) -> None:
        owner, scores = proposal.stream(id), {"pre": 4.0, "post": 8.0, "max_score": 10.0}
        fact = ProposalMade(
            proposal=id,
            lead=trainer,
            kind=Kind.STEP_DOWN,
            starts_on=day,
            ends_on=day,
            lines=tuple(sealer.seal(owner, LINE, {"name": name, **scores}) for name in names),
            details=sealer.seal(owner, "details", {"title": title}),
        )
        c.propose(story.cascade, fact, (Scores(**scores),) * len(names))

    return command


def _return(id: ProposalId, c: Commands, reason: Reason) -> None:
    c.return_proposal(id, reason)


def _deep_trainer(db: Db, story: Story) -> PersonId:
    """Of those who were trained themselves, one below whom the most generations of trainers are."""
    rows = db.rows(
        "SELECT t.person, t.parent FROM reach_trainer t JOIN cascade c ON c.number = t.cascade"
        " WHERE c.id = :cascade",
        cascade=story.cascade,
    )
    parents: dict[int, int | None] = dict(rows)
    below: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for person in parents:
        at, steps = parents[person], 1
        while at is not None:
            depth, count = below[at]
            below[at] = max(depth, steps), count + 1
            at, steps = parents.get(at), steps + 1
    trained = [person for person, parent in parents.items() if parent is not None]
    chosen = max(trained or parents, key=lambda person: (below[person], -person))
    row = db.one("SELECT id FROM person WHERE number = :number", number=chosen)
    assert row is not None  # noqa: S101
    return PersonId(row[0])
