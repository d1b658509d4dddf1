"""What each column of a sheet is taken for, and whether somebody has to look at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from api.spreadsheets.files.cells import Cell
from api.spreadsheets.recognition.fields import FIELDS, LEFT_OUT, REPEATABLE
from api.spreadsheets.recognition.reading import Column, Layout
from api.spreadsheets.recognition.sheet import contents
from api.spreadsheets.recognition.sheet.contents import BY_CONTENT, Content
from api.spreadsheets.recognition.sheet.grid import SAMPLE, Grid, GridRow, shown
from api.spreadsheets.recognition.sheet.header import Header, is_repeated
from api.spreadsheets.recognition.vocabulary.words import (
    heading,
    is_sex_group,
    is_signature,
    is_total,
    plain,
)

SAMPLES = 3
IGNORE = ("ignore", "-", LEFT_OUT)
"""What an answer says of a column that is left out."""
_PARTS = """
firstname lastname surname givenname givennames familyname middlename othername othernames
forename forenames firstnames secondname prenom prenoms nomdefamille postnom apellido apellidos
primerapellido segundoapellido sobrenome apelido apelidos primeironome ultimonome nombres
primernombre segundonombre jinalakwanza jinalapili jinalaukoo jinalakati jinalamwisho اللقب
الاسمالأول الاسمالاول اسمالعائلة 姓 名
"""
NAME_PARTS = frozenset(_PARTS.split())
"""Headings of a part of a name. Columns of parts are joined to one name."""


def take_columns(
    grid: Grid, header: Header, layout: Layout | None, stated: Mapping[str, str]
) -> list[Column]:
    """`layout`: the answer given to a sheet with these headings; `stated`: heading or number →
    field, for any sheet."""
    answered = layout.columns if layout else ()
    rows = [row for row in grid.rows[header.end : header.end + SAMPLE] if not _closes(row, header)]
    cells = [[row.cell(n) for row in rows if row.cell(n) != ""] for n in range(grid.width)]
    said = {plain(text): field for text, field in stated.items()}
    columns = []
    for n, text in enumerate(header.texts):
        one = Column(n + 1, text, _samples(cells[n]), LEFT_OUT, True)
        if (name := called_as(text, n + 1)) in said:
            field = said[name]
            columns.append(replace(one, field=LEFT_OUT if field in IGNORE else field))
        elif len(answered) == grid.width and (not answered[n] or answered[n] in FIELDS):
            columns.append(replace(one, field=answered[n]))
        else:
            field, sure = _guess(text, cells[n])
            columns.append(replace(one, field=field, sure=sure))
    return columns if answered else _once(columns, cells, bool(header.rows))


def called_as(heading: str, number: int) -> str:
    """How an answer calls a column: by its heading; by its number if it has none."""
    return plain(heading) or str(number)


def _closes(row: GridRow, header: Header) -> bool:
    """Whether the row is a total, a signature or repeated headings."""
    first = next((cell for cell in row.cells if isinstance(cell, str) and cell), "")
    return is_total(first) or is_signature(first) or is_repeated(header, row.cells)


def _samples(cells: Sequence[Cell]) -> tuple[str, ...]:
    texts = dict.fromkeys(shown(cell, 40) for cell in cells)
    return tuple(list(texts)[:SAMPLES])


def _guess(text: str, cells: Sequence[Cell]) -> tuple[str, bool]:
    """The field of a column by its heading and its cells, and whether that is sure."""
    content = contents.content_of(cells)
    named = heading(text) if text else None
    if content is Content.MARK and (is_sex_group(text) or _is_ages(text)):
        return LEFT_OUT, False  # a column for each sex or age, ticked
    if content is Content.EMPTY:
        return (named.field if named and named.exact else LEFT_OUT), True
    if named is None:
        if content is Content.COUNT and (not text or len(plain(text)) < 4):
            return LEFT_OUT, True
        if content is Content.CODE and (text or len(set(cells)) < len(cells)):
            return LEFT_OUT, False  # amounts and stray notes look like codes
        return BY_CONTENT.get(content, LEFT_OUT), False
    if named.field == LEFT_OUT:
        return LEFT_OUT, named.exact or content is Content.COUNT
    if named.field == "person" and content is Content.COUNT:
        return LEFT_OUT, "id" not in plain(text)  # “ID” may be the programme's own number
    is_marked = content in (Content.MARK, Content.SEX)
    if is_marked and named.field in WORDED and (named.field != "name" or len(cells) >= FEW):
        return LEFT_OUT, False  # “Trainer?” with yes and no
    fits = contents.fit(named.field, cells)
    if named.exact:
        few = named.field in VALIDATED and (fits > 0 or len(cells) < FEW)
        return named.field, few or fits >= MOSTLY or (fits >= contents.MISFIT and len(cells) >= FEW)
    strong = named.field in (
        BY_CONTENT.get(content),
        "starts_on" if content is Content.DATE else "",
    )
    strong = (strong and content in STRONG) or (named.field == "age_band" and fits >= MOSTLY)
    return (named.field if fits >= contents.MISFIT else LEFT_OUT), strong


def _is_ages(text: str) -> bool:
    """Whether a heading is a range of ages such as 15-24 or 35+; a lone number may be a day."""
    return not text.isdecimal() and contents.is_age(text)


MOSTLY, FEW = 0.7, 4
WORDED = ("name", "lead", "co_facilitators", "title", "venue", "region", "workshop_region",
          "organisation", "cadre")  # fmt: skip
"""Fields whose values are neither marks nor words for sex."""
VALIDATED = frozenset(("sex", "age_band", "pre", "post", "max_score", "starts_on", "ends_on",
                       "certified_on", "headcount"))  # fmt: skip
"""Fields of which a wrong value is refused in its row, so that a known heading is enough."""
STRONG = (Content.EMAIL, Content.SEX, Content.PHONE, Content.AGE)
"""Contents that confirm a heading that is only like a known one."""


def _once(columns: list[Column], cells: list[list[Cell]], has_header: bool) -> list[Column]:
    """A field has one column, except names in parts, marks and the like. Where two columns claim
    one, a sure one keeps it; else the first, and both are to be looked at."""
    columns = _only_names(_scores(columns, cells, has_header), cells)
    claims = Counter(one.field for one in columns if one.field)
    found: list[Column] = []
    for one in columns:
        field = one.field
        if claims[field] < 2 or not field:
            found.append(one)
            continue
        rivals = [other for other in columns if other.field == field]
        if field == "name":
            found.append(_name(one, rivals))
        elif field == "attended" and one.heading and not heading(one.heading):
            marked = any(heading(other.heading) for other in rivals if other.heading)
            found.append(replace(one, field=LEFT_OUT) if marked else one)  # “Invited”
        elif field in REPEATABLE or field in ("key", "parent"):
            found.append(one)
        else:
            sure = [other for other in rivals if other.sure]
            keeper = (sure or rivals)[0]
            alone = len(sure) == 1 or not one.sure
            if one is keeper:
                found.append(replace(one, sure=one.sure and len(sure) == 1))
            else:
                found.append(
                    replace(one, field=LEFT_OUT, sure=False if alone or sure else one.sure)
                )
    return found


def _only_names(columns: list[Column], cells: list[list[Cell]]) -> list[Column]:
    """A heading such as “Participant” is sure where no other column holds names."""
    names = [n for n, some in enumerate(cells) if contents.content_of(some) is Content.NAME]
    claims = [n for n, one in enumerate(columns) if one.field == "name"]
    if len(claims) != 1 or not heading(columns[claims[0]].heading):
        return columns
    at, free = claims[0], [n for n in names if not columns[n].field and not columns[n].sure]
    if at in names and not free and len(cells[at]) > 1:
        columns = [*columns[:at], replace(columns[at], sure=True), *columns[at + 1 :]]
    return columns


def _name(one: Column, rivals: Sequence[Column]) -> Column:
    """First and family names are joined; of other columns of names, only one can be the name."""
    headed = [other for other in rivals if other.sure]
    if not one.sure:
        by_heading = [other for other in rivals if heading(other.heading)]
        unlike = one.heading and one not in (by_heading or rivals[:1])
        return replace(one, field=LEFT_OUT) if headed or unlike else one
    parts = sum(1 for other in headed if plain(other.heading) in NAME_PARTS)
    return one if parts >= len(headed) - 1 else replace(one, sure=False)


def _scores(columns: list[Column], cells: list[list[Cell]], has_header: bool) -> list[Column]:
    """Columns of numbers without headings: pre-test and post-test in this order; the maximum is the
    same on all lines and not below any score. Nobody is sure of that."""
    numbers = [
        n
        for n, one in enumerate(columns)
        if not one.field and not one.sure and contents.content_of(cells[n]) is Content.NUMBER
    ]
    free = [f for f in ("pre", "post") if all(one.field != f for one in columns)]
    if has_header or not numbers:
        return columns
    values = {n: [c for c in cells[n] if isinstance(c, int | float | str)] for n in numbers}
    same = [n for n in numbers if len(set(map(str, values[n]))) == 1 and len(values[n]) > 1]
    columns = list(columns)
    if same and len(numbers) > 1:
        columns[same[-1]] = replace(columns[same[-1]], field="max_score")
        numbers.remove(same[-1])
    for n, field in zip(numbers, free[-1:] if len(numbers) == 1 else free, strict=False):
        columns[n] = replace(columns[n], field=field)
    return columns
