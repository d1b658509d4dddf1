"""Definitions for the home of a cascade: targets, drop-off, and what waits for a decision."""

from __future__ import annotations

from api.pages.glossary.definition import Definition
from projections.place_tables import FOLLOWED_UP_AFTER, IDLE_FOR, LAPSES_WITHIN

DEFINITIONS = {
    "target": Definition(
        "Target",
        "How many people a tier is to have trained by a day. Tier 1 is set against generation 1, "
        "and so on; a region counts with all regions below it.",
    ),
    "in-tier": Definition(
        "Trained",
        "People of the generation with the number of the tier, by name, each counted once, "
        "whether the day of the target has come or not. Claimed heads are not among them.",
    ),
    "certified": Definition(
        "Certified",
        "Those of the generation who hold a valid certificate on the day shown: not lapsed, "
        "suspended or revoked.",
    ),
    "grades": Definition(
        "Named people",
        "People who stand on a register or gave a workshop, each counted once: evidence of the "
        "grade named. Confirmations by trainees and spot checks would raise it to confirmed and "
        "verified; the log has none. Claimed heads stand beside and are never added.",
    ),
    "certified-share": Definition(
        "Certified, share", "The certified of a generation, divided by its people."
    ),
    "active-share": Definition(
        "Ever facilitated, share",
        "Those of a generation who have ever facilitated, divided by its people.",
    ),
    "days-to-first": Definition(
        "Days to the first workshop",
        "The median of the days from the workshop by which somebody was trained to the first "
        "that they led or co-facilitated themselves. Only those who have.",
    ),
    "waiting-proposals": Definition(
        "Proposals to decide",
        "Workshops that trainers proposed and nobody has accepted or returned yet.",
    ),
    "lapsing": Definition(
        "Certificates about to lapse",
        "People who are certified today and whose last valid day is at most {days} days away.",
        {"days": LAPSES_WITHIN},
    ),
    "idle": Definition(
        "Trainers at rest",
        "People who are certified today, were so {days} days ago already or earlier, and have "
        "led or co-facilitated no workshop that counts in the last {days} days.",
        {"days": IDLE_FOR},
    ),
    "followup": Definition(
        "Follow-ups due",
        "People whose training, by which they entered this cascade, began {days} days ago or "
        "earlier, and of whom no outcome of Kirkpatrick level 3 (an observation of their "
        "practice) is recorded. Somebody’s own word that they shared the skills is no "
        "observation.",
        {"days": FOLLOWED_UP_AFTER},
    ),
    "duplicates": Definition(
        "Probable duplicates",
        "Pairs of records that are probably one person and that nobody has decided on; those "
        "left unsure are among them.",
    ),
}
