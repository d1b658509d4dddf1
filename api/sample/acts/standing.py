"""Certification, from nomination to revocation."""

from __future__ import annotations

from api.sample.hands import Hands
from api.sample.moves import (
    Assess,
    Certify,
    CreditCofacilitation,
    Nominate,
    Reinstate,
    Renew,
    Revoke,
    Suspend,
)
from domain import certification
from domain.events import Assessed, Certified, Nominated, Renewed
from domain.service import Commands
from domain.values import PersonId


def nominate(c: Commands, hands: Hands, move: Nominate) -> None:
    by = hands.person(move.by) if move.by else None
    c.nominate(hands.cascade, hands.person(move.person), Nominated(move.on, by))


def assess(c: Commands, hands: Hands, move: Assess) -> None:
    id = hands.person(move.person)
    fact = Assessed(move.on, move.rubric, hands.person(move.assessor))
    c.assess(hands.cascade, id, fact, hands.training(id, fact.assessor))


def credit_cofacilitation(c: Commands, hands: Hands, move: CreditCofacilitation) -> None:
    id, workshop = hands.person(move.person), hands.workshop(move.workshop)
    c.credit_cofacilitation(hands.cascade, id, workshop)


def certify(c: Commands, hands: Hands, move: Certify) -> None:
    id = hands.person(move.person)
    owner = _stream(hands, id)
    fact = Certified(
        move.level,
        move.on,
        number=hands.seal(owner, "number", {"number": move.number}),
        waiver=hands.reason(owner, move.waiver) if move.waiver else None,
    )
    c.certify(hands.cascade, id, fact, hands.training(id))


def renew(c: Commands, hands: Hands, move: Renew) -> None:
    c.renew(hands.cascade, hands.person(move.person), Renewed(move.on))


def suspend(c: Commands, hands: Hands, move: Suspend) -> None:
    id = hands.person(move.person)
    c.suspend(hands.cascade, id, move.on, hands.reason(_stream(hands, id), move.why))


def reinstate(c: Commands, hands: Hands, move: Reinstate) -> None:
    id = hands.person(move.person)
    c.reinstate(hands.cascade, id, move.on, hands.reason(_stream(hands, id), move.why))


def revoke(c: Commands, hands: Hands, move: Revoke) -> None:
    id = hands.person(move.person)
    c.revoke(hands.cascade, id, move.on, hands.reason(_stream(hands, id), move.why))


def _stream(hands: Hands, person: PersonId) -> str:
    return certification.stream(hands.cascade, person)
