"""The schema of the views. Rebuildable from the log; nothing here is the only copy of a fact.

Ids are small integers: a person's, workshop's or cascade's *number* is the position of the entry
with which it began. Days are integers too: `date.toordinal()`. Texts are codes and the names
that the log may hold; a private text is present as its commitment only.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    Index,
    Integer,
    Table,
    Text,
    sql,
)

from projections.certification_tables import certificate as certificate
from projections.certification_tables import certified as certified
from projections.certification_tables import spell as spell
from projections.certification_tables import standing as standing
from projections.columns import Number, count, day, flag, key, number, text
from projections.columns import metadata as metadata
from projections.entrant_tables import attended_again as attended_again
from projections.entrant_tables import cadre as cadre
from projections.entrant_tables import entrants_by_organisation as entrants_by_organisation
from projections.entrant_tables import entrants_by_region as entrants_by_region
from projections.entrant_tables import entrants_of_cadre as entrants_of_cadre
from projections.entrant_tables import reach_cell as reach_cell
from projections.flag_tables import flags as flags
from projections.mention_tables import mention as mention
from projections.mention_tables import unseen as unseen
from projections.place_tables import followup_due as followup_due
from projections.place_tables import person_place as person_place
from projections.reach_tables import generation_sum as generation_sum
from projections.reach_tables import given_by as given_by
from projections.reach_tables import reach_node as reach_node
from projections.reach_tables import reach_set as reach_set
from projections.reach_tables import reach_succ as reach_succ
from projections.reach_tables import reach_trainer as reach_trainer
from projections.reach_tables import repeat_trainee as repeat_trainee
from projections.reach_tables import trainer as trainer
from projections.reach_tables import trainer_reach as trainer_reach
from projections.workshop_tables import presence as presence
from projections.workshop_tables import workshop as workshop

ERASED = sql.text("erased = 1")
"""The condition of a partial index: few rows fulfil it."""

meta = Table("meta", metadata, Column("key", Text, primary_key=True), text("value", null=False))

cascade = Table(
    "cascade",
    metadata,
    key("number"),
    Column("id", Text, unique=True, nullable=False),
    Column("slug", Text, unique=True, nullable=False),
    text("title"),
    text("series"),
    text("details"),
    text("modules"),
    text("tiers"),
    text("standard"),
    Column("evidence_months", Integer),
    Column("contact_months", Integer),
    flag("second_factor"),
    flag("closed"),
)

region = Table(
    "region",
    metadata,
    key("number"),
    Column("id", Text, unique=True, nullable=False),
    text("name"),
    number("parent"),
    Column("latitude", Float),
    Column("longitude", Float),
    text("boundary"),
    flag("withdrawn"),
)

organisation = Table(
    "organisation",
    metadata,
    key("number"),
    Column("id", Text, unique=True, nullable=False),
    text("name"),
    text("kind"),
    number("region"),
    flag("withdrawn"),
)

person = Table(
    "person",
    metadata,
    key("number"),
    Column("id", Text, unique=True, nullable=False),
    Column("one", Number, nullable=False, comment="who this is: the merged group's smallest id"),
    text("sex"),
    text("age_band"),
    number("region"),
    text("cadre"),
    number("organisation"),
    text("disability"),
    text("details"),
    flag("withdrawn"),
    flag("erased"),
    number("cascade"),
    Column("known_sex", Text, comment="of the merged group, where it is `one`"),
    Column("known_region", Number, comment="likewise"),
    Column("known_age_band", Text, comment="likewise"),
    Column("known_disability", Text, comment="likewise: yes or no"),
    Column("known_cadre", Text, comment="likewise"),
    Column("known_organisation", Number, comment="likewise"),
    Index("person_one", "one"),
    *(
        Index(f"person_{name}", f"known_{name}", "number", sqlite_where=so, postgresql_where=so)
        for name in ("organisation", "cadre", "disability")
        for so in [sql.text(f"known_{name} IS NOT NULL")]
    ),
    Index("person_erased", "one", sqlite_where=ERASED, postgresql_where=ERASED),
)

pair = Table(
    "pair",
    metadata,
    key("one"),
    key("other"),
    flag("merged"),
    flag("distinct_people"),
    flag("unsure"),
    Index("pair_other", "other"),
)

proposal = Table(
    "proposal",
    metadata,
    key("number"),
    Column("id", Text, unique=True, nullable=False),
    number("cascade", null=False),
    Column("lead", Number, nullable=False, comment="as recorded"),
    Column("author", Text, nullable=False, comment="the account that made it"),
    text("kind", null=False),
    text("state", null=False),
    day("starts_on", null=False),
    day("ends_on", null=False),
    number("region"),
    text("mode"),
    text("modules"),
    Column("headcount", Integer),
    Column("lines", Text, nullable=False, comment="commitments to what was typed of each"),
    Column("heads", Integer, nullable=False, comment="claimed: the lines, or the headcount"),
    text("details"),
    text("reason"),
    text("words"),
    text("answered_by"),
    number("workshop"),
    Index("proposal_state", "cascade", "state"),
)

outcome = Table(
    "outcome",
    metadata,
    key("number"),
    Column("id", Text, unique=True, nullable=False),
    number("cascade", null=False),
    number("person", null=False),
    number("workshop"),
    text("kind", null=False),
    day("day", null=False),
    Column("quantity", Float, nullable=False),
    text("unit"),
    number("observer"),
    text("words"),
    flag("voided"),
    Index("outcome_person", "person", "cascade"),
    Index("outcome_workshop", "workshop"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Text, primary_key=True),
    number("workshop", null=False),
    number("person"),
    count("rating"),
    text("words"),
    Index("feedback_workshop", "workshop"),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Text, primary_key=True),
    number("workshop", null=False),
    text("kind"),
    text("file"),
    day("keep_until"),
    Index("evidence_workshop", "workshop"),
)

held_role = Table(
    "held_role",
    metadata,
    key("number"),
    Column("id", Text, nullable=False),
    text("account", null=False),
    text("role", null=False),
    number("cascade"),
    number("region"),
    number("person"),
    Column("until", Integer, comment="the last day"),
    text("granted_by", null=False),
    flag("withdrawn"),
    Index("held_role_account", "account"),
)

batch = Table(
    "batch",
    metadata,
    Column("name", Text, primary_key=True),
    number("cascade"),
    number("started", null=False),
    number("completed"),
    number("undone"),
    text("recorded_by", null=False),
    text("recorded_at", null=False),
    count("people"),
    count("workshops"),
    count("facts"),
)
