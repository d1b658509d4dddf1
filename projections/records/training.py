"""A person's training in the views, for decisions on certification."""

from __future__ import annotations

import json

from projections.db import Db
from projections.reach.tree import EVER


def workshops_attended(db: Db, cascade: str, person: str) -> list[str]:
    """The ids of the workshops of a cascade that a person attended, in order."""
    rows = db.rows(
        """
        SELECT w.id FROM person me
        JOIN presence p ON p.person = me.one AND p.role = 1
        JOIN workshop w ON w.number = p.workshop AND w.status = 'held'
        JOIN cascade c ON c.number = w.cascade AND c.id = :cascade
        WHERE me.id = :person ORDER BY w.id
        """,
        cascade=cascade,
        person=person,
    )
    return [id for (id,) in rows]


def trained_by(db: Db, cascade: int, person: str) -> set[str]:
    """The ids of all people who gave a workshop of this cascade that the person attended; for
    merged trainers all their ids."""
    rows = db.rows(
        """
        SELECT m.id FROM person me
        JOIN presence p ON p.person = me.one AND p.role = 1
        JOIN workshop w ON w.number = p.workshop AND w.cascade = :cascade AND w.status = 'held'
        JOIN presence g ON g.workshop = w.number AND g.role = 0
        JOIN person m ON m.one = g.person
        WHERE me.id = :person
        """,
        cascade=cascade,
        person=person,
    )
    return {id for (id,) in rows}


def best_post_share(db: Db, cascade: int, person: str, as_of: int = EVER) -> float | None:
    """The best post-test score as a share (0 to 1) of its maximum; None if there is none.

    `as_of`: a day's ordinal; workshops that began later are left out.
    """
    rows = db.rows(
        """
        SELECT w.sheet FROM person me
        CROSS JOIN presence p CROSS JOIN workshop w
        WHERE me.id = :person AND p.person = me.one AND p.role = 1
        AND w.number = p.workshop AND w.cascade = :cascade AND w.status = 'held'
        AND w.starts_on <= :as_of
        """,
        cascade=cascade,
        person=person,
        as_of=as_of,
    )
    members = {
        number
        for (number,) in db.rows(
            "SELECT m.number FROM person me JOIN person m ON m.one = me.one WHERE me.id = :person",
            person=person,
        )
    }
    shares = [
        post / top
        for (sheet,) in rows
        for who, _pre, post, top, in_conflict, voided in json.loads(sheet)
        if who in members and post is not None and top and not in_conflict and not voided
    ]
    return max(shares, default=None)
