"""A trainer's own branch: exact totals, people of their own registers, pseudonyms further down."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.access.policy import MISSING
from api.access.pseudonyms import Pseudonyms
from api.figures.branch_shapes import (
    BranchFigures,
    BranchPerson,
    HiddenCell,
    InGeneration,
    OwnPerson,
    WholeBranch,
)
from api.figures.by_region import by_people
from api.people.names import MEMBERS, display_names
from api.transactions.read import Page, Read, page
from api.transactions.write import Body
from domain.rules import NotFound
from projections import tables
from projections.reach import branch, reach
from projections.reach import elsewhere as sums
from projections.reach.branch import NOT_SAID, Child
from projections.reach.small_cells import hidden
from projections.records import places, standing
from projections.records import workshops as records_workshops


@dataclass(frozen=True)
class Trainer:
    """A reader as a trainer of a cascade. `cascade`, `person`: numbers; `id`: of the person, after
    merges."""

    cascade: int
    person: int
    id: str
    pseudonyms: Pseudonyms


def trainer(read: Read, cascade: UUID) -> Trainer:
    """The reader as a trainer of the cascade; raises NotFound if they are no trainer there."""
    number = read.number(tables.cascade, cascade)
    who = read.access.person_in(number)
    row = read.db.one("SELECT id FROM person WHERE number = :who", who=who)
    if who is None or row is None:
        raise NotFound(MISSING["cascade"])
    return Trainer(number, who, row[0], Pseudonyms(read.home.pseudonym_key(), row[0]))


def totals(read: Read, me: Trainer) -> WholeBranch:
    """The figures with their breakdowns."""
    return {**figures(read, me), "breakdowns": breakdowns(read, me)}


def figures(read: Read, me: Trainer) -> BranchFigures:
    """Exact figures of the whole branch.

    `apart` + `entered` = `direct`; `people` + `elsewhere` − `early` = `reach`; the generations, the
    regions and the days each add up to `people`.
    """
    db, here = read.db, (read.db, me.cascade, me.person)
    below = sums.below(*here)
    steps = below.steps
    numbers = reach.numbers_of(*here)
    early = sums.early(*here, below.workshops)
    entered = steps[0].people if steps else 0
    onward = steps[0].trainers if steps else 0
    return {
        "person": me.id,
        "generation": numbers.generation,
        "people": numbers.lineage,
        "direct": numbers.direct,
        "entered": entered,
        "folded": entered - onward,
        "apart": numbers.direct - entered,
        "reach": numbers.reach,
        "elsewhere": numbers.reach - numbers.lineage + early,
        "early": early,
        "trainers": sum(step.trainers for step in steps),
        "workshops_given": numbers.workshops_given,
        "workshops_downstream": numbers.workshops_downstream,
        "claimed": branch.claimed(*here),
        "by_generation": [_generation(numbers.generation, step) for step in steps],
        "by_region": by_people(db, branch.regions_below(*here, reach.EVER)),
        "by_date": [{"entered_on": day, "people": people} for day, people in below.days],
    }


def _generation(mine: int, step: sums.Step) -> InGeneration:
    return {
        "generation": mine + step.generation,
        "people": step.people,
        "trainers": step.trainers,
        "gain": None if step.gain is None else round(step.gain, 2),
    }


def breakdowns(read: Read, me: Trainer) -> dict[str, list[HiddenCell]]:
    """Dimension → cells, of the whole branch as it is now; never of a part of it. Small cells are
    hidden."""
    return {
        name: [
            {"value": None if value == NOT_SAID else value, "people": people}
            for value, people in hidden(counted).items()
        ]
        for name, counted in branch.breakdowns(read.db, me.cascade, me.person).items()
    }


# ---- workshops -------------------------------------------------------------------------------


def workshops(read: Read, me: Trainer) -> Page:
    """The workshops that the trainer gave, with their registers.

    Other facilitators are not named, even if they signed the register too.
    """
    (after,) = read.after((0,))
    asked = (read.db, after, read.limit + 1, me.cascade, "held")
    rows, more = page(records_workshops.workshops(*asked, scope=read.scope), read.limit)
    texts = read.private.open(row["details"] for row in rows)
    lines = {row["number"]: _participants(row) for row in rows}
    people = own_people(read, {line["person"] for register in lines.values() for line in register})
    members = {n for (n,) in read.db.rows(GROUP, person=me.person)}
    shown = [
        row
        | {name: texts.get(row["details"] or "", {}).get(name) for name in ("title", "venue")}
        | {
            "led": row["lead"] in members,
            "register": [line | people[line["person"]] for line in lines[row["number"]]],
        }
        for row in rows
    ]
    return Page(shown, (rows[-1]["number"],) if more else None)


def _participants(row: Body) -> list[Body]:
    beside = set(row["left_off"])
    lines = row["register"]
    return [line for line in lines if not line["voided"] and line["person"] not in beside]


GROUP = "SELECT number FROM person WHERE one = :person"


def own_people(read: Read, numbers: Collection[int]) -> dict[int, OwnPerson]:
    """People on the trainer's own registers, with names and contacts as the gate opens them."""
    names = display_names(read, numbers)
    people: dict[int, OwnPerson] = {
        number: {**one, "phone": None, "email": None} for number, one in names.items()
    }
    rows = read.db.rows(MEMBERS, numbers=sorted(numbers))
    opened = read.private.open(sealed for row in rows for sealed in (row[2], row[4]))
    for number, _, own, _, other in rows:
        one = people[number]
        for details in (opened.get(sealed or "", {}) for sealed in (own, other)):
            one["phone"] = one["phone"] or details.get("phone")
            one["email"] = one["email"] or details.get("email")
    return people


# ---- people ----------------------------------------------------------------------------------


def people(read: Read, me: Trainer) -> Page:
    """The people directly below the trainer, or below a person of their branch (`?under=`)."""
    (skip,) = read.after((0,))
    who = under(read, me, read.asked.get("under"))
    skip = max(0, int(skip))
    leaves = read.asked.get("below") == "nobody"
    asked = (read.db, me.cascade, me.person, who, skip, read.limit + 1, leaves)
    rows, more = page(branch.children(*asked), read.limit)
    return Page(branch_people(read, me, rows), (skip + read.limit,) if more else None)


def under(read: Read, me: Trainer, asked: str | None) -> int:
    """The number of the person with this id or pseudonym; raises NotFound outside the branch.
    None: the trainer."""
    if asked is None:
        return me.person
    pseudonym = me.pseudonyms.person(asked)
    found = branch.find_below(
        read.db, me.cascade, me.person, pseudonym or asked.lower(), by_id=pseudonym is None
    )
    if found is None:
        raise NotFound(MISSING["person"])
    return found


def branch_people(read: Read, me: Trainer, rows: Iterable[Child]) -> list[BranchPerson]:
    """People of the branch. Those of the trainer's own registers have names and contacts; others
    have pseudonyms, and a name only if they are certified and consented."""
    rows = list(rows)
    today = read.today.toordinal()
    ones = {row.person for row in rows}
    stand = {s.person: s for s in standing.standings_of(read.db, me.cascade, ones, today)}
    regions = places.region_names(read.db, {row.region for row in rows if row.region})
    own = own_people(read, {row.person for row in rows if row.own})
    certified = {r.person for r in rows if not r.own and stand[r.person].standing == "certified"}
    named = _named(read, certified)
    ids = "SELECT number, id FROM person WHERE number IN ids(:ones)"
    id_of: dict[int, str] = dict(read.db.rows(ids, ones=sorted(ones)))
    found: list[BranchPerson] = []
    for row in rows:
        region, name = regions.get(row.region or 0, (None, None))
        hidden_: OwnPerson = {
            "person": me.pseudonyms.of(id_of[row.person]), "name": named.get(row.person),
            "identifier": None, "phone": None, "email": None,
        }  # fmt: skip
        found.append(
            {
                **(own[row.person] if row.own else hidden_),
                "own": row.own,
                "region": region,
                "region_name": name,
                "entered_on": date.fromordinal(row.entered_on),
                "standing": stand[row.person].standing,
                "level": stand[row.person].level,
                "is_trainer": row.is_trainer,
            }
        )
    return found


def _named(read: Read, certified: set[int]) -> dict[int, str]:
    """Number → name, of the certified trainers who consented to be named to trainers above."""
    members: dict[int, dict[str, str | None]] = {}
    for number, id, own, other_id, other in read.db.rows(MEMBERS, numbers=sorted(certified)):
        members.setdefault(number, {}).update({id: own, other_id: other})
    return {
        number: name
        for number, details in members.items()
        if (name := read.private.name_above(details)) is not None
    }
