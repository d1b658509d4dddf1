"""The first page, by reader: a welcome, a trainer's own branch, or the cascades."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.access.policy import Access
from api.access.rules import ANYONE, BRANCH, FIGURES, requires
from api.pages.cascade import home
from api.web.services import caller, this_access
from projections.scope import PART

BRANCHES = "SELECT id, title FROM cascade WHERE number IN ids(:cascades) ORDER BY title"


@requires(ANYONE)
def start() -> str | Response:
    """The welcome, a trainer's own branch, the reader's only cascade, or the list of cascades."""
    access = this_access()
    if not access.account:
        return render_template("cascade/welcome.html")
    mine = _branches(access)
    if len(mine) == 1 and not access.may(FIGURES):
        return redirect(url_for("pages.branch.show", cascade=mine[0][0]))
    if not mine and (only := home.only()):
        return redirect(url_for("pages.cascade", cascade=only))
    return render_template("cascade/cascades.html", page=home.cascades(), mine=mine)


def _branches(access: Access) -> list[tuple[str, str]]:
    """(id, title) of the cascades in which the reader is a trainer."""
    cascades = sorted(part >> PART for part in access.scope(BRANCH).mine)
    return [(id, title) for id, title in caller().db.rows(BRANCHES, cascades=cascades)]
