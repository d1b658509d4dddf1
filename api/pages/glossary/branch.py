"""Definitions for a trainer's own page."""

from __future__ import annotations

from api.pages.glossary.definition import Definition

DEFINITIONS = {
    "branch-trainers": Definition(
        "Became trainers", "Of the people below you, those under whom others hang in the tree."
    ),
    "outline-entered": Definition(
        "Directly below",
        "People who entered the cascade by a workshop that this person led. Each person hangs "
        "under one lead only.",
    ),
    "branch-apart": Definition(
        "Hang elsewhere",
        "People on your registers who do not hang directly under you, since they entered the "
        "cascade in another way.",
    ),
    "outline-latest": Definition(
        "Last workshop",
        "Their latest workshop by which somebody new entered the cascade: its first day.",
    ),
    "branch-gain": Definition(
        "Learning gain",
        "What was learnt of what could be learnt: the mean of (post − pre) ÷ (maximum − pre). "
        "Workshops with fewer than five measured people are left out, so that no figure tells of "
        "one person.",
    ),
    "branch-claimed": Definition(
        "Claimed",
        "People on workshops that you logged and that wait for a coordinator. They are in no "
        "other figure.",
    ),
    "branch-since": Definition(
        "Entered so far",
        "The people below you who had entered the cascade by the end of each month.",
    ),
    "branch-region": Definition(
        "Region",
        "Where the people below you live; where that is not known, where they entered the cascade.",
    ),
}
