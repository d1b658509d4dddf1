"""What `banyan import` says of sheets, of rows, and of what comes into being."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import click

from api.i18n import _, ngettext
from api.spreadsheets.importing.coming import ACCEPT, Coming, kind_names
from api.spreadsheets.importing.run import ImportResult
from api.spreadsheets.importing.verdicts import JudgedRow, Judgement, verdict_names
from api.spreadsheets.recognition import questions
from api.spreadsheets.recognition.reading import Column, LeftOut, Reading
from api.spreadsheets.recognition.tables import Place

MAX_SHOWN = 50
"""Lines about refused rows; `--dry-run` and `--errors` give all of them."""
ALIKE = 3
"""Rows of a sheet that are refused for the same reason: if there are more, it is said once."""
MAX_NAMED = 20
"""Names of what comes into being, unless it is a dry run."""
MAX_LEFT_OUT = 3
"""Rows left out that are shown of a kind and a sheet, unless it is a dry run."""


def show(done: ImportResult, everything: bool) -> None:
    """What happens to the rows, and what comes into being."""
    show_rows(done.judgement, everything)
    show_counts(done.judgement)
    show_coming(done.coming, everything)


def _say(text: str) -> None:
    click.echo(text, err=True)


# ---- sheets --------------------------------------------------------------------------------------


def show_sheets(reading: Reading, everything: bool) -> None:
    """What each sheet, column and row was taken for. Of the four tables only the rows left out:
    there is nothing to take."""
    for notice in reading.tables.notices:
        _say(notice.message)
    for sheet in reading.sheets:
        if sheet.key:
            _say(
                _("{sheet}: {shape}, rows: {count}.", sheet=sheet.label,
                  shape=shape_names().get(sheet.shape, sheet.shape), count=sheet.rows)
            )  # fmt: skip
            _say("  " + "; ".join(_column(column) for column in sheet.columns if _shown(column)))
            if sheet.facts and sheet.shape in ("register", "long"):
                facts = "; ".join(f"{name} = {text}" for name, text in sheet.facts.items())
                _say("  " + _("The workshop: {facts}", facts=facts))
        elif sheet.left_out:
            _say(f"{sheet.label}:")
        _show_left_out(sheet.left_out, everything)
        if why := questions.sentence(sheet):
            _say(f"  {why}")


def shape_names() -> dict[str, str]:
    """Shape → what it is called."""
    return {
        "people": _("a list of people"),
        "register": _("the register of a workshop"),
        "long": _("people with their workshops"),
        "workshops": _("workshops"),
        "certifications": _("certificates"),
        "nothing": _("not read"),
        "": _("not clear"),
    }


def _shown(column: Column) -> bool:
    return bool(column.heading or column.field or column.samples)


def _column(column: Column) -> str:
    heading = column.heading or str(column.number)
    taken = column.field or _("left out")
    if column.sure:
        return f"{heading} → {taken}"
    return f"{heading} → {column.field or '?'}? ({', '.join(column.samples)})"


def _show_left_out(rows: Sequence[LeftOut], everything: bool) -> None:
    names = left_out_names()
    for kind in names:
        here = [row for row in rows if row.kind == kind]
        listed = here if everything else here[:MAX_LEFT_OUT]
        said = [_("line {line} “{text}”", line=r.where.line, text=r.text) for r in listed]
        if more := len(here) - len(listed):
            said.append(_("… and {count} more", count=more))
        if said:
            _say("  " + _("Left out, {kind}: {rows}", kind=names[kind], rows="; ".join(said)))


def left_out_names() -> dict[str, str]:
    """Kind of a row left out → what it is called."""
    return {
        "title": _("titles"),
        "heading": _("repeated headings"),
        "total": _("totals"),
        "signature": _("signatures"),
        "note": _("notes"),
        "absent": _("absent"),
    }


# ---- rows ----------------------------------------------------------------------------------------


def show_rows(judgement: Judgement, everything: bool) -> None:
    """Each row; or only the refused ones, with each reason once."""
    if everything:
        for judged in judgement.all():
            click.echo(_line(judged))
        return
    groups = _by_reason(_first_reasons(judgement.refused()))
    shown = [
        part for rows in groups for part in ([rows] if len(rows) > ALIKE else [[r] for r in rows])
    ]
    for rows in shown[:MAX_SHOWN]:
        others = dict.fromkeys(row.row.where.line for row in rows[1:]) | {}
        others.pop(rows[0].row.where.line, None)
        also = ngettext(
            " So is {count} more row (line {lines}).",
            " So are {count} more rows (lines {lines}).",
            len(others),
            lines=", ".join(map(str, list(others)[:10])) + (", …" if len(others) > 10 else ""),
        )
        _say(_line(rows[0]) + (also if others else ""))
    more = sum(map(len, shown[MAX_SHOWN:]))
    if more > 0:
        _say(
            ngettext(
                "… and {count} more row. --dry-run shows all, --errors FILE.xlsx writes them.",
                "… and {count} more rows. --dry-run shows all, --errors FILE.xlsx writes them.",
                more,
            )
        )


def _first_reasons(rows: Iterable[JudgedRow]) -> Iterable[JudgedRow]:
    """One row of each line: that of the person before the line of a register that waits for it."""
    found: dict[Place, JudgedRow] = {}
    for row in rows:
        found.setdefault(row.row.where, row)
    return found.values()


def _by_reason(rows: Iterable[JudgedRow]) -> list[list[JudgedRow]]:
    """The rows of a sheet with the same reason together, in the order of the first of them."""
    found: dict[tuple[str, str | None, str], list[JudgedRow]] = {}
    for row in rows:
        found.setdefault((row.row.where.file, row.row.where.sheet, row.why), []).append(row)
    return list(found.values())


def lines_refused(judgement: Judgement) -> int:
    """The lines of the files that are refused; one may be rows of several tables."""
    return len({row.row.where for row in judgement.refused()})


def _line(judged: JudgedRow) -> str:
    name = verdict_names()[judged.verdict]
    return f"{_at(judged.row.where)}: {name}" + (f": {judged.why}" if judged.why else "")


def _at(where: Place) -> str:
    return where.file + (f" [{where.sheet}]" if where.sheet else "") + f":{where.line}"


def show_counts(judgement: Judgement) -> None:
    names = verdict_names()
    for table, counts in judgement.counts().items():
        if counts:
            parts = (f"{counts[v]} {name}" for v, name in names.items() if counts[v])
            click.echo(f"{table}: {', '.join(parts)}")


# ---- what comes into being -----------------------------------------------------------------------


def show_coming(coming: Sequence[Coming], everything: bool) -> None:
    """What comes into being beside the rows, by name."""
    names = kind_names()
    new = sorted((one for one in coming if one.decision == ACCEPT), key=lambda one: one.kind)
    for kind, several in groupby(new, key=lambda one: one.kind):
        labels = [one.label for one in several]
        listed = ", ".join(labels if everything else labels[:MAX_NAMED])
        more = "" if everything or len(labels) <= MAX_NAMED else ", …"
        _say(f"{names[kind]} ({len(labels)}): {listed}{more}")
