"""A map of places, drawn as SVG: circles, and the boundaries of regions that have one.

The projection is equirectangular, with degrees of longitude as wide as they are in the middle of
the map. The area of a circle is proportional to its people, but never too small to be seen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from api.figures.by_region import InRegion
from projections.db import Db
from projections.records import places as records_places

WIDTH, TALLEST, LOWEST = 400, 480, 200
MARGIN = 34
MAX_RADIUS, CROWDED_RADIUS, MIN_RADIUS = 26, 10, 3
"""Of the largest circle, with room and without; and of the smallest circle."""
MAX_RANKED, MIN_GAP = 9, 13
"""The first circles show their rank, if the circles ranked higher are at least this far away."""
MIN_STEP = 0.8
"""Points of a boundary nearer than this to the point before are left out."""

Point = tuple[float, float]
"""Longitude, latitude; or x, y on the map."""
Ring = Sequence[Point]


@dataclass(frozen=True)
class Spot:
    """A place on the map. `rank`: 1 for the most people; `x`, `y`, `r`: of its circle; `outline`:
    the boundary as an SVG path, "" without one; `is_named`: its rank is shown."""

    rank: int
    name: str
    people: int
    x: float
    y: float
    r: float
    outline: str
    is_named: bool


@dataclass(frozen=True)
class Map:
    height: int
    spots: list[Spot]

    @property
    def width(self) -> int:
        return WIDTH


def map_of(db: Db, counted: Iterable[InRegion]) -> Map | None:
    """The map of the regions, which come with the most people first; None if no place is known."""
    rows = [row for row in counted if row["region"] and row["people"]]
    known = records_places.shapes(db, {row["region"] or "" for row in rows})
    found = []
    for rank, row in enumerate(rows, 1):
        latitude, longitude, boundary = known.get(row["region"] or "", (None, None, None))
        rings = _rings(boundary) if boundary else ()
        centre = (
            (longitude, latitude)
            if latitude is not None and longitude is not None
            else _middle(rings)
        )
        if centre:
            found.append((rank, row, centre, rings))
    if not found:
        return None
    onto, height = _projection([p for _, _, centre, rings in found for p in (centre, *_all(rings))])
    places = [onto(centre) for _, _, centre, _ in found]
    most, largest = max(row["people"] for _, row, _, _ in found), _largest(places)
    spots = [
        Spot(
            rank,
            row["name"] or "",
            row["people"],
            round(place[0], 1),
            round(place[1], 1),
            round(max(MIN_RADIUS, largest * math.sqrt(row["people"] / most)), 1),
            "".join(_path([onto(p) for p in ring]) for ring in rings),
            rank <= MAX_RANKED and all(math.dist(place, one) >= MIN_GAP for one in places[:at]),
        )
        for at, ((rank, row, _, rings), place) in enumerate(zip(found, places, strict=True))
    ]
    return Map(height, spots)


def _largest(places: list[Point]) -> float:
    """A largest radius with which most circles do not overlap."""
    nearest = sorted(
        min(math.dist(one, other) for other in places[:at] + places[at + 1 :])
        for at, one in enumerate(places)
        if len(places) > 1
    )
    room = nearest[len(nearest) // 2] * 0.7 if nearest else MAX_RADIUS
    return min(MAX_RADIUS, max(CROWDED_RADIUS, room))


def _projection(points: Sequence[Point]) -> tuple[Any, int]:
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = max(0.05, math.cos(math.radians((south + north) / 2)))
    across, down = max((east - west) * narrow, 0.2), max(north - south, 0.2)
    inner = WIDTH - 2 * MARGIN
    scale = min(inner / across, (TALLEST - 2 * MARGIN) / down)
    height = max(LOWEST, round(down * scale) + 2 * MARGIN)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2

    def onto(point: Point) -> Point:
        x = WIDTH / 2 + (point[0] - middle_x) * narrow * scale
        return x, height / 2 - (point[1] - middle_y) * scale

    return onto, height


def _path(points: Ring) -> str:
    """The ring as an SVG path, without steps that are too short to be seen."""
    drawn = [points[0]]
    for point in points[1:]:
        if math.dist(drawn[-1], point) >= MIN_STEP:
            drawn.append(point)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn) + "Z" if len(drawn) > 2 else ""


@lru_cache(maxsize=2000)
def _rings(boundary: str) -> tuple[Ring, ...]:
    """The outer rings of a GeoJSON Polygon or MultiPolygon; invalid parts are left out."""
    shape = json.loads(boundary)
    parts = _list(shape.get("coordinates"))
    polygons = parts if shape.get("type") == "MultiPolygon" else [parts]
    outer = (_list(next(iter(_list(polygon)), ())) for polygon in polygons)
    rings = (tuple(_points(ring)) for ring in outer)
    return tuple(ring for ring in rings if ring)


def _points(ring: list[Any]) -> Iterator[Point]:
    for point in map(_list, ring):
        if len(point) >= 2 and all(isinstance(number, int | float) for number in point[:2]):
            yield (point[0], point[1])


def _list(it: Any) -> list[Any]:
    """The value if it is a list, else an empty list: some recorded boundaries are invalid."""
    return it if isinstance(it, list) else []


def _all(rings: Iterable[Ring]) -> list[Point]:
    return [point for ring in rings for point in ring]


def _middle(rings: Iterable[Ring]) -> Point | None:
    points = _all(rings)
    if not points:
        return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
