"""Names are found by an index of their tokens just as if they were compared one by one."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from sqlalchemy import select

from api.access.policy import Access, access_of
from api.access.rules import LOG_WORK
from api.home import Home
from api.matching import name_tokens
from api.matching.cards import Card
from api.matching.phonetics import skeleton, words
from api.matching.scoring import THRESHOLD, probability
from api.people import candidates, keys_in_common, match_cards, search, suggestions
from api.people.candidates import of_lines
from api.people.match_cards import Places
from api.people.suggestions import begins_with
from api.private.tables import indexed_person, name_token
from api.transactions.caller import Caller, Moment
from api.transactions.read import Read, reading
from api.transactions.snapshots import Snapshots
from projections import scope as scopes
from projections.records.grants import Grant
from tests.support.api import ON_BOTH, WHY, Api

GIVEN = (
    "Amina", "Aminata", "Mohamed", "Muhammad", "Juma", "Grace", "Zawadi",
    "عائشة", "王小明", "王芳",
)  # fmt: skip
FAMILY = (
    "Otieno", "Otiena", "Mutiso", "Mutisya", "Wanjiru", "Wanjiku", "Ali", "Aly", "Were", "الزهراء",
)  # fmt: skip
TYPED = (
    "am", "ami", "mo o", "otie", "mutis z", "a", "ali ali", "wanjiru juma", "x", "王", "王小",
    "عا", "الز",
)  # fmt: skip
PEOPLE = 60


class Crowd:
    """People of two regions of a cascade, some of whom had another name; and their readers."""

    def __init__(self, api: Api, home: Home, seed: int) -> None:
        chance = Random(seed)
        self.api, self.home = api, home
        self.cascade = api.cascade()
        self.regions = [str(api.post("/regions", name=name)["id"]) for name in ("North", "South")]
        self.names: dict[str, list[str]] = {}
        lines: list[list[str]] = [[], []]
        for at in range(PEOPLE):
            place = chance.randrange(3)
            region = {"region": self.regions[place]} if place < 2 else {}
            details = {"name": self.name(chance)}
            if chance.random() < 0.4:
                details["phone"] = f"0712 000 0{chance.randrange(20):02}"
            id = str(
                api.post("/people", cascade=self.cascade, details=details, profile=region)["id"]
            )
            self.names[id] = [details["name"]]
            if chance.random() < 0.2:
                now = {**details, "name": self.name(chance)}
                api.done("PUT", f"/people/{id}/details", {"details": now, "reason": WHY})
                self.names[id].append(now["name"])
            if at < 20:
                lines[chance.randrange(2)].append(id)
        for at, people in enumerate(lines):
            register = [{"person": id} for id in people[1:]]
            api.post(
                "/workshops", cascade=self.cascade, starts_on="2024-03-01", register=register,
                lead={"person": people[0]}, region=self.regions[at],
            )  # fmt: skip

    def name(self, chance: Random) -> str:
        several = [chance.choice(GIVEN), chance.choice(FAMILY)]
        if chance.random() < 0.3:
            several.append(chance.choice(FAMILY))
        chance.shuffle(several)
        return " ".join(several[chance.random() < 0.1 :])

    def read(self, moment: Moment, region: int | None) -> Read:
        access = self.access(moment, region)
        caller = Caller(self.home, Snapshots(self.home.log), moment, access, access)
        return reading(caller, {}, LOG_WORK)

    def access(self, moment: Moment, region: int | None) -> Access:
        ((cascade,),) = moment.db.rows("SELECT number FROM cascade")
        of = None
        if region is not None:
            sql = "SELECT number FROM region WHERE id = :id"
            ((of,),) = moment.db.rows(sql, id=self.regions[region])
        return access_of(moment.db, "reader", [Grant("coordinator", cascade, of, None)])

    def seen(self, read: Read) -> set[str]:
        return scopes.people_within(read.db, read.scope, self.names)


READERS = (None, 0, 1)


@pytest.fixture
def crowd(api: Api, home: Home, request: pytest.FixtureRequest) -> Crowd:
    return Crowd(api, home, 7)


def ones(read: Read, ids: set[str]) -> set[int]:
    return {one for (one,) in read.db.rows("SELECT one FROM person WHERE id IN ids(:ids)", ids=ids)}


@ON_BOTH
def test_a_beginning_finds_whom_a_comparison_of_all_names_finds(
    crowd: Crowd, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "MAX_SUGGESTED", PEOPLE)
    for region in READERS:
        moment = Moment(home)
        read = crowd.read(moment, region)
        seen = crowd.seen(read)
        assert 0 < len(seen) < PEOPLE or region is None
        for typed in TYPED:
            wanted = {
                id
                for id in seen
                if any(begins_with(words(typed), words(name)) for name in crowd.names[id])
            }
            found, more = suggestions.suggestions(read, crowd.cascade, typed)
            assert {one.person["person"] for one in found} == wanted, (region, typed)
            assert not more
            whole = {
                id for id in wanted if sorted(words(crowd.names[id][-1])) == sorted(words(typed))
            }
            assert {one.person["person"] for one in found if one.sure} == whole
        moment.close()


@ON_BOTH
def test_a_search_finds_whoever_has_or_had_words_that_sound_so(crowd: Crowd, home: Home) -> None:
    for region in READERS:
        moment = Moment(home)
        read = crowd.read(moment, region)
        for typed in ("Muhamed", "otieno ali", "wanjiku", "王芳", "Amina Otieno Mutiso", "nobody"):
            sounds = set(map(skeleton, words(typed)))
            wanted = {
                id
                for id in crowd.seen(read)
                if sounds <= {skeleton(word) for name in crowd.names[id] for word in words(name)}
            }
            found = search.search(read, crowd.cascade, typed)
            assert set(found.ones) == ones(read, wanted), (region, typed)
            assert not found.more
        moment.close()


LINES = (
    {"name": "Mohamed Otieno"},
    {"name": "Otieno, Mohammed"},
    {"name": "Amna Otieno", "phone": "0712000003"},
    {"name": "A. Mutiso"},
    {"name": "Zawadi Mutisa Were"},
    {"name": "王小明 Ali"},
    {"phone": "+254712000007"},
    {"name": "عائشة Wanjiru"},
)


def alike(line: dict[str, str], name: str) -> bool:
    """Whether a comparison is worth while: the whole is the same; or a word sounds the same, and
    another sounds, begins or ends the same, or is an initial; or it is the only word."""
    typed, known = words(line.get("name", "")), words(name)
    long = [word for word in typed if len(word) > 1]
    sounds = set(map(skeleton, known))
    alone = len(typed) == 1 or len(long) < len(typed)
    if "".join(typed) == "".join(known) or (alone and sounds & set(map(skeleton, long))):
        return True
    return any(
        skeleton(one) == skeleton(same) and beside(other, another)
        for one, other in permutations(typed, 2)
        for same, another in permutations(known, 2)
    )


def beside(one: str, other: str) -> bool:
    ends = one[:2] == other[:2] or one[-2:] == other[-2:]
    return ends or skeleton(one) == skeleton(other) or one[0] == other


@ON_BOTH
def test_lines_find_whom_a_comparison_with_everybody_finds(
    crowd: Crowd, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys_in_common, "LEAST", 0.0)
    monkeypatch.setattr(candidates, "SHOWN_OF_A_LINE", PEOPLE)
    monkeypatch.setattr(candidates, "OF_A_LINE", keys_in_common.Bounds(PEOPLE, PEOPLE, PEOPLE))
    for region in READERS:
        moment = Moment(home)
        read = crowd.read(moment, region)
        ((cascade,),) = read.db.rows("SELECT number FROM cascade")
        ((place,),) = read.db.rows("SELECT number FROM region WHERE id = :id", id=crowd.regions[1])
        found = of_lines(read, cascade, "series", [place] * len(LINES), LINES)
        for line, several in zip(LINES, found, strict=True):
            wanted = compared_with_everybody(crowd, read, line, cascade, place)
            assert {one["person"]: one["score"] for one in several} == wanted, (region, line)
        moment.close()


def compared_with_everybody(
    crowd: Crowd, read: Read, line: dict[str, str], cascade: int, place: int
) -> dict[str, float]:
    places, private = Places(read.db), crowd.home.private
    typed = places.card(line, line, place)
    rows = match_cards.rows_of(read.db, cascade, crowd.seen(read))
    best: dict[str, float] = {}
    for known in match_cards.cards_of_versions(private, rows, places):
        frequencies = private.matches.frequencies(cascade, [typed, known.card])
        score = probability(known.card, typed, frequencies)
        contact = not set(typed.phones).isdisjoint(known.card.phones)
        compared = contact or any(alike(line, name) for name in crowd.names[known.id])
        if compared and (score >= THRESHOLD or contact or same_name(typed, known.card)):
            best[known.id] = max(round(score, 3), best.get(known.id, 0.0))
    return best


def same_name(one: Card, other: Card) -> bool:
    return one.words == other.words and len(one.words) > 1


def test_a_common_beginning_says_that_there_are_more(
    crowd: Crowd, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = Moment(home)
    read = crowd.read(moment, None)
    everybody = {
        id
        for id, names in crowd.names.items()
        if any(begins_with(("ot",), words(name)) for name in names)
    }
    assert len(everybody) > 8
    found, more = suggestions.suggestions(read, crowd.cascade, "ot")
    assert len(found) == 8 and more
    monkeypatch.setattr(suggestions, "MAX_HELD", 2)
    found, more = suggestions.suggestions(read, crowd.cascade, "ot")
    assert more and {one.person["person"] for one in found} <= everybody
    moment.close()


@ON_BOTH
def test_tokens_go_with_the_person_and_come_again_with_the_index(api: Api, home: Home) -> None:
    cascade = api.cascade()
    a, b = (
        str(api.post("/people", cascade=cascade, details={"name": name})["id"])
        for name in ("Zawadi Mutiso", "Zawadi Were")
    )

    def kept() -> tuple[set[str], int]:
        with home.private.engine.connect() as connection:
            people = connection.execute(
                select(indexed_person.c.person, indexed_person.c.number)
            ).all()
            tokens = connection.execute(select(name_token.c.number)).scalars().all()
        assert set(tokens) == {row.number for row in people}
        return {row.person for row in people}, len(tokens)

    both = kept()
    assert both[0] == {a, b}
    home.private.contacts.rebuild()
    assert kept() == both
    api.post(f"/people/{a}/erasure", reason={"code": "requested"})
    assert kept()[0] == {b}


def test_an_index_of_an_earlier_form_is_made_again(api: Api, home: Home) -> None:
    cascade = api.cascade()
    id = str(api.post("/people", cascade=cascade, details={"name": "Zawadi Mutiso"})["id"])
    with home.private.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM name_token")
        connection.exec_driver_sql("DELETE FROM contact_key")
        connection.exec_driver_sql("CREATE TABLE name_key (person TEXT, key BLOB)")
    again = Home(home.path)
    with again.private.contacts.names() as index:
        assert index.having({name_tokens.word("mutiso")}, 5).people == [id]
    with again.private.engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_schema").scalars().all()
    assert "name_key" not in tables and "name_token" in tables
    again.close()
