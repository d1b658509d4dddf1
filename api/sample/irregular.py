"""What really happens in programmes: irregular cases, each on purpose, for every quality flag.

`cases(story, many)` puts at least `many` of each into the story. Where a case needs workshops of
its own, these bring in `FEW` people each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from api.sample.content import DISTRICTS, District
from api.sample.growth import newcomers_of
from api.sample.story import DAY, Person, Story, Workshop
from domain.values import Attendance, Kind, Level, Mode

FEW = 6
NEW_PEOPLE = 6 * FEW + 1
"""How many people one round of cases adds."""
OLD_MODULE = "bottle-feeding-2015"


def cases(story: Story, many: int) -> set[Person]:
    """The people who must be given no certificate: leads who never had one."""
    order = ordinary(story)
    for _ in range(many):
        for case in CASES:
            case(story, order)
    leads = [p for p in story.people if p.generation > 0 and any(w.lead is p for w in p.given)]
    return set(story.rng.sample(leads, many))


def ordinary(story: Story) -> Iterator[Workshop]:
    """Workshops to make something of; the same ones again only in the smallest samples."""
    usual = [w for w in story.workshops if w.counts and w.lead and len(w.register) >= 6]
    while usual:
        for held in story.rng.sample(usual, len(usual)):
            held.fixed = True
            yield held


def a_master(story: Story) -> Person:
    return story.rng.choice([p for p in story.people if p.generation == 0 and not p.attended])


def a_day(story: Story) -> date:
    return story.latest - story.rng.randint(90, 400) * DAY


def a_workshop(
    story: Story, lead: Person | None, day: date, days: int = 1, home: District | None = None
) -> Workshop:
    """Small, of new people only; where the lead lives, unless another place is named."""
    home = home or (lead.home if lead else story.rng.choice(DISTRICTS))
    held = story.hold(Kind.STEP_DOWN, day, days, home, lead)
    held.fixed, held.mode = True, Mode.IN_PERSON
    story.seat(held, newcomers_of(story, held, FEW, [home]), 20)
    return held


def nobody_led(story: Story, order: Iterator[Workshop]) -> None:
    """The people who come in by it are attributed to nobody."""
    a_workshop(story, None, a_day(story))


def taught_before_trained(story: Story, order: Iterator[Workshop]) -> None:
    later = next(order)
    early = later.starts_on - story.rng.randint(5, 40) * DAY
    eager = story.newcomer(later.district, 0, early)
    a_workshop(story, eager, early)
    story.seat(later, [eager], 20)
    later.headcount = len(later.register)


def taught_before_training_ended(story: Story, order: Iterator[Workshop]) -> None:
    """A training of two weeks; one of its people teaches in the second."""
    begun = a_day(story)
    long = a_workshop(story, a_master(story), begun, 12)
    a_workshop(story, next(iter(long.register)), begun + 7 * DAY)


def headcount_differs(story: Story, order: Iterator[Workshop]) -> None:
    held = next(order)
    held.headcount = len(held.register) + story.rng.choice((-3, 5, 12))


def two_places_one_day(story: Story, order: Iterator[Workshop]) -> None:
    """In two countries."""
    held = next(order)
    elsewhere = [d for d in DISTRICTS if d.country is not held.district.country]
    held.mode = Mode.IN_PERSON
    a_workshop(story, held.lead, held.starts_on, 1, story.rng.choice(elsewhere))


def ends_in_another_month(story: Story, order: Iterator[Workshop]) -> None:
    """A slip of the pen makes a day of eleven weeks."""
    a_workshop(story, a_master(story), a_day(story), 78)


def scores_all_alike(story: Story, order: Iterator[Workshop]) -> None:
    held = next(order)
    for person in held.register:
        held.register[person] = Attendance(person.id, 12.0, 18.0, 20.0)
        person.best_share = max(person.best_share, 0.9)


def scores_in_conflict(story: Story, order: Iterator[Workshop]) -> None:
    """One line stands on a second sheet with other scores, so its scores are left out."""
    held = next(order)
    person = next(iter(held.register))
    held.register[person] = Attendance(person.id, in_conflict=True)
    person.best_share = 0.0


def facilitator_on_register(story: Story, order: Iterator[Workshop]) -> None:
    held = next(order)
    helper = next((h for h in held.team if h not in held.register), None)
    if helper is None:
        trained = (p for p in story.people if p.ready < held.starts_on and p is not held.lead)
        helper = next(p for p in trained if p not in held.register)
        story.join(held, helper)
    held.register[helper] = Attendance(helper.id)


def unknown_module(story: Story, order: Iterator[Workshop]) -> None:
    next(order).modules.append(OLD_MODULE)


def nameless(story: Story, order: Iterator[Workshop]) -> None:
    """On a register, and in no list of people."""
    unknown = [person for person in next(order).register if not person.given]
    for person in unknown[:2]:
        person.listed = False


CASES: tuple[Callable[[Story, Iterator[Workshop]], None], ...] = (
    *(nobody_led, taught_before_trained, taught_before_training_ended, headcount_differs),
    *(two_places_one_day, ends_in_another_month, scores_all_alike, scores_in_conflict),
    *(facilitator_on_register, unknown_module, nameless),
)


def certificate_cases(story: Story, many: int) -> None:
    """Certificates of people who had not reached the standard, or had not yet been trained."""
    certified = {certificate.person for certificate in story.certificates}
    others = [p for p in story.people if p.listed and p.attended and p not in certified]
    weak = [p for p in others if 0 < p.best_share < 0.5]
    rest = [p for p in others if not 0 < p.best_share < 0.5]
    for person in weak[:many]:
        story.certify(person, Level.CANDIDATE, min(person.ready + 30 * DAY, story.latest))
    for person in rest[:many]:
        first = min(held.starts_on for held in person.attended)
        story.certify(person, Level.CANDIDATE, first - 45 * DAY)
