"""The report of a cascade: a period's people and participations, and targets."""

from __future__ import annotations

from uuid import UUID

from api.access.rules import FIGURES, requires
from api.errors import Problem
from api.figures.report import Report, ReportQuery, report
from api.schemas import report as shapes
from api.schemas.envelope import one
from api.transactions.read import Read
from api.web.routing import Blueprint
from projections import tables

reports = Blueprint("reports", __name__)


@reports.reads("/cascades/<uuid:cascade>/report", one(shapes.Report), shapes.AskReport)
@requires(FIGURES, cascade="cascade")
def get_report(read: Read, cascade: UUID) -> Report:
    """Get a period's figures by sex, age, disability, region, cadre and tier, and the targets."""
    number = read.number(tables.cascade, cascade)
    body = read.asked
    asked = ReportQuery(
        body.get("from_"), body.get("until"), body.get("region"), body.get("tier"),
        body.get("organisation"),
    )  # fmt: skip
    if asked.first and asked.last and asked.first > asked.last:
        raise Problem(422, "The period ends before it begins. Change one of its days.")
    return report(read, number, asked)
