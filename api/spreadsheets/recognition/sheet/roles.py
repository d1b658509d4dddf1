"""Who of those on a list did not take part: by a remark beside the name, or by their role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from api.i18n import _
from api.spreadsheets.files.cells import Cell, as_text
from api.spreadsheets.recognition.vocabulary.phrases import phrases, plain
from api.spreadsheets.recognition.vocabulary.value_words import ABSENT

_REMARK = re.compile(r"[(（\[]([^)）\]]*)[)）\]]|\s[-–—]\s(.*)$")
_PARTICIPANTS = phrases(
    "participant, participants, trainee, learner, attendee, stagiaire, participante, aprendiz,"
    "formando, formanda, mshiriki, مشارك, مشاركة, متدرب, متدربة, 学员, 参训人员, 参加者"
)
_OTHERS = phrases(
    "facilitator, co facilitator, trainer, lead trainer, co trainer, driver, organiser, organizer,"
    "resource person, guest, observer, support staff, logistics, formateur, formatrice,"
    "facilitateur, facilitatrice, animateur, chauffeur, organisateur, observateur, invité,"
    "formador, formadora, facilitador, facilitadora, capacitador, conductor, organizador,"
    "observador, invitado, motorista, convidado, mwezeshaji, mkufunzi, dereva, mgeni,"
    "ميسر, مدرب, سائق, ضيف, مراقب, 培训师, 讲师, 司机, 嘉宾, 工作人员, 主持人"
)
_ABSENT = {word for word in phrases(ABSENT) if len(word) > 3 or not word.isascii()}
"""Remarks of a few letters may be initials."""


def has_participants(cells: Iterable[Cell]) -> bool:
    """Whether a column of roles says of some that they are participants, and so of others that
    they are not."""
    said = {plain(as_text(cell)) for cell in cells} - {""}
    return bool(said & _PARTICIPANTS) and bool(said & _OTHERS)


def problem(with_roles: bool, person: Mapping[str, Cell]) -> str:
    """A sentence about somebody on a register who probably was no participant; else "".
    `with_roles`: whether their role says who was one."""
    name, role = as_text(person.get("name")), as_text(person.get("cadre"))
    for found in _REMARK.findall(name):
        if any(plain(part) in _ABSENT for part in found if part):
            return _(
                "“{name}”: the remark says that they did not attend. Leave the row out, or take "
                "the remark away.",
                name=name,
            )
    if with_roles and plain(role) in _OTHERS:
        return _(
            "“{role}” is no participant of the workshop. Leave the row out, or correct the role.",
            role=role,
        )
    return ""
