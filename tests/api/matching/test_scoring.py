"""How well duplicates are told from namesakes and twins, and what single traits weigh."""

from __future__ import annotations

import pytest

from api.matching.blocking import MAX_UNDER_ONE_KEY
from api.matching.cards import Card, card
from api.matching.contacts import email, id_number, phones
from api.matching.frequencies import Frequencies
from api.matching.names import Likeness, align_words, likeness, percent
from api.matching.phonetics import words
from api.matching.scoring import THRESHOLD, probability
from tests.support.crowds import to_tune
from tests.support.crowds.all_pairs import pairs
from tests.support.crowds.simulated import measured, truth


def test_most_duplicates_are_found_and_few_others_shown():
    records = to_tune.draw(800)
    cards = [record.card() for record in records]
    crowd = Frequencies(cards)
    found = {
        tuple(sorted((cards[a].id, cards[b].id)))
        for a, b in pairs(cards)
        if probability(cards[a], cards[b], crowd) >= THRESHOLD
    }
    result = measured(found, truth(records))
    assert result.recall >= 0.95 and result.precision >= 0.8, result


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mohamed", "muhammad"),
        ("fatuma", "fatma"),
        ("youssef", "yusuf"),
        ("aicha", "aisha"),
        ("stephen", "steven"),
        ("catherine", "katherine"),
        ("khadija", "hadija"),
        (words("محمد")[0], "mohamed"),
    ],
)
def test_transliterations_are_variants(one, other):
    assert likeness(one, other) is likeness(other, one) is Likeness.VARIANT


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("wanjiku", "wanjikku", Likeness.VARIANT),
        ("kamau", "kanau", Likeness.SLIP),
        ("a", "amina", Likeness.INITIAL),
        ("liz", "lizabeta", Likeness.SHORT),
        ("hassan", "hussein", Likeness.OTHER),
        ("amina", "amani", Likeness.OTHER),
        ("ann", "ali", Likeness.OTHER),
    ],
)
def test_what_two_words_are_to_each_other(one, other, like):
    assert likeness(one, other) is likeness(other, one) is like


def test_words_go_together_in_any_order():
    assert align_words(words("Otieno, Amina"), words("Amina Otieno")).over == 0
    found = align_words(words("Kamau Kamau"), words("Kamau Otieno")).words
    assert sorted(like for like, _, _ in found) == [Likeness.SAME, Likeness.OTHER]
    assert percent(words("Otieno Amina"), words("AMINA OTIENO")) == 100


def test_accents_titles_and_articles_do_not_count():
    assert words("Dr. José  N'Diaye") == ("jose", "ndiaye")
    assert words("Abdul-Rahman") == words("abd al rahman") == words("Abdulrahman")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("+254 712 345 678", "712345678"),
        ("0712-345678", "712345678"),
        ("00254712345678", "712345678"),
        ("254712345678", "712345678"),
        ("+226 70 12 34 56", "70123456"),
        ("٠٧١٢٣٤٥٦٧٨", "712345678"),
        ("+1 (415) 555-2671 ext. 12", "155552671"),
    ],
)
def test_a_telephone_number_is_known_by_its_end(text, key):
    assert phones(text) == (key,)


def test_contacts_are_compared_without_their_dress():
    assert phones("0712345678 / 0733000111") == ("712345678", "733000111")
    assert phones("12345") == phones("") == ()
    assert email(" Amina@Example.org ") == "amina@example.org" and email("none") == ""
    assert id_number("A-12 34/b") == "a1234b"


def crowd_of(*cards: Card) -> Frequencies:
    beside = (card(f"x{n}", {"name": f"{chr(97 + n % 26) * 4}a o{n}u"}) for n in range(300))
    return Frequencies([*cards, *beside])


def score(one: dict[str, str], other: dict[str, str], **statistics: tuple[object, object]) -> float:
    a = card("a", one, **{k: v[0] for k, v in statistics.items()})
    b = card("b", other, **{k: v[1] for k, v in statistics.items()})
    return probability(a, b, crowd_of(a, b))


NAMED = {"name": "Zawadi Mutiso"}


def test_what_speaks_against_lowers_the_score():
    plain = score(NAMED, NAMED)
    assert plain > THRESHOLD
    assert score(NAMED, NAMED, sex=("female", "male")) < plain
    assert score(NAMED, NAMED, age_band=("15-24", "55-64")) < plain
    assert score(NAMED, NAMED, region=(1, 2)) < plain
    assert score(NAMED | {"id_number": "1234567"}, NAMED | {"id_number": "7654321"}) < plain


def test_what_agrees_raises_it():
    plain = score(NAMED, NAMED)
    assert score(NAMED, NAMED, region=(1, 1)) > plain
    assert score(NAMED | {"phone": "0712345678"}, NAMED | {"phone": "0712345678"}) > plain


def test_a_shared_telephone_alone_is_a_household():
    phone = {"phone": "0712345678"}
    assert score({"name": "Akinyi Were"} | phone, {"name": "Otieno Were"} | phone) < THRESHOLD


def test_a_name_that_everybody_bears_makes_no_explosion():
    cards = [card(str(n), {"name": "Maria Silva"}, region=1) for n in range(2000)]
    assert len(pairs(cards)) == 0
    cards = [
        card(str(n), {"name": "Maria Silva"}, region=n // MAX_UNDER_ONE_KEY) for n in range(2000)
    ]
    assert len(pairs(cards)) <= 2000 * MAX_UNDER_ONE_KEY


def test_who_lives_nobody_knows_where_meets_everybody():
    here = card("a", {"name": "Zawadi Mutiso"}, region=1, area=10)
    unknown = card("b", {"name": "Zawadi Mutisso"})
    beside = card("c", {"name": "Zawadi Mutizo"}, region=2, area=10)
    far = card("d", {"name": "Zawadi Motinso"}, region=3, area=20)
    found = pairs([here, unknown, beside, far])
    assert {(0, 1), (0, 2), (1, 2), (1, 3)} <= found
