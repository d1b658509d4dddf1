"""What really happens in programmes: irregular cases, each on purpose, for every quality flag.

`cases(story, many)` puts at least `many` of each into the story. Where a case needs workshops of
its own these bring in `FEW` people each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from api.sample.certificates import Certificates
from api.sample.places import DISTRICTS, District
from api.sample.story import Held, Line, Someone, Story
from domain.values import Level

FEW = 6
NEW_PEOPLE = 6 * FEW + 1
"""How many people one round of cases adds."""
OLD_MODULE = "bottle-feeding-2015"


def cases(story: Story, many: int) -> list[Someone]:
    """The people who must be given no certificate."""
    order = ordinary(story)
    for _ in range(many):
        for happen in CASES:
            happen(story, order)
    return without_certificate(story, many)


def ordinary(story: Story) -> Iterator[Held]:
    """Workshops to make something of; the same ones again only in the smallest samples."""
    usual = [w for w in story.workshops if w.counts and w.lead and len(w.register) >= 6]
    while usual:
        for held in story.rng.sample(usual, len(usual)):
            held.on_purpose = True
            yield held


def a_master(story: Story) -> Someone:
    return story.rng.choice([p for p in story.people if p.generation == 0 and not p.sat_in])


def a_day(story: Story) -> date:
    return story.latest - timedelta(days=story.rng.randint(90, 400))


def a_workshop(
    story: Story,
    lead: Someone | None,
    day: date,
    days: int = 1,
    district: District | None = None,
) -> Held:
    """Small, of new people only."""
    district = district or story.rng.choice(DISTRICTS)
    held = story.hold("step-down", day, days, district, lead)
    held.on_purpose, held.mode = True, "in-person"
    story.seat(held, story.newcomers(held, FEW, [district]), 20)
    return held


def nobody_led(story: Story, order: Iterator[Held]) -> None:
    """The people who come in by it are attributed to nobody."""
    a_workshop(story, None, a_day(story))


def taught_before_trained(story: Story, order: Iterator[Held]) -> None:
    later = next(order)
    early = later.starts_on - timedelta(days=story.rng.randint(5, 40))
    eager = story.newcomer(later.district, 0, early)
    a_workshop(story, eager, early, 1, eager.home)
    story.seat(later, [eager], 20)
    later.headcount = len(later.register)


def taught_before_training_ended(story: Story, order: Iterator[Held]) -> None:
    """A training of two weeks; one of its people teaches in the second."""
    master, begun = a_master(story), a_day(story)
    long = a_workshop(story, master, begun, 12, master.home)
    early = long.register[0].person
    a_workshop(story, early, begun + timedelta(days=7), 1, early.home)


def headcount_differs(story: Story, order: Iterator[Held]) -> None:
    held = next(order)
    held.headcount = len(held.register) + story.rng.choice((-3, 5, 12))


def two_places_one_day(story: Story, order: Iterator[Held]) -> None:
    """In two countries."""
    held = next(order)
    elsewhere = [d for d in DISTRICTS if d.country is not held.district.country]
    held.mode = "in-person"
    a_workshop(story, held.lead, held.starts_on, 1, story.rng.choice(elsewhere))


def ends_in_another_month(story: Story, order: Iterator[Held]) -> None:
    """A slip of the pen makes a day of eleven weeks."""
    master = a_master(story)
    a_workshop(story, master, a_day(story), 78, master.home)


def scores_all_alike(story: Story, order: Iterator[Held]) -> None:
    for line in next(order).register:
        line.pre, line.post, line.most = 12, 18, 20
        line.person.best_share = max(line.person.best_share or 0, 0.9)


def scores_in_conflict(story: Story, order: Iterator[Held]) -> None:
    """One line stands on a second sheet with another score before the training."""
    held = next(order)
    line = held.register[0]
    line.pre, line.post, line.most = 6, 14, 20
    held.again.append(Line(line.person, 7, 14, 20))


def facilitator_on_register(story: Story, order: Iterator[Held]) -> None:
    held = next(order)
    helper = next((h for h in held.team if not held.attended_by(h)), None)
    if helper is None:
        helper = next(p for p in story.people if p.ready < held.starts_on and _free(p, held))
        held.team.append(helper)
        helper.given.append(held)
    held.signed_too.append(helper)


def _free(person: Someone, held: Held) -> bool:
    return person is not held.lead and not held.attended_by(person)


def unknown_module(story: Story, order: Iterator[Held]) -> None:
    next(order).modules.append(OLD_MODULE)


def nameless(story: Story, order: Iterator[Held]) -> None:
    """On a register, and in no list of people."""
    held = next(order)
    unknown = [line.person for line in held.register if not line.person.given]
    for person in unknown[:2]:
        person.named = False


CASES: tuple[Callable[[Story, Iterator[Held]], None], ...] = (
    nobody_led,
    taught_before_trained,
    taught_before_training_ended,
    headcount_differs,
    two_places_one_day,
    ends_in_another_month,
    scores_all_alike,
    scores_in_conflict,
    facilitator_on_register,
    unknown_module,
    nameless,
)


def without_certificate(story: Story, many: int) -> list[Someone]:
    """Leads who never had one."""
    leads = [p for p in story.people if p.generation > 0 and any(w.lead is p for w in p.given)]
    return story.rng.sample(leads, many)


def certificate_cases(story: Story, made: Certificates, many: int) -> None:
    """Certificates of people who had not reached the standard, or had not yet been trained."""
    certified = {certificate.person for certificate in made.given}
    others = [p for p in story.people if p.named and p.sat_in and p not in certified]
    weak = [p for p in others if p.best_share is not None and p.best_share < 0.5]
    rest = [p for p in others if p.best_share is None or p.best_share >= 0.5]
    for person in weak[:many]:
        day = min(person.ready + timedelta(days=30), story.latest)
        made.certify(person, Level.CANDIDATE, day)
    for person in rest[:many]:
        day = min(held.starts_on for held in person.sat_in) - timedelta(days=45)
        made.certify(person, Level.CANDIDATE, day)
