"""Where a decision on somebody's certification is to look: by what the views know of."""

from __future__ import annotations

from domain.service.certifications import Training
from domain.values import CascadeId, PersonId, WorkshopId
from projections.records import people, training
from projections.views import Views


def training_of(views: Views, cascade: CascadeId, person: PersonId, *others: PersonId) -> Training:
    """The workshops that they attended in the cascade; with whom they and the others are one."""
    with views.read() as db:
        attended = training.workshops_attended(db, cascade, person)
        pairs = people.pairs_of(db, [person, *others])
    return Training(
        [WorkshopId(id) for id in attended], [(PersonId(a), PersonId(b)) for a, b in pairs]
    )
