"""`banyan erase`, `subject-data` and `daily`: erasure, subject access, daily maintenance."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from api.access.rules import LOG_WORK
from api.cli.common import by_console, cascade_of, compare, moment, with_home
from api.errors import BadInput
from api.home import Home
from api.i18n import _, ngettext
from api.operations import maintenance
from api.operations.subject_access import subject_data_of
from api.people.search import person_number
from api.private import erasure
from api.private.data_subject import data_subject
from api.transactions.caller import at_the_console
from api.transactions.read import reading
from domain.values import PersonId, Reason, ReasonCode
from projections import permissions
from projections.db import Db


@click.command(
    help=_(
        "Erases people for good: every text about them goes, also from the disk. Figures and the "
        "log stay. REFERENCE is an identifier of the cascade, or an id."
    )
)
@click.argument("references", nargs=-1, metavar="[REFERENCE]…")
@click.option("--cascade", metavar="ID", help=_("Whose identifiers are meant."))
@click.option(
    "--file",
    "source",
    type=click.File(encoding="utf-8-sig"),
    help=_("A file with one reference a line."),
)
@click.option(
    "--reason",
    type=click.Choice([code.value for code in ReasonCode]),
    default=ReasonCode.REQUESTED.value,
    show_default=True,
    help=_("Why."),
)
@click.option("--yes", is_flag=True, help=_("Does not ask again."))
@with_home
def erase(
    home: Home,
    references: Sequence[str],
    cascade: str | None,
    source: Iterable[str] | None,
    reason: str,
    yes: bool,
) -> None:
    wanted = [*references, *(line.strip() for line in source or () if line.strip())]
    with moment(home, None) as db:
        ids = [_person(home, db, cascade, reference) for reference in wanted]
        subject = data_subject(db, ids)
        to_check = erasure.to_look_at(db, subject, datetime.now(UTC).date())
        alike = erasure.named_alike(home.private, subject)
    if not wanted:
        raise BadInput(_("Say whom to erase: an identifier with --cascade, an id, or --file."))
    if not yes:
        count = len(subject.people)
        click.confirm(ngettext("Erase {count} person?", "Erase {count} people?", count), abort=True)
    for id in ids:
        erasure.erase(_recording(home), home.views, PersonId(id), Reason(ReasonCode(reason)))
    remains = home.forget_erased() + alike
    click.echo(_("Erased. Every figure and earlier entry is as it was."))
    if not remains:
        click.echo(_("No byte of what they told is left in the drawers."))
    for left in remains + to_check:
        click.echo(left)


def _recording(home: Home) -> erasure.Do:
    return lambda act, _part: home.service.do(by_console(), act)


def _person(home: Home, db: Db, cascade: str | None, reference: str) -> str:
    if cascade is not None:
        id = cascade_of(home, cascade)
        series = home.service.read().cascade(id).series
        number = person_number(db, home.private, series, reference)
        row = db.one("SELECT id FROM person WHERE number = :n", n=number)
    else:
        row = db.one("SELECT id FROM person WHERE id = :id", id=reference)
    if row is None:
        raise BadInput(
            _(
                "Nobody is known as “{reference}”. Check it, and say with --cascade whose "
                "identifier it is. Nobody was erased.",
                reference=reference,
            )
        )
    return str(row[0])


@click.command(
    "subject-data",
    help=_("Writes all that is kept about somebody as one JSON file, for them."),
)
@click.argument("reference")
@click.option("--cascade", metavar="ID", help=_("Whose identifier REFERENCE is; else it is an id."))
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("The file to write; else the standard output."),
)
@with_home
def subject_data(home: Home, reference: str, cascade: str | None, out: Path | None) -> None:
    with at_the_console(home) as caller:
        id = _person(home, caller.db, cascade, reference)
        read = reading(caller, {}, LOG_WORK)
        text = json.dumps(subject_data_of(read, id), ensure_ascii=False, indent=1, default=str)
    if out is None:
        click.echo(text)
        return
    with permissions.written(out) as file:
        file.write(f"{text}\n".encode())
    click.echo(_("Wrote {file}. Give it to them alone, and delete it here.", file=out))


@click.command(
    help=_(
        "Does the day's chores: deletes what was kept long enough, and compares people, to find "
        "who was recorded twice."
    )
)
@with_home
def daily(home: Home) -> None:
    for sentence in maintenance.run(home, datetime.now(UTC).date()):
        click.echo(sentence)
    compare(home)
    click.echo(_("The day's chores are done."))


COMMANDS = (erase, subject_data, daily)
