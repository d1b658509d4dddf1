"""Definitions for people, generations and reach."""

from __future__ import annotations

from api.pages.glossary.definition import Definition

DEFINITIONS = {
    "people": Definition(
        "People in the tree",
        "Everybody who entered this cascade by a workshop, each counted once; merged records are "
        "one person.",
    ),
    "deepest": Definition(
        "Deepest generation", "The generation that is furthest from the start of the cascade."
    ),
    "workshops": Definition(
        "Workshops",
        "Workshops that were held and not voided: trainings of trainers, step-down workshops and "
        "refreshers. Sessions among peers pass nothing down and do not count.",
    ),
    "last": Definition("Last workshop", "The first day of the latest workshop that counts."),
    "flags": Definition(
        "Flags",
        "What was recorded although it is irregular, as it stands today; somebody should look at "
        "it.",
    ),
    "size": Definition(
        "People", "Those of the generation, each counted once, where they entered the cascade."
    ),
    "claimed": Definition(
        "Heads without names",
        "People said to have attended beyond those on the registers, and everybody on trainers’ "
        "proposals that wait for a coordinator. They count one generation below the lead too, "
        "and are in no other figure.",
    ),
    "unattributed": Definition(
        "Unattributed",
        "People who entered by a workshop whose lead is not recorded. They hang under nobody and "
        "are counted apart.",
    ),
    "generation": Definition(
        "Generation",
        "How far somebody stands from the start of the cascade: 0 for those who entered as "
        "facilitator, 1 for those they trained, and so on.",
    ),
    "active": Definition(
        "Ever facilitated",
        "Those of the generation who have led or co-facilitated a workshop that counts, up to "
        "the day shown.",
    ),
    "drop-off": Definition("Drop-off", "The share of the generation who have never facilitated."),
    "trained": Definition(
        "Trained per active trainer",
        "The people whom those who facilitated have taught, each counted once, divided by the "
        "number who facilitated.",
    ),
    "gain": Definition(
        "Mean gain",
        "What was learnt of what could be learnt: the mean of (post − pre) ÷ (maximum − pre) "
        "over everybody with all three scores. It counts one generation below the workshop’s "
        "lead; without a lead, with the unattributed.",
    ),
    "reach": Definition(
        "Reach",
        "The people whom the trainer’s teaching came to, directly or through others, each "
        "counted once, along paths that respect time. It overlaps between trainers and does not "
        "add up.",
    ),
    "direct": Definition(
        "Direct",
        "The people on the registers of the workshops that the trainer led or co-facilitated, "
        "each counted once.",
    ),
    "lineage": Definition(
        "Lineage",
        "The people below the trainer in the tree, where each hangs under the lead of the "
        "workshop by which they entered. It adds up.",
    ),
    "given": Definition(
        "Workshops given", "Workshops that count and that the trainer led or co-facilitated."
    ),
    "downstream": Definition(
        "Workshops downstream",
        "Workshops of others to which the trainer’s own led: somebody attended one and later "
        "facilitated the next.",
    ),
}
