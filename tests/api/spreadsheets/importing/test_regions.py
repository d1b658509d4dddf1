"""The region of a cell is found however its path is written."""

from __future__ import annotations

from typing import cast
from uuid import uuid4

import pytest

from api.spreadsheets.importing import regions as importing_regions
from api.spreadsheets.importing.regions import Regions, UnclearRegion
from projections.db import Db
from projections.records.region_paths import RegionPath

KNOWN = (
    *("Kenya", "Kenya / Kisumu", "Kenya / Kisumu / East", "Kenya / Nairobi West"),
    *("Uganda", "Uganda / Gulu", "Uganda / District 1", "Uganda / A/B", "Uganda / East"),
    *("Bénin", "Bénin / Kandi"),
)


@pytest.fixture
def regions(monkeypatch: pytest.MonkeyPatch):
    """The regions of these paths."""

    def made(*paths: str) -> Regions:
        found = [
            RegionPath(number, str(uuid4()), tuple(path.split(" / ")))
            for number, path in enumerate(paths or KNOWN)
        ]
        monkeypatch.setattr(importing_regions, "region_paths", lambda _db: found)
        return Regions(cast(Db, None))

    return made


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Kenya / Kisumu", "Kenya / Kisumu"),
        ("kenya/kisumu", "Kenya / Kisumu"),
        ("KENYA > Kisumu", "Kenya / Kisumu"),
        ("Kenya\\Kisumu", "Kenya / Kisumu"),
        ("Kenya|Kisumu\u00a0", "Kenya / Kisumu"),
        ("Ｋｅｎｙａ／Kisumu", "Kenya / Kisumu"),
        (" Kenya  /  Kisumu ", "Kenya / Kisumu"),
        ("KISUMU", "Kenya / Kisumu"),
        ("nairobi  west", "Kenya / Nairobi West"),
        ("Benin/KANDI", "Bénin / Kandi"),
        ("a/b", "Uganda / A/B"),
        ("Uganda/A/B", "Uganda / A/B"),
    ],
)
def test_a_known_region_is_found_however_its_path_is_written(regions, typed, path):
    known = regions()

    assert known.path(typed) == path
    assert known.number(typed) == KNOWN.index(path)


def test_a_new_region_has_the_first_spelling_below_the_known_one(regions):
    known = regions()

    assert known.path("kenya>Siaya/Bondo") == "Kenya / Siaya / Bondo"
    assert known.path("KENYA / SIAYA / Ugenya") == "Kenya / Siaya / Ugenya"
    assert known.path("bondo") == "Kenya / Siaya / Bondo"
    assert known.number("Kenya / Siaya") is None


def test_a_name_is_that_of_a_path_further_down(regions):
    known = regions("Ghana")
    known.meet(["KISUMU", None, "Kenya/Kisumu", "kenya > kisumu", "a//b"])

    assert {known.path(text) for text in ("KISUMU", "Kenya/Kisumu", "kenya > kisumu")} == {
        "Kenya / Kisumu"
    }


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("EAST", "Several regions are called “EAST”"),
        ("Kenya//Kisumu", "no path of regions"),
        ("/", "no path of regions"),
        ("a/b/c/d/e/f/g/h/i", "no path of regions"),
        ("K" * 101, "no path of regions"),
    ],
)
def test_what_names_no_region_is_unclear(regions, typed, why):
    with pytest.raises(UnclearRegion, match=why):
        regions().path(typed)


def test_of_two_that_differ_in_case_only_the_exact_one_is_meant(regions):
    known = regions("Kenya", "KENYA", "Kenya / Kisumu")

    assert known.path("KENYA") == "KENYA"
    assert known.path("KENYA / Kisii") == "KENYA / Kisii"
    with pytest.raises(UnclearRegion):
        known.path("kenya")
    with pytest.raises(UnclearRegion):
        known.path("kenya / Migori")


@pytest.mark.parametrize(
    ("new", "nearest"),
    [
        ("Uganda / Guluu", ["Uganda / Gulu"]),
        ("Guluu", ["Uganda / Gulu"]),
        ("Ugnada / Gulu", ["Uganda / Gulu"]),
        ("Kisumu / East", ["Kenya / Kisumu / East"]),
        ("Uganda / District 2", []),
        ("Kenya / Nairobi East", []),
        ("Kenya / Gulu", []),
        ("Kenya / NairobiWest", ["Kenya / Nairobi West"]),
        ("Kenya / Kisumu", []),
        ("Bénin / Kandy", ["Bénin / Kandi"]),
    ],
)
def test_the_known_regions_that_are_nearly_a_new_one(regions, new, nearest):
    assert regions().nearest(new) == nearest


def test_those_with_the_same_parent_come_first(regions):
    known = regions("Kenya", "Uganda", "Kenya / Gulu", "Uganda / Gulu")

    assert known.nearest("Uganda / Guluu") == ["Uganda / Gulu", "Kenya / Gulu"]
