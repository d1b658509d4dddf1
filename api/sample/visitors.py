"""Who may look around in the sample without a password, and where that is offered at all.

The accounts have no password, and addresses that cannot exist. They are entered by one click, on
this machine only, and only while the home holds the sample and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
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
OFFERED = (Role.COORDINATOR, Role.TRAINER, Role.AUDITOR)
ROLES = (Role.ADMINISTRATOR, *OFFERED)
SHEETS = (
    ("Follow-up at the health centre", ("Esther Naliaka", "Samuel Kiprono", "Rahma Abdi")),
    ("Learning day", ("Miriam Achieng", "Daudi Mwangi")),
)
"""Title and names of two workshops that the trainer proposes: one waits, one was returned."""
WHICH_DAY = Why(ReasonCode.OTHER, "Which day was it? Your own notes say the week after.")


def is_offered(home: Home) -> bool:
    """The sample cascade alone, and no account but the sample's."""
    accounts = home.accounts.directory.listed(limit=len(ROLES) + 1)
    if {one.login for one in accounts} != {f"{role}{NOWHERE}" for role in ROLES}:
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
    for role in ROLES:
        account = home.accounts.directory.add(f"{role}{NOWHERE}", f"Sample {role}").id
        yield Step(evening, _grant(story, role, AccountId(account), trainer))
    proposes, returns = (account_of(home.accounts, r) for r in (Role.TRAINER, Role.COORDINATOR))
    later = evening + timedelta(hours=1)
    for weeks, (title, names) in enumerate(SHEETS, 1):
        id, day = ProposalId(story.new_id()), story.today - timedelta(weeks=weeks)
        propose = _propose(story, id, trainer, day, title, names)
        yield Step(later, propose, proposes, "web")
    later += timedelta(hours=1)
    back = because(later, proposal.stream(id), WHICH_DAY, lambda c, why: c.return_proposal(id, why))
    yield back._replace(who=returns, source="web")


def _grant(story: Story, role: Role, account: AccountId, trainer: PersonId) -> Command:
    id, why = GrantId(story.new_id()), Reason(ReasonCode.IMPORTED)
    within = None if role is Role.ADMINISTRATOR else story.cascade
    person = trainer if role is Role.TRAINER else None
    return lambda c, s: c.grant_role(RoleGranted(id, account, role, why, within, None, person))


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


def _deep_trainer(db: Db, story: Story) -> PersonId:
    """Of those who were trained themselves, one below whom the most generations of trainers are."""
    row = db.one(
        """
        WITH RECURSIVE trainer(person, parent) AS (
          SELECT t.person, t.parent FROM reach_trainer t JOIN cascade c ON c.number = t.cascade
          WHERE c.id = :cascade AND t.parent IS NOT NULL
        ), below(person, steps) AS (
          SELECT person, 0 FROM trainer
          UNION ALL
          SELECT t.parent, b.steps + 1 FROM below b JOIN trainer t ON t.person = b.person
        )
        SELECT p.id FROM below b JOIN trainer t ON t.person = b.person
        JOIN person p ON p.number = t.person
        GROUP BY p.id, p.number ORDER BY max(b.steps) DESC, count(*) DESC, p.number
        """,
        cascade=story.cascade,
    )
    assert row is not None  # noqa: S101
    return PersonId(row[0])
