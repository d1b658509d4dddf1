"""Marks new people of an import who are probably known already. Their rows are not refused."""

from __future__ import annotations

from functools import partial

from api.home import Home
from api.matching.cards import Card
from api.people import keys_in_common
from api.people.candidates import OF_A_ROW, best_matches
from api.people.keys_in_common import Asked
from api.people.match_cards import LiveRow, Places
from api.spreadsheets.importing.names import is_key
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
    identifier; not rows of people without one, who were looked for before. Only people in the
    importer's scope are compared."""
    new = (row for row in judgement.rows["people"] if row.verdict is Verdict.NEW)
    rows = [row for row in new if not any(map(is_key, row.people))]
    with home.views.read() as db:
        number = db.numbers(tables.cascade, [cascade]).get(cascade)
        if number is None or not rows:
            return
        places = Places(db)
        cards = _cards(rows, regions, places)
        details = [row.record.details for row in rows if isinstance(row.record, PersonRecord)]

        def fits(row: LiveRow, card: Card) -> bool:
            area = places.of(row.region)["area"]
            return (row.region if area is None else area) == card.area

        seen = partial(people_within, db, scope)
        asked = Asked(cards, details, number, places, OF_A_ROW, seen, fits)
        found = keys_in_common.find(db, home.private, asked)
    matches = best_matches(found, cards)
    likeliest = [
        max(some.values(), key=lambda m: (m.score, m.number), default=None) for some in matches
    ]
    ids = {person.number: person.id for several in found.of for person in several}
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
