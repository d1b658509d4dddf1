"""The form to open a cascade."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from api.access.rules import ADMINISTER, requires
from api.endpoints.cascades import open_cascade
from api.errors import Problem
from api.pages.cascade import settings_form as forms
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page, again
from domain.rules import Refused

blueprint = Blueprint("opening", __name__, url_prefix="/cascades/new")
HERE = "pages.opening.new"


@blueprint.get("")
@requires(ADMINISTER)
def new() -> str:
    return render_template("cascade/opening.html", form={}, id=uuid4())


@blueprint.post("")
@requires(ADMINISTER)
def open_() -> Response | Page:
    """Opens a cascade. The form has its id, so that it is opened once if it is sent twice."""
    form = request.form
    try:
        body = forms.opening(form)
        once = {**body, "id": str(body["id"])} if "id" in body else body
        made = send(lambda write: open_cascade(write, body), once)
    except (Refused, Problem) as wrong:
        return again("cascade/opening.html", wrong, HERE, form=form, id=form.get("id"))
    return redirect(url_for("pages.settings.show", cascade=made["data"]["id"]), 303)
