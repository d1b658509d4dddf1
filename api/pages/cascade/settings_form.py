"""Reads the forms of a cascade's settings into the bodies that the API takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from api.i18n import _
from api.schemas.cascades import (
    DefineOrganisation,
    DefineRegion,
    OpenCascade,
    ReviseCurriculum,
    ReviseStandard,
    ReviseTargets,
    SetSafeguards,
)
from api.schemas.common import Because
from api.transactions.write import Body
from domain.rules import Refused

Form = MultiDict[str, str]
MORE_TIERS, MORE_TARGETS, MORE_MODULES = 1, 2, 3
"""Empty lines at the end of each list."""


def loaded(shape: type[Schema], body: Body) -> Body:
    """The body as the schema loads it; raises Refused with its first error and field."""
    try:
        return dict(shape().load(body))
    except ValidationError as error:
        place, sentence = next(iter(error.messages_dict.items()))
        while isinstance(sentence, dict):
            sentence = next(iter(sentence.values()))
        raise Refused(str(sentence[0]), field=str(place)) from None


def reason(form: Form) -> Body:
    """The reason, {"code", "words"}; every change needs one. Raises Refused without words."""
    words = _text(form, "why")
    if not words or len(words) > 1000:
        raise Refused(
            "Say why, in a few words. They stay private; that it happened is on record.",
            field="why",
        )
    return {"code": "other", "words": words}


def standard(form: Form) -> Body:
    share, days = _number(form, "least_post"), _number(form, "least_attendance")
    body = {
        "least_post_share": None if share is None else share / 100,
        "least_rubric": _whole(form, "least_rubric"),
        "cofacilitations": _whole(form, "cofacilitations") or 0,
        "months_valid": _whole(form, "months_valid"),
        "least_attendance": None if days is None else days / 100,
    }
    return loaded(ReviseStandard, {"standard": body, "reason": reason(form)})


def targets(form: Form) -> Body:
    """The tiers in order, each with its targets. An empty tier is left out; one with targets and
    without a name is refused."""
    tiers = []
    for at in range(min(len(form.getlist("tier")), 40)):
        name = form.getlist("tier")[at].strip()
        planned = _targets_of(form, at)
        if planned and not name:
            raise Refused("Give the tier of these targets a name.", field="tiers")
        if name:
            tiers.append({"name": name, "targets": planned})
    return loaded(ReviseTargets, {"tiers": tiers, "reason": reason(form)})


def _targets_of(form: Form, at: int) -> list[Body]:
    columns = [form.getlist(f"{name}-{at}") for name in ("people", "by", "region")]
    found = []
    for people, by, region in zip(*columns, strict=False):
        if not people.strip() and not by.strip():
            continue
        if not people.strip() or not by.strip():
            raise Refused("A target has both a number of people and a day.", field="tiers")
        number = _read(people, int, "tiers")
        found.append({"people": number, "by": by, **({"region": region} if region else {})})
    return found


def curriculum(form: Form) -> Body:
    """Modules and objectives; empty lines are left out."""
    lines = zip(form.getlist("code"), form.getlist("name"), strict=False)
    modules = [{"code": c.strip(), "name": n.strip()} for c, n in lines if c.strip() or n.strip()]
    objectives = _objectives(form)
    body = {"modules": modules, "objectives": objectives, "reason": reason(form)}
    return loaded(ReviseCurriculum, body)


def safeguards(form: Form) -> Body:
    body = {
        "contact_months": _whole(form, "contact_months"),
        "second_factor": bool(form.get("second_factor")),
        "reason": reason(form),
    }
    return loaded(SetSafeguards, body)


def because(form: Form) -> Body:
    return loaded(Because, {"reason": reason(form)})


def region(form: Form, known: Body | None = None) -> Body:
    """`known`: the region to revise; it keeps its boundary if the form has none."""
    latitude, longitude = _number(form, "latitude"), _number(form, "longitude")
    if (latitude is None) != (longitude is None):
        raise Refused("A centroid has both a latitude and a longitude.", field="centroid")
    body: Body = {"name": _text(form, "name")}
    if form.get("parent"):
        body["parent"] = form["parent"]
    if latitude is not None:
        body["centroid"] = {"latitude": latitude, "longitude": longitude}
    if known is not None:
        body["id"] = known["id"]
        if known["boundary"] and not form.get("no_boundary"):
            body["boundary"] = known["boundary"]
    if _text(form, "boundary"):
        body["boundary"] = _geometry(_text(form, "boundary"))
    return loaded(DefineRegion, body)


def _geometry(text: str) -> Any:
    """A GeoJSON geometry, or the one of a Feature."""
    found = _read(text, json.loads, "boundary")
    return found.get("geometry", found) if isinstance(found, dict) else found


def organisation(form: Form, known: Body | None = None) -> Body:
    body: Body = _texts(form, "name", "kind", "region")
    return loaded(DefineOrganisation, body | ({"id": known["id"]} if known else {}))


def opening(form: Form) -> Body:
    body: Body = _texts(form, "id", "slug", "title", "series")
    objectives = _objectives(form)
    return loaded(OpenCascade, body | ({"objectives": objectives} if objectives else {}))


# ---- fields ----------------------------------------------------------------------------------


def _text(form: Form, name: str) -> str:
    return form.get(name, "").strip()


def _texts(form: Form, *names: str) -> dict[str, str]:
    """Name → text of the fields that are filled in."""
    return {name: text for name in names if (text := _text(form, name))}


def _objectives(form: Form) -> list[str]:
    return [line.strip() for line in form.get("objectives", "").splitlines() if line.strip()]


def _whole(form: Form, name: str) -> int | None:
    return _read(_text(form, name), int, name) if _text(form, name) else None


def _number(form: Form, name: str) -> float | None:
    text = _text(form, name).replace(",", ".")
    return _read(text, float, name) if text else None


def _read(text: str, kind: Callable[[str], Any], field: str) -> Any:
    try:
        return kind(text.strip())
    except ValueError:
        sentences: dict[Any, str] = {
            int: _("This is to be a whole number."),
            float: _("This is to be a number."),
        }
        raise Refused(
            sentences.get(kind, _("This is not GeoJSON. Paste a Polygon or MultiPolygon.")),
            field=field,
        ) from None
