"""Who asks for pages in a benchmark: an account for each role and part of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

from api.access.rules import Rule
from api.home import Home
from domain.codec import Envelope
from domain.events import CascadeOpened, ProposalMade, RoleGranted
from domain.log import Pending
from domain.service import Actor
from domain.values import (
    AccountId,
    CascadeId,
    GrantId,
    Kind,
    PersonId,
    ProposalId,
    Reason,
    ReasonCode,
    RegionId,
    Role,
)
from projections.db import Db
from tests.bench.facts import CASCADE

OTHER = CascadeId("00000000-0000-4000-8000-00000000beef")
REGIONS = "SELECT id FROM region WHERE parent = :parent ORDER BY number"
TOP = "SELECT number FROM region WHERE parent IS NULL ORDER BY number LIMIT 1"


@dataclass(frozen=True)
class Reader:
    """`regions`: of a coordinator of a part; `person`: of a trainer."""

    name: str
    role: Role
    regions: tuple[RegionId, ...] = ()
    person: PersonId | None = None

    def may(self, rule: Rule) -> bool:
        """Whether the rule lets somebody of this role in."""
        if rule.whole and self.regions:
            return False
        return not rule.roles or self.role in rule.roles


def all_readers(db: Db, largest: PersonId) -> list[Reader]:
    """The district and both regions hold one another, so that one record serves all readers."""
    ((country,),) = db.rows(TOP)
    regions = [id for (id,) in db.rows(REGIONS, parent=country)]
    return [
        Reader("whole", Role.COORDINATOR),
        Reader("one region", Role.COORDINATOR, (district(db),)),
        Reader("half of the regions", Role.COORDINATOR, tuple(regions[: len(regions) // 2])),
        Reader("auditor", Role.AUDITOR),
        Reader("trainer", Role.TRAINER, person=largest),
        Reader("administrator", Role.ADMINISTRATOR),
    ]


def district(db: Db) -> RegionId:
    """The first district of the first region."""
    ((country,),) = db.rows(TOP)
    ((region,),) = db.rows(
        f"SELECT number FROM region WHERE id = ({REGIONS} LIMIT 1)", parent=country
    )
    return RegionId(db.rows(REGIONS, parent=region)[0][0])


def sign_in(home: Home, reader: Reader) -> str:
    """The secret of a new session. Account and grants are made where they are missing."""
    login = f"{reader.name.replace(' ', '-')}@example.org"
    directory = home.accounts.directory
    account = directory.by_login(login) or directory.add(login, reader.name)
    for cascade in (CASCADE, OTHER) if reader.name == "whole" else (CASCADE,):
        for region in reader.regions or (None,):
            _grant(home, reader, account.id, cascade, region)
    if reader.person:
        _propose(home, account.id, reader.person)
    return home.accounts.sessions.begin(account.id, "127.0.0.1", "bench", strong=True)


def _propose(home: Home, account: str, lead: PersonId) -> None:
    """A proposal that waits, where the account has made none."""
    with home.views.read() as db:
        if db.one("SELECT 1 FROM proposal WHERE author = :account", account=account):
            return
    id, day = ProposalId(str(uuid4())), date(2024, 1, 1)
    made = ProposalMade(
        proposal=id, lead=lead, kind=Kind.STEP_DOWN, starts_on=day, ends_on=day, headcount=12
    )
    said = Envelope(datetime.now(UTC), account, str(uuid4()), made, "api", CASCADE)
    home.log.append([Pending(f"proposal/{id}", 1, said)])
    home.views.catch_up()


def _grant(
    home: Home, reader: Reader, account: str, cascade: CascadeId, region: RegionId | None
) -> None:
    of = None if reader.role is Role.ADMINISTRATOR else cascade
    fact = RoleGranted(
        GrantId(str(uuid4())),
        AccountId(account),
        reader.role,
        Reason(ReasonCode.REQUESTED),
        of,
        region,
        reader.person,
    )
    home.service.do(Actor("console", "bench", str(uuid4())), lambda c: c.grant_role(fact))
    home.views.catch_up()


def open_another(home: Home) -> None:
    """A second cascade, so that there is a list to choose from."""
    with home.views.read() as db:
        if db.one("SELECT 1 FROM cascade WHERE id = :id", id=OTHER) is None:
            fact = CascadeOpened(OTHER, "another", "Another cascade", "another")
            home.service.do(Actor("console", "bench", str(uuid4())), lambda c: c.open_cascade(fact))
    home.views.catch_up()
