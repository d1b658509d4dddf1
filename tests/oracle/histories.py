"""Random histories of a small cascade: every move legal by docs/definitions.md, at its step.

Where the definitions leave open what becomes of a move, it is not made: see `legal`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import combinations, pairwise, permutations
from typing import Any

from hypothesis import strategies as st

from tests.oracle.facts import Attendance, Facts, Pair, Workshop
from tests.oracle.sweep import counts, one_name, sheets

TODAY = date(2022, 1, 1)
FIRST_DAY = date(2020, 2, 26)  # near the end of a leap February

# Names and identifiers whose order by code point is not that of a dictionary.
CAST = ("10", "9", "Ada", "Bo", "aba", "Zed", "é", "ö")
IDENTIFIERS = (
    "7",
    "07",
    "W 9",
    "W10",
    "W9",
    "w1",
    "x",
    "ß",
    "é",
    "e\u0301x",
    "\uff37",
    "\U0001d54e",
)
KINDS = ("step-down", "step-down", "step-down", "tot", "refresher", "peer")
SEXES = (None, "female", "male")
REGIONS = (None, "north", "south")


# The moves


@dataclass(frozen=True)
class RegisterPerson:
    person: str
    sex: str | None
    region: str | None


@dataclass(frozen=True)
class CorrectProfile:
    person: str
    sex: str | None
    region: str | None


@dataclass(frozen=True)
class MergePeople:
    a: str
    b: str


@dataclass(frozen=True)
class UndoMerge:
    a: str
    b: str


@dataclass(frozen=True)
class PlanWorkshop:
    workshop: Workshop


@dataclass(frozen=True)
class CancelWorkshop:
    identifier: str


@dataclass(frozen=True)
class HoldWorkshop:
    workshop: Workshop


@dataclass(frozen=True)
class CorrectWorkshop:
    """`changes`: new values of starts_on, ends_on, kind, lead (None: not known), cofacilitators."""

    identifier: str
    changes: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class VoidWorkshop:
    identifier: str


@dataclass(frozen=True)
class RestoreWorkshop:
    identifier: str


@dataclass(frozen=True)
class AddAttendance:
    identifier: str
    attendance: Attendance


@dataclass(frozen=True)
class VoidAttendance:
    identifier: str
    person: str


@dataclass(frozen=True)
class RestoreAttendance:
    identifier: str
    person: str


@dataclass(frozen=True)
class RecordScores:
    """The scores of somebody on the register, all three, in place of what was there."""

    identifier: str
    attendance: Attendance


PersonMove = RegisterPerson | CorrectProfile
MergeMove = MergePeople | UndoMerge
SeatMove = AddAttendance | VoidAttendance | RestoreAttendance | RecordScores
SheetMove = (
    PlanWorkshop | CancelWorkshop | HoldWorkshop | CorrectWorkshop | VoidWorkshop | RestoreWorkshop
)
Move = PersonMove | MergeMove | SeatMove | SheetMove
History = tuple[Move, ...]


# Facts as they stand


@dataclass
class State:
    """What the moves so far add up to."""

    sex: dict[str, str | None] = field(default_factory=dict)
    region: dict[str, str | None] = field(default_factory=dict)
    workshops: dict[str, Workshop] = field(default_factory=dict)
    merged: set[Pair] = field(default_factory=set)
    voided: dict[tuple[str, str], Attendance] = field(default_factory=dict)

    def facts(self) -> Facts:
        workshops = (self.workshops[key] for key in sorted(self.workshops))
        return Facts(tuple(workshops), frozenset(self.merged), dict(self.sex), dict(self.region))


def facts_of(moves: Iterable[Move]) -> Facts:
    return state_after(moves).facts()


def state_after(moves: Iterable[Move]) -> State:
    state = State()
    for move in moves:
        apply(state, move)
    return state


def apply(state: State, move: Move) -> None:
    match move:
        case RegisterPerson(person, sex, region) | CorrectProfile(person, sex, region):
            state.sex[person], state.region[person] = sex, region
        case MergePeople(a, b):
            state.merged.add(frozenset((a, b)))
        case UndoMerge(a, b):
            state.merged.remove(frozenset((a, b)))
        case _:
            changed = workshop_after(state, move)
            remember(state, move)
            state.workshops[changed.identifier] = in_order(changed)


def workshop_after(state: State, move: SheetMove | SeatMove) -> Workshop:
    if isinstance(move, PlanWorkshop | HoldWorkshop):
        return move.workshop
    workshop = state.workshops[move.identifier]
    match move:
        case CancelWorkshop():
            return replace(workshop, status="cancelled")
        case VoidWorkshop():
            return replace(workshop, status="voided")
        case RestoreWorkshop():
            return replace(workshop, status="held")
        case CorrectWorkshop(_, changes):
            return replace(workshop, **dict(changes))
        case AddAttendance(_, seat):
            return replace(workshop, register=(*workshop.register, seat))
        case RestoreAttendance(identifier, person):
            seat = state.voided[identifier, person]
            return replace(workshop, register=(*workshop.register, seat))
        case VoidAttendance(_, person):
            return replace(workshop, register=others(workshop, person))
        case RecordScores(_, seat):
            return replace(workshop, register=(*others(workshop, seat.person), seat))


def remember(state: State, move: SheetMove | SeatMove) -> None:
    """What the facts do not say, but a later move may need."""
    match move:
        case VoidAttendance(identifier, person):
            state.voided[identifier, person] = seat_of(state.workshops[identifier], person)
        case RestoreAttendance(identifier, person):
            del state.voided[identifier, person]


def in_order(workshop: Workshop) -> Workshop:
    return replace(workshop, register=tuple(sorted(workshop.register, key=lambda a: a.person)))


def others(workshop: Workshop, person: str) -> tuple[Attendance, ...]:
    return tuple(seat for seat in workshop.register if seat.person != person)


def seat_of(workshop: Workshop, person: str) -> Attendance:
    return next(seat for seat in workshop.register if seat.person == person)


def on_register(workshop: Workshop) -> set[str]:
    return {seat.person for seat in workshop.register}


def facilitators(workshop: Workshop) -> set[str]:
    return {*workshop.cofacilitators, *([workshop.lead] if workshop.lead else [])}


def named(workshop: Workshop) -> set[str]:
    return facilitators(workshop) | on_register(workshop)


# What is legal


def legal(state: State, move: Move) -> bool:
    """Whether docs/definitions.md lets it happen now, and says without doubt what it means."""
    match move:
        case RegisterPerson(person):
            return person not in state.sex
        case CorrectProfile(person, sex, region):
            known = person in state.sex
            return known and (state.sex[person], state.region[person]) != (sex, region)
        case MergePeople(a, b):
            return {a, b} <= state.sex.keys() and group(state, a) != group(state, b)
        case UndoMerge(a, b):
            return frozenset((a, b)) in state.merged
        case PlanWorkshop(workshop):
            new = workshop.identifier not in state.workshops
            return new and not workshop.register and sound(state, workshop)
        case HoldWorkshop(workshop):
            before = state.workshops.get(workshop.identifier)
            return (before is None or before.status == "planned") and fits(state, move)
        case _:
            there = state.workshops.get(move.identifier)
            return there is not None and legal_for(state, there, move)


def legal_for(state: State, workshop: Workshop, move: SheetMove | SeatMove) -> bool:
    match move:
        case CancelWorkshop():
            return workshop.status == "planned"
        case RestoreWorkshop():
            return workshop.status == "voided"
        case _ if workshop.status != "held":
            return False
        case VoidWorkshop():
            return True
        case CorrectWorkshop(_, changes):
            changed = replace(workshop, **dict(changes))
            return changed != workshop and fits(state, move)
        case AddAttendance(identifier, seat):
            was_there = (identifier, seat.person) in state.voided
            return not was_there and seat.person not in on_register(workshop) and fits(state, move)
        case RestoreAttendance(identifier, person):
            return (identifier, person) in state.voided and fits(state, move)
        case VoidAttendance(_, person):
            return person in on_register(workshop)
        case RecordScores(_, seat):
            there = seat.person in on_register(workshop)
            return there and seat != seat_of(workshop, seat.person) and fits(state, move)
    return False


def fits(state: State, move: SheetMove | SeatMove) -> bool:
    return sound(state, workshop_after(state, move))


def sound(state: State, w: Workshop) -> bool:
    people = [seat.person for seat in w.register]
    return (
        w.starts_on <= w.ends_on <= TODAY
        and named(w) <= state.sex.keys()
        and len(people) == len(set(people))
        and w.lead not in people
        and w.lead not in w.cofacilitators
        and all(seat_is_sound(seat) for seat in w.register)
    )


def seat_is_sound(seat: Attendance) -> bool:
    if seat.max_score is None:
        return True
    return all(0 <= score <= seat.max_score for score in (seat.pre, seat.post) if score is not None)


def group(state: State, person: str) -> str:
    return one_name(Facts(merged=frozenset(state.merged))).get(person, person)


# Drawing a history

Draw = Callable[[st.SearchStrategy[Any]], Any]


@st.composite
def histories(draw: Draw, most_moves: int = 18) -> History:
    """People first, then some of the scenes that matter, then whatever may happen."""
    cast = draw(st.permutations(CAST))[: draw(st.integers(4, len(CAST)))]
    moves: list[Move] = [
        RegisterPerson(person, draw(st.sampled_from(SEXES)), draw(st.sampled_from(REGIONS)))
        for person in cast
    ]
    state = state_after(moves)
    unused = list(draw(st.permutations(IDENTIFIERS)))
    for scene in draw(st.lists(st.sampled_from(SCENES), unique=True, min_size=1, max_size=4)):
        keep_legal(state, moves, scene(draw, cast, unused))
    for proposal in draw(st.lists(st.sampled_from(PROPOSALS), min_size=5, max_size=most_moves)):
        keep_legal(state, moves, proposal(draw, state, cast, unused))
    return tuple(moves)


def keep_legal(state: State, moves: list[Move], proposed: Iterable[Move]) -> None:
    for move in proposed:
        if legal(state, move):
            apply(state, move)
            moves.append(move)


def some_day(draw: Draw) -> date:
    return FIRST_DAY + timedelta(draw(st.integers(0, 9)))


def some_seats(draw: Draw, cast: Sequence[str], most: int = 3) -> list[Attendance]:
    people = draw(st.lists(st.sampled_from(cast), unique=True, max_size=most))
    return [some_scores(draw, person) for person in people]


def some_scores(draw: Draw, person: str, full: bool = False) -> Attendance:
    least = st.sampled_from((0.0, 2.0, 5.0, 10.0))
    pre, post = draw(least), draw(least)
    if full or draw(st.booleans()):
        return Attendance(person, pre, post, 10.0)
    return Attendance(person, *draw(st.sampled_from(((None, post, 10.0), (None, None, None)))))


def held(
    draw: Draw,
    identifier: str,
    day: date,
    lead: str | None,
    seats: Sequence[Attendance],
    cofacilitators: Sequence[str] = (),
    days: int = 0,
) -> HoldWorkshop:
    seats = tuple(seat for seat in seats if seat.person != lead)
    team = tuple(person for person in cofacilitators if person != lead)
    kind = draw(st.sampled_from(KINDS[:5]))
    last = day + timedelta(days)
    return HoldWorkshop(Workshop(identifier, day, last, kind, lead, team, in_unique(seats)))


def in_unique(seats: Iterable[Attendance]) -> tuple[Attendance, ...]:
    by_person = {seat.person: seat for seat in seats}
    return tuple(by_person[person] for person in sorted(by_person))


# Scenes: what must occur in at least a tenth of the histories


def mutual_on_one_day(draw: Draw, cast: Sequence[str], unused: list[str]) -> list[Move]:
    a, b, *rest = draw(st.permutations(cast))
    day = some_day(draw)
    return [
        held(draw, unused.pop(), day, a, [Attendance(b), *some_seats(draw, rest)]),
        held(draw, unused.pop(), day, b, [Attendance(a), *some_seats(draw, rest)]),
    ]


def overlapping(draw: Draw, cast: Sequence[str], unused: list[str]) -> list[Move]:
    """Somebody teaches on what is not over yet."""
    a, b, *rest = draw(st.permutations(cast))
    day = some_day(draw)
    later = day + timedelta(draw(st.integers(1, 2)))
    return [
        held(draw, unused.pop(), day, a, [Attendance(b)], days=2),
        held(draw, unused.pop(), later, b, some_seats(draw, rest)),
    ]


def without_lead(draw: Draw, cast: Sequence[str], unused: list[str]) -> list[Move]:
    a, b, *rest = draw(st.permutations(cast))
    team = draw(st.sampled_from(((), (a,))))
    seats = [Attendance(b), *some_seats(draw, rest)]
    return [held(draw, unused.pop(), some_day(draw), None, seats, team)]


def facilitator_on_register(draw: Draw, cast: Sequence[str], unused: list[str]) -> list[Move]:
    a, b, *rest = draw(st.permutations(cast))
    seats = [some_scores(draw, b), *some_seats(draw, rest)]
    return [held(draw, unused.pop(), some_day(draw), a, seats, (b,))]


def merge_across_registers(draw: Draw, cast: Sequence[str], unused: list[str]) -> list[Move]:
    """Also in one register, where chance puts both on it."""
    a, b, c, *rest = draw(st.permutations(cast))
    leads = st.sampled_from((c, *rest))
    one = held(draw, unused.pop(), some_day(draw), draw(leads), [some_scores(draw, a)])
    seats = [some_scores(draw, b), *some_seats(draw, [a, *rest])]
    two = held(draw, unused.pop(), some_day(draw), draw(leads), seats)
    return [one, two, MergePeople(a, b)]


def participant_is_facilitator(draw: Draw, cast: Sequence[str], unused: list[str]) -> list[Move]:
    a, b, c, *rest = draw(st.permutations(cast))
    lead, team = draw(st.sampled_from(((a, ()), (c, (a,)), (None, (a,)))))
    seats = [some_scores(draw, b), *some_seats(draw, rest)]
    return [held(draw, unused.pop(), some_day(draw), lead, seats, team), MergePeople(a, b)]


def signed_and_taught(draw: Draw, cast: Sequence[str], unused: list[str]) -> list[Move]:
    """Somebody signs a sheet whose workshop they facilitate, is corrected in and out, scored,
    voided, restored and merged; and teaches afterwards, so that it matters."""
    a, b, c, *rest = draw(st.permutations(cast))
    identifier, day = unused.pop(), some_day(draw)
    signs_later = draw(st.booleans())
    facilitates = signs_later or draw(st.booleans())
    line = some_scores(draw, b, full=draw(st.booleans()))
    seats = [Attendance(c), *some_seats(draw, rest)] + ([] if signs_later else [line])
    team = (b,) if facilitates else ()
    began = held(draw, identifier, day, draw(st.sampled_from((a, None))), seats, team)
    taught = held(draw, unused.pop(), day + timedelta(1), b, some_seats(draw, rest))
    into, out = (CorrectWorkshop(identifier, (("cofacilitators", t),)) for t in ((b,), ()))
    turn, back = (out, into) if facilitates else (into, out)
    steps: list[list[Move]] = [
        [RecordScores(identifier, some_scores(draw, b, full=True))],
        [VoidAttendance(identifier, b), RestoreAttendance(identifier, b)],
        [VoidWorkshop(identifier), RestoreWorkshop(identifier)],
        draw(st.sampled_from(([MergePeople(b, c)], [MergePeople(b, c), UndoMerge(b, c)]))),
        draw(st.sampled_from(([turn], [turn, back]))),
    ]
    chosen = [move for step in draw(st.permutations(steps)) for move in step]
    adding: list[Move] = [AddAttendance(identifier, line)] if signs_later else []
    return [began, *adding, *chosen, taught]


def passing_on(draw: Draw, cast: Sequence[str], unused: list[str]) -> list[Move]:
    """Each teaches the next, most days one after the other."""
    day = FIRST_DAY
    chain: list[Move] = []
    for lead, learner in pairwise(cast[:4]):
        seats = [*some_seats(draw, cast), Attendance(learner)]
        chain.append(held(draw, unused.pop(), day, lead, seats))
        day += timedelta(draw(st.integers(0, 3)))
    return chain


SCENES = (
    mutual_on_one_day,
    overlapping,
    without_lead,
    facilitator_on_register,
    merge_across_registers,
    participant_is_facilitator,
    signed_and_taught,
    passing_on,
)


# Proposals: any move, kept where it is legal


def hold(draw: Draw, state: State, cast: Sequence[str], unused: list[str]) -> list[Move]:
    if not unused:
        return []
    return [HoldWorkshop(some_workshop(draw, unused.pop(), cast))]


def some_workshop(draw: Draw, identifier: str, cast: Sequence[str]) -> Workshop:
    lead = draw(st.sampled_from((*cast, *cast, None)))
    team = draw(st.lists(st.sampled_from(cast), unique=True, max_size=2))
    days = draw(st.sampled_from((0, 0, 0, 1, 3)))
    drawn = held(draw, identifier, some_day(draw), lead, some_seats(draw, cast, 5), team, days)
    return replace(drawn.workshop, kind=draw(st.sampled_from(KINDS)))


def plan(draw: Draw, state: State, cast: Sequence[str], unused: list[str]) -> list[Move]:
    """Planned on a day like any other: it must not count, whatever its date. Some are held."""
    if not unused:
        return []
    workshop = some_workshop(draw, unused.pop(), cast)
    planned = PlanWorkshop(replace(workshop, status="planned", register=()))
    outcomes: tuple[list[Move], ...] = (
        [],
        [CancelWorkshop(workshop.identifier)],
        [HoldWorkshop(some_workshop(draw, workshop.identifier, cast))],
    )
    return [planned, *draw(st.sampled_from(outcomes))]


def correct(draw: Draw, state: State, cast: Sequence[str], unused: list[str]) -> list[Move]:
    """One field or several: each changed value is put in, in the order of their names."""
    if not state.workshops:
        return []
    workshop = state.workshops[draw(some_identifier(state))]
    new = some_workshop(draw, workshop.identifier, cast)
    fields = draw(st.sets(st.sampled_from(CORRECTABLE), min_size=1, max_size=2))
    if "starts_on" in fields:
        fields |= {"ends_on"}
    changes = [(name, getattr(new, name)) for name in sorted(fields)]
    really = tuple(change for change in changes if change[1] != getattr(workshop, change[0]))
    return [CorrectWorkshop(workshop.identifier, really)] if really else []


CORRECTABLE = ("starts_on", "ends_on", "kind", "lead", "cofacilitators")


def some_identifier(state: State) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(state.workshops))


def seat(draw: Draw, state: State, cast: Sequence[str], unused: list[str]) -> list[Move]:
    if not state.workshops:
        return []
    identifier = draw(some_identifier(state))
    there = on_register(state.workshops[identifier])
    person = draw(st.sampled_from(sorted(there) or cast))
    newcomer = draw(st.sampled_from([p for p in cast if p not in there] or cast))
    moves: tuple[list[Move], ...] = (
        [AddAttendance(identifier, some_scores(draw, newcomer))],
        [VoidAttendance(identifier, person)],
        [VoidAttendance(identifier, person), RestoreAttendance(identifier, person)],
        [RecordScores(identifier, some_scores(draw, person, full=True))],
    )
    chosen: list[Move] = draw(st.sampled_from(moves))
    return chosen


def bring_back(draw: Draw, state: State, cast: Sequence[str], unused: list[str]) -> list[Move]:
    if not state.voided:
        return []
    return [RestoreAttendance(*draw(st.sampled_from(sorted(state.voided))))]


def void(draw: Draw, state: State, cast: Sequence[str], unused: list[str]) -> list[Move]:
    """Of a workshop that is voided already, only the restoring is legal."""
    if not state.workshops:
        return []
    identifier = draw(some_identifier(state))
    off, on = VoidWorkshop(identifier), RestoreWorkshop(identifier)
    moves: tuple[list[Move], ...] = ([off], [off, on], [on])
    chosen: list[Move] = draw(st.sampled_from(moves))
    return chosen


def merge(draw: Draw, state: State, cast: Sequence[str], unused: list[str]) -> list[Move]:
    a, b = draw(st.permutations(cast))[:2]
    return [MergePeople(a, b), *draw(st.sampled_from(([], [UndoMerge(a, b)])))]


def undo(draw: Draw, state: State, cast: Sequence[str], unused: list[str]) -> list[Move]:
    if not state.merged:
        return []
    a, b = sorted(draw(st.sampled_from(sorted(state.merged, key=sorted))))
    return [UndoMerge(a, b)]


def reprofile(draw: Draw, state: State, cast: Sequence[str], unused: list[str]) -> list[Move]:
    sex, region = draw(st.sampled_from(SEXES)), draw(st.sampled_from(REGIONS))
    return [CorrectProfile(draw(st.sampled_from(cast)), sex, region)]


PROPOSALS = (
    *(hold, hold, hold, plan),
    *(correct, correct, seat, seat, seat, bring_back, void, void),
    *(merge, undo, reprofile),
)


# The same facts in another order


@st.composite
def shuffled(draw: Draw, moves: Sequence[Move]) -> History:
    """Another order of arrival: legal at each step, and the same facts at the end."""
    ranks = draw(st.permutations(range(len(moves))))
    before = prerequisites(moves)
    order: list[int] = []
    waiting = sorted(range(len(moves)), key=ranks.__getitem__)
    while waiting:
        chosen = next(i for i in waiting if before[i] <= set(order))
        order.append(chosen)
        waiting.remove(chosen)
    return tuple(moves[i] for i in order)


def prerequisites(moves: Sequence[Move]) -> list[set[int]]:
    """Of each move, the earlier ones that it may not overtake."""
    shared = SharedNames(moves)
    before: list[set[int]] = [set() for _ in moves]
    for earlier, later in combinations(range(len(moves)), 2):
        if shared.bound(moves[earlier], moves[later]):
            before[later].add(earlier)
    return before


class SharedNames:
    """Who was ever merged with whom."""

    def __init__(self, moves: Sequence[Move]) -> None:
        pairs = {frozenset((m.a, m.b)) for m in moves if isinstance(m, MergeMove)}
        self.name = one_name(Facts(merged=frozenset(pairs)))

    def bound(self, one: Move, other: Move) -> bool:
        if isinstance(one, RegisterPerson) or isinstance(other, RegisterPerson):
            return bool(people_in(one) & people_in(other))
        if isinstance(one, CorrectProfile) or isinstance(other, CorrectProfile):
            both = isinstance(one, CorrectProfile) and isinstance(other, CorrectProfile)
            return both and people_in(one) == people_in(other)
        if isinstance(one, MergeMove) or isinstance(other, MergeMove):
            both = isinstance(one, MergeMove) and isinstance(other, MergeMove)
            return both and self.group(one.a) == self.group(other.a)
        return workshop_of(one) == workshop_of(other) and not separate(one, other)

    def group(self, person: str) -> str:
        return self.name.get(person, person)


def separate(one: SheetMove | SeatMove, other: SheetMove | SeatMove) -> bool:
    """Two people's seats on one register have nothing to do with each other, nor has a seat with
    what is corrected, unless it is the lead: only a lead may not sit there.
    """
    if isinstance(one, CorrectWorkshop):
        one, other = other, one
    if isinstance(one, SeatMove) and isinstance(other, CorrectWorkshop):
        return "lead" not in dict(other.changes)
    if isinstance(one, SeatMove) and isinstance(other, SeatMove):
        return people_in(one) != people_in(other)
    return False


def workshop_of(move: SheetMove | SeatMove) -> str:
    if isinstance(move, PlanWorkshop | HoldWorkshop):
        return move.workshop.identifier
    return move.identifier


def people_in(move: Move) -> set[str]:
    match move:
        case PlanWorkshop(workshop) | HoldWorkshop(workshop):
            return named(workshop)
        case CorrectWorkshop(_, changes):
            new = dict(changes)
            return {*new.get("cofacilitators", ()), *([new["lead"]] if new.get("lead") else [])}
        case AddAttendance(_, seat) | RecordScores(_, seat):
            return {seat.person}
        case MergePeople(a, b) | UndoMerge(a, b):
            return {a, b}
        case CancelWorkshop() | VoidWorkshop() | RestoreWorkshop():
            return set()
    return {move.person}


# Moves and what takes them back


def there_and_back(state: State) -> list[tuple[Move, Move]]:
    """Legal or not just now."""
    seats = [(w.identifier, p) for w in state.workshops.values() for p in on_register(w)]
    return [
        *((MergePeople(a, b), UndoMerge(a, b)) for a, b in permutations(sorted(state.sex), 2)),
        *((VoidWorkshop(i), RestoreWorkshop(i)) for i in sorted(state.workshops)),
        *((VoidAttendance(i, p), RestoreAttendance(i, p)) for i, p in sorted(seats)),
        *(in_and_out(w, p) for w in state.workshops.values() for p in sorted(state.sex)),
    ]


def in_and_out(workshop: Workshop, person: str) -> tuple[CorrectWorkshop, CorrectWorkshop]:
    """Made a co-facilitator and taken off again, or the other way about."""
    was = workshop.cofacilitators
    now = tuple(p for p in was if p != person) if person in was else (*was, person)
    changes = ((("cofacilitators", team),) for team in (now, was))
    there, back = (CorrectWorkshop(workshop.identifier, change) for change in changes)
    return there, back


# What a history has in it


def traits(facts: Facts) -> set[str]:
    """Which of the five things that every generator must produce are in these facts."""
    counting = sheets(facts)
    pairs = list(combinations(counting, 2))
    found = {
        "mutual same-day training": any(
            v.starts_on == w.starts_on and v.lead in w.people and w.lead in v.people
            for v, w in pairs
        ),
        "overlapping workshops": any(
            v.starts_on != w.starts_on and w.starts_on <= v.ends_on and v.people & w.facilitators
            for v, w in pairs
        ),
        "a missing lead": any(w.lead is None and w.people for w in counting),
        "a facilitator on the register": any(w.facilitators & w.scores.keys() for w in counting),
        "a merge across two registers": any(
            a in on_register(v) and b in on_register(w)
            for pair in facts.merged
            for v in facts.workshops
            for w in facts.workshops
            for a, b in (sorted(pair), sorted(pair, reverse=True))
            if v is not w and counts(v, None) and counts(w, None)
        ),
    }
    return {trait for trait, there in found.items() if there}


def turns(moves: Iterable[Move]) -> set[str]:
    """What befalls, in a history, the lines of those who facilitate the workshop as well."""
    state, found = State(), set[str]()
    was = both_roles(state)
    for move in moves:
        apply(state, move)
        now = both_roles(state)
        if isinstance(move, SeatMove):
            touched = {(move.identifier, name) for name in people_in(move)}
            found |= {f"{type(move).__name__} of a facilitator"} if touched & (was | now) else set()
        elif isinstance(move, CorrectWorkshop | MergeMove):
            name = type(move).__name__
            found |= {f"{name} makes one"} if now - was else set()
            found |= {f"{name} unmakes one"} if was - now else set()
        elif isinstance(move, VoidWorkshop | RestoreWorkshop):
            beside = any(identifier == move.identifier for identifier, _ in was)
            found |= {f"{type(move).__name__} with one"} if beside else set()
        was = now
    return found


def both_roles(state: State) -> set[tuple[str, str]]:
    """(workshop, person as recorded) of lines whose person facilitates too, by whatever name."""
    name = one_name(state.facts())
    found = set()
    for w in state.workshops.values():
        giving = {name.get(person, person) for person in facilitators(w)}
        found |= {(w.identifier, p) for p in on_register(w) if name.get(p, p) in giving}
    return found
