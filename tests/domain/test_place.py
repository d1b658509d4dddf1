"""Regions lie within each other, never within themselves; organisations have names."""

import pytest
from msgspec.structs import replace

from domain import place
from domain.events import OrganisationWithdrawn, RegionWithdrawn
from domain.service.imports import UNDONE
from domain.values import Point
from tests.support.domain.examples import KENYA, KISUMU, kenya, ministry
from tests.support.given import given

SQUARE = [[[0, 0], [0, 1], [1, 1.5], [0, 0]]]


def test_a_region_is_defined_and_revised():
    whole = replace(
        kenya,
        centroid=Point(-0.1, 34.7),
        boundary={"type": "Polygon", "coordinates": SQUARE},
    )
    given().when(place.define_region, kenya, []).then(kenya)
    given(kenya).when(place.define_region, whole, []).then(whole)
    given(kenya, whole).when(place.define_region, whole, []).then()


def test_a_region_is_withdrawn_once_and_reinstated_by_its_definition():
    given(kenya).when(place.withdraw_region, UNDONE).then(RegionWithdrawn(UNDONE))
    given(kenya, RegionWithdrawn(UNDONE)).when(place.withdraw_region, UNDONE).then()
    given(kenya, RegionWithdrawn(UNDONE)).when(place.define_region, kenya, []).then(kenya)
    given().when(place.withdraw_region, UNDONE).then()


def test_a_region_has_a_name():
    given().when(place.define_region, replace(kenya, name=""), []).then_refused(
        "Give a name.", field="name"
    )


def test_a_name_is_no_path():
    given().when(place.define_region, replace(kenya, name="Kenya / Kisumu"), []).then_refused(
        "A region's name has no “ / ” in it.", field="name"
    )


def test_a_region_lies_in_another():
    inside_out = replace(kenya, parent=KISUMU)
    given(kenya).when(place.define_region, inside_out, [KISUMU, KENYA]).then_refused(
        "cannot lie within itself", field="parent"
    )


def test_regions_are_nested_so_deep_and_no_deeper():
    deep = [f"r{n}" for n in range(place.MAX_DEPTH)]
    given().when(place.define_region, kenya, deep[1:]).then(kenya)
    given().when(place.define_region, kenya, deep).then_refused(
        "Regions are nested at most", field="parent"
    )


@pytest.mark.parametrize("point", [Point(91, 0), Point(0, -181), Point(float("nan"), 0)])
def test_a_centroid_is_on_earth(point):
    given().when(place.define_region, replace(kenya, centroid=point), []).then_refused(
        "A centroid has a latitude from -90 to 90", field="centroid"
    )


@pytest.mark.parametrize(
    "boundary",
    [
        {},
        {"type": "Point", "coordinates": [0, 1]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": ["Amina lives here"]},
        {"type": "Polygon", "coordinates": [[[True, False]]]},
        {"type": "Polygon", "coordinates": SQUARE, "properties": {"name": "Amina"}},
        {"type": "Polygon", "coordinates": [[[float("nan"), 0.0]]]},
        {"type": "Polygon", "coordinates": [[[float("inf"), 0.0]]]},
        {"type": "Polygon", "coordinates": [[[10**30, 0]]]},
    ],
    ids=str,
)
def test_a_boundary_is_a_shape_and_nothing_else(boundary):
    given().when(place.define_region, replace(kenya, boundary=boundary), []).then_refused(
        "A boundary is a GeoJSON Polygon or MultiPolygon", field="boundary"
    )


def test_a_boundary_nested_without_end_is_refused():
    nest = 1.0
    for _ in range(900):
        nest = [nest]
    bottomless = replace(kenya, boundary={"type": "Polygon", "coordinates": nest})
    given().when(place.define_region, bottomless, []).then_refused(
        "A boundary is a GeoJSON Polygon or MultiPolygon", field="boundary"
    )


def test_a_boundary_is_not_too_large():
    coast = {"type": "Polygon", "coordinates": [[[0.123456, 1.123456]] * 20_000]}
    given().when(place.define_region, replace(kenya, boundary=coast), []).then_refused(
        "Simplify it first.", field="boundary"
    )


def test_an_organisation_is_defined_and_revised():
    renamed = replace(ministry, name="Health Ministry")
    given().when(place.define_organisation, ministry).then(ministry)
    given(ministry).when(place.define_organisation, ministry).then()
    given(ministry).when(place.define_organisation, renamed).then(renamed)
    given().when(place.define_organisation, replace(ministry, name=" ")).then_refused(
        "Give a name.", field="name"
    )


def test_an_organisation_is_withdrawn_once_and_reinstated_by_its_definition():
    gone = OrganisationWithdrawn(UNDONE)
    given(ministry).when(place.withdraw_organisation, UNDONE).then(gone)
    given(ministry, gone).when(place.withdraw_organisation, UNDONE).then()
    given(ministry, gone).when(place.define_organisation, ministry).then(ministry)
