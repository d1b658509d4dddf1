"""An import changes what its importer may change: nobody whom they do not coordinate."""

from __future__ import annotations

from api.home import Home
from api.i18n import _
from api.importing.known import Known
from api.importing.records import PersonRecord
from api.importing.verdicts import Judgement
from projections.scope import Scope, people_within


def refuse_outside(home: Home, judgement: Judgement, known: Known, scope: Scope) -> None:
    """Refuses rows about people who are known and lie outside: of other cascades that share the
    number series. On registers they may stand, as by JSON, for being there says nothing of them."""
    rows = [row for row in judgement.rows["people"] if isinstance(row.record, PersonRecord)]
    if scope.everything or not rows:
        return
    people = {name: id for name, id in known.hands.people.items() if known.draft.person(id).id}
    with home.views.read() as db:
        within = people_within(db, scope, people.values())
    for row in rows:
        assert isinstance(row.record, PersonRecord)  # noqa: S101
        name = row.record.person
        if name in people and people[name] not in within:
            row.refuse(
                _(
                    "“{identifier}” is the identifier of somebody whom you do not coordinate. Use "
                    "another identifier.",
                    identifier=name,
                )
            )
