"""Of people, generations and reach."""

from __future__ import annotations

from api.i18n import _


def words() -> dict[str, tuple[str, str]]:
    return _cascade() | _people() | _generations() | _trainers()


def _cascade() -> dict[str, tuple[str, str]]:
    return {
        "people": (
            _("People in the tree"),
            _(
                "Everybody who entered this cascade by a workshop, each counted once; "
                "merged records are one person."
            ),
        ),
        "deepest": (
            _("Deepest generation"),
            _("The generation that is furthest from the start of the cascade."),
        ),
        "workshops": (
            _("Workshops"),
            _(
                "Workshops that were held and not voided: trainings of trainers, step-"
                "down workshops and refreshers. Sessions among peers pass nothing down "
                "and do not count."
            ),
        ),
        "last": (
            _("Last workshop"),
            _("The first day of the latest workshop that counts."),
        ),
        "flags": (
            _("Flags"),
            _(
                "What was recorded although it is irregular, as it stands today; somebody"
                " should look at it."
            ),
        ),
    }


def _people() -> dict[str, tuple[str, str]]:
    return {
        "size": (
            _("People"),
            _("Those of the generation, each counted once, where they entered the cascade."),
        ),
        "claimed": (
            _("Heads without names"),
            _(
                "People said to have attended beyond those on the registers, and "
                "everybody on trainers’ proposals that wait for a coordinator. They count"
                " one generation below the lead too, and are in no other figure."
            ),
        ),
        "unattributed": (
            _("Unattributed"),
            _(
                "People who entered by a workshop whose lead is not recorded. They hang "
                "under nobody and are counted apart."
            ),
        ),
    }


def _generations() -> dict[str, tuple[str, str]]:
    return {
        "generation": (
            _("Generation"),
            _(
                "How far somebody stands from the start of the cascade: 0 for those who "
                "entered as facilitator, 1 for those they trained, and so on."
            ),
        ),
        "active": (
            _("Ever facilitated"),
            _(
                "Those of the generation who have led or co-facilitated a workshop that "
                "counts, up to the day shown."
            ),
        ),
        "drop-off": (
            _("Drop-off"),
            _("The share of the generation who have never facilitated."),
        ),
        "trained": (
            _("Trained per active trainer"),
            _(
                "The people whom those who facilitated have taught, each counted once, "
                "divided by the number who facilitated."
            ),
        ),
        "gain": (
            _("Mean gain"),
            _(
                "What was learnt of what could be learnt: the mean of (post − pre) ÷ "
                "(maximum − pre) over everybody with all three scores. It counts one "
                "generation below the workshop’s lead; without a lead, with the "
                "unattributed."
            ),
        ),
    }


def _trainers() -> dict[str, tuple[str, str]]:
    return {
        "reach": (
            _("Reach"),
            _(
                "The people whom the trainer’s teaching came to, directly or through "
                "others, each counted once, along paths that respect time. It overlaps "
                "between trainers and does not add up."
            ),
        ),
        "direct": (
            _("Direct"),
            _(
                "The people on the registers of the workshops that the trainer led or co-"
                "facilitated, each counted once."
            ),
        ),
        "lineage": (
            _("Lineage"),
            _(
                "The people below the trainer in the tree, where each hangs under the "
                "lead of the workshop by which they entered. It adds up."
            ),
        ),
        "given": (
            _("Workshops given"),
            _("Workshops that count and that the trainer led or co-facilitated."),
        ),
        "downstream": (
            _("Workshops downstream"),
            _(
                "Workshops of others to which the trainer’s own led: somebody attended "
                "one and later facilitated the next."
            ),
        ),
    }
