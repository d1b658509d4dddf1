"""The HTML pages, in one package for each kind of reader."""

from __future__ import annotations

from flask import Blueprint

from api.pages import glossary, start
from api.pages.account import administration, own_account, signin
from api.pages.audit import compare, history, replay
from api.pages.cascade import flags, home, open_cascade, report, settings, trainers
from api.pages.imports import asking, imports, uploads
from api.pages.layout import (
    alarms,
    errors,
    formatting,
    labels,
    navigation,
    resume_form,
    visitor,
)
from api.pages.people import certification, duplicates, merge, people_list, person, person_forms
from api.pages.trainer import my_reach
from api.pages.trainer import proposals as trainer_proposals
from api.pages.workshops import (
    attendances,
    corrections,
    log,
    proposals,
    workshop_list,
)
from api.web.csrf import require_mark

PAGES = (
    own_account,
    administration,
    alarms,
    attendances,
    trainer_proposals,
    my_reach,
    certification,
    compare,
    corrections,
    duplicates,
    flags,
    history,
    imports,
    asking,
    uploads,
    log,
    open_cascade,
    people_list,
    merge,
    person,
    person_forms,
    proposals,
    replay,
    report,
    settings,
    signin,
    trainers,
    workshop_list,
)
"""The modules with routes. Some share a blueprint: `merge`, `person` and `person_forms` add their
routes to that of `people_list`, `my_reach` to that of `trainer.proposals`."""

blueprint = Blueprint("pages", __name__)
for helpers in (formatting, visitor, glossary, navigation, resume_form, alarms):
    for name, helper in helpers.helpers().items():
        blueprint.add_app_template_global(helper, name)
blueprint.add_app_template_global(resume_form.form_seal, "form_seal")
blueprint.record_once(lambda state: state.app.jinja_env.globals.update(words=labels))
blueprint.before_request(require_mark)
blueprint.before_request(formatting.set_chosen_language)
blueprint.after_request(formatting.vary)
blueprint.add_url_rule("/", "start", start.start)
blueprint.add_url_rule("/cascades/<cascade>", "cascade", home.cascade)
errors.register(blueprint)
for part in dict.fromkeys(page.blueprint for page in PAGES):
    blueprint.register_blueprint(part)
