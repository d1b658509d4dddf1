"""What each fact changes, field by field, as plain data. Never raises.

The state of one stream is a flat dict; its keys are (field, which), where `which` tells apart the
lines of a register, certificates and the like. A private text is present as `Sealed` only: every
field that is annotated as a commitment is sealed here, so a new fact cannot be forgotten.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple, get_args

import msgspec
from msgspec import UNSET

from domain.events import (
    AttendanceAdded,
    AttendanceRestored,
    AttendanceVoided,
    BatchUndone,
    CascadeClosed,
    CascadeOpened,
    CascadeReopened,
    CertificateCorrected,
    CertificateVoided,
    Certified,
    CofacilitationCredited,
    Event,
    EvidenceAttached,
    FeedbackRecorded,
    MergeUndone,
    OutcomeVoided,
    PeopleDistinguished,
    PeopleLeftUnsure,
    PeopleMerged,
    PersonErased,
    PersonRegistered,
    PersonReinstated,
    PersonWithdrawn,
    ProfileCorrected,
    ProposalAccepted,
    ProposalMade,
    ProposalReturned,
    ProposalRevised,
    ProposalWithdrawn,
    Reinstated,
    Renewed,
    Revoked,
    RoleGranted,
    RoleWithdrawn,
    ScoresRecorded,
    Suspended,
    WorkshopCancelled,
    WorkshopHeld,
    WorkshopPlanned,
    WorkshopRestored,
    WorkshopVoided,
)
from domain.values import Commitment
from projections.history.typed_values import Code, Id, hints, plain, plain_field, plain_fields

Key = tuple[str, str]
State = dict[Key, Any]
STATUS: Key = ("status", "")
BECOMES: dict[type[Event], str] = {
    CascadeOpened: "open",
    CascadeClosed: "closed",
    CascadeReopened: "open",
    PersonRegistered: "registered",
    PersonWithdrawn: "withdrawn",
    PersonReinstated: "registered",
    PersonErased: "erased",
    PeopleMerged: "merged",
    MergeUndone: "apart",
    PeopleDistinguished: "not the same",
    PeopleLeftUnsure: "unsure",
    WorkshopPlanned: "planned",
    WorkshopCancelled: "cancelled",
    WorkshopHeld: "held",
    WorkshopVoided: "voided",
    WorkshopRestored: "held",
    Certified: "certified",
    Renewed: "certified",
    Suspended: "suspended",
    Reinstated: "certified",
    Revoked: "revoked",
    OutcomeVoided: "voided",
    ProposalMade: "waiting",
    ProposalRevised: "waiting",
    ProposalReturned: "returned",
    ProposalWithdrawn: "withdrawn",
    ProposalAccepted: "accepted",
    BatchUndone: "undone",
}
SKIPPED_FIELDS = frozenset(
    {
        "reason",
        "profile",
        "register",
        "attendance",
        "scores",
        "waiver",
        "lines",
        "unseen",
    }
)
"""Fields that are handled one by one, or that are not a change."""


class Sealed(NamedTuple):
    """A private text, by its commitment."""

    commitment: str


def folded(state: State, event: Event) -> State:
    """The state after a fact. Fields that the fact does not have stay."""
    after = dict(state)
    if type(event) in BECOMES:
        after[STATUS] = Code(BECOMES[type(event)])
    match event:
        case PersonRegistered(profile=profile) | ProfileCorrected(profile=profile):
            after |= fields_of(event) | fields_of(profile)
        case PersonErased():
            after |= dict.fromkeys((("details", ""), ("identifier", "")))
        case WorkshopHeld():
            _sign_all(after, event)
        case AttendanceAdded(attendance=line):
            after["attendance", line.person] = plain(line)
        case AttendanceVoided(person=person) | AttendanceRestored(person=person):
            voided = isinstance(event, AttendanceVoided)
            _change(after, ("attendance", person), person=Id(person), voided=voided or None)
        case ScoresRecorded(person=person, scores=scores):
            new = dict.fromkeys(("pre", "post", "max_score")) | plain_fields(scores)
            conflict = event.in_conflict or None
            _change(after, ("attendance", person), person=Id(person), in_conflict=conflict, **new)
        case FeedbackRecorded(feedback=which) | EvidenceAttached(evidence=which):
            _put_beside(after, "feedback" if isinstance(event, FeedbackRecorded) else "evidence",
                        which, event)  # fmt: skip
        case RoleGranted(grant=grant):
            items = {name: value for (name, _), value in fields_of(event).items()}
            _change(after, ("grant", grant), **items)
        case RoleWithdrawn(grant=grant):
            _change(after, ("grant", grant), withdrawn=True)
        case ProposalMade() | ProposalRevised():
            _propose(after, event)
        case CofacilitationCredited(workshop=workshop):
            after["credited", workshop] = Id(workshop)
        case Certified() | CertificateCorrected() | CertificateVoided():
            _certificate(after, event)
        case _:
            after |= fields_of(event)
    return after


def fields_of(fact: msgspec.Struct) -> State:
    """The fields that a fact sets, without `SKIPPED_FIELDS`."""
    sealed = sealed_fields(type(fact))
    return {
        (name, ""): Sealed(value) if name in sealed and value else plain_field(fact, name)
        for name in fact.__struct_fields__
        if name not in SKIPPED_FIELDS and (value := getattr(fact, name)) is not UNSET
    }


@lru_cache(maxsize=256)
def sealed_fields(fact: type) -> frozenset[str]:
    """Which of a fact's fields are commitments."""
    found = hints(fact).items()
    return frozenset(
        name for name, hint in found if hint is Commitment or Commitment in get_args(hint)
    )


def _sign_all(after: State, event: WorkshopHeld) -> None:
    for key in [key for key in after if key[0] == "attendance"]:
        del after[key]
    after |= fields_of(event)
    after |= {("attendance", line.person): plain(line) for line in event.register}


def _propose(after: State, event: ProposalMade | ProposalRevised) -> None:
    for key in [key for key in after if key[0] == "line"]:
        del after[key]
    after |= fields_of(event)
    after |= {("line", str(at)): Sealed(made) for at, made in enumerate(event.lines, 1)}


def _put_beside(after: State, field: str, which: str, event: Event) -> None:
    """Adds an item that has its own id, and its private text as a field of its own."""
    item = {name: value for (name, _), value in fields_of(event).items() if value is not None}
    for name in [name for name, value in item.items() if isinstance(value, Sealed)]:
        after[name, which] = item.pop(name)
    after[field, which] = item


def _certificate(after: State, event: Certified | CertificateCorrected | CertificateVoided) -> None:
    which = f"{event.level.value} {event.certified_on}"
    if isinstance(event, CertificateVoided):
        _change(after, ("certificate", which), voided=True)
        return
    new = {name: value for (name, _), value in fields_of(event).items()}
    number = new.pop("number", None)
    if number is not None:
        after["number", which] = number
    if isinstance(event, Certified):
        after["certificate", which] = {}
        new["on_programmes_word"] = event.on_programmes_word or None
        new["waived"] = event.waiver is not None or None
    _change(after, ("certificate", which), **new)


def _change(after: State, key: Key, **changes: Any) -> None:
    """Changes parts of a value; None removes a part."""
    changed = {**(after.get(key) or {}), **changes}
    after[key] = {name: value for name, value in changed.items() if value is not None}
