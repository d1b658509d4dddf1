"""Of people, their training and their certification."""

from __future__ import annotations

from api.i18n import _


def words() -> dict[str, tuple[str, str]]:
    return _of_people() | _of_outcomes() | _of_standing() | _of_pairs()


def _of_people() -> dict[str, tuple[str, str]]:
    return {
        "entered": (
            _("Entered"),
            _("The first day of the workshop by which somebody came into this cascade."),
        ),
        "trained-by": (
            _("Trained by"),
            _(
                "The lead of the workshop by which somebody came into this cascade. They hang "
                "under this trainer in the tree."
            ),
        ),
        "own-gain": (
            _("Gain"),
            _(
                "What somebody learnt of what they could learn at one workshop: (post − pre) ÷ "
                "(maximum − pre). None where a score is missing, or where pre is the maximum."
            ),
        ),
        "last-given": (
            _("Last workshop given"),
            _("The first day of the latest workshop that counts and that they facilitated."),
        ),
        "active-trainer": (
            _("Active"),
            _(
                "Facilitated a workshop that counts in the period chosen; where none is chosen, "
                "ever."
            ),
        ),
    }


def _of_outcomes() -> dict[str, tuple[str, str]]:
    return {
        "outcome-level": (
            _("Level"),
            _(
                "Kirkpatrick’s: 3 is behaviour, seen in practice; 4 is results. What somebody "
                "says of having shared the skills is kept apart from named people."
            ),
        ),
        "fidelity": (
            _("Done as taught"),
            _("The share of the practice that was done as it was taught, when somebody looked."),
        ),
    }


def _of_standing() -> dict[str, tuple[str, str]]:
    return {
        "standing": (
            _("Standing"),
            _(
                "Whether somebody may train others in this cascade today. It follows from their "
                "certificates: it lapses after the last valid day."
            ),
        ),
        "valid-until": (_("Valid until"), _("The last day on which the certificate is valid.")),
        "best-post": (
            _("Best post-test"),
            _("The best post-test score in this cascade, as a share of its maximum."),
        ),
        "rubric": (
            _("Rubric"),
            _(
                "Five competencies of a trainer, each scored from 1 (not yet) to 5 (exemplary). "
                "The lowest of the five is compared with the standard."
            ),
        ),
        "cofacilitations": (
            _("Given beside somebody"),
            _("Workshops that they gave beside another, and that were credited to them."),
        ),
    }


def _of_pairs() -> dict[str, tuple[str, str]]:
    return {
        "likely": (
            _("How likely"),
            _(
                "How likely it is that the two are one person, by what agrees and what differs, "
                "and how common that is here. A person decides."
            ),
        ),
        "waiting-pairs": (
            _("Pairs to look at"),
            _("Pairs who are probably one person, and of whom nobody has decided yet."),
        ),
    }
