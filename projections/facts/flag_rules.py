"""The rules that find irregular facts: one query per code of flag. docs/definitions.md.

Each query gives (cascade, workshop, person, place, …params): numbers, 0 for none. `place` tells
apart several flags of one code on the same workshop and person. `flag_tables.PARAMS` names the
params.

CROSS JOIN makes SQLite join in the order written; its own choice took a minute instead of a tenth
of a second. `+` keeps it off an index. `{these}` narrows a query to some workshops or people. Other
`{…}` stand for JSON functions, which differ between SQLite and PostgreSQL.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

LONGEST_WORKSHOP = 60
"""Days; a longer workshop is flagged."""
DISTANT = 100
"""Kilometres between two centroids."""
ALIKE = 5
"""Equal scores on at least so many lines of a register are flagged."""


@dataclass(frozen=True)
class Rule:
    """`subject`: each flag is about one workshop or about one person (after merges), and `these`
    narrows the query to some of them: `:workshops` or `:people`.

    `after`: fields of `Touched`: if a batch marked any, flags of the subjects concerned can change.
    `all_after`: the field after which the flags of all subjects can change.
    """

    sql: str
    subject: str
    these: str
    after: tuple[str, ...]
    all_after: str = ""


# ---- who gave it -----------------------------------------------------------------------------

LEAD_NOT_CERTIFIED = """
SELECT w.cascade, w.number AS workshop, w.leader AS person, 0 AS place, w.starts_on
FROM workshop w
WHERE w.counts = 1 AND w.leader IS NOT NULL {these} AND NOT EXISTS (
  SELECT 1 FROM person p CROSS JOIN certified c
  WHERE p.one = w.leader AND c.cascade = w.cascade AND c.person = p.number
    AND c.starts_on <= w.starts_on AND w.starts_on <= c.until)
"""
NO_LEAD = """
SELECT w.cascade, w.number AS workshop, 0 AS person, 0 AS place, w.people
FROM workshop w WHERE w.counts = 1 AND w.leader IS NULL {these}
"""
UNATTRIBUTED = """
SELECT n.cascade, n.entry_workshop AS workshop, n.person, 0 AS place
FROM reach_node n WHERE n.parent IS NULL AND n.role = 1 {these}
"""
FACILITATOR_ON_REGISTER = """
SELECT DISTINCT w.cascade, w.number AS workshop, p.one AS person, 0 AS place
FROM workshop w CROSS JOIN {left_off} CROSS JOIN person p
WHERE w.status = 'held' AND w.left_off <> '[]' AND p.number = {whole} {these}
"""

# ---- before they might -----------------------------------------------------------------------

TAUGHT_BEFORE_TRAINED = """
SELECT t.cascade, t.workshop, t.person, 0 AS place, t.taught_on, t.trained_on FROM (
  SELECT f.cascade, f.workshop, f.person, f.taught_on, coalesce(
    (SELECT min(c.certified_on) FROM person p CROSS JOIN certificate c
     WHERE p.one = f.person AND c.cascade = f.cascade AND c.person = p.number AND c.voided = 0),
    (SELECT min(w.starts_on) FROM presence a CROSS JOIN workshop w
     WHERE a.person = f.person AND a.role = 1 AND w.number = a.workshop AND w.counts = 1
       AND w.cascade = f.cascade)
  ) AS trained_on
  FROM (
    SELECT w.cascade, g.workshop, g.person, w.starts_on AS taught_on,
           row_number() OVER (PARTITION BY w.cascade, g.person
                              ORDER BY w.starts_on, w.key) AS nth
    FROM presence g CROSS JOIN workshop w
    WHERE g.role = 0 AND w.number = g.workshop AND w.counts = 1 {these}
  ) AS f WHERE f.nth = 1
) AS t WHERE t.taught_on < t.trained_on
"""
TAUGHT_BEFORE_TRAINING_ENDED = """
SELECT c.cascade, c.workshop, t.person, 0 AS place,
       w.number AS training, c.date AS taught_on, w.ends_on AS ended_on, c.people
FROM reach_trainer t CROSS JOIN reach_node n CROSS JOIN workshop w CROSS JOIN reach_cell c
WHERE t.parent IS NOT NULL {these} AND n.person = t.person AND n.cascade = t.cascade
  AND w.number = n.entry_workshop AND c.trainer = t.person AND c.cascade = t.cascade
  AND c.people > 0 AND c.date <= w.ends_on
  AND NOT EXISTS (
    SELECT 1 FROM presence a CROSS JOIN workshop e CROSS JOIN presence g
    WHERE a.person = t.person AND a.role = 1 AND e.number = a.workshop AND e.counts = 1
      AND e.cascade = c.cascade AND e.ends_on < c.date
      AND g.workshop = e.number AND g.person = t.parent AND g.role = 0)
"""

# ---- what the sheet says ---------------------------------------------------------------------

HEADCOUNT_DIFFERS = """
SELECT w.cascade, w.number AS workshop, 0 AS person, 0 AS place,
       w.headcount, w.people, w.headcount - w.people AS difference
FROM workshop w WHERE w.status = 'held' AND w.headcount <> w.people {these}
"""
# `differ`: the first two lines differ; `alike`: all lines with scores are alike. So few sheets need
# more work. If a facilitator signed too, a line may be theirs; it is not a participant's line.
_ALIKE = f"count(*) >= {ALIKE} AND min({{pre}}) = max({{pre}}) AND min({{post}}) = max({{post}})"
_SCORED = "{voided} = 0 AND {pre} IS NOT NULL AND {post} IS NOT NULL"
SCORES_ALL_ALIKE = f"""
SELECT w.cascade, w.number AS workshop, 0 AS person, 0 AS place,
       count(*) AS people, min({{pre}}) AS pre, min({{post}}) AS post
FROM {{sheets}} CROSS JOIN {{lines}} CROSS JOIN person p CROSS JOIN presence s
WHERE w.status = 'held' AND w.people >= {ALIKE} {{these}}
  AND (w.left_off <> '[]' OR (NOT {{differ}}
    AND (SELECT {_ALIKE} FROM {{lines}} WHERE {_SCORED})))
  AND {_SCORED}
  AND p.number = {{person}} AND s.workshop = w.number AND s.person = p.one AND s.role = 1
GROUP BY w.cascade, w.number
HAVING {_ALIKE}
"""
SCORES_IN_CONFLICT = """
SELECT w.cascade, w.number AS workshop, p.one AS person, 0 AS place
FROM {sheets} CROSS JOIN {lines} CROSS JOIN person p CROSS JOIN presence s
WHERE w.status = 'held' AND w.in_conflict = 1 AND {voided} = 0 {these}
  AND p.number = {person} AND s.workshop = w.number AND s.person = p.one AND s.role = 1
GROUP BY w.cascade, w.number, p.one
HAVING max({conflict}) = 1 OR count(DISTINCT {scores}) > 1
"""
UNKNOWN_MODULE = """
SELECT w.cascade, w.number AS workshop, 0 AS person, {place} AS place, {text} AS module
FROM workshop w CROSS JOIN {modules}
WHERE w.status = 'held' AND w.modules <> '[]' {these}
  AND w.cascade IN (SELECT number FROM cascade WHERE modules <> '[]')
  AND (w.cascade, {text}) NOT IN (SELECT c.number, {code} FROM cascade c CROSS JOIN {curriculum})
"""

# ---- days and places -------------------------------------------------------------------------

# Degrees of latitude, and of longitude on the way between (Bhaskara's cosine), are 111.2 km.
_NORTH = "(a.latitude - b.latitude)"
_TURN = "abs(a.longitude - b.longitude)"
_EAST = f"(CASE WHEN {_TURN} > 180 THEN 360 - {_TURN} ELSE {_TURN} END)"
_MIDDLE = "((a.latitude + b.latitude) / 2)"
_COSINE = f"(4 * (8100 - {_MIDDLE} * {_MIDDLE}) / (32400 + {_MIDDLE} * {_MIDDLE}))"
_SQUARE = f"({_NORTH} * {_NORTH} + {_EAST} * {_EAST} * {_COSINE} * {_COSINE})"

# `v` began on a day of `w`. The flag is on the one that was recorded later.
TWO_PLACES_ONE_DAY = f"""
WITH RECURSIVE within(region, around) AS (
  SELECT number, number FROM region
  UNION
  SELECT i.region, r.parent FROM within i JOIN region r ON r.number = i.around
  WHERE r.parent IS NOT NULL
), same_day AS MATERIALIZED (
  SELECT w.cascade, w.leader, v.starts_on, w.region AS here, v.region AS there,
         CASE WHEN v.number > w.number THEN v.number ELSE w.number END AS later,
         CASE WHEN v.number > w.number THEN w.number ELSE v.number END AS earlier
  FROM workshop w CROSS JOIN workshop v
  WHERE w.status = 'held' AND v.status = 'held' {{these}} AND v.leader = w.leader
    AND v.starts_on >= w.starts_on AND v.starts_on <= w.ends_on AND v.number <> w.number
    AND (v.starts_on > w.starts_on OR v.number < w.number) AND +v.cascade = w.cascade
    AND coalesce(w.mode, '') <> 'online' AND coalesce(v.mode, '') <> 'online'
)
SELECT d.cascade, d.later AS workshop, d.leader AS person, d.earlier AS place,
       d.earlier AS other_workshop, d.starts_on AS both_on
FROM same_day d CROSS JOIN region a CROSS JOIN region b
WHERE a.number = d.here AND b.number = d.there
  AND NOT EXISTS (SELECT 1 FROM within i WHERE i.region = a.number AND i.around = b.number)
  AND NOT EXISTS (SELECT 1 FROM within i WHERE i.region = b.number AND i.around = a.number)
  AND coalesce({_SQUARE} * 111.2 * 111.2 > {DISTANT} * {DISTANT}, 1 = 1)
"""
LONG_WORKSHOP = f"""
SELECT w.cascade, w.number AS workshop, 0 AS person, 0 AS place,
       w.ends_on - w.starts_on + 1 AS days, w.starts_on, w.ends_on
FROM workshop w
WHERE w.status = 'held' AND w.ends_on - w.starts_on + 1 > {LONGEST_WORKSHOP} {{these}}
"""
ASSESSED_AFTER_CERTIFIED = """
SELECT c.cascade, 0 AS workshop, p.one AS person, c.number AS place,
       c.certified_on, min(s.day) AS assessed_on
FROM certificate c CROSS JOIN person p CROSS JOIN person q CROSS JOIN standing s
WHERE c.voided = 0 {these} AND p.number = c.person AND q.one = p.one
  AND s.cascade = c.cascade AND s.person = q.number AND s.what = 'assessed'
GROUP BY c.cascade, p.one, c.number, c.certified_on
HAVING min(s.day) > c.certified_on
"""
STANDING_BEFORE_CERTIFICATE = """
SELECT s.cascade, 0 AS workshop, p.one AS person, s.position AS place,
       s.what AS change, s.day AS changed_on, min(c.certified_on) AS certified_on
FROM standing s CROSS JOIN person p CROSS JOIN certificate c
WHERE s.what IN ('renewed', 'suspended', 'reinstated', 'revoked') {these}
  AND p.number = s.person AND c.cascade = s.cascade AND c.person = s.person AND c.voided = 0
GROUP BY s.cascade, p.one, s.position, s.what, s.day
HAVING s.day < min(c.certified_on)
"""
OUTCOME_BEFORE_WORKSHOP = """
SELECT o.cascade, o.workshop, p.one AS person, o.number AS place,
       o.day AS observed_on, w.starts_on
FROM outcome o CROSS JOIN workshop w CROSS JOIN person p
WHERE o.voided = 0 {these} AND w.number = o.workshop AND w.status = 'held' AND o.day < w.starts_on
  AND p.number = o.person
"""

# ---- records ---------------------------------------------------------------------------------

CERTIFIED_BELOW_STANDARD = """
SELECT c.cascade, 0 AS workshop, p.one AS person, c.number AS place, c.level, c.certified_on
FROM certificate c CROSS JOIN person p
WHERE c.waived = 1 AND c.voided = 0 {these} AND p.number = c.person
"""
REGISTERED_NAMELESS = """
SELECT DISTINCT p.cascade, 0 AS workshop, p.one AS person, 0 AS place
FROM person p
WHERE p.details IS NULL AND p.cascade IS NOT NULL AND p.withdrawn = 0 AND p.erased = 0 {these}
  AND NOT EXISTS (
    SELECT 1 FROM person q WHERE q.one = p.one AND (q.details IS NOT NULL OR q.erased = 1))
"""
NAMED_UNSEEN = """
SELECT DISTINCT k.number AS cascade, 0 AS workshop, p.one AS person, w.number AS place,
       w.number AS elsewhere
FROM unseen u CROSS JOIN person p CROSS JOIN workshop w CROSS JOIN cascade k
WHERE p.number = u.person AND p.erased = 0 {these} AND w.number = u.workshop
  AND k.number IN (w.cascade, p.cascade)
  AND EXISTS (SELECT 1 FROM presence s WHERE s.workshop = w.number AND s.person = p.one)
"""


# ---- what can change them --------------------------------------------------------------------

_RECORDS = "IN (SELECT number FROM person WHERE one IN ids(:people))"


def _sheet(sql: str, *more: str, these: str = "w.number IN ids(:workshops)") -> Rule:
    return Rule(sql, "workshop", f"AND {these}", ("sheets", *more))


def _person(sql: str, these: str, *after: str, all_after: str = "") -> Rule:
    return Rule(sql, "person", f"AND {these} IN ids(:people)", ("groups", *after), all_after)


def _certification(sql: str, of: str) -> Rule:
    """`of`: the table of which the records are narrowed, by its index."""
    these = f"AND {of}.cascade IN (SELECT number FROM cascade) AND {of}.person {_RECORDS}"
    return Rule(sql, "person", these, ("groups", "certifications"))


RULES = {
    "lead-not-certified": _sheet(LEAD_NOT_CERTIFIED, "groups", "certifications"),
    "no-lead": _sheet(NO_LEAD),
    "unattributed": _person(UNATTRIBUTED, "n.person", "nodes"),
    "facilitator-on-register": _sheet(FACILITATOR_ON_REGISTER),
    "taught-before-trained": _person(TAUGHT_BEFORE_TRAINED, "g.person", "people", "certifications"),
    "taught-before-training-ended": _person(
        TAUGHT_BEFORE_TRAINING_ENDED, "t.person", "people", "workshops", "nodes", "trainers"
    ),
    "headcount-differs": _sheet(HEADCOUNT_DIFFERS),
    "scores-all-alike": _sheet(SCORES_ALL_ALIKE),
    "scores-in-conflict": _sheet(SCORES_IN_CONFLICT),
    "unknown-module": replace(_sheet(UNKNOWN_MODULE), all_after="cascades"),
    "two-places-one-day": _person(TWO_PLACES_ONE_DAY, "w.leader", "sheets", all_after="regions"),
    "long-workshop": _sheet(LONG_WORKSHOP),
    "assessed-after-certified": _certification(ASSESSED_AFTER_CERTIFIED, "c"),
    "standing-before-certificate": _certification(STANDING_BEFORE_CERTIFICATE, "s"),
    "outcome-before-workshop": _sheet(
        OUTCOME_BEFORE_WORKSHOP, "groups", "outcomes", these="o.workshop IN ids(:workshops)"
    ),
    "certified-below-standard": _certification(CERTIFIED_BELOW_STANDARD, "c"),
    "registered-nameless": _person(REGISTERED_NAMELESS, "p.one", "profiles"),
    "named-unseen": Rule(
        NAMED_UNSEEN,
        "person",
        f"AND u.person {_RECORDS}",
        ("groups", "people", "profiles", "unseen"),
    ),
}
"""Code → rule."""
