"""Codes in the reader's language, for pages."""

from __future__ import annotations

from api.i18n import _


def kinds() -> dict[str, str]:
    return {
        "tot": _("Training of trainers"),
        "step-down": _("Step-down workshop"),
        "refresher": _("Refresher"),
        "peer": _("Session among peers"),
    }


def states() -> dict[str, str]:
    """Of a proposal."""
    return {
        "waiting": _("waits for a coordinator"),
        "returned": _("returned to you"),
        "withdrawn": _("withdrawn"),
        "accepted": _("accepted"),
    }


def standings() -> dict[str, str]:
    """Of certification."""
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
    """What a typed line and somebody known have in common."""
    return {
        "phone": _("telephone"),
        "email": _("e-mail address"),
        "id_number": _("ID number"),
        "identifier": _("identifier"),
        "name": _("name"),
    }


def lacking() -> dict[str, str]:
    """What a standard asks for."""
    return {
        "post-test": _("a better post-test score"),
        "rubric": _("an assessment on the rubric that reaches the standard"),
        "co-facilitation": _("more workshops given beside somebody"),
    }


def values() -> dict[str | None, str]:
    """Of statistics; what is not here is shown as it is."""
    return {
        "female": _("female"),
        "male": _("male"),
        "other": _("other"),
        "yes": _("yes"),
        "no": _("no"),
        None: _("not said"),
    }


def flags() -> dict[str, str]:
    """Of a kind of flag."""
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
    }
