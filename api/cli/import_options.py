"""The options of `banyan import` that say what sheets mean, and the answers they become."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, get_args

import click

from api.errors import BadInput
from api.i18n import _
from api.spreadsheets.files.cells import CellError, Order
from api.spreadsheets.importing.coming import NEARLY_KNOWN, PLAINLY_NEW
from api.spreadsheets.recognition.fields import FIELDS, KEYS, LEFT_OUT, WORKSHOP
from api.spreadsheets.recognition.reading import Answers, Fractions, Layout, Shape, SheetReading
from api.spreadsheets.recognition.sheet.columns_taken import IGNORE, called_as
from api.spreadsheets.recognition.vocabulary.dates import days
from api.spreadsheets.recognition.vocabulary.words import plain

Pairs = tuple[str, ...]
CHOSEN = tuple(field for field in FIELDS if field not in KEYS)
SaidShape = Literal["people", "register", "nothing"]
SHAPES: tuple[SaidShape, ...] = get_args(SaidShape)
IGNORED = "ignore"


def column_fields(pairs: Pairs) -> dict[str, str]:
    """Heading → field, of `--column "HEADING=FIELD"`. BadParameter names the fields there are."""
    found = {}
    for pair in pairs:
        heading, equals, field = (part.strip() for part in pair.rpartition("="))
        if not equals or not heading or field not in (*CHOSEN, *KEYS, *IGNORE):
            raise click.BadParameter(
                _(
                    "“{value}” is not HEADING=FIELD. The fields are: {fields}; “ignore” leaves the "
                    "column out.",
                    value=pair,
                    fields=", ".join(CHOSEN),
                )
            )
        found[heading] = LEFT_OUT if field in IGNORE else field
    return found


def facts_of(pairs: Pairs) -> dict[str, dict[str, str]]:
    """Sheet, or "" for all → field → text, of `--fact "SHEET:FIELD=TEXT"`."""
    found: dict[str, dict[str, str]] = {}
    for pair in pairs:
        named, _equals, text = (part.strip() for part in pair.partition("="))
        sheet, _colon, field = (part.strip() for part in named.rpartition(":"))
        if field not in WORKSHOP or not text:
            raise click.BadParameter(
                _(
                    "“{value}” is not FIELD=TEXT, or SHEET:FIELD=TEXT for one sheet. The fields "
                    "are: {fields}.",
                    value=pair,
                    fields=", ".join(WORKSHOP),
                )
            )
        found.setdefault(sheet, {})[field] = text
    return found


def shapes_of(pairs: Pairs) -> dict[str, Shape]:
    """Sheet, or "" for all → shape, of `--shape people` and `--shape "SHEET:nothing"`."""
    found: dict[str, Shape] = {}
    for pair in pairs:
        sheet, _colon, said = (part.strip() for part in pair.rpartition(":"))
        shape = next((one for one in SHAPES if one == said), None)
        if shape is None:
            raise click.BadParameter(
                _(
                    "“{value}” is none of: {shapes}. For one sheet write SHEET:{shape}.",
                    value=pair,
                    shapes=", ".join(SHAPES),
                    shape=SHAPES[0],
                )
            )
        found[sheet] = shape
    return found


OPTIONS = (
    click.option(
        "--layout",
        metavar="NAME",
        help=_(
            "Uses the layouts of this name alone; with options that say what sheets mean, "
            "remembers these under it."
        ),
    ),
    click.option(
        "--column",
        "columns",
        metavar="HEADING=FIELD",
        multiple=True,
        callback=lambda _c, _p, value: column_fields(value),
        help=_("What the column with this heading holds; “ignore” leaves it out."),
    ),
    click.option(
        "--fact",
        "facts",
        metavar="[SHEET:]FIELD=TEXT",
        multiple=True,
        callback=lambda _c, _p, value: facts_of(value),
        help=_("What a sheet does not say of its workshop, such as starts_on=2026-03-12."),
    ),
    click.option(
        "--shape",
        "shapes",
        metavar="[SHEET:]people|register|nothing",
        multiple=True,
        callback=lambda _c, _p, value: shapes_of(value),
        help=_("What a sheet is, where that is not certain."),
    ),
    click.option(
        "--max-score",
        type=click.FloatRange(min=0, min_open=True),
        help=_("What scores are out of that do not say it."),
    ),
    click.option(
        "--scores",
        type=click.Choice(["percent", "points"]),
        help=_("Whether scores from 0 to 1 are shares of the maximum, or points."),
    ),
    click.option(
        "--dates",
        type=click.Choice(["iso", "dmy", "mdy"]),
        default="iso",
        help=_("How dates are written that can be read in two ways."),
    ),
    click.option(
        "--near-ok",
        is_flag=True,
        help=_("What is nearly the same as something known is something else."),
    ),
    click.option(
        "--known-only",
        is_flag=True,
        help=_("Refuses people who stand only on registers, unknown trainers and new regions."),
    ),
)


def meaning_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def answers(
    columns: Mapping[str, str],
    facts: Mapping[str, Mapping[str, str]],
    shapes: Mapping[str, Shape],
    max_score: float | None,
    scores: Fractions | None,
    dates: Order,
) -> Answers:
    """What the options answer. BadInput for a day that is none."""
    for said in facts.values():
        for name in ("starts_on", "ends_on"):
            if said.get(name, "-") != "-":
                _check_day(name, said[name], dates)
    common = Layout((), max_score, dates, scores or "", shapes.get("", ""))
    return Answers(
        facts={sheet: dict(said) for sheet, said in facts.items()},
        columns=dict(columns),
        common=common,
        shapes={sheet: shape for sheet, shape in shapes.items() if sheet},
    )


def _check_day(name: str, text: str, dates: Order) -> None:
    try:
        days(text, dates)
    except CellError as wrong:
        raise BadInput(f"--fact {name}: {wrong}") from None


def accepted(near_ok: bool, known_only: bool) -> frozenset[str]:
    """The kinds of what comes into being that need no decision."""
    plainly = frozenset[str]() if known_only else frozenset[str](PLAINLY_NEW)
    return plainly | NEARLY_KNOWN if near_ok else plainly


def check_names(said: Answers, sheets: Sequence[SheetReading]) -> None:
    """BadInput if an option names a column or a sheet that there is not."""
    headings = {called_as(c.heading, c.number) for sheet in sheets for c in sheet.columns}
    for heading in said.columns:
        if plain(heading) not in headings:
            listed = dict.fromkeys(c.heading for sheet in sheets for c in sheet.columns)
            raise BadInput(
                _(
                    "No column is called “{column}”. There are: {columns}.",
                    column=heading,
                    columns=", ".join(name for name in listed if name),
                )
            )
    names = {name for sheet in sheets for name in sheet.names}
    for name in (*said.facts, *said.shapes):
        if name and name not in names:
            labels = ", ".join(sheet.label for sheet in sheets)
            raise BadInput(
                _("No sheet is called “{name}”. There are: {sheets}.", name=name, sheets=labels)
            )
