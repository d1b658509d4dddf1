"""The navigation of a cascade: links to the pages that the reader may open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from api.access.rules import BRANCH, FIGURES, HISTORY, IMPORTS, LOG_WORK, RECORDS, Rule
from api.i18n import _
from api.web.services import caller, this_access


@dataclass(frozen=True)
class Place:
    name: str
    href: str
    is_here: bool


def entries() -> list[tuple[str, str, Rule]]:
    """(endpoint, name, rule), in the order of the work."""
    return [
        ("pages.cascade", _("Overview"), FIGURES),
        ("pages.branch.show", _("My reach"), BRANCH),
        ("pages.logging.new", _("Log a workshop"), LOG_WORK),
        ("pages.workshops.show_all", _("Workshops"), RECORDS),
        ("pages.people.show_all", _("People"), RECORDS),
        ("pages.trainers.show_all", _("Trainers"), RECORDS),
        ("pages.proposals.show_all", _("Proposals"), LOG_WORK),
        ("pages.duplicates.show_all", _("Duplicates"), LOG_WORK),
        ("pages.imports.show", _("Import"), IMPORTS),
        ("pages.report.show", _("Report"), FIGURES),
        ("pages.replay.show", _("Replay"), HISTORY),
        ("pages.compare.show", _("Why it changed"), HISTORY),
        ("pages.history.show", _("History"), HISTORY),
        ("pages.settings.show", _("Settings"), FIGURES),
    ]


def of_cascade() -> list[Place]:
    """The links for the cascade in the address; empty on other pages."""
    cascade = str((request.view_args or {}).get("cascade", ""))
    access = this_access()
    if not cascade or not access.account:
        return []
    db = caller().db
    row = db.one("SELECT number FROM cascade WHERE id = :id", id=cascade)
    return list(_open(cascade, row[0])) if row else []


def _open(cascade: str, number: int) -> Iterator[Place]:
    access = this_access()
    here = (request.endpoint or "").rsplit(".", 1)[0]
    for endpoint, name, rule in entries():
        scope = access.scope(rule)
        if scope.everything or number in scope.cascades:
            is_here = request.endpoint == endpoint or (
                here != "pages" and here == endpoint.rsplit(".", 1)[0]
            )
            yield Place(name, url_for(endpoint, cascade=cascade), is_here)


def helpers() -> dict[str, Callable[..., Any]]:
    return {"places_of_cascade": of_cascade}
