"""The form that opens a cascade."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from api.access.rules import ADMINISTER, needs
from api.endpoints.cascades import open_cascade
from api.errors import Problem
from api.pages.cascade import settings_form as forms
from api.pages.layout.submit import send
from api.pages.layout.visitor import Page, again
from domain.rules import Refused

blueprint = Blueprint("opening", __name__, url_prefix="/cascades/new")
HERE = "pages.opening.new"


@blueprint.get("")
@needs(ADMINISTER)
def new() -> str:
    return render_template("cascade/opening.html", form={}, id=uuid4())


@blueprint.post("")
@needs(ADMINISTER)
def open_() -> Response | Page:
    """Sent twice, it is one cascade: the form bears the id that it is to have."""
    form = request.form
    try:
        said = forms.opening(form)
        body = {**said, "id": str(said["id"])} if "id" in said else said
        made = send(lambda write: open_cascade(write, said), body)
    except (Refused, Problem) as wrong:
        return again(
            "cascade/opening.html", wrong, HERE, form=form, id=form.get("id"), here_args={}
        )
    return redirect(url_for("pages.settings.show", cascade=made["data"]["id"]), 303)
