"""What has to be asked about a sheet before its rows can be trusted, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping

from api.i18n import _
from api.spreadsheets.files.cells import as_text
from api.spreadsheets.recognition.columns import column_name, table_with
from api.spreadsheets.recognition.reading import Ask, Layout, SheetReading
from api.spreadsheets.recognition.sheet.parsed import Parsed, ask_values


def ask_shape(said: SheetReading) -> None:
    said.asks[Ask.SHAPE] = said.label


def ask(parsed: Parsed, layout: Layout, stated: Mapping[str, str], is_form: bool) -> None:
    """`stated`: the answers about the sheet's workshop; `is_form`: whether the sheet only tells
    what its repeats belong to."""
    said = parsed.reading
    if said.shape == "nothing":
        said.asks.clear()
        return
    if is_form:
        ask_columns(parsed)
        return
    ask_of_rows(parsed, layout)
    if Ask.SHAPE not in said.asks and (missing := missing_facts(parsed, stated)):
        said.asks[Ask.FACTS] = missing


def ask_of_rows(parsed: Parsed, layout: Layout) -> None:
    ask_columns(parsed)
    ask_values(parsed, layout)
    if table_with({column_name(column.heading) for column in parsed.columns}):
        parsed.reading.asks.pop(Ask.MAX_SCORE, None)  # one of the four tables, with other columns


def ask_columns(parsed: Parsed) -> None:
    unsure = [column for column in parsed.columns if not column.sure]
    if unsure:
        parsed.reading.asks[Ask.COLUMNS] = unsure[0].heading or str(unsure[0].number)


def missing_facts(parsed: Parsed, stated: Mapping[str, str]) -> str:
    """What is not known of the sheet's one workshop: "starts_on" or "lead", else ""."""
    fields = parsed.fields
    told_by_mate = parsed.pair not in ("", parsed.reading.label)
    if parsed.reading.shape not in ("register", "long") or parsed.parents or told_by_mate:
        return ""
    if "workshop" in fields or "workshop" in parsed.facts:
        return ""
    known = {*fields, *parsed.facts}
    if "starts_on" not in known:
        return "starts_on"
    alone = parsed.reading.shape == "register"
    return "lead" if alone and "lead" not in known and not stated.get("lead") else ""


def sentence(said: SheetReading) -> str:
    """Why the rows of a sheet are refused while something is open, and the options of the command
    line that answer it; "" if nothing is open."""
    return " ".join(_sentences(kind, as_text(example)) for kind, example in said.asks.items())


def _sentences(kind: Ask, example: str) -> str:
    match kind:
        case Ask.COLUMNS:
            return _(
                "It is not certain what the column “{column}” is. Say it with "
                '--column "{column}=FIELD", or leave it out with --column "{column}=ignore".',
                column=example,
            )
        case Ask.SHAPE:
            return _(
                "It is not certain whether these people attended a workshop. Say --shape register, "
                "or --shape people for a list of people."
            )
        case Ask.MAX_SCORE:
            return _(
                "It is not said what the score {score} is out of. Add it with --max-score.",
                score=example,
            )
        case Ask.FRACTIONS:
            return _(
                "{score} may be {score} points or a share of the maximum. Say --scores points or "
                "--scores percent.",
                score=example,
            )
        case Ask.DATES:
            return _(
                "Is {day} day/month or month/day? Say --dates dmy or --dates mdy.", day=example
            )
        case Ask.FACTS:
            return _(
                "The sheet does not say of its workshop: {field}. Say it with "
                '--fact "{field}=…"; “-” means that nobody knows.',
                field=example,
            )
