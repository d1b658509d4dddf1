"""Of one workshop and its register."""

from __future__ import annotations

from api.i18n import _


def words() -> dict[str, tuple[str, str]]:
    return {
        "on-register": (
            _("On the register"),
            _(
                "People whom the sign-in sheet names, each once, without those who facilitated and "
                "without voided lines."
            ),
        ),
        "headcount": (
            _("Headcount"),
            _(
                "People said to have attended. It is kept beside the register and never added to "
                "it."
            ),
        ),
        "workshop-gain": (
            _("Mean gain"),
            _(
                "The mean of (post − pre) ÷ (maximum − pre) over the people on this register with "
                "all three scores."
            ),
        ),
        "line-gain": (
            _("Gain"),
            _(
                "(post − pre) ÷ (maximum − pre): what this person learnt of what they could still "
                "learn. None where a score is missing or the pre-test was full."
            ),
        ),
        "workshop-flags": (
            _("Flags"),
            _("What is irregular about this workshop, as it stands today; look at each."),
        ),
        "rating": (
            _("Rating"),
            _("What participants thought of it, from 1 (poor) to 5."),
        ),
    }
