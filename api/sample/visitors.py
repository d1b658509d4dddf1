"""Who may look around in the sample without a password, and where that is offered at all.

The accounts have no password, and addresses that cannot exist. They are entered by one click, on
this machine only, and only while the home holds the sample and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from uuid import uuid4

from api.accounts import Accounts
from api.home import Home
from api.sample.proposals import propose
from domain.events import RoleGranted
from domain.rules import NotFound
from domain.service import Actor
from domain.values import AccountId, CascadeId, GrantId, PersonId, Reason, ReasonCode, Role
from projections.db import Db

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


def admit(home: Home, cascade: CascadeId) -> None:
    """Makes the accounts, with their roles in the sample."""
    with home.views.read() as db:
        trainer = _deep_trainer(db, cascade)
    for role, name in NAMES.items():
        account = AccountId(home.accounts.directory.add(f"{role}{NOWHERE}", name).id)
        fact = RoleGranted(
            grant=GrantId(str(uuid4())),
            account=account,
            role=role,
            reason=Reason(ReasonCode.IMPORTED),
            cascade=None if role is Role.ADMINISTRATOR else cascade,
            person=trainer if role is Role.TRAINER else None,
        )
        by = Actor("console", "console", str(uuid4()))
        home.service.do(by, lambda c, fact=fact: c.grant_role(fact))
    accounts = home.accounts
    proposes, returns = (account_of(accounts, r) for r in (Role.TRAINER, Role.COORDINATOR))
    propose(home, cascade, trainer, proposes, returns)


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


def _deep_trainer(db: Db, cascade: CascadeId) -> PersonId:
    """Of those who were trained themselves, one below whom the most generations of trainers are."""
    rows = db.rows(
        "SELECT t.person, t.parent FROM reach_trainer t JOIN cascade c ON c.number = t.cascade"
        " WHERE c.id = :cascade",
        cascade=cascade,
    )
    parents = dict(rows)
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
