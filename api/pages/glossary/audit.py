"""Definitions for replay, comparison and history."""

from __future__ import annotations

from api.pages.glossary.definition import Definition

DEFINITIONS = {
    "below": Definition(
        "Below", "The people below somebody in the tree, up to the day shown, through however many."
    ),
    "by-event": Definition(
        "By the day of the workshop",
        "Each person stands from the first day of the workshop by which they entered, as it is "
        "known today: how the training travelled in the world.",
    ),
    "by-recording": Definition(
        "By the day it was recorded",
        "Each person stands from the day (UTC) on which the entry that put them on the register "
        "of that workshop was recorded. Corrections since then are in already: it is what is "
        "known today, in the order in which it came to be written down. What was known on an "
        "earlier day is under “Why it changed”.",
    ),
    "reached-then": Definition(
        "People reached",
        "People who entered this cascade in the period: by the first day of the workshop by "
        "which they entered, each counted once; merged records are one person.",
    ),
    "held": Definition(
        "Workshops held",
        "Workshops that count and whose first day lies in the period: held, not voided, and no "
        "session among peers.",
    ),
    "said-then": Definition(
        "As it was known then",
        "The same number, computed from the entries of the log up to that moment alone.",
    ),
    "known-now": Definition(
        "As it is known now",
        "The same number, computed from all entries of the log up to the later moment.",
    ),
    "because": Definition(
        "Why",
        "Each person or workshop that is counted at one moment and not at the other is put to "
        "one entry of the log: the last after which it began, or ceased, to be counted. So the "
        "parts add up to the difference.",
    ),
    "late": Definition(
        "Recorded late", "Recorded more than 30 days after the last day that the entry speaks of."
    ),
    "position": Definition(
        "Position", "An entry’s place in the log. Order is the position, never a clock."
    ),
}
