"""Cascades: open, list, revise, close; and the list of imports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from api.access.policy import MISSING
from api.access.rules import ADMINISTER, CASCADE, FIGURES, SETTINGS, requires
from api.schemas.cascades import (
    Batch,
    Cascade,
    ListCascades,
    OpenCascade,
    ReviseCurriculum,
    ReviseStandard,
    ReviseTargets,
    SetSafeguards,
)
from api.schemas.common import Because
from api.schemas.envelope import Paged, many, one
from api.transactions.read import Page, Read, numbered
from api.transactions.write import Body, Write
from api.web.routing import Blueprint
from domain import cascade
from domain.events import CascadeOpened, RoleGranted
from domain.rules import NotFound
from domain.service import Commands
from domain.values import (
    AccountId,
    CascadeId,
    GrantId,
    Module,
    Reason,
    ReasonCode,
    Role,
    Standard,
    Target,
    Tier,
)
from projections.records import cascades as records_cascades

cascades = Blueprint("cascades", __name__)


@cascades.creates("/cascades", OpenCascade)
@requires(ADMINISTER)
def open_cascade(write: Write, body: Body) -> Any:
    """Open a cascade. Who opens it coordinates it, which is on record like any grant."""
    id = CascadeId(write.id(body.get("id")))
    fact = CascadeOpened(
        cascade=id,
        slug=body["slug"],
        title=body["title"],
        series=body.get("series") or body["slug"],
        details=write.seal(cascade.stream(id), "details", _objectives(body)),
        modules=_modules(body),
        tiers=_tiers(body),
        standard=Standard(**body.get("standard", {})),
        evidence_months=body.get("evidence_months"),
    )

    def act(c: Any) -> None:
        c.open_cascade(fact)
        if not write.access.everything:
            c.grant_role(_coordinates(write, id))

    return write.commit(act, {"id": id}, f"/api/v1/cascades/{id}")


@cascades.reads("/cascades", many(Cascade), ListCascades)
@requires(CASCADE)
def list_cascades(read: Read) -> Page:
    """List cascades."""
    slug = read.asked.get("slug")
    return numbered(
        read,
        lambda db, after, most: records_cascades.cascades(db, after, most, slug, read.scope),
        lambda rows: _shown(read, rows),
    )


@cascades.reads("/cascades/<uuid:id>", one(Cascade))
@requires(CASCADE, cascade="id")
def get_cascade(read: Read, id: UUID) -> Body:
    """Get a cascade."""
    found = records_cascades.cascade(read.db, str(id))
    if found is None:
        raise NotFound(MISSING["cascade"])
    return _shown(read, [found])[0]


@cascades.changes("/cascades/<uuid:id>/standard", ReviseStandard)
@requires(SETTINGS, cascade="id")
def revise_standard(write: Write, body: Body, id: UUID) -> Any:
    """Revise the standard for certification."""
    standard = Standard(**body["standard"])
    return _change(write, body, id, lambda c, it, why: c.revise_standard(it, standard, why))


@cascades.changes("/cascades/<uuid:id>/targets", ReviseTargets)
@requires(SETTINGS, cascade="id")
def revise_targets(write: Write, body: Body, id: UUID) -> Any:
    """Revise the planned tiers and targets."""
    return _change(write, body, id, lambda c, it, why: c.revise_targets(it, _tiers(body), why))


@cascades.changes("/cascades/<uuid:id>/curriculum", ReviseCurriculum)
@requires(SETTINGS, cascade="id")
def revise_curriculum(write: Write, body: Body, id: UUID) -> Any:
    """Revise the curriculum, and the objectives."""

    def act(c: Commands, it: CascadeId, why: Reason) -> None:
        details = c.known_cascade(it).details
        if "objectives" in body:
            details = write.replace(cascade.stream(it), "details", details, _objectives(body))
        c.revise_curriculum(it, _modules(body), details, why)

    return _change(write, body, id, act)


@cascades.changes("/cascades/<uuid:id>/safeguards", SetSafeguards, method="PUT")
@requires(SETTINGS, cascade="id")
def set_safeguards(write: Write, body: Body, id: UUID) -> Any:
    """Set how long contacts are kept, and whether a second factor is asked for."""
    settings = (body["contact_months"], body["second_factor"])
    return _change(write, body, id, lambda c, it, why: c.set_safeguards(it, *settings, why))


@cascades.changes("/cascades/<uuid:id>/closing", Because)
@requires(SETTINGS, cascade="id")
def close_cascade(write: Write, body: Body, id: UUID) -> Any:
    """Close a cascade: nothing new is logged in it."""
    return _change(write, body, id, lambda c, it, why: c.close_cascade(it, why))


@cascades.changes("/cascades/<uuid:id>/reopening", Because)
@requires(SETTINGS, cascade="id")
def reopen_cascade(write: Write, body: Body, id: UUID) -> Any:
    """Reopen a closed cascade."""
    return _change(write, body, id, lambda c, it, why: c.reopen_cascade(it, why))


@cascades.reads("/batches", many(Batch), Paged)
@requires(FIGURES)
def list_batches(read: Read) -> Page:
    """List imports."""
    return numbered(
        read, lambda db, after, most: records_cascades.batches(db, after, most, read.scope)
    )


@cascades.reads("/batches/<string:name>", one(Batch))
@requires(FIGURES, batch="name")
def get_batch(read: Read, name: str) -> records_cascades.BatchRow:
    """Get an import by its name."""
    found = records_cascades.batch(read.db, name)
    if found is None:
        raise NotFound(MISSING["batch"])
    return found


def _change(
    write: Write, body: Body, id: UUID, act: Callable[[Commands, CascadeId, Reason], Any]
) -> Any:
    """Records a change of a cascade with its reason."""
    it = CascadeId(str(id))
    why = write.reason(cascade.stream(it), body["reason"])
    return write.commit(lambda c: act(c, it, why), {"id": it})


def _coordinates(write: Write, cascade: CascadeId) -> RoleGranted:
    return RoleGranted(
        GrantId(write.id()),
        AccountId(write.access.account),
        Role.COORDINATOR,
        Reason(ReasonCode.REQUESTED),
        cascade,
    )


def _objectives(body: Body) -> Body | None:
    return {"objectives": body["objectives"]} if body.get("objectives") else None


def _modules(body: Body) -> tuple[Module, ...]:
    return tuple(Module(**module) for module in body.get("modules", ()))


def _tiers(body: Body) -> tuple[Tier, ...]:
    return tuple(
        Tier(tier["name"], tuple(Target(**target) for target in tier.get("targets", ())))
        for tier in body.get("tiers", ())
    )


def _shown(read: Read, rows: Any) -> list[Body]:
    opened = read.private.open(row["details"] for row in rows)
    return [
        row | {"objectives": opened.get(row["details"] or "", {}).get("objectives", [])}
        for row in rows
    ]
