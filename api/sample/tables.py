"""The story as the four tables that a programme would hand over."""

from __future__ import annotations

from api.sample.certificates import Certificate
from api.sample.story import Held, Line, Row, Story

TABLES = ("people", "workshops", "register", "certifications")
LATE = 0.05
"""Share of the workshops that were entered long after the others."""


def tables(story: Story, certificates: list[Certificate]) -> dict[str, list[Row]]:
    """In the order in which a clerk would have filled them in, a few rows twice."""
    order = sorted(story.workshops, key=lambda held: (held.starts_on, held.identifier))
    late = {held.identifier for held in order if story.chance(LATE)}
    order = [*(w for w in order if w.identifier not in late),
             *(w for w in order if w.identifier in late)]  # fmt: skip
    made = {
        "people": [person.row for person in story.people if person.named],
        "workshops": [_workshop(held) for held in order],
        "register": [row for held in order for row in _register(held)],
        "certifications": [_certificate(given) for given in certificates],
    }
    for table in TABLES:
        rows = made[table]
        rows += [dict(row) for row in story.rng.sample(rows, min(3, len(rows)))]
    return made


def _workshop(held: Held) -> Row:
    lead = held.lead.identifier if held.lead else ""
    return {
        "workshop": held.identifier,
        "starts_on": held.starts_on,
        "kind": held.kind,
        "title": held.title,
        "ends_on": "" if held.ends_on == held.starts_on else held.ends_on,
        "lead": lead,
        "co_facilitators": "; ".join(person.identifier for person in held.team),
        "venue": held.venue,
        "region": held.district.path,
        "headcount": held.headcount,
        "mode": held.mode,
        "modules": "; ".join(held.modules),
    }


def _register(held: Held) -> list[Row]:
    too = [Line(person) for person in held.signed_too]
    return [_line(held, line) for line in (*held.register, *held.again, *too)]


def _line(held: Held, line: Line) -> Row:
    return {
        "workshop": held.identifier,
        "person": line.person.identifier,
        "pre": line.pre,
        "post": line.post,
        "max_score": line.most,
    }


def _certificate(given: Certificate) -> Row:
    return {
        "person": given.person.identifier,
        "level": given.level.value,
        "certified_on": given.certified_on,
        "expires_on": given.expires_on or "",
        "number": given.number,
    }
