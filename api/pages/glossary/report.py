"""Definitions for the report to donors."""

from __future__ import annotations

from api.pages.glossary.definition import Definition

DEFINITIONS = {
    "new-people": Definition(
        "New people",
        "People who entered this cascade in the period, by a workshop that counts, each counted "
        "once. Periods add up, and over all days this is “People in the tree”.",
    ),
    "trained-people": Definition(
        "People trained",
        "People on the register of a workshop in the period, each counted once however often "
        "they came. Who came in two periods is counted in both, so periods do not add up.",
    ),
    "participations": Definition(
        "Participations",
        "Lines on registers of workshops in the period: who came to three workshops is counted "
        "three times. Facilitators are not counted.",
    ),
    "planned": Definition(
        "Planned",
        "How many people the tier is to have by the day, in all or in the region, as the targets "
        "of the cascade say today.",
    ),
    "reached": Definition(
        "Reached",
        "The people of the tier who had entered the cascade by the day of the target, or so far, "
        "each counted once; in a region, those of all that lies within it.",
    ),
    "evidence": Definition(
        "Evidence",
        "What the figures rest on. Claimed: heads without names, in no other figure. Named: on a "
        "register, by name. Confirmed: by the person. Verified: by an independent check.",
    ),
    "verification": Definition(
        "Verification factor",
        "Of the participations that were checked by an independent spot check, the share that "
        "was confirmed.",
    ),
}
