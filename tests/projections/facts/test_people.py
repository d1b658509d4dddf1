"""What is known of a merged group: of each field the value of the smallest id that has one."""

from __future__ import annotations

from itertools import permutations

import pytest

from domain.events import OrganisationDefined
from domain.values import AgeBand, Disability, OrganisationId, Profile, Sex
from tests.support.world import CASCADE, REASON, World, in_memory, person_id, region_id

A, B, C = (person_id(name) for name in "ABC")
ORGANISATION = OrganisationId("00000000-0000-4000-8000-00000000ffff")
KNOWN = """
SELECT known_sex, r.name, known_age_band, known_disability, known_cadre, o.name
FROM person p LEFT JOIN region r ON r.number = p.known_region
LEFT JOIN organisation o ON o.number = p.known_organisation WHERE p.id = :id
"""
PROFILES = {
    A: Profile(cadre="nurse"),
    B: Profile(Sex.FEMALE, AgeBand.UNDER_45, region_id("south"), "midwife", None, Disability.YES),
    C: Profile(
        Sex.MALE, AgeBand.UNDER_25, region_id("north"), "teacher", ORGANISATION, Disability.NO
    ),
}


def known(world: World, id: str) -> tuple[object, ...]:
    with world.views.read() as db:
        return db.rows(KNOWN, id=id)[0]


def register(world: World) -> None:
    world.do(lambda c: c.define_organisation(OrganisationDefined(ORGANISATION, "Ministry")))
    for person, profile in PROFILES.items():
        world.do(lambda c, p=person, q=profile: c.register_person(CASCADE, p, q))


@pytest.mark.parametrize("merges", [*permutations([(A, B), (B, C), (A, C)], 2)])
def test_in_whatever_order_they_are_merged(merges: tuple[tuple[str, str], ...]):
    with in_memory() as world:
        register(world)
        for one, other in merges:
            world.do(lambda c, a=one, b=other: c.merge_people(a, b, REASON))  # type: ignore[misc]
        assert known(world, A) == ("female", "south", "35-44", "yes", "nurse", "Ministry")


def test_a_correction_and_a_merge_that_is_undone_count(world: World):
    register(world)
    world.do(lambda c: c.merge_people(A, B, REASON))
    world.do(lambda c: c.correct_profile(B, Profile(Sex.OTHER), REASON))
    assert known(world, A) == ("other", None, None, None, "nurse", None)
    world.do(lambda c: c.undo_merge(A, B, REASON))
    assert known(world, A) == (None, None, None, None, "nurse", None)
    assert known(world, B) == ("other", None, None, None, None, None)
