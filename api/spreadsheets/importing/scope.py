"""An import changes only people in its importer's scope."""

from __future__ import annotations

from api.home import Home
from api.spreadsheets.importing.known import Known
from api.spreadsheets.importing.verdicts import Judgement
from projections.scope import Scope, people_within


def refuse_outside(home: Home, judgement: Judgement, known: Known, scope: Scope) -> None:
    """Refuses rows about known people outside the scope: people of other cascades in the same
    number series. A register may name them, as in the JSON API; they are recorded as unseen on it,
    so the importer cannot read anything about them."""
    if scope.everything:
        return
    people = known.people()
    with home.views.read() as db:
        within = people_within(db, scope, people.values())
    unseen = known.context.unseen = frozenset(id for id in people.values() if id not in within)
    for row in (*judgement.rows["people"], *judgement.rows["certifications"]):
        for name in row.people:
            if people.get(name) in unseen:
                row.refuse(
                    "“{identifier}” is the identifier of somebody whom you do not coordinate. Use "
                    "another identifier.",
                    identifier=name,
                )
