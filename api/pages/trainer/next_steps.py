"""The next steps of a trainer, in sentences, to get or keep the certificate."""

from __future__ import annotations

from datetime import date

from api.i18n import _, ngettext
from api.pages.layout.formatting import day, number, share
from api.people.certification import WholeStanding
from domain.values import Standard


def last_day(certificate: WholeStanding) -> date | None:
    """The last day on which the certificate is or was valid."""
    days = [one["expires_on"] for one in certificate["certificates"] if one["expires_on"]]
    return certificate["until"] or max(days, default=None)


def steps(certificate: WholeStanding, standard: Standard) -> list[str]:
    """The next steps in order, by the person's standing and the cascade's standard."""
    standing, until = certificate["standing"], certificate["until"]
    if standing in ("suspended", "revoked"):
        return [_("Ask your coordinator why, and what would bring it back.")]
    found = [_lacking(code, certificate, standard) for code in certificate["missing"]]
    if standing == "certified":
        if until is None:
            return [*found, _("Your certificate has no last day. There is nothing to renew.")]
        return [*found, _("Ask your coordinator to renew it before {date}.", date=day(until))]
    if standing == "lapsed":
        return [*found, _("Ask your coordinator to renew it.")]
    if standing == "none":
        return [*found, _("Ask your coordinator to nominate you.")]
    return [*found, _("Ask your coordinator when you will be certified.")]


def _lacking(code: str, certificate: WholeStanding, standard: Standard) -> str:
    if code == "post-test":
        least, best = standard.least_post_share, certificate["best_post_share"]
        if best is None:
            return _("Take a post-test, and reach {least} or more.", least=share(least))
        return _(
            "Reach {least} or more in a post-test. Your best so far is {best}.",
            least=share(least),
            best=share(best),
        )
    if code == "rubric":
        return _(
            "Be assessed on the five competencies, with {least} or more in each.",
            least=number(standard.least_rubric),
        )
    left = standard.cofacilitations - certificate["cofacilitations"]
    return ngettext(
        "Give {count} more workshop beside another trainer.",
        "Give {count} more workshops beside another trainer.",
        left,
        count=number(left),
    )
