"""A cascade is opened on a page, by whom the API lets open one."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, Response, redirect, render_template, request, url_for

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
    return render_template("opening.html", form={}, id=uuid4())


@blueprint.post("")
@needs(ADMINISTER)
def open_() -> Response | Page:
    """Sent twice, it is one cascade: the form bears the id that it is to have."""
    try:
        said = forms.opening(request.form)
        body = {**said, "id": str(said["id"])} if "id" in said else said
        made = send(lambda write: open_cascade(write, said), body)
    except (Refused, Problem) as wrong:
        id = request.form.get("id")
        shown = {"form": request.form, "id": id, "here_args": {}}
        shown["field"] = getattr(wrong, "field", None)
        return again("opening.html", wrong, HERE, **shown)
    id = made["data"]["id"]
    return redirect(url_for("pages.settings.show", cascade=id), 303)  # type: ignore[return-value]
