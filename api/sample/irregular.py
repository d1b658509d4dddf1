"""What really happens in programmes: irregular cases, each on purpose, for every quality flag.

`cases(story, many)` puts at least `many` of each into the story. Where a case needs workshops of
its own, these bring in `FEW` people each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from api.sample.content import DISTRICTS, District
from api.sample.story import DAY, Line, Person, Story, Workshop
from domain.values import Kind, Level, Mode, Scores

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
            held.on_purpose = True
            yield held


def a_master(story: Story) -> Person:
    return story.rng.choice([p for p in story.people if p.generation == 0 and not p.attended])


def a_day(story: Story) -> date:
    return story.latest - story.rng.randint(90, 400) * DAY


def a_workshop(
    story: Story,
    lead: Person | None,
    day: date,
    days: int = 1,
    district: District | None = None,
) -> Workshop:
    """Small, of new people only."""
    district = district or story.rng.choice(DISTRICTS)
    held = story.hold(Kind.STEP_DOWN, day, days, district, lead)
    held.on_purpose, held.mode = True, Mode.IN_PERSON
    story.seat(held, story.newcomers(held, FEW, [district]), 20)
    return held


def nobody_led(story: Story, order: Iterator[Workshop]) -> None:
    """The people who come in by it are attributed to nobody."""
    a_workshop(story, None, a_day(story))


def taught_before_trained(story: Story, order: Iterator[Workshop]) -> None:
    later = next(order)
    early = later.starts_on - story.rng.randint(5, 40) * DAY
    eager = story.newcomer(later.district, 0, early)
    a_workshop(story, eager, early, 1, eager.home)
    story.seat(later, [eager], 20)
    later.headcount = len(later.register)


def taught_before_training_ended(story: Story, order: Iterator[Workshop]) -> None:
    """A training of two weeks; one of its people teaches in the second."""
    master, begun = a_master(story), a_day(story)
    long = a_workshop(story, master, begun, 12, master.home)
    early = long.register[0].person
    a_workshop(story, early, begun + 7 * DAY, 1, early.home)


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
    master = a_master(story)
    a_workshop(story, master, a_day(story), 78, master.home)


def scores_all_alike(story: Story, order: Iterator[Workshop]) -> None:
    for line in next(order).register:
        line.scores = Scores(12, 18, 20)
        line.person.best_share = max(line.person.best_share or 0, 0.9)


def scores_in_conflict(story: Story, order: Iterator[Workshop]) -> None:
    """One line stands on a second sheet with other scores, so its scores are left out."""
    line = next(order).register[0]
    line.scores, line.in_conflict = Scores(), True


def facilitator_on_register(story: Story, order: Iterator[Workshop]) -> None:
    held = next(order)
    helper = next((h for h in held.team if not held.has(h)), None)
    if helper is None:
        trained = (p for p in story.people if p.ready < held.starts_on)
        helper = next(p for p in trained if p is not held.lead and not held.has(p))
        held.team.append(helper)
        helper.given.append(held)
    held.register.append(Line(helper))


def unknown_module(story: Story, order: Iterator[Workshop]) -> None:
    next(order).modules.append(OLD_MODULE)


def nameless(story: Story, order: Iterator[Workshop]) -> None:
    """On a register, and in no list of people."""
    unknown = [line.person for line in next(order).register if not line.person.given]
    for person in unknown[:2]:
        person.listed = False


CASES: tuple[Callable[[Story, Iterator[Workshop]], None], ...] = (
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


def certificate_cases(story: Story, many: int) -> None:
    """Certificates of people who had not reached the standard, or had not yet been trained."""
    certified = {certificate.person for certificate in story.certificates}
    others = [p for p in story.people if p.listed and p.attended and p not in certified]
    weak = [p for p in others if p.best_share is not None and p.best_share < 0.5]
    rest = [p for p in others if p.best_share is None or p.best_share >= 0.5]
    for person in weak[:many]:
        story.certify(person, Level.CANDIDATE, min(person.ready + 30 * DAY, story.latest))
    for person in rest[:many]:
        first = min(held.starts_on for held in person.attended)
        story.certify(person, Level.CANDIDATE, first - 45 * DAY)
