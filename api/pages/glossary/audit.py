"""Of replay, comparison and history."""

from __future__ import annotations

from api.i18n import _

Words = dict[str, tuple[str, str]]


def words() -> Words:
    return _of_replay() | _of_comparison() | _of_history()


def _of_replay() -> Words:
    return {
        "below": (
            _("Below"),
            _("The people below somebody in the tree, up to the day shown, through however many."),
        ),
        "by-event": (
            _("By the day of the workshop"),
            _(
                "Each person stands from the first day of the workshop by which they entered, as"
                " it is known today: how the training travelled in the world."
            ),
        ),
        "by-recording": (
            _("By the day it was recorded"),
            _(
                "Each person stands from the day (UTC) on which the entry that put them on the"
                " register of that workshop was recorded. Corrections since then are in already:"
                " it is what is known today, in the order in which it came to be written down."
                " What was known on an earlier day is under “Why it changed”."
            ),
        ),
    }


def _of_comparison() -> Words:
    return {
        "reached-then": (
            _("People reached"),
            _(
                "People who entered this cascade in the period: by the first day of the workshop"
                " by which they entered, each counted once; merged records are one person."
            ),
        ),
        "held": (
            _("Workshops held"),
            _(
                "Workshops that count and whose first day lies in the period: held, not voided,"
                " and no session among peers."
            ),
        ),
        "said-then": (
            _("As it was known then"),
            _("The same number, computed from the entries of the log up to that moment alone."),
        ),
        "known-now": (
            _("As it is known now"),
            _("The same number, computed from all entries of the log up to the later moment."),
        ),
        "because": (
            _("Why"),
            _(
                "Each person or workshop that is counted at one moment and not at the other is put"
                " to one entry of the log: the last after which it began, or ceased, to be"
                " counted. So the parts add up to the difference."
            ),
        ),
    }


def _of_history() -> Words:
    return {
        "late": (
            _("Recorded late"),
            _("Recorded more than 30 days after the last day that the entry speaks of."),
        ),
        "position": (
            _("Position"),
            _("An entry’s place in the log. Order is the position, never a clock."),
        ),
    }
