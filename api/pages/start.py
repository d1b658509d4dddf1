"""The first page, by reader: a welcome, a trainer's own branch, or the cascades."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from api.access.rules import ANYONE, FIGURES, needs
from api.pages.cascade import home
from api.pages.trainer import proposals
from api.web.services import this_access


@needs(ANYONE)
def start() -> str | Response:
    """The welcome; a trainer's own branch; the only cascade there is; or the list of cascades."""
    access = this_access()
    if not access.account:
        return render_template("cascade/welcome.html")
    mine = proposals.mine(access)
    if len(mine) == 1 and not access.may(FIGURES):
        return redirect(url_for("pages.branch.show", cascade=mine[0][0]))
    if not mine and (only := home.only()):
        return redirect(url_for("pages.cascade", cascade=only))
    return render_template("cascade/cascades.html", page=home.cascades(), mine=mine)
