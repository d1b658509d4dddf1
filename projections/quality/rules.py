"""The rules that find irregular facts: one query per code. docs/definitions.md.

Each query gives (workshop, person, place, …params): numbers, 0 for none. `place` tells apart
several flags of one code on the same workshop and person. Params are named in `Rule`; a name that
ends in `_on` is a day.

CROSS JOIN makes SQLite join in the order written; its own choice took a minute instead of a tenth
of a second. `+` keeps it off an index. `{these}` and `{theirs}` narrow expensive queries to some
workshops and to their facilitators. Other `{…}` stand for JSON functions, which differ between
SQLite and PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_WORKSHOP = 60
"""Days; a longer workshop is flagged."""
DISTANT = 100
"""Kilometres between two centroids."""
ALIKE = 5
"""Equal scores on at least so many lines of a register are flagged."""


@dataclass(frozen=True)
class Rule:
    """`params`: names of the query's columns from the fourth on."""

    sql: str
    params: tuple[str, ...] = ()


SQLITE = {
    "lines": "json_each(w.sheet) AS line",
    "person": "json_extract(line.value, '$[0]')",
    "pre": "json_extract(line.value, '$[1]')",
    "post": "json_extract(line.value, '$[2]')",
    "scores": "json_extract(line.value, '$[1]', '$[2]', '$[3]')",
    "conflict": "json_extract(line.value, '$[4]')",
    "voided": "json_extract(line.value, '$[5]')",
    "length": "json_array_length(w.sheet)",
    "differ": "coalesce(json_extract(w.sheet, '$[0][5]') + json_extract(w.sheet, '$[1][5]') = 0"
    " AND abs(json_extract(w.sheet, '$[0][1]') - json_extract(w.sheet, '$[1][1]'))"
    " + abs(json_extract(w.sheet, '$[0][2]') - json_extract(w.sheet, '$[1][2]')) > 0, 1 = 0)",
    "left_off": "json_each(w.left_off) AS line",
    "whole": "line.value",
    "modules": "json_each(w.modules) AS line",
    "place": "line.key",
    "text": "line.value",
}
POSTGRES = {
    "lines": "jsonb_array_elements(w.sheet::jsonb) AS line(value)",
    "person": "CAST(line.value ->> 0 AS bigint)",
    "pre": "CAST(line.value ->> 1 AS double precision)",
    "post": "CAST(line.value ->> 2 AS double precision)",
    "scores": "jsonb_build_array(line.value -> 1, line.value -> 2, line.value -> 3)",
    "conflict": "CAST(line.value ->> 4 AS integer)",
    "voided": "CAST(line.value ->> 5 AS integer)",
    "length": "jsonb_array_length(w.sheet::jsonb)",
    "differ": "coalesce(w.sheet::jsonb #>> '{0,5}' = '0' AND w.sheet::jsonb #>> '{1,5}' = '0'"
    " AND abs((w.sheet::jsonb #>> '{0,1}')::float - (w.sheet::jsonb #>> '{1,1}')::float)"
    " + abs((w.sheet::jsonb #>> '{0,2}')::float - (w.sheet::jsonb #>> '{1,2}')::float) > 0,"
    " 1 = 0)",
    "left_off": "jsonb_array_elements(w.left_off::jsonb) AS line(value)",
    "whole": "CAST(line.value AS bigint)",
    "modules": "jsonb_array_elements_text(w.modules::jsonb) WITH ORDINALITY AS line(value, key)",
    "place": "line.key",
    "text": "line.value",
}

# ---- who gave it -----------------------------------------------------------------------------

LEAD_NOT_CERTIFIED = """
SELECT w.number AS workshop, w.leader AS person, 0 AS place, w.starts_on
FROM workshop w
WHERE w.cascade = :cascade {these} AND w.counts = 1 AND w.leader IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM person p CROSS JOIN certified c
  WHERE p.one = w.leader AND c.cascade = w.cascade AND c.person = p.number
    AND c.starts_on <= w.starts_on AND w.starts_on <= c.until)
"""
NO_LEAD = """
SELECT w.number AS workshop, 0 AS person, 0 AS place, w.people
FROM workshop w
WHERE w.cascade = :cascade {these} AND w.counts = 1 AND w.leader IS NULL
"""
UNATTRIBUTED = """
SELECT entry_workshop AS workshop, person, 0 AS place
FROM reach_node WHERE cascade = :cascade AND parent IS NULL AND role = 1
"""
FACILITATOR_ON_REGISTER = """
SELECT DISTINCT w.number AS workshop, p.one AS person, 0 AS place
FROM workshop w CROSS JOIN {left_off} CROSS JOIN person p
WHERE w.cascade = :cascade {these} AND w.status = 'held' AND w.left_off <> '[]'
  AND p.number = {whole}
"""

# ---- before they might -----------------------------------------------------------------------

TAUGHT_BEFORE_TRAINED = """
SELECT t.workshop, t.person, 0 AS place, t.taught_on, t.trained_on FROM (
  SELECT f.workshop, f.person, f.taught_on, coalesce(
    (SELECT min(c.certified_on) FROM person p CROSS JOIN certificate c
     WHERE p.one = f.person AND c.cascade = :cascade AND c.person = p.number AND c.voided = 0),
    (SELECT min(w.starts_on) FROM presence a CROSS JOIN workshop w
     WHERE a.person = f.person AND a.role = 1 AND w.number = a.workshop AND w.counts = 1
       AND w.cascade = :cascade)
  ) AS trained_on
  FROM (
    SELECT g.workshop, g.person, w.starts_on AS taught_on,
           row_number() OVER (PARTITION BY g.person ORDER BY w.starts_on, w.key) AS nth
    FROM presence g CROSS JOIN workshop w
    WHERE g.role = 0 AND w.number = g.workshop AND w.counts = 1 AND w.cascade = :cascade {theirs}
  ) AS f WHERE f.nth = 1
) AS t WHERE t.taught_on < t.trained_on
"""
TAUGHT_BEFORE_TRAINING_ENDED = """
SELECT v.number AS workshop, v.leader AS person, 0 AS place,
       n.entry_workshop AS training, v.starts_on AS taught_on, w.ends_on AS ended_on, c.people
FROM reach_cell c CROSS JOIN workshop v CROSS JOIN reach_node n CROSS JOIN workshop w
WHERE c.cascade = :cascade AND c.people > 0 AND v.number = c.workshop
  AND n.cascade = c.cascade AND n.person = c.trainer AND n.parent IS NOT NULL
  AND w.number = n.entry_workshop AND w.ends_on >= v.starts_on
  AND NOT EXISTS (
    SELECT 1 FROM presence a CROSS JOIN workshop e CROSS JOIN presence g
    WHERE a.person = n.person AND a.role = 1 AND e.number = a.workshop AND e.counts = 1
      AND e.cascade = c.cascade AND e.ends_on < v.starts_on
      AND g.workshop = e.number AND g.person = n.parent AND g.role = 0)
"""

# ---- what the sheet says ---------------------------------------------------------------------

HEADCOUNT_DIFFERS = """
SELECT number AS workshop, 0 AS person, 0 AS place, headcount, people, headcount - people
FROM workshop WHERE cascade = :cascade AND status = 'held' AND headcount <> people
"""
# `differ`: the first two lines differ, so that few sheets need more work. If a facilitator signed
# too, one of these lines may be theirs; it is not a participant's line.
SCORES_ALL_ALIKE = f"""
SELECT w.number AS workshop, 0 AS person, 0 AS place, count(*), min({{pre}}), min({{post}})
FROM workshop w CROSS JOIN {{lines}} CROSS JOIN person p CROSS JOIN presence s
WHERE w.cascade = :cascade {{these}} AND w.status = 'held' AND {{length}} >= {ALIKE}
  AND NOT (w.left_off = '[]' AND {{differ}})
  AND {{voided}} = 0
  AND p.number = {{person}} AND s.workshop = w.number AND s.person = p.one AND s.role = 1
  AND {{pre}} IS NOT NULL AND {{post}} IS NOT NULL
GROUP BY w.number
HAVING count(*) >= {ALIKE} AND min({{pre}}) = max({{pre}}) AND min({{post}}) = max({{post}})
"""
SCORES_IN_CONFLICT = """
SELECT w.number AS workshop, p.one AS person, 0 AS place
FROM workshop w CROSS JOIN {lines} CROSS JOIN person p CROSS JOIN presence s
WHERE w.cascade = :cascade {these} AND w.status = 'held' AND w.in_conflict = 1 AND {voided} = 0
  AND p.number = {person} AND s.workshop = w.number AND s.person = p.one AND s.role = 1
GROUP BY w.number, p.one
HAVING max({conflict}) = 1 OR count(DISTINCT {scores}) > 1
"""
UNKNOWN_MODULE = """
SELECT w.number AS workshop, 0 AS person, {place} AS place, {text}
FROM workshop w CROSS JOIN {modules}
WHERE w.cascade = :cascade {these} AND w.status = 'held' AND w.modules <> '[]'
  AND :modules_known > 0 AND NOT ({text} IN ids(:modules))
"""

# ---- days and places -------------------------------------------------------------------------

# Degrees of latitude, and of longitude on the way between (Bhaskara's cosine), are 111.2 km.
_NORTH = "(a.latitude - b.latitude)"
_TURN = "abs(a.longitude - b.longitude)"
_EAST = f"(CASE WHEN {_TURN} > 180 THEN 360 - {_TURN} ELSE {_TURN} END)"
_MIDDLE = "((a.latitude + b.latitude) / 2)"
_COSINE = f"(4 * (8100 - {_MIDDLE} * {_MIDDLE}) / (32400 + {_MIDDLE} * {_MIDDLE}))"
_SQUARE = f"({_NORTH} * {_NORTH} + {_EAST} * {_EAST} * {_COSINE} * {_COSINE})"

TWO_PLACES_ONE_DAY = f"""
WITH RECURSIVE within(region, around) AS (
  SELECT number, number FROM region
  UNION
  SELECT i.region, r.parent FROM within i JOIN region r ON r.number = i.around
  WHERE r.parent IS NOT NULL
)
SELECT w.number AS workshop, w.leader AS person, v.number AS place,
       v.number, CASE WHEN v.starts_on > w.starts_on THEN v.starts_on ELSE w.starts_on END
FROM workshop w CROSS JOIN workshop v CROSS JOIN region a CROSS JOIN region b
WHERE w.cascade = :cascade {{these}} AND +v.cascade = w.cascade
  AND w.status = 'held' AND v.status = 'held'
  AND v.leader = w.leader AND v.number < w.number AND a.number = w.region AND b.number = v.region
  AND v.starts_on <= w.ends_on AND w.starts_on <= v.ends_on
  AND coalesce(w.mode, '') <> 'online' AND coalesce(v.mode, '') <> 'online'
  AND NOT EXISTS (SELECT 1 FROM within i WHERE i.region = a.number AND i.around = b.number)
  AND NOT EXISTS (SELECT 1 FROM within i WHERE i.region = b.number AND i.around = a.number)
  AND coalesce({_SQUARE} * 111.2 * 111.2 > {DISTANT} * {DISTANT}, 1 = 1)
"""
LONG_WORKSHOP = f"""
SELECT number AS workshop, 0 AS person, 0 AS place, ends_on - starts_on + 1, starts_on, ends_on
FROM workshop
WHERE cascade = :cascade AND status = 'held' AND ends_on - starts_on + 1 > {LONGEST_WORKSHOP}
"""
ASSESSED_AFTER_CERTIFIED = """
SELECT 0 AS workshop, p.one AS person, c.number AS place, c.certified_on, min(s.day)
FROM certificate c CROSS JOIN person p CROSS JOIN person q CROSS JOIN standing s
WHERE c.cascade = :cascade AND c.voided = 0 AND p.number = c.person AND q.one = p.one
  AND s.cascade = c.cascade AND s.person = q.number AND s.what = 'assessed'
GROUP BY p.one, c.number, c.certified_on
HAVING min(s.day) > c.certified_on
"""
STANDING_BEFORE_CERTIFICATE = """
SELECT 0 AS workshop, p.one AS person, s.position AS place, s.what, s.day, min(c.certified_on)
FROM standing s CROSS JOIN person p CROSS JOIN certificate c
WHERE s.cascade = :cascade AND s.what IN ('renewed', 'suspended', 'reinstated', 'revoked')
  AND p.number = s.person AND c.cascade = s.cascade AND c.person = s.person AND c.voided = 0
GROUP BY p.one, s.position, s.what, s.day
HAVING s.day < min(c.certified_on)
"""
OUTCOME_BEFORE_WORKSHOP = """
SELECT o.workshop, p.one AS person, o.number AS place, o.day, w.starts_on
FROM outcome o JOIN person p ON p.number = o.person JOIN workshop w ON w.number = o.workshop
WHERE o.cascade = :cascade AND o.voided = 0 AND w.status = 'held' AND o.day < w.starts_on
"""

# ---- records ---------------------------------------------------------------------------------

CERTIFIED_BELOW_STANDARD = """
SELECT 0 AS workshop, p.one AS person, c.number AS place, c.level, c.certified_on
FROM certificate c JOIN person p ON p.number = c.person
WHERE c.cascade = :cascade AND c.waived = 1 AND c.voided = 0
"""
REGISTERED_NAMELESS = """
SELECT DISTINCT 0 AS workshop, p.one AS person, 0 AS place
FROM person p
WHERE p.cascade = :cascade AND p.details IS NULL AND p.withdrawn = 0 AND p.erased = 0
  AND NOT EXISTS (
    SELECT 1 FROM person q WHERE q.one = p.one AND (q.details IS NOT NULL OR q.erased = 1))
"""

NAMED_UNSEEN = """
SELECT 0 AS workshop, p.one AS person, w.number AS place, w.number
FROM unseen u CROSS JOIN person p CROSS JOIN workshop w
WHERE p.number = u.person AND p.erased = 0 AND w.number = u.workshop
  AND (w.cascade = :cascade OR p.cascade = :cascade)
  AND EXISTS (SELECT 1 FROM presence s WHERE s.workshop = w.number AND s.person = p.one)
GROUP BY p.one, w.number
"""

ALL = {"these": "", "theirs": ""}
SOME = {
    "these": "AND w.number IN ids(:these)",
    "theirs": "AND g.person IN"
    " (SELECT person FROM presence WHERE workshop IN ids(:these) AND role = 0)",
}
"""Conditions that narrow the queries to some workshops; `:these` are their numbers."""

RULES = {
    "lead-not-certified": Rule(LEAD_NOT_CERTIFIED, ("starts_on",)),
    "no-lead": Rule(NO_LEAD, ("people",)),
    "unattributed": Rule(UNATTRIBUTED),
    "facilitator-on-register": Rule(FACILITATOR_ON_REGISTER),
    "taught-before-trained": Rule(TAUGHT_BEFORE_TRAINED, ("taught_on", "trained_on")),
    "taught-before-training-ended": Rule(
        TAUGHT_BEFORE_TRAINING_ENDED, ("training", "taught_on", "ended_on", "people")
    ),
    "headcount-differs": Rule(HEADCOUNT_DIFFERS, ("headcount", "people", "difference")),
    "scores-all-alike": Rule(SCORES_ALL_ALIKE, ("people", "pre", "post")),
    "scores-in-conflict": Rule(SCORES_IN_CONFLICT),
    "unknown-module": Rule(UNKNOWN_MODULE, ("module",)),
    "two-places-one-day": Rule(TWO_PLACES_ONE_DAY, ("other_workshop", "both_on")),
    "long-workshop": Rule(LONG_WORKSHOP, ("days", "starts_on", "ends_on")),
    "assessed-after-certified": Rule(ASSESSED_AFTER_CERTIFIED, ("certified_on", "assessed_on")),
    "standing-before-certificate": Rule(
        STANDING_BEFORE_CERTIFICATE, ("change", "changed_on", "certified_on")
    ),
    "outcome-before-workshop": Rule(OUTCOME_BEFORE_WORKSHOP, ("observed_on", "starts_on")),
    "certified-below-standard": Rule(CERTIFIED_BELOW_STANDARD, ("level", "certified_on")),
    "registered-nameless": Rule(REGISTERED_NAMELESS),
    "named-unseen": Rule(NAMED_UNSEEN, ("elsewhere",)),
}
"""Code → rule, in the order in which a coordinator sees flags."""
