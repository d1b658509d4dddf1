"""New people of an import who probably are known already: a note, never a refusal."""

from __future__ import annotations

from collections.abc import Iterator

from api.home import Home
from api.matching.blocking import pairs
from api.matching.cards import Card, card
from api.matching.explanations import spoken
from api.matching.frequencies import Crowd
from api.matching.scoring import THRESHOLD, evidence, likely
from api.people import match_cards
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
        places = match_cards.Places(db)
        seen = people_within(db, scope, (row[0] for row in found))
        found = [row for row in found if row[0] in seen]
        known = match_cards.cards(db, home.private, found, number, places, quick=True)
        new = list(_new(db, rows, regions, places))
    likeliest = list(_likeliest(known, new))
    names = home.private.identifiers({person.id for _, person, _ in likeliest})
    for row, person, made in likeliest:
        row.mark(
            Verdict.PERHAPS,
            "Perhaps {person}, who is known already: {why}.",
            person=(names.get(person.id) or [person.id])[0],
            why=", ".join(spoken(evidence(made, person.card))),
        )


def _new(
    db: Db, rows: list[Judged], regions: Regions, places: match_cards.Places
) -> Iterator[tuple[Judged, Card]]:
    numbers: dict[str | None, int] = dict(db.rows("SELECT id, number FROM region"))
    for row in rows:
        record = row.record
        if isinstance(record, PersonRecord):
            made = card(
                "", dict(record.details), sex=record.sex, age_band=record.age_band,
                cadre=record.cadre, **places.of(numbers.get(_region(regions, record.region))),
            )  # fmt: skip
            yield row, made


def _region(regions: Regions, text: str | None) -> str | None:
    """The id; None of a region that is not known yet, where no known person can live."""
    try:
        return regions.paths.get(regions.path(text)) if text else None
    except Unclear:
        return None


def _likeliest(
    known: list[match_cards.Known], new: list[tuple[Judged, Card]]
) -> Iterator[tuple[Judged, match_cards.Known, Card]]:
    """Each new row with the one whom it resembles most, where that is enough."""
    cards = [*(person.card for person in known), *(made for _, made in new)]
    crowd = Crowd(cards)
    best: dict[int, tuple[float, int]] = {}
    for a, b in pairs(cards, len(known), quick=True):
        if a < len(known):
            best[b] = max(best.get(b, (THRESHOLD, -1)), (likely(cards[a], cards[b], crowd), a))
    for b, (_score, a) in sorted(best.items()):
        if a >= 0:
            row, made = new[b - len(known)]
            yield row, known[a], made
