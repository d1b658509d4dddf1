"""Finds the field that a heading names, in any of the seven languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from api.i18n import LANGUAGES, speaking
from api.spreadsheets.files.cells import latin_digits
from api.spreadsheets.recognition.columns import COLUMNS
from api.spreadsheets.recognition.fields import FIELDS, Heading, field_labels
from api.spreadsheets.recognition.vocabulary import unsure_headings as listed
from api.spreadsheets.recognition.vocabulary.dates import is_day
from api.spreadsheets.recognition.vocabulary.heading_words import HEADINGS
from api.spreadsheets.recognition.vocabulary.phrases import by_phrase, phrases, plain, spoken

PHONE = re.compile(r"[+(]?\d[\d\s()./+-]{5,}|0\d{3,}")
_TESTS = {
    "pre": re.compile(r"\bpre[\s_-]?(?:test|teste|training|assessment|evaluat)"),
    "post": re.compile(r"\bpo(?:st?|s)[\s_-]?(?:test|teste|training|assessment|evaluat)"),
}
"""Tests named anywhere in a heading: “Results of the pre-test”."""
_MAXIMUM = re.compile(
    r"[\[(（]?\s*(?:(?:/|out of|sur|sobre|max(?:imum)?\.?:?|满分|من|kati ya)\s*"
    r"(\d{1,4}(?:[.,]\d+)?)"
    r"\s*(?:points?|pts?|marks?|分)?|(\d{1,4})\s*(?:points?|pts?|marks?|分))\s*[\])）]?\s*$"
)
_PERCENT = re.compile(
    r"[\[(（]?\s*(?:in\s+)?(?:%|٪|％|percent(?:age)?|per cent|en pourcentage|porcentaje)"
    r"\s*[\])）]?\s*$"
)
_ASIDE = re.compile(r"[\[(（][^\])）]*[\])）]")
_TOLD = re.compile(
    r"[\[(（]\s*(?:y\s*/\s*n|yes\s*/\s*no|oui\s*/\s*non|o\s*/\s*n|p\s*/\s*a|years|ans|anos|miaka|"
    r"[dmyja]{1,4}[/.-][dmyja]{1,4}[/.-][dmyja]{1,4}|real|optional)\s*[\])）]"
    r"|[\s\[(（]+(?:m\s*[/,]\s*[fh]|f\s*[/,]\s*[mh]|h\s*[/,]\s*[fm]|male\s*/\s*female)\s*[\])）]?$"
)
"""What a heading says of the values below it, which changes nothing."""
_SLUG = re.compile(r"[a-z][a-z0-9_]*(?:-[a-z0-9_]+)+")
"""A question within a group, as ODK writes it: `training-start_date`."""
_PEOPLE = frozenset(("participants", "participant", "trainees", "register", "attendees"))
"""Groups of questions about each person."""
_MOODLE = re.compile(r"^(?:quiz|assignment|test|questionnaire|devoir|tarea|cuestionario)\s*:\s*")
_COUNTED_DAY = re.compile(
    r"(?:第\s*[一二三四五六七八九十\d]{1,2}\s*[天日]|[天日]\s*\d{1,2}|\d{1,2}(?:st|nd|rd|th|er|e|eme|o|º)?"
    r"\s*(?:day|jour|dia))"
)
_HALF = re.compile(
    r"\s*(?:am|pm|morning|afternoon|matin|apres-midi|manana|tarde|manha|asubuhi|mchana|上午|下午)$"
)


@lru_cache(maxsize=4096)
def heading(text: str) -> Heading | None:
    """What a heading names; None for an unknown one."""
    text = text.strip()
    if text in _OWN:
        return Heading(text, exact=True)
    if found := _of_a_form(text):
        return found
    said = spoken(text).rstrip(" :*?.").lstrip(" *")
    if not said:
        return None
    if "/" in said and " " not in said and not any(c.isdigit() for c in said):
        segments = said.split("/")
        if (nested := _nested(segments)) is not None:
            return nested
    return _heading(said)


def heading_maximum(text: str) -> float | None:
    """The highest possible score that a heading says: 20 for “Post-test (/20)”, 100 for “%”."""
    said = latin_digits(spoken(text).rstrip(" :*"))
    rest, maximum = _without_maximum(said)
    if maximum is None:
        return None
    found = _heading(rest)
    return maximum if found and found.field in ("pre", "post", "score") else None


def _of_a_form(text: str) -> Heading | None:
    """A column that a form fills by itself."""
    if text in listed.SYSTEM:
        return Heading(listed.SYSTEM[text], exact=True)
    if text in ("#", "№") or text.startswith(("SET-OF-", "meta-")):
        return Heading("", exact=True)
    if _SLUG.fullmatch(text) and not _known(spoken(text)):
        return _known(spoken(text.split("-")[-1].replace("_", " ")))
    if text.startswith("_") or (
        text.split("/")[-1].lower() in listed.SYSTEM_NAMES and (text[:1].islower())
    ):
        return Heading("", exact=True)
    return Heading("", exact=True) if text.startswith(("formhub/", "meta/")) else None


def _nested(segments: Sequence[str]) -> Heading | None:
    """A question within a group (`participants/phone_number`), or a heading in two languages."""
    of, last = _heading(segments[-2].replace("_", " ")), _heading(segments[-1].replace("_", " "))
    tokens = {plain(token) for one in segments[:-1] for token in re.split(r"[\W_]+", one)}
    if tokens & phrases(listed.OTHERS) or last is None:
        return None
    if of is None or of.field == last.field or plain(segments[-2]) in _PEOPLE:
        return last
    if of.field in listed.NAMED:
        return Heading(of.field, exact=False) if last.field == "name" else None
    if of.field in ("workshop", "title") and last.field == "region":
        return Heading("workshop_region", exact=False)
    return Heading(last.field or of.field, exact=False)


def _heading(said: str) -> Heading | None:
    """`said`: as `spoken` returns it."""
    if _MOODLE.match(said):
        return _of_an_activity(said)
    if re.search(r"(?:completion date|date d'achevement)$", said):
        return Heading("", exact=True)
    said = re.sub(r"^q?\d{1,2}[.)]\s*(?=[^\W\d_])", "", said)
    if found := _known_or_told(said):
        return found
    if _is_day_of_attendance(said):
        return Heading("attended", exact=True)
    said = _without_maximum(said)[0] or "score"
    without = _TOLD.sub("", said).strip()
    return _known_or_told(said) or _in_two_languages(without) or _near(without)


def _known_or_told(said: str) -> Heading | None:
    """A known heading, also where it says how to fill the column: “Sex (M/F)”."""
    return _known(said) or _known(_TOLD.sub("", said).strip())


def _of_an_activity(said: str) -> Heading:
    """A column of Moodle's grades or completion: “Quiz: Pre-test (Real)”."""
    if said.endswith(("completion date", "(feedback)", "(letter)")):
        return Heading("", exact=True)
    name = _ASIDE.sub("", _MOODLE.sub("", said)).strip()
    found = _heading(name)
    return found if found and found.field in ("pre", "post") else Heading("score", exact=False)


def _is_day_of_attendance(said: str) -> bool:
    """A day of the workshop: “Day 1”, “Monday”, “12 March”."""
    said = _HALF.sub("", _TOLD.sub("", latin_digits(said)).strip())
    if is_day(said) or _COUNTED_DAY.fullmatch(said):
        return True
    found = _day_number().search(said)
    if found is None:
        return False
    besides = (said[: found.start()] + " " + _HALF.sub("", said[found.end() :])).strip(" -–:()[]")
    known = _known(besides)
    return not besides or is_day(besides) or bool(known and known.field == "attended")


@cache
def _day_number() -> re.Pattern[str]:
    words = "|".join(sorted((spoken(w) for w in listed.DAYS.split(",")), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words})\s*(?:no\.?|n|#|-|\.|:)?\s*\d{{1,2}}(?!\d|\w)")


def _without_maximum(said: str) -> tuple[str, float | None]:
    said = latin_digits(said)
    if found := _PERCENT.search(said):
        return said[: found.start()].strip(" -–:,"), 100.0
    if found := _MAXIMUM.search(said):
        number = (found[1] or found[2]).replace(",", ".")
        return said[: found.start()].strip(" -–:,"), float(number) or None
    return said, None


def _known(said: str) -> Heading | None:
    word = plain(said)
    if word in _sure():
        return Heading(_sure()[word], exact=True)
    return Heading(_unsure()[word], exact=False) if word in _unsure() else None


def _in_two_languages(said: str) -> Heading | None:
    """“Name / Nom”: where all parts are the same field."""
    parts = [part for part in re.split(r"[/|\n(（)）\[\]]|\s[-–]\s", said) if part.strip()]
    found = [_known(part) for part in parts]
    fields = {one.field for one in found if one}
    if len(parts) < 2 or len(fields) != 1 or None in found:
        return None
    return Heading(fields.pop(), all(one.exact for one in found if one))


def _near(said: str) -> Heading | None:
    """A known heading with words around it that change nothing: “Participant's phone number”."""
    tokens = [token for token in re.split(r"[\W_]+", _ASIDE.sub(" ", said)) if token]
    kept = [token for token in tokens if plain(token) not in _fillers()]
    if plain(said) in phrases(listed.NOBODY):
        return None
    for some in (tokens, kept):
        if (found := _known(" ".join(some))) and found.field not in listed.AMOUNTS:
            return Heading(found.field, exact=False)
    named = [token for token in kept if plain(token) not in _names()]
    found = _known(" ".join(named)) if len(named) < len(kept) else None
    if found and found.field in listed.NAMED:
        return found
    tests = {field for field, pattern in _TESTS.items() if pattern.search(said)}
    return Heading(tests.pop(), exact=False) if len(tests) == 1 else None


@cache
def _sure() -> dict[str, str]:
    """Plain heading → field: the listed ones, our own labels in all languages, column names."""
    found = by_phrase(HEADINGS)
    for language in LANGUAGES:
        with speaking(language):
            for field, label in field_labels().items():
                found[plain(label)] = field
    own = {plain(name): name for name in _OWN if name not in _TOO_LITTLE}
    return {word: field for word, field in (found | own).items() if word}


@cache
def _unsure() -> dict[str, str]:
    return by_phrase(listed.UNSURE)


@cache
def _fillers() -> frozenset[str]:
    return phrases(listed.FILLERS)


@cache
def _names() -> frozenset[str]:
    return phrases(listed.NAMES)


_TOO_LITTLE = ("title", "number", "level", "score", "kind", "mode")
"""Names of our columns that mean something else as headings of other people's sheets."""
_OWN = frozenset({*FIELDS, *(name for names in COLUMNS.values() for name in names)}) - {
    "key",
    "parent",
}
