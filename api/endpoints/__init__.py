"""The JSON API, one file for each noun. `ALL`: the blueprints that the app registers."""

from __future__ import annotations

from api.endpoints.accounts import accounts
from api.endpoints.alarms import alarms
from api.endpoints.branch import branch
from api.endpoints.cascades import cascades
from api.endpoints.certifications import certifications
from api.endpoints.comparisons import comparisons
from api.endpoints.duplicates import duplicates
from api.endpoints.figures import figures
from api.endpoints.histories import histories
from api.endpoints.me import me
from api.endpoints.outcomes import outcomes
from api.endpoints.people import people
from api.endpoints.places import places
from api.endpoints.privacy import privacy
from api.endpoints.proposals import proposals
from api.endpoints.quality import quality
from api.endpoints.registers import registers
from api.endpoints.replays import replays
from api.endpoints.reports import reports
from api.endpoints.workshops import workshops

ALL = (
    cascades,
    places,
    people,
    privacy,
    duplicates,
    workshops,
    registers,
    certifications,
    outcomes,
    figures,
    reports,
    quality,
    histories,
    replays,
    comparisons,
    branch,
    proposals,
    me,
    accounts,
    alarms,
)
