"""Estimates the probability that two cards are one person, and lists the evidence.

There are three hypotheses about a pair: `twice`, one person who was recorded twice; `kin`, two
people of one household (twins share surname, village and often the telephone); two strangers. The
probabilities of each piece of evidence under each hypothesis are multiplied (Fellegi and Sunter
1969, with `kin` as a third class). Rare values weigh more than common ones. The score is the
probability of `twice`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from rapidfuzz.distance import OSA

from api.matching.cards import Card
from api.matching.frequencies import Frequencies
from api.matching.names import Likeness, align_words, percent

THRESHOLD = 0.22
"""The smallest score of a pair that is shown."""
TWICE, KIN = 0.12, 0.3
"""Expected number, for each person, of further records of the same person and of the same
household."""
FEWEST = 200
NEVER_TWICE = log(0.004)
"""For two records on one register: clerks hardly ever write one person down twice on it."""

Logs = tuple[float, float]
"""Log likelihood ratios of a piece of evidence: `twice` and `kin`, each against strangers."""

WORDS = {
    Likeness.SAME: 0.68,
    Likeness.VARIANT: 0.17,
    Likeness.SLIP: 0.13,
    Likeness.SHORT: 0.02,
    Likeness.OTHER: 0.035,
}
"""Probability that a word of a person's name is written so, compared with the first record."""
SLIPS = 40
"""Number of likely misspellings of a word."""
NO_NAME = 2e-5
"""Frequency of a word that no other person has. It is tiny: a word that occurs once, and differs by
one letter from a common word, is probably that word, misspelt."""
NEARLY = log(1.5), log(1.5)
"""Log ratios of nearly similar words: for one person (3 in 100), and for a household, whose names
often sound similar."""
KIN_SHARE, KIN_ALL_BUT_ONE = 0.6, 0.25
"""Probability that two people of a household share one word of their names; that they share all
words except the given name."""
OVER = log(0.3)
"""Log ratio of a name with one word more or less: names of strangers differ so as often."""
NAMESAKE, NAMESAKE_AFAR = -log(3e-4), -log(4e-5)
"""The largest log ratio of names, in one region and elsewhere. However rare its words, a whole name
can occur again among strangers: children are named after neighbours, and clerks use few spellings.
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence by its code (`matching.explanations`); `percent` for names alone."""

    code: str
    percent: int | None = None


def probability(one: Card, other: Card, frequencies: Frequencies) -> float:
    """The probability that both cards are one person, 0 to 1."""
    people = max(frequencies.people, FEWEST)
    twice, kin = log(TWICE / people), log(KIN / people)
    for part in (_names, _contacts, _places, _statistics):
        a, b = part(one, other, frequencies)
        twice, kin = twice + a, kin + b
    if one.workshops & other.workshops:
        twice += NEVER_TWICE
    most = max(twice, kin, 0.0)
    own = exp(twice - most)
    return own / (own + exp(kin - most) + exp(-most))


# ---- names -----------------------------------------------------------------------------------


def _names(one: Card, other: Card, frequencies: Frequencies) -> Logs:
    if not one.words or not other.words:
        return 0.0, 0.0
    skeletons = dict(zip(one.words + other.words, one.skeletons + other.skeletons, strict=True))
    area = one.area if one.area == other.area else None
    pairs = align_words(one.words, other.words)
    twice, kin, shared = 0.0, 0.0, [0.0]
    for like, a, b in pairs.words:
        as_twice, as_kin = _word(like, a, b, skeletons, frequencies, area)
        twice, kin = twice + as_twice, kin + as_kin
        if like <= Likeness.SLIP:
            shared.append(as_twice - as_kin)
    here = one.region == other.region and one.region is not None
    more = max(twice - (NAMESAKE if here else NAMESAKE_AFAR), 0.0)
    given_differs = any(like > Likeness.INITIAL for like, _, _ in pairs.words)
    return twice - more + pairs.over * OVER, kin - more + _inherited(shared, given_differs)


def _inherited(shared: list[float], given_differs: bool) -> float:
    """The log ratio of names for `kin`. `shared`: for each word in common, `twice` minus `kin`;
    `given_differs`: whether a word differs."""
    some = KIN_SHARE * exp(max(shared)) + 1 - KIN_SHARE - KIN_ALL_BUT_ONE
    return log(some + KIN_ALL_BUT_ONE * (exp(sum(shared)) if given_differs else 1.0))


def _word(
    like: Likeness,
    a: str,
    b: str,
    skeletons: dict[str, str],
    frequencies: Frequencies,
    area: int | None,
) -> Logs:
    """The log ratios of one pair of words; for `kin` as if it were the word that differs."""
    if like is Likeness.OTHER:
        return log(WORDS[like]), 0.0
    if like is Likeness.NEAR:
        return NEARLY
    if like is Likeness.INITIAL:
        return log(0.95 / frequencies.initial(a[0])), log(1.3)
    if like is Likeness.SAME:
        chance = frequencies.word(a, area, 2)
        return log(WORDS[like] / chance), log(1.5)
    rare, common = sorted((a, b), key=frequencies.others)
    slip = WORDS[like] / SLIPS
    found = slip / (frequencies.others(rare) + slip * frequencies.word(common, area) + NO_NAME)
    if like is Likeness.VARIANT:
        chance = max(frequencies.skeleton(skeletons.get(word, word), area, 2) for word in (a, b))
        found = max(found, WORDS[like] / chance)
    as_twice = log(max(found, WORDS[Likeness.OTHER]))
    return as_twice, min(max(as_twice - log(4.0), 0.0), log(4.0))


# ---- contacts --------------------------------------------------------------------------------

SAME, NEAR, DIFFERENT = 0, 1, 2
CONTACTS = {
    "phone": ((0.58, 0.09, 0.33), (0.35, 0.01, 0.64)),
    "email": ((0.65, 0.10, 0.25), (0.03, 0.005, 0.965)),
    "id_number": ((0.85, 0.12, 0.03), (0.003, 0.02, 0.977)),
}
"""Probabilities that a contact is the same, nearly the same, or different: for one person, and for
one household."""
BY_CHANCE = {"phone": 0.0005, "email": 0.05, "id_number": 0.0005}
"""Probability that a contact of strangers is nearly the same: numbers are given out in sequence,
and addresses are made of names."""
HAD_ONCE = ((0.3, 0.2), 0.0005)
"""Probability that one has a contact that the other had before: for one person and one household,
and for strangers."""


def _contacts(one: Card, other: Card, frequencies: Frequencies) -> Logs:
    twice = kin = 0.0
    before = bool(one.former & other.former)
    for kind, (as_twice, as_kin) in CONTACTS.items():
        mine, theirs = contact(one, kind), contact(other, kind)
        if not mine or not theirs:
            continue
        how = agreement(mine, theirs)
        chance = 1.0
        if how == SAME:
            common = next(value for value in mine if value in theirs)
            chance = frequencies.share(kind, common, 1 / FEWEST / 10)
        elif how == NEAR:
            chance = BY_CHANCE[kind]
        elif before:
            continue
        twice += log(as_twice[how] / chance)
        kin += log(as_kin[how] / chance)
    if before and not _agree_now(one, other):
        had_once, chance = HAD_ONCE
        twice += log(had_once[0] / chance)
        kin += log(had_once[1] / chance)
    return twice, kin


def contact(card: Card, kind: str) -> tuple[str, ...]:
    if kind == "phone":
        return card.phones
    value = card.email if kind == "email" else card.id_number
    return (value,) if value else ()


def agreement(mine: tuple[str, ...], theirs: tuple[str, ...]) -> int:
    if any(value in theirs for value in mine):
        return SAME
    near = any(OSA.distance(a, b, score_cutoff=1) <= 1 for a in mine for b in theirs)
    return NEAR if near else DIFFERENT


def _agree_now(one: Card, other: Card) -> bool:
    return any(set(contact(one, kind)) & set(contact(other, kind)) for kind in CONTACTS)


# ---- places and statistics -------------------------------------------------------------------


def _places(one: Card, other: Card, frequencies: Frequencies) -> Logs:
    if one.region is None or other.region is None:
        return 0.0, 0.0
    if one.region == other.region:
        chance = frequencies.share("region", one.region, 0.05)
        return log(0.82 / chance), log(0.92 / chance)
    if nearby(one, other):
        chance = frequencies.share("area", one.area, 0.2)
        return log(0.1 / chance), log(0.06 / chance)
    return log(0.05), log(0.03)


def nearby(one: Card, other: Card) -> bool:
    """Whether both are in one area, or the region of one lies in that of the other."""
    return bool(set(one.areas) & set(other.areas))


def _statistics(one: Card, other: Card, frequencies: Frequencies) -> Logs:
    twice = kin = 0.0
    if one.sex and other.sex:
        twice += log(0.98 / 0.5) if one.sex == other.sex else log(0.02 / 0.5)
    if one.band is not None and other.band is not None:
        a, b = _ages(abs(one.band - other.band))
        twice, kin = twice + a, kin + b
    for kind in ("cadre", "organisation"):
        mine, theirs = getattr(one, kind), getattr(other, kind)
        if mine is not None and theirs is not None:
            # Half the weight: profession and employer depend on the region, which counts already.
            same = mine == theirs
            chance = frequencies.share(kind, mine, 0.2)
            twice += log(0.8 / chance if same else 0.2 / max(1 - chance, 0.2)) / 2
    return twice, kin


def _ages(apart: int) -> Logs:
    """The log ratios of ages that are so many bands of ten years apart."""
    if apart == 0:
        return log(0.88 / 0.3), log(0.5 / 0.3)
    if apart == 1:
        return log(0.1 / 0.4), log(0.25 / 0.4)
    return log(0.007 / 0.3), log(0.25 / 0.3)


# ---- in words --------------------------------------------------------------------------------


def evidence(one: Card, other: Card) -> list[Evidence]:
    """The evidence: first what agrees, then what differs."""
    agrees: list[Evidence] = []
    differs: list[Evidence] = []
    for kind in CONTACTS:
        mine, theirs = contact(one, kind), contact(other, kind)
        if mine and theirs:
            how = agreement(mine, theirs)
            if how == DIFFERENT:
                differs.append(Evidence(f"different-{kind}"))
            else:
                agrees.append(Evidence(f"{'same' if how == SAME else 'near'}-{kind}"))
    if one.former & other.former and not _agree_now(one, other):
        agrees.append(Evidence("same-before"))
    if one.words and other.words:
        alike = percent(one.words, other.words)
        same = sorted(one.words) == sorted(other.words)
        said = Evidence("same-name") if same else Evidence("names", alike)
        (agrees if same or alike >= 60 else differs).append(said)
    if one.region is not None and other.region is not None:
        if one.region == other.region:
            agrees.append(Evidence("same-region"))
        elif nearby(one, other):
            agrees.append(Evidence("near-region"))
        else:
            differs.append(Evidence("different-region"))
    for kind in ("sex", "band"):
        here, there = getattr(one, kind), getattr(other, kind)
        if here is not None and there is not None and here != there:
            differs.append(Evidence(f"different-{kind}"))
    if one.workshops & other.workshops:
        differs.append(Evidence("same-workshop"))
    return [*agrees, *differs]
