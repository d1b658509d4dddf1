"""Codes → labels in the reader's language, for pages."""

from __future__ import annotations

from api.i18n import _
from domain.values import AgeBand


def kinds() -> dict[str, str]:
    return {
        "tot": _("Training of trainers"),
        "step-down": _("Step-down workshop"),
        "refresher": _("Refresher"),
        "peer": _("Session among peers"),
    }


def states() -> dict[str, str]:
    """States of a proposal."""
    return {
        "waiting": _("waits for a coordinator"),
        "returned": _("returned to you"),
        "withdrawn": _("withdrawn"),
        "accepted": _("accepted"),
    }


def standings() -> dict[str, str]:
    """Standings in certification."""
    return {
        "none": _("not certified"),
        "nominated": _("nominated"),
        "assessed": _("assessed"),
        "certified": _("certified"),
        "lapsed": _("lapsed"),
        "suspended": _("suspended"),
        "revoked": _("revoked"),
    }


def levels() -> dict[str | None, str]:
    return {"candidate": _("candidate"), "qualified": _("qualified"), "master": _("master")}


def shared() -> dict[str, str]:
    """Fields in which a typed line and a known person agree."""
    return {
        "phone": _("telephone"),
        "email": _("e-mail address"),
        "id_number": _("ID number"),
        "identifier": _("identifier"),
        "name": _("name"),
    }


def lacking() -> dict[str, str]:
    """Requirements of a standard that are not met."""
    return {
        "post-test": _("a better post-test score"),
        "rubric": _("an assessment on the rubric that reaches the standard"),
        "co-facilitation": _("more workshops given beside somebody"),
    }


def values() -> dict[str | None, str]:
    """Values of statistics; a value that is not here is shown as it is."""
    return {
        "female": _("female"),
        "male": _("male"),
        "other": _("other"),
        "yes": _("yes"),
        "no": _("no"),
        None: _("not said"),
    }


def flags() -> dict[str, str]:
    """Kinds of flags."""
    return {
        "lead-not-certified": _("Lead not certified"),
        "no-lead": _("No lead"),
        "unattributed": _("Unattributed people"),
        "facilitator-on-register": _("Facilitator on the register"),
        "taught-before-trained": _("Taught before trained"),
        "taught-before-training-ended": _("Taught before their training ended"),
        "headcount-differs": _("Headcount and register differ"),
        "scores-all-alike": _("Scores all alike"),
        "scores-in-conflict": _("Scores in conflict"),
        "unknown-module": _("Module not in the curriculum"),
        "two-places-one-day": _("Two places on one day"),
        "long-workshop": _("Very long workshop"),
        "assessed-after-certified": _("Assessed after being certified"),
        "standing-before-certificate": _("Changed before it was given"),
        "outcome-before-workshop": _("Outcome before the workshop"),
        "certified-below-standard": _("Certified below the standard"),
        "registered-nameless": _("Registered without a name"),
        "named-unseen": _("Named from another region"),
    }


def age_bands() -> list[tuple[str, str]]:
    return [(band.value, band.value.replace("-", "–")) for band in AgeBand]


def disabilities() -> list[tuple[str, str]]:
    return [("yes", _("yes")), ("no", _("no")), ("not-said", _("not said"))]


def sexes() -> list[tuple[str, str]]:
    return [
        ("female", _("female")),
        ("male", _("male")),
        ("other", _("other")),
        ("unknown", _("not said")),
    ]


def reasons(of_a_workshop: bool = False) -> dict[str, str]:
    """Reasons of a correction that a coordinator may choose."""
    not_held = {"not-held": _("It did not take place")} if of_a_workshop else {}
    return {
        "typing-error": _("Something was typed wrongly"),
        "new-information": _("There is new information"),
        "wrong-person": _("It was somebody else"),
        "duplicate": _("It was recorded twice"),
        **not_held,
        "quality": _("It was not good enough"),
        "misconduct": _("Misconduct"),
        "requested": _("The person asked for it"),
        "other": _("Another reason"),
    }


def competencies() -> dict[str, str]:
    """Competencies of the rubric."""
    return {
        "pedagogy": _("Pedagogy"),
        "facilitation": _("Facilitation"),
        "content": _("Content"),
        "leadership": _("Leadership"),
        "reflective_practice": _("Reflective practice"),
    }


def steps() -> dict[str, str]:
    """Steps of a certification, as its history lists them."""
    return {
        "nominated": _("nominated"),
        "assessed": _("assessed on the rubric"),
        "cofacilitationcredited": _("a workshop given beside somebody was credited"),
        "certified": _("certified"),
        "waived": _("certified below the standard, for a reason"),
        "renewed": _("renewed"),
        "suspended": _("suspended"),
        "reinstated": _("reinstated"),
        "revoked": _("revoked"),
    }


def outcome_kinds() -> dict[str, str]:
    return {
        "behaviour": _("observation of practice"),
        "result": _("result in numbers"),
        "sharing": _("shared with others, as they say"),
    }


def purposes() -> dict[str, str]:
    """Purposes to which a person may consent."""
    return {
        "contact": _("being telephoned or written to"),
        "named-above": _("being named to those from whom their training came down"),
    }


def sources() -> dict[str, str]:
    """Ways in which a consent was given."""
    return {
        "form": _("on a form"),
        "spoken": _("they said so"),
        "account": _("in their own account"),
        "other": _("another way"),
    }


def say_why() -> str:
    return _("Say why, in a few words. They stay private; that it happened is on record.")
