"""What the rows of a sheet are: people, the register of a workshop, workshops, certificates."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from api.spreadsheets.recognition.columns import column_name, table_with
from api.spreadsheets.recognition.fields import CERTIFICATION, MARKS, PERSON, REGISTER
from api.spreadsheets.recognition.reading import Column, Shape
from api.spreadsheets.recognition.vocabulary.words import plain

WHO = frozenset({"person", "name", "phone", "email", "id_number"})
OF_TABLES: dict[str, Shape] = {
    "people": "people", "workshops": "workshops", "register": "long",
    "certifications": "certifications",
}  # fmt: skip
_WHICH = {"workshop", "starts_on", "lead", "co_facilitators", "title", "kind"}
_PRE = ("pretest", "pre", "avant", "antes", "kabla", "قبلي", "قبل", "前测", "训前", "baseline")
_POST = ("posttest", "post", "apres", "despues", "depois", "baada", "بعدي", "بعد", "后测", "训后",
         "endline")  # fmt: skip


def shape_of(columns: Sequence[Column], has_day: bool) -> tuple[Shape, bool]:
    """The shape, and whether it is sure. `has_day`: whether titles or the sheet's name tell the day
    of a workshop."""
    fields = {column.field for column in columns}
    if table := table_with({column_name(column.heading) for column in columns}):
        canonical = OF_TABLES[table]
        if canonical != "people" or not fields & {*_WHICH, *REGISTER, *MARKS}:
            return canonical, True
    if not fields & WHO:
        return ("workshops", True) if fields & {"workshop", "starts_on"} else ("", True)
    if "level" in fields and fields & set(CERTIFICATION[1:]):
        return "certifications", True
    if fields & {"workshop", "starts_on"} or "parent" in fields:
        return "long", True
    if has_day or fields & {*REGISTER, *MARKS}:
        return "register", True
    if fields & {"lead", "title"}:
        return "long", True
    return "people", False


def is_register(fields: Collection[str]) -> bool:
    return bool(set(fields) & {*REGISTER, *MARKS, *PERSON})


def test_named(*texts: str) -> str:
    """“pre” or “post” if a sheet's name or title says of which test it is, else ""."""
    for text in texts:
        said = plain(text)
        pre, post = any(one in said for one in _PRE), any(one in said for one in _POST)
        if pre != post:
            return "pre" if pre else "post"
    return ""
