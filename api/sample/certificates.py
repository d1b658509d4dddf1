"""Certificates as the programme's own list has them: some late, some lapsed, some never given."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from api.sample.opening import STANDARD
from api.sample.story import Someone, Story
from domain.rules import months_later
from domain.values import Level

NEVER = 0.15
"""Share of the trainers who have no certificate."""
RENEWED = 0.6
"""Share of the certificates that ran out and were followed by another."""


@dataclass(slots=True, eq=False)
class Certificate:
    person: Someone
    level: Level
    certified_on: date
    expires_on: date | None
    number: str


@dataclass
class Certificates:
    """At most one for a person, level and day; only for people in the table of people."""

    story: Story
    given: list[Certificate] = field(default_factory=list)

    def certify(self, person: Someone, level: Level, day: date) -> Certificate:
        months = STANDARD.months_valid
        expires_on = months_later(day, months) if months else None
        number = f"GS/{day.year}/{len(self.given) + 1:05d}"
        made = Certificate(person, level, day, expires_on, number)
        self.given.append(made)
        return made

    def follow_up(self, last: Certificate) -> None:
        """Certificates after the one that ran out, as long as the person kept to it."""
        while last.expires_on and last.expires_on < self.story.latest:
            if not self.story.chance(RENEWED):
                return
            day = last.expires_on + timedelta(days=self.story.rng.randint(-20, 40))
            last = self.certify(last.person, last.level, min(day, self.story.latest))


def certify_trainers(story: Story, never: list[Someone]) -> Certificates:
    """Most of those who teach, and a few who never did. `never` are left out."""
    made = Certificates(story)
    left_out = set(never)
    for person in story.people:
        taught = any(held.counts for held in person.given)
        if person in left_out or not person.named or not (taught or story.chance(0.02)):
            continue
        if person.generation == 0 and not person.sat_in and person.ready < story.latest:
            made.follow_up(made.certify(person, Level.MASTER, person.ready))
        elif person.sat_in and not story.chance(NEVER):
            made.follow_up(made.certify(person, _level(story, person), _day(story, person)))
    return made


def _level(story: Story, person: Someone) -> Level:
    if len(person.given) > 4:
        return Level.MASTER if story.chance(0.4) else Level.QUALIFIED
    return Level.QUALIFIED if story.chance(0.75) else Level.CANDIDATE


def _day(story: Story, person: Someone) -> date:
    """After the training; mostly before the first workshop that they gave."""
    first = min((held.starts_on for held in person.given), default=story.latest)
    room = (first - person.ready).days - 1
    if room > 0 and story.chance(0.85):
        return person.ready + timedelta(days=story.rng.randint(1, min(room, 60)))
    day = person.ready + timedelta(days=story.rng.randint(20, 120))
    return min(day, story.latest)
