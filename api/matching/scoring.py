"""How likely two cards are one person, and what speaks for and against it.

Three stories could explain a pair: one person written down twice, two of one household (twins
share surname, village and often the telephone), two strangers. For each piece of evidence its
probability under each story is multiplied in (Fellegi and Sunter 1969, with the third story as a
class of its own); what is rare among the people compared weighs more. The score is the share of
the first story.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from rapidfuzz.distance import OSA

from api.matching.cards import Card
from api.matching.frequencies import Crowd
from api.matching.names import Likeness, percent, together

THRESHOLD = 0.22
"""From here on a pair is shown."""
TWICE, KIN = 0.12, 0.3
"""How many others of the same person, and of the same household, one expects per person."""
FEWEST = 200
NEVER_TWICE = log(0.004)
"""Nobody attends one workshop under two names, though clerks write people down twice."""

Logs = tuple[float, float]
"""What a piece of evidence adds for `twice` and for `kin`, against strangers: log ratios."""

WORDS = {
    Likeness.SAME: 0.68,
    Likeness.VARIANT: 0.17,
    Likeness.SLIP: 0.13,
    Likeness.SHORT: 0.02,
    Likeness.OTHER: 0.035,
}
"""How often one person's word comes again so."""
SLIPS = 40
"""Ways in which a word is likely to be miswritten."""
NO_NAME = 2e-5
"""How often strangers' names hold one certain word that nobody else bears: hardly ever, so that a
word borne once and a letter away from a common one is likely that one, miswritten."""
NEARLY = log(1.5), log(1.5)
"""Words that are nearly alike, for one person (3 in 100) and for a household, where names rhyme."""
KIN_SHARE, KIN_ALL_BUT_ONE = 0.6, 0.25
"""How often two of a household share a word of their names; all words but what they are called."""
OVER = log(0.3)
"""A name with a word more or less, which strangers' names are as often."""
NAMESAKE, NAMESAKE_AFAR = -log(3e-4), -log(4e-5)
"""The most that names tell, in one region and elsewhere. However rare its words, a whole name comes
again among strangers: children are named after neighbours, and clerks know a few spellings."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence by its code (`matching.explanations`); `percent` for names alone."""

    code: str
    percent: int | None = None


def likely(one: Card, other: Card, crowd: Crowd) -> float:
    """The share of the first story, 0 to 1."""
    people = max(crowd.people, FEWEST)
    twice, kin = log(TWICE / people), log(KIN / people)
    for part in (_names, _contacts, _places, _statistics):
        a, b = part(one, other, crowd)
        twice, kin = twice + a, kin + b
    if one.workshops & other.workshops:
        twice += NEVER_TWICE
    most = max(twice, kin, 0.0)
    own = exp(twice - most)
    return own / (own + exp(kin - most) + exp(-most))


# ---- names -----------------------------------------------------------------------------------


def _names(one: Card, other: Card, crowd: Crowd) -> Logs:
    if not one.words or not other.words:
        return 0.0, 0.0
    bones = dict(zip(one.words + other.words, one.bones + other.bones, strict=True))
    area = one.area if one.area == other.area else None
    pairs = together(one.words, other.words)
    twice, kin, shared = 0.0, 0.0, [0.0]
    for like, a, b in pairs.words:
        as_twice, as_kin = _word(like, a, b, bones, crowd, area)
        twice, kin = twice + as_twice, kin + as_kin
        if like <= Likeness.SLIP:
            shared.append(as_twice - as_kin)
    here = one.region == other.region and one.region is not None
    more = max(twice - (NAMESAKE if here else NAMESAKE_AFAR), 0.0)
    called = any(like > Likeness.INITIAL for like, _, _ in pairs.words)
    return twice - more + pairs.over * OVER, kin - more + _inherited(shared, called)


def _inherited(shared: list[float], called: bool) -> float:
    """Of a household: one word in common, or all but one (`called`: there is such a one)."""
    some = KIN_SHARE * exp(max(shared)) + 1 - KIN_SHARE - KIN_ALL_BUT_ONE
    return log(some + KIN_ALL_BUT_ONE * (exp(sum(shared)) if called else 1.0))


def _word(
    like: Likeness, a: str, b: str, bones: dict[str, str], crowd: Crowd, area: int | None
) -> Logs:
    """For kin: as if it were the word that they do not share."""
    if like is Likeness.OTHER:
        return log(WORDS[like]), 0.0
    if like is Likeness.NEAR:
        return NEARLY
    if like is Likeness.INITIAL:
        return log(0.95 / crowd.initial(a[0])), log(1.3)
    if like is Likeness.SAME:
        chance = crowd.word(a, area, 2)
        return log(WORDS[like] / chance), log(1.5)
    rare, common = sorted((a, b), key=crowd.others)
    slip = WORDS[like] / SLIPS
    found = slip / (crowd.others(rare) + slip * crowd.word(common, area) + NO_NAME)
    if like is Likeness.VARIANT:
        chance = max(crowd.bone(bones.get(word, word), area, 2) for word in (a, b))
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
"""How often a contact of one person, of one household is the same, nearly, or another."""
BY_CHANCE = {"phone": 0.0005, "email": 0.05, "id_number": 0.0005}
"""A contact that is nearly the same, of strangers: numbers are given out in runs, and addresses
are made of names."""
HAD_ONCE = ((0.3, 0.2), 0.0005)
"""One had what the other has: of one person, of one household; of strangers."""


def _contacts(one: Card, other: Card, crowd: Crowd) -> Logs:
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
            chance = crowd.share(kind, common, 1 / FEWEST / 10)
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


def _places(one: Card, other: Card, crowd: Crowd) -> Logs:
    if one.region is None or other.region is None:
        return 0.0, 0.0
    if one.region == other.region:
        chance = crowd.share("region", one.region, 0.05)
        return log(0.82 / chance), log(0.92 / chance)
    if nearby(one, other):
        chance = crowd.share("area", one.area, 0.2)
        return log(0.1 / chance), log(0.06 / chance)
    return log(0.05), log(0.03)


def nearby(one: Card, other: Card) -> bool:
    """One area, or one lies in the other."""
    return bool(set(one.areas) & set(other.areas))


def _statistics(one: Card, other: Card, crowd: Crowd) -> Logs:
    twice = kin = 0.0
    if one.sex and other.sex:
        twice += log(0.98 / 0.5) if one.sex == other.sex else log(0.02 / 0.5)
    if one.band is not None and other.band is not None:
        a, b = _ages(abs(one.band - other.band))
        twice, kin = twice + a, kin + b
    for kind in ("cadre", "organisation"):
        mine, theirs = getattr(one, kind), getattr(other, kind)
        if mine is not None and theirs is not None:
            # By half, for what people do and where they live go together.
            same = mine == theirs
            chance = crowd.share(kind, mine, 0.2)
            twice += log(0.8 / chance if same else 0.2 / max(1 - chance, 0.2)) / 2
    return twice, kin


def _ages(apart: int) -> Logs:
    """In bands of ten years."""
    if apart == 0:
        return log(0.88 / 0.3), log(0.5 / 0.3)
    if apart == 1:
        return log(0.1 / 0.4), log(0.25 / 0.4)
    return log(0.007 / 0.3), log(0.25 / 0.3)


# ---- in words --------------------------------------------------------------------------------


def evidence(one: Card, other: Card) -> list[Evidence]:
    """Codes: what agrees first, then what differs."""
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
