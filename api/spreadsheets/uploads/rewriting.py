"""Writes another region or trainer in all rows of an upload that name one, as typed on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from api.home import Home
from api.spreadsheets.files.cells import Cell, as_text
from api.spreadsheets.importing.coming import OF_REGIONS, Coming, Kind
from api.spreadsheets.importing.names import shown
from api.spreadsheets.importing.regions import Regions, UnclearRegion
from api.spreadsheets.importing.trainers import BETWEEN, split
from api.spreadsheets.uploads.store import Line

OF_TRAINERS = (Kind.TRAINER, Kind.TRAINERS)
TRAINERS = ("lead", "co_facilitators")


def rewritten(
    home: Home, lines: Sequence[Line], instead: Iterable[tuple[Coming, str]]
) -> dict[int, dict[str, Cell]]:
    """Number of a row → its cells with the texts that were typed instead of what would come into
    being. Rows that could not be read stay as they are."""
    readable = [line for line in lines if line.row.problem is None]
    found: dict[int, dict[str, Cell]] = {}
    regions: dict[str, str] = {}
    trainers: dict[str, str] = {}
    for one, text in instead:
        if one.kind in OF_REGIONS:
            regions[one.text] = text
        elif one.kind in OF_TRAINERS:
            trainers[shown(one.label)] = text
    paths = _paths(home, readable) if regions else {}
    for line in readable:
        cells = dict(line.row.cells)
        place = paths.get(as_text(cells.get("region")), "")
        if place in regions:
            cells["region"] = regions[place]
        for column in TRAINERS:
            if column in cells:
                cells[column] = _trainers(cells[column], trainers)
        if cells != line.row.cells:
            found[line.number] = cells
    return found


def _trainers(cell: Cell, instead: Mapping[str, str]) -> Cell:
    text = as_text(cell)
    parts = split(text, BETWEEN)
    if text in instead or instead.keys().isdisjoint(parts):
        return instead.get(text, cell)
    return "; ".join(instead.get(part, part) for part in parts)


def _paths(home: Home, lines: Sequence[Line]) -> dict[str, str]:
    """Text of a cell → the path of its region, as the import finds it."""
    with home.views.read() as db:
        regions = Regions(db)
    texts = dict.fromkeys(as_text(line.row.cells.get("region")) for line in lines)
    regions.meet(texts)
    found: dict[str, str] = {}
    for text in filter(None, texts):
        try:
            found[text] = regions.path(text)
        except UnclearRegion:
            continue
    return found
