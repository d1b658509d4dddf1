"""The words of a trainer's own page."""

from __future__ import annotations

from api.i18n import _


def words() -> dict[str, tuple[str, str]]:
    return _people() | _figures()


def _people() -> dict[str, tuple[str, str]]:
    return {
        "branch-trainers": (
            _("Became trainers"),
            _("Of the people below you, those under whom others hang in the tree."),
        ),
        "outline-entered": (
            _("Directly below"),
            _(
                "People who entered the cascade by a workshop that this person led. Each "
                "person hangs under one lead only."
            ),
        ),
        "branch-apart": (
            _("Hang elsewhere"),
            _(
                "People on your registers who do not hang directly under you, since they "
                "entered the cascade in another way."
            ),
        ),
        "outline-latest": (
            _("Last workshop"),
            _("Their latest workshop by which somebody new entered the cascade: its first day."),
        ),
    }


def _figures() -> dict[str, tuple[str, str]]:
    return {
        "branch-gain": (
            _("Learning gain"),
            _(
                "What was learnt of what could be learnt: the mean of (post − pre) ÷ "
                "(maximum − pre). Workshops with fewer than five measured people are left "
                "out, so that no figure tells of one person."
            ),
        ),
        "branch-claimed": (
            _("Claimed"),
            _(
                "People on workshops that you logged and that wait for a coordinator. "
                "They are in no other figure."
            ),
        ),
        "branch-since": (
            _("Entered so far"),
            _("The people below you who had entered the cascade by the end of each month."),
        ),
        "branch-region": (
            _("Region"),
            _(
                "Where the people below you live; where that is not known, where they entered "
                "the cascade."
            ),
        ),
    }
