"""New people of an import who probably are known already: a note, never a refusal."""

from __future__ import annotations

from api.home import Home
from api.matching.cards import Card
from api.people import match_cards
from api.people.candidates import best_matches
from api.people.match_cards import Places
from api.spreadsheets.importing.records import PersonRecord
from api.spreadsheets.importing.regions import Regions, Unclear
from api.spreadsheets.importing.verdicts import Judged, Judgement, Verdict
from domain.values import CascadeId
from projections import tables
from projections.db import Db
from projections.scope import Scope, people_within


def note(
    home: Home, cascade: CascadeId, judgement: Judgement, regions: Regions, scope: Scope
) -> None:
    """Sets the verdict of new rows whose person resembles somebody of the cascade, with who: one
    of those who lie within what the importer sees."""
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
        cards = _cards(db, rows, regions, places)
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


def _cards(db: Db, rows: list[Judged], regions: Regions, places: Places) -> list[Card]:
    numbers: dict[str | None, int] = dict(db.rows("SELECT id, number FROM region"))
    records = (row.record for row in rows)
    return [
        places.card(
            record.details,
            {"sex": record.sex, "age_band": record.age_band, "cadre": record.cadre},
            numbers.get(_region(regions, record.region)),
        )
        for record in records
        if isinstance(record, PersonRecord)
    ]


def _region(regions: Regions, text: str | None) -> str | None:
    """The id; None of a region that is not known yet, where no known person can live."""
    try:
        return regions.paths.get(regions.path(text)) if text else None
    except Unclear:
        return None
