"""Definitions for a workshop and its register."""

from __future__ import annotations

from api.pages.glossary.definition import Definition

DEFINITIONS = {
    "on-register": Definition(
        "On the register",
        "People whom the sign-in sheet names, each once, without those who facilitated and "
        "without voided lines.",
    ),
    "headcount": Definition(
        "Headcount",
        "People said to have attended. It is kept beside the register and never added to it.",
    ),
    "workshop-gain": Definition(
        "Mean gain",
        "The mean of (post − pre) ÷ (maximum − pre) over the people on this register with all "
        "three scores.",
    ),
    "line-gain": Definition(
        "Gain",
        "(post − pre) ÷ (maximum − pre): what this person learnt of what they could still learn. "
        "None where a score is missing or the pre-test was full.",
    ),
    "workshop-flags": Definition(
        "Flags", "What is irregular about this workshop, as it stands today; look at each."
    ),
    "rating": Definition("Rating", "What participants thought of it, from 1 (poor) to 5."),
}
