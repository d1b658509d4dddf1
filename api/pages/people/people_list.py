"""The people of a cascade: a list with filters, a search by private data, the list as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from api.access.rules import LOG_WORK, RECORDS, Rule, requires
from api.i18n import _
from api.pages.layout import filters
from api.pages.layout.downloads import TYPES, spreadsheet
from api.pages.layout.filters import UNATTRIBUTED, Filter
from api.pages.layout.regions import paths_by_number
from api.pages.layout.visitor import field
from api.people.names import DisplayName, display_names
from api.people.search import search as find_people
from api.transactions.read import Page, Read
from api.web.services import reading
from domain.values import AgeBand, Disability, Sex
from projections import tables
from projections.records import people_list, standing
from projections.records.people_list import Listed
from projections.records.people_sources import PeopleFilter
from projections.scope import Scope, find

blueprint = Blueprint("people", __name__, url_prefix="/cascades/<uuid:cascade>/people")
LIST = "pages.people.show_all"
MAX_ROWS, IN_A_FILE = 50, 500
STANDINGS = ("certified", "lapsed", "suspended", "revoked", "nominated", "assessed", "none")
OWN = {
    "sex": tuple(Sex),
    "age_band": tuple(AgeBand),
    "cadre": (),
    "disability": tuple(Disability),
    "standing": STANDINGS,
    "facilitated": ("yes", "no"),
    "due": ("followup",),
    "entered": ("yes",),
}
COLUMNS = (
    "person", "identifier", "name", "phone", "entered_on", "generation", "trained_by", "region",
    "standing", "level", "sex", "age_band", "cadre", "disability",
)  # fmt: skip


@blueprint.get("")
@requires(RECORDS, cascade="cascade")
def show_all(cascade: UUID) -> str | Response:
    """`?after=`: the next page; `?format=xlsx|csv`: all rows, as a file."""
    read, number = read_cascade(cascade, RECORDS)
    filter = _asked(read)
    wanted = _wanted(read, filter)
    if request.args.get("format") in TYPES:
        return _file(read, number, wanted, request.args["format"])
    (after,) = read.after((0,))
    scope = _scope(read, number, wanted)
    rows, last = people_list.people(read.db, number, wanted, int(after), MAX_ROWS, scope)
    return render_template(
        "people/people_list.html",
        cascade=cascade,
        people=list_rows(read, number, rows),
        filter=filter,
        choices=filters.choices(read.db),
        cursor=Page((), (last,) if last else None).cursor,
        may_search=may_write(read, cascade),
    )


@blueprint.post("")
@requires(LOG_WORK, cascade="cascade")
def search(cascade: UUID) -> str:
    """Searches by private data, which is sent in the body, never in an address."""
    read, number = read_cascade(cascade, LOG_WORK)
    typed = field("who").strip()
    ones, more = find_people(read, str(cascade), typed)
    return render_template(
        "people/people_list.html",
        cascade=cascade,
        typed=typed,
        people=of_numbers(read, number, ones),
        more=more,
        filter=Filter(),
        choices=filters.choices(read.db),
        may_search=True,
        here=LIST,
    )


# ---- what the pages about people share -------------------------------------------------------


def read_cascade(cascade: UUID, rule: Rule, **asked: int) -> tuple[Read, int]:
    """(a read under the rule, the number of the cascade). Raises NotFound if the reader may not see
    it. Takes `?after=` from the address."""
    after = {"after": request.args["after"]} if request.args.get("after") else {}
    read = reading(rule, {"limit": MAX_ROWS, **after, **asked})
    return read, read.number(tables.cascade, cascade)


def may_write(read: Read, cascade: UUID) -> bool:
    """Whether the reader coordinates in this cascade, and so may read and search names."""
    return find(read.db, read.scope_of(LOG_WORK), "cascade", str(cascade)) is not None


class ListedPerson(DisplayName):
    """A row of the list. `entered_on`: None for a person who is not in the tree; `generation`: in
    the tree; `region`: its path; `disability`, `standing`: codes."""

    sex: str | None
    age_band: str | None
    cadre: str | None
    disability: str
    region: str | None
    entered_on: date | None
    generation: int | None
    unattributed: bool
    trained_by: DisplayName | None
    standing: str
    level: str | None


def of_numbers(read: Read, cascade: int, ones: Sequence[int]) -> list[ListedPerson]:
    """The rows of these people, in this order."""
    wanted = PeopleFilter(read.today.toordinal(), only=ones)
    rows, _last = people_list.people(read.db, cascade, wanted, 0, len(ones) + 1, read.scope)
    order = {one: at for at, one in enumerate(ones)}
    return list_rows(read, cascade, sorted(rows, key=lambda row: order[row.person]))


def list_rows(read: Read, cascade: int, rows: Sequence[Listed]) -> list[ListedPerson]:
    """The rows as the list shows them."""
    ones = [row.person for row in rows]
    people = display_names(read, [*ones, *(row.parent for row in rows)])
    day = read.today.toordinal()
    stands = {one.person: one for one in standing.standings_of(read.db, cascade, ones, day)}
    height = people_list.generations_of(read.db, cascade, ones)
    regions = paths_by_number(read.db)
    return [
        {
            **people[row.person],
            "sex": row.sex,
            "age_band": row.age_band,
            "cadre": row.cadre,
            "disability": row.disability,
            "region": regions.get(row.region),
            "entered_on": date.fromordinal(row.entered_on) if row.entered_on else None,
            "generation": height.get(row.person),
            "unattributed": row.role == 1 and row.parent is None,
            "trained_by": people.get(row.parent or 0),
            "standing": stands[row.person].standing,
            "level": stands[row.person].level,
        }
        for row in rows
    ]


# ---- what the list is narrowed to ------------------------------------------------------------


def _asked(read: Read) -> Filter:
    """The filter in the address. It has no private data, which must not be in addresses."""
    filter = filters.from_address(**OWN)
    known_places(read, filter)
    return filter


def known_places(read: Read, filter: Filter) -> None:
    """Drops an unknown region or organisation from the filter, with an error."""
    for name, table in (("region", tables.region), ("organisation", tables.organisation)):
        id = getattr(filter, name)
        if id and id not in read.db.numbers(table, [id]):
            filter.wrong[name] = _("Choose one of those that are offered.")
            setattr(filter, name, "")


def _wanted(read: Read, filter: Filter) -> PeopleFilter:
    own, day = filter.more, read.today.toordinal()
    number = read.db.numbers
    return PeopleFilter(
        day,
        tier=-1 if filter.tier == UNATTRIBUTED else int(filter.tier) if filter.tier else None,
        region=number(tables.region, [filter.region]).get(filter.region),
        organisation=number(tables.organisation, [filter.organisation]).get(filter.organisation),
        from_=filter.from_.toordinal() if filter.from_ else None,
        until=filter.until.toordinal() if filter.until else None,
        sex=own["sex"],
        age_band=own["age_band"],
        cadre=own["cadre"],
        disability=own["disability"],
        facilitated=own["facilitated"],
        standing=own["standing"],
        due_followup=own["due"] == "followup",
        entered=own["entered"] == "yes",
    )


def _scope(read: Read, cascade: int, wanted: PeopleFilter) -> Scope:
    """The reader's scope; for tasks, the part in which they do them, as counted among their
    tasks."""
    tasks = read.scope_of(LOG_WORK).within(cascade)
    return tasks if wanted.due_followup and not tasks.is_empty else read.scope


# ---- as a file -------------------------------------------------------------------------------


def _file(read: Read, cascade: int, wanted: PeopleFilter, format: str) -> Response:
    """All rows as a file, with the names and telephone numbers that the reader may read."""

    scope = _scope(read, cascade, wanted)

    def lines() -> Iterator[list[Any]]:
        after: int | None = 0
        while after is not None:
            rows, after = people_list.people(read.db, cascade, wanted, after, IN_A_FILE, scope)
            phones = _phones(read, [row.person for row in rows])
            for row, one in zip(rows, list_rows(read, cascade, rows), strict=True):
                above = one["trained_by"]
                trained_by = (above["identifier"] or above["person"]) if above else None
                more = {"trained_by": trained_by, "phone": phones.get(row.person)}
                yield [(one | more)[name] for name in COLUMNS]

    return spreadsheet("people", format, COLUMNS, lines())


def _phones(read: Read, people: Sequence[int]) -> dict[int, str]:
    sql = "SELECT one, details FROM person WHERE one IN ids(:people) AND details IS NOT NULL"
    rows = read.db.rows(sql, people=people)
    opened = read.private.open(details for _, details in rows)
    texts = {one: opened.get(details, {}).get("phone") for one, details in rows}
    return {one: phone for one, phone in texts.items() if phone}


def back(cascade: UUID, person: UUID | str) -> str:
    return url_for("pages.people.show", cascade=cascade, person=person)
