"""The story of the sample: the same every time, and of the right shape."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import phonenumbers
import pytest

from api.sample.load import tell
from api.sample.story import Story
from domain.values import Kind
from tests.oracle.sweep import Generation, by_generation, forest, numbers
from tests.support.sample import TODAY, plain


@pytest.fixture(scope="module", params=[1, 2])
def story(request: pytest.FixtureRequest) -> Story:
    return tell(2000, request.param, TODAY)[0]


def in_the_tree(generations: dict[int | None, Generation]) -> Iterator[tuple[int, Generation]]:
    yield from ((g, found) for g, found in generations.items() if g is not None)


def names(story: Story) -> list[str]:
    return [person.details["name"] for person in story.people]


# ---- other arguments -------------------------------------------------------------------------


def test_other_arguments_give_another_sample() -> None:
    one = tell(300, 5, TODAY)[0]
    assert names(tell(300, 6, TODAY)[0]) != names(one)
    assert names(tell(310, 5, TODAY)[0]) != names(one)


def test_a_later_day_moves_the_whole_sample() -> None:
    one, other = (tell(300, 5, TODAY + timedelta(days=n))[1] for n in (0, 400))
    for at in (0, -1):
        assert other[at].when - one[at].when == timedelta(days=400)


def test_too_few_people_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 200"):
        tell(199, 1, TODAY)


@pytest.mark.parametrize("people", [200, 500, 2000, 5000])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_people_are_as_many_as_asked(people: int, seed: int) -> None:
    made = tell(people, seed, TODAY)[0]
    assert abs(len(made.people) - people) <= people * 0.06 + 5
    assert abs(len(forest(plain(made))) - people) <= people * 0.06 + 5


# ---- people ----------------------------------------------------------------------------------


def test_people_live_and_work_in_places_that_are_defined(story: Story) -> None:
    regions = {fact.region for fact in story.places.regions.values()}
    organisations = {fact.organisation for fact in story.places.organisations}
    assert {person.profile.region for person in story.people} <= regions
    assert {person.profile.organisation for person in story.people} <= {None, *organisations}
    assert {path.count(" / ") for path in story.places.regions} == {0, 1, 2}


def test_nobody_can_be_telephoned_or_written_to(story: Story) -> None:
    """Numbers look right and belong to no operator; addresses are of a domain kept for examples."""
    phones = [person.details["phone"] for person in story.people if "phone" in person.details]
    assert len(phones) > len(story.people) / 2
    for phone in phones:
        number = phonenumbers.parse(phone)
        assert phonenumbers.is_possible_number(number)
        assert not phonenumbers.is_valid_number(number)
    emails = [person.details["email"] for person in story.people if "email" in person.details]
    assert emails
    assert all(email.endswith("@example.org") for email in emails)


def test_names_come_from_many_scripts(story: Story) -> None:
    found = names(story)
    for script in ("[\u0600-\u06ff]", "[\u4e00-\u9fff]", "[çãéêïÉ]", "^[A-Z][a-z]+ [A-Z][a-z]+$"):
        assert sum(bool(re.search(script, name)) for name in found) >= 20, script
    assert len(set(found)) > len(found) / 2


# ---- the shape of the cascade ----------------------------------------------------------------


def test_two_thousand_people_stand_in_six_generations(story: Story) -> None:
    generations = by_generation(plain(story))
    peopled = [g for g, found in in_the_tree(generations) if found.people >= 20]
    assert max(peopled) >= 6
    assert generations[None].people >= 6


def test_most_trainees_never_train_and_a_few_train_much(story: Story) -> None:
    facts = plain(story)
    generations = by_generation(facts)
    for g in range(1, 6):
        drop_off = generations[g].drop_off
        assert drop_off is not None
        assert 0.8 <= drop_off < 1
    given = Counter(row.workshops_given for row in numbers(facts).values())
    assert given[1] > sum(given.values()) * 0.4
    assert max(given) >= 6


def test_gain_falls_from_generation_to_generation(story: Story) -> None:
    generations = by_generation(plain(story))
    means = [generations[g].gain.mean or 0 for g in range(1, 7)]
    assert 0.5 < means[0] < 0.7
    assert all(later < earlier for earlier, later in zip(means, means[2:], strict=False))
    assert means[5] < means[0] * 0.65


def test_people_facilitate_together_and_come_again(story: Story) -> None:
    assert sum(bool(held.team) for held in story.workshops) > len(story.workshops) * 0.1
    assert {held.kind for held in story.workshops} == set(Kind)
    visits = Counter(person for held in story.workshops for person in held.register)
    assert sum(count > 1 for count in visits.values()) > 50


def test_scores_are_within_their_maximum(story: Story) -> None:
    lines = [line for held in story.workshops for line in held.register.values()]
    tested = [line for line in lines if line.max_score is not None]
    assert len(tested) > len(lines) / 2
    for line in tested:
        assert all(0 <= (score or 0) <= (line.max_score or 0) for score in (line.pre, line.post))


def test_certificates_lapsed_before_the_day(story: Story) -> None:
    lapsed = [one for one in story.certificates if one.expires_on < TODAY]
    assert 5 <= len(lapsed) < len(story.certificates)
    assert all(one.person.listed for one in story.certificates)


@pytest.mark.soak
def test_a_hundred_thousand_people_take_seconds() -> None:
    begun = time.process_time()
    made = tell(100_000, 1, TODAY)[0]
    assert time.process_time() - begun < 20
    assert abs(len(made.people) - 100_000) < 2000
