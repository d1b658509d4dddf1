"""Marks new people of an import who are probably known already. Their rows are not refused."""

from __future__ import annotations

from api.home import Home
from api.matching.cards import Card
from api.people import match_cards
from api.people.candidates import best_matches
from api.people.match_cards import Places
from api.spreadsheets.importing.regions import Regions
from api.spreadsheets.importing.row_values import PersonRecord
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement, Verdict
from domain.values import CascadeId
from projections import tables
from projections.scope import Scope, people_within


def note(
    home: Home, cascade: CascadeId, judgement: Judgement, regions: Regions, scope: Scope
) -> None:
    """Marks each new row whose person resembles a person of the cascade, with that person's
    identifier. Only people in the importer's scope are compared."""
    rows = [row for row in judgement.rows["people"] if row.verdict is Verdict.NEW]
    with home.views.read() as db:
        number = db.numbers(tables.cascade, [cascade]).get(cascade)
        found = match_cards.rows(db, number) if number is not None and rows else []
        if number is None or not found:
            return
        places = Places(db)
        seen = people_within(db, scope, (row.id for row in found))
        found = [row for row in found if row.id in seen]
        known = match_cards.cards(db, home.private, found, number, places, quick=True)
        cards = _cards(rows, regions, places)
    matches = best_matches(known, cards, quick=True)
    likeliest = [
        max(some.values(), key=lambda m: (m.score, m.number), default=None) for some in matches
    ]
    ids = {person.number: person.id for person in known}
    names = home.private.identifiers({ids[match.number] for match in likeliest if match})
    for row, match in zip(rows, likeliest, strict=True):
        if match:
            id = ids[match.number]
            row.mark(
                Verdict.PERHAPS,
                "Perhaps {person}, who is known already: {why}.",
                person=(names.get(id) or [id])[0],
                why=", ".join(match.why),
            )


def _cards(rows: list[JudgedRow], regions: Regions, places: Places) -> list[Card]:
    records = (row.record for row in rows)
    return [
        places.card(
            record.details,
            {"sex": record.sex, "age_band": record.age_band, "cadre": record.cadre},
            regions.number(record.region),
        )
        for record in records
        if isinstance(record, PersonRecord)
    ]
