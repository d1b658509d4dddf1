"""A simulated crowd, registered in a home as a programme's table is imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from uuid import UUID

from api.home import Home
from api.transactions.record import record
from domain import person
from domain.events import CascadeOpened, RegionDefined
from domain.service import Actor, Commands
from domain.values import AgeBand, CascadeId, PersonId, Profile, RegionId, Sex
from tests.support.crowds.simulated import Record

CASCADE = CascadeId(str(UUID(int=1)))
PEOPLE_AT_ONCE, REGIONS_AT_ONCE = 100, 50
_COMMANDS = count(1)


def by() -> Actor:
    return Actor("console", "test", f"crowd-{next(_COMMANDS)}")


def id_of(record: Record) -> PersonId:
    return PersonId(str(UUID(int=int(record.id[1:]) + 2**80)))


def open_cascade(home: Home, records: Iterable[Record]) -> None:
    """With the regions in which these people live: villages in districts."""
    said = CascadeOpened(CASCADE, "crowd", "Crowd", "crowd")
    home.service.do(by(), lambda c: c.open_cascade(said))
    districts = {r.district for r in records if r.district is not None}
    villages = {(r.village, r.district) for r in records if r.village is not None}
    regions = [RegionDefined(_district(d), f"D{d}") for d in sorted(districts)]
    regions += [RegionDefined(_village(v), f"V{v}", _district(d or 0)) for v, d in sorted(villages)]
    for at in range(0, len(regions), REGIONS_AT_ONCE):
        some = regions[at : at + REGIONS_AT_ONCE]
        home.service.do(by(), lambda c, some=some: [c.define_region(one) for one in some])


def register(home: Home, records: Sequence[Record]) -> None:
    """All of them, in order."""
    for at in range(0, len(records), PEOPLE_AT_ONCE):
        _register(home, records[at : at + PEOPLE_AT_ONCE])


def _register(home: Home, records: Sequence[Record]) -> None:
    sealer = home.private.sealer()

    def act(c: Commands) -> None:
        for one in records:
            id = id_of(one)
            made = sealer.seal(person.stream(id), "details", one.details)
            c.register_person(CASCADE, id, profile(one), made)

    record(home, by(), act, sealer)


def profile(one: Record) -> Profile:
    where = _village(one.village) if one.village is not None else None
    band = AgeBand(one.age_band) if one.age_band else None
    return Profile(Sex(one.sex), band, where, one.cadre)


def _district(number: int) -> RegionId:
    return RegionId(str(UUID(int=number + 2**90)))


def _village(number: int) -> RegionId:
    return RegionId(str(UUID(int=number + 2**91)))
