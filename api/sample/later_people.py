"""Later moves about people: duplicates, corrected profiles, certification, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from api.sample import words
from api.sample.certificates import Certificate
from api.sample.doubles import Doubles
from api.sample.moves import (
    Assess,
    Certify,
    ClaimSharing,
    CorrectProfile,
    CreditCofacilitation,
    DistinguishPeople,
    MergePeople,
    Move,
    Nominate,
    ObserveBehaviour,
    Reinstate,
    Renew,
    ReportResult,
    Revoke,
    Suspend,
    UndoMerge,
    Why,
)
from api.sample.opening import STANDARD
from api.sample.story import Held, Someone, Story
from domain.values import AgeBand, Disability, Level, Profile, ReasonCode, Rubric, Sex


def moves(
    story: Story, doubles: Doubles, certificates: list[Certificate], many: int
) -> Iterator[Move]:
    yield from duplicates(doubles)
    yield from profiles(story, many)
    for person, held in apprentices(story, certificates)[:many]:
        yield from certified_by_the_book(story, doubles, person, held)
    yield from certified_with_waiver(story, certificates, many)
    yield from assessed_late(story, doubles, certificates, many)
    yield from afterwards(story, certificates, many)
    yield from outcomes(story, doubles, many)


# ---- who is who ------------------------------------------------------------------------------


def duplicates(doubles: Doubles) -> Iterator[Move]:
    """Most are merged, a few still wait; one merge was a mistake."""
    twice = Why(ReasonCode.DUPLICATE, "Same telephone number, same person.")
    two = Why(ReasonCode.WRONG_PERSON, "Both came to the meeting: two people.")
    for one, other in doubles.same[: max(1, len(doubles.same) * 3 // 4)]:
        yield MergePeople(one.identifier, other.identifier, twice)
    for n, (one, other) in enumerate(doubles.alike):
        if n == 0:
            yield MergePeople(one.identifier, other.identifier, twice)
            yield UndoMerge(one.identifier, other.identifier, two)
        if n % 2 == 0:
            yield DistinguishPeople(one.identifier, other.identifier, two)


def profiles(story: Story, many: int) -> Iterator[Move]:
    moved = Why(ReasonCode.NEW_INFORMATION, "Changed post.")
    named = [p for p in story.people if p.named and p.sat_in]
    for person in story.rng.sample(named, many):
        row = person.row
        profile = Profile(
            sex=Sex(str(row["sex"]) or "unknown"),
            age_band=story.rng.choice(list(AgeBand)),
            cadre=story.rng.choice(words.CADRES),
            disability=Disability(str(row["disability"]) or "not-said"),
        )
        region = story.rng.choice(list(story.local)).path
        yield CorrectProfile(person.identifier, profile, region, None, moved)


# ---- standing --------------------------------------------------------------------------------


def apprentices(story: Story, certificates: list[Certificate]) -> list[tuple[Someone, Held]]:
    """Who co-facilitated and reached the standard, and has no certificate yet."""
    certified = {certificate.person for certificate in certificates}
    share = STANDARD.least_post_share or 0
    found = {}
    for held in story.workshops:
        for person in held.team:
            scored = (person.best_share or 0) >= share + 0.05 and not _in_conflict(person)
            if person.named and scored and held.counts and person not in certified:
                found[person] = held
    return list(found.items())


def _in_conflict(person: Someone) -> bool:
    return any(line.person is person for held in person.sat_in for line in held.again)


def certified_by_the_book(
    story: Story, doubles: Doubles, person: Someone, held: Held
) -> Iterator[Move]:
    day = story.latest - timedelta(days=60)
    who, assessor = person.identifier, story.rng.choice(doubles.supervisors).identifier
    yield Nominate(who, day, held.lead.identifier if held.lead else None)
    yield Assess(who, day + timedelta(days=20), rubric(story, 3), assessor)
    yield CreditCofacilitation(who, held.identifier)
    yield Certify(who, Level.QUALIFIED, day + timedelta(days=40), f"GS/B/{who[-6:]}")


def rubric(story: Story, least: int) -> Rubric:
    return Rubric(*(story.rng.randint(least, 5) for _ in range(5)))


def certified_with_waiver(
    story: Story, certificates: list[Certificate], many: int
) -> Iterator[Move]:
    """Below the standard; those first who teach already."""
    certified = {certificate.person for certificate in certificates}
    weak = [
        person
        for person in story.people
        if person.named
        and person.sat_in
        and person not in certified
        and (person.best_share or 0) < (STANDARD.least_post_share or 0)
    ]
    weak.sort(key=lambda person: not person.given)
    why = Why(ReasonCode.OTHER, "The only nurse in the valley; she teaches well.")
    for person in weak[:many]:
        day = story.latest - timedelta(days=story.rng.randint(1, 30))
        number = f"GS/W/{person.identifier[-6:]}"
        yield Certify(person.identifier, Level.CANDIDATE, day, number, why)


def assessed_late(
    story: Story, doubles: Doubles, certificates: list[Certificate], many: int
) -> Iterator[Move]:
    """The programme gave its certificates before anybody had watched these people teach."""
    latest = story.latest - timedelta(days=90)
    old = [certificate for certificate in certificates if certificate.certified_on <= latest]
    for certificate in story.rng.sample(old, many):
        day = certificate.certified_on + timedelta(days=90)
        assessor = story.rng.choice(doubles.supervisors).identifier
        yield Assess(certificate.person.identifier, day, rubric(story, 2), assessor)


def afterwards(story: Story, certificates: list[Certificate], many: int) -> Iterator[Move]:
    """Renewed, suspended, reinstated, revoked: each of others. Some renewals are misdated."""
    first = {certificate.person: certificate for certificate in reversed(certificates)}
    for n, certificate in enumerate(story.rng.sample(list(first.values()), 3 * many)):
        who, given_on = certificate.person.identifier, certificate.certified_on
        day = given_on + timedelta(days=story.rng.randint(0, (story.latest - given_on).days))
        match n % 3:
            case 0:
                early = given_on - timedelta(days=10)
                yield Renew(who, early if n % 9 == 0 else story.latest)
            case 1:
                why = Why(ReasonCode.QUALITY, "Two sessions cancelled without a word.")
                yield Suspend(who, day, why)
                if n == 1 or story.chance(0.5):
                    yield Reinstate(who, story.latest, Why(ReasonCode.NEW_INFORMATION, "Was ill."))
            case _:
                why = Why(ReasonCode.MISCONDUCT, "Sold the programme's scales.")
                yield Revoke(who, day, why)


# ---- what came of it -------------------------------------------------------------------------


def outcomes(story: Story, doubles: Doubles, many: int) -> Iterator[Move]:
    """Behaviour, results and claims. Some are dated before their workshop."""
    trained = [p for p in story.people if p.named and p.sat_in]
    for n, person in enumerate(story.rng.sample(trained, min(len(trained), 12 * many))):
        held = person.sat_in[0]
        room = (story.latest - held.ends_on).days
        day = held.ends_on + timedelta(days=story.rng.randint(0, room))
        if n % 24 == 0:
            held.on_purpose = True
            day = held.starts_on - timedelta(days=20)
        who, workshop = person.identifier, held.identifier
        match n % 4:
            case 0 | 1:
                observer = story.rng.choice(doubles.supervisors).identifier
                fidelity = round(min(1.0, max(0.0, story.rng.gauss(0.66, 0.18))), 2)
                seen = story.rng.choice(words.OBSERVED)
                yield ObserveBehaviour(who, workshop, day, fidelity, observer, seen)
            case 2:
                unit, (least, most) = story.rng.choice(list(words.RESULTS.items()))
                told = "From the monthly report."
                yield ReportResult(
                    who, workshop, day, float(story.rng.randint(least, most)), unit, told
                )
            case _:
                heads = int(story.rng.paretovariate(0.9) * 3)
                told = "I told my neighbours."
                yield ClaimSharing(who, workshop, day, min(heads, 400), told)
