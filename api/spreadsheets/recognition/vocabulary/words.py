"""What the words of a sheet mean, in any of the seven languages: values, blanks, marks, totals."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from api.i18n import LANGUAGES, _, speaking
from api.spreadsheets.files.cells import Cell, as_text, trimmed
from api.spreadsheets.files.formulas import GuardedText, LiteralText, unguard
from api.spreadsheets.recognition.columns import is_column
from api.spreadsheets.recognition.vocabulary import value_words as listed
from api.spreadsheets.recognition.vocabulary.headings import heading as heading
from api.spreadsheets.recognition.vocabulary.headings import heading_maximum as heading_maximum
from api.spreadsheets.recognition.vocabulary.phrases import by_phrase, phrases, spoken
from api.spreadsheets.recognition.vocabulary.phrases import plain as plain

_LETTERS = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"[\d\s.,:;=()%/+|_–—-]+")
_PARTS = re.compile(r"[\d,:;=()%/+|&\n]+|\b(?:and|et|y|e|na)\b")
_LINE = "[:：_.…=]"
_PLACEHOLDER = re.compile(r"[-–—_.?*/\\~…·\s]*")
_CONTACT_ZEROS = re.compile(r"[+0\s./()-]+")
_CODE = re.compile(r"([^\W\d_]+)[-/.]?\d+")
"""F1 and M-12 are identifiers; “F: 1” is a count."""
_OPEN_ENDED = re.compile(spoken(r"(?:by|par|por|na|人|أعده|أعدها|اعتمده|راجعه)$"))
_NAMES_TOO = phrases("saini, key, visa, nota, stamp, data, date, note, source, sello, fonte")
"""Words below lists that people are called too, or that head a column: only before a colon."""
_SEX_GROUPS = phrases(listed.SEX_GROUPS)


def sex(text: str, spanish: bool = False) -> str | None:
    """`spanish`: M means woman (mujer), as H (hombre) is used for men."""
    word = plain(text)
    return "female" if spanish and word == "m" else _codes("sex").get(word)


def is_sex_group(text: str) -> bool:
    """Whether the text is only a word for a sex or for all of one sex: “F”, “Women”."""
    return plain(text) in _SEX_GROUPS or sex(text) is not None


def is_spanish(sexes: set[str]) -> bool:
    """Whether a column of sex uses H and M, for hombre and mujer."""
    said = {plain(text) for text in sexes} - {""}
    return {"h", "m"} <= said and "f" not in said


def disability(text: str) -> str | None:
    return _codes("disability").get(plain(text))


def kind(text: str) -> str | None:
    return _codes("kind").get(plain(text))


def mode(text: str) -> str | None:
    return _codes("mode").get(plain(text))


def level(text: str) -> str | None:
    return _codes("level").get(plain(text))


CODES: dict[str, Callable[[str], str | None]] = {
    "sex": sex, "disability": disability, "kind": kind, "mode": mode, "level": level,
}  # fmt: skip
"""Field → the code for a word, None for an unknown word."""


@cache
def _codes(field: str) -> dict[str, str]:
    """Plain word → code: our own codes and labels in all languages, and the listed words."""
    table = {
        "sex": listed.SEXES, "disability": listed.YES_NO, "kind": listed.KINDS,
        "mode": listed.MODES, "level": listed.LEVELS,
    }[field]  # fmt: skip
    found = {plain(code): code for code in table}
    for language in LANGUAGES:
        with speaking(language):
            found |= {plain(label): code for code, label in _labels()[field].items()}
    return by_phrase(table) | found


def _labels() -> dict[str, dict[str, str]]:
    """Field → code → the label on our own pages and in our reports, in the reader's language."""
    return {
        "sex": {"female": _("female"), "male": _("male"), "other": _("other"),
                "unknown": _("not said")},
        "disability": {"yes": _("yes"), "no": _("no"), "not-said": _("not said")},
        "kind": {"tot": _("Training of trainers"), "step-down": _("Step-down workshop"),
                 "refresher": _("Refresher"), "peer": _("Session among peers")},
        "mode": {},
        "level": {"candidate": _("candidate"), "qualified": _("qualified"),
                  "master": _("master")},
    }  # fmt: skip


LONGEST = 20
"""Characters of the longest word for nothing."""


def is_blank(cell: Cell, name: bool = False) -> bool:
    """Whether the cell stands for nothing: "-", "N/A", "none", "TBC". `name`: in a column of names
    of people, where `NA` and `Nil` may be somebody."""
    if not isinstance(cell, str) or isinstance(cell, LiteralText):
        return False
    return not cell[-1:].isdigit() and _is_blank(cell, name)


@lru_cache(50_000)
def _is_blank(text: str, name: bool) -> bool:
    if not text or (not text[0].isalnum() and _PLACEHOLDER.fullmatch(text)):
        return True
    if len(text) > LONGEST or text[0] == "#":
        return False
    word = plain(text)
    if name and word in _not_in_names() and text.strip().isalpha():
        return False
    return word in _blanks()


def is_blank_contact(cell: Cell) -> bool:
    """As `is_blank`; in telephone numbers and identifiers of people, zeros are nothing too."""
    if isinstance(cell, bool | LiteralText):
        return False
    return is_blank(cell) or _CONTACT_ZEROS.fullmatch(as_text(cell)) is not None


@cache
def _blanks() -> frozenset[str]:
    return phrases(listed.BLANKS) | {"na"}


@cache
def _not_in_names() -> frozenset[str]:
    return phrases(listed.NOT_IN_NAMES)


def mark(cell: Cell) -> bool | None:
    """Whether a mark in a register says present; None for what is no mark. An `x` says present:
    where another sign does so in the same column, it says the opposite."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return {1.0: True, 0.0: False}.get(float(cell))
    if not isinstance(cell, str):
        return None
    return _mark(cell)


@lru_cache(10_000)
def _mark(text: str) -> bool | None:
    text = text.strip()
    return _marks().get(plain(text) or text.rstrip("\ufe0f"))


@cache
def _marks() -> dict[str, bool]:
    found: dict[str, bool] = {}
    for said, table in ((True, listed.PRESENT), (False, listed.ABSENT)):
        for phrase in (one.strip() for one in table.split(",")):
            found.setdefault(plain(phrase) or phrase, said)
    return found


def is_blank_score(cell: Cell) -> bool:
    """Whether a cell for a score says that there is none: blank, or absent from the test."""
    return isinstance(cell, str) and (
        is_blank(cell) or (mark(cell) is False and not plain(cell).isdigit())
    )


def is_total(text: str) -> bool:
    """Whether a text in the place of a name is a sum, an average or a count of the rows above."""
    if isinstance(text, LiteralText) or not _may_be(text, _first_of_totals()):
        return False
    said = spoken(text)
    if (code := _CODE.fullmatch(said)) and plain(code[1]) not in _totals():
        return False
    if plain(_DIGITS.sub("", said)) in _totals():
        return True
    first, *others = [plain(token) for token in said.split()] or [""]
    if first in _totals() and others and all(word in _summed() for word in others):
        return True
    first, _blank, rest = said.partition(" ")
    if plain(first) in _totals() and any(c.isdigit() for c in rest):
        return True  # “Subtotal W-1”
    parts = {word for part in _PARTS.split(said) if (word := plain(part)) and word != "n"}
    has_number = any(c.isdigit() for c in text)
    counted = _counted()
    if not parts or not parts <= _totals() | counted:
        return False
    return bool(parts & _totals()) or has_number


@cache
def _totals() -> frozenset[str]:
    return phrases(listed.TOTALS)


@cache
def _summed() -> frozenset[str]:
    """Words that may stand after “Total” or “Average”, one by one; "" for signs and numbers."""
    return _totals() | _counted() | phrases(listed.SUMMED) | {""}


@cache
def _counted() -> frozenset[str]:
    return phrases(listed.COUNTED)


@cache
def _first_of_totals() -> frozenset[str]:
    return _first_letters(listed.TOTALS) | _first_letters(listed.COUNTED) | {"n"}


@cache
def _first_of_signatures() -> frozenset[str]:
    return _first_letters(listed.SIGNATURES)


def _first_letters(listed: str) -> frozenset[str]:
    """The first letters, at most three, of phrases between commas."""
    return frozenset(plain(phrase)[:3] for phrase in listed.split(","))


def _may_be(text: str, beginnings: frozenset[str]) -> bool:
    """Whether the text begins as one of some phrases does. Quick: most names do not."""
    found = _LETTERS.search(text)
    if found is None:
        return False
    letters = plain(text[found.start() : found.start() + 12])
    return any(letters[:size] in beginnings for size in (1, 2, 3))


def is_signature(text: str) -> bool:
    """Whether a text stands below a list: who prepared it, a date to write on, a source."""
    if isinstance(text, LiteralText):
        return False
    label, colon, _rest = text.replace("：", ":").partition(":")
    if colon and heading(label):
        return True
    if not _may_be(text, _first_of_signatures()):
        return False
    whole = spoken(text)
    found = _signature_pattern().match(whole)
    if found is None:
        return False
    said, rest = found[1], whole[found.end() :].strip()
    if re.match(_LINE, rest):
        return True
    if _OPEN_ENDED.search(said):
        return not rest or not whole[found.end()].isalnum() or said.endswith("人")
    if not rest:
        return plain(said) not in _NAMES_TOO
    return not any(c.isalpha() for c in rest) and said not in ("key", "m")


@cache
def _signature_pattern() -> re.Pattern[str]:
    """A phrase at the beginning, the longest first."""
    words = {spoken(phrase) for phrase in listed.SIGNATURES.split(",")} - {""}
    longest = sorted(words, key=len, reverse=True)
    return re.compile(f"({'|'.join(map(re.escape, longest))})")


def guarded(text: str) -> LiteralText:
    """A text of our own files, so that reading gives it back: it may be a word such as “None”."""
    return GuardedText(text) if _is_word(text) else LiteralText(text)


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put in front of it."""
    is_guarded = text[:1] == "'" and _is_word(text)
    return LiteralText(text[1:]) if is_guarded else unguard(text)


@lru_cache(10_000)
def _is_word(text: str) -> bool:
    """Whether the text, behind any apostrophes, would be read as something else in our own tables:
    nothing, a total, a signature, or headings."""
    bare = trimmed(text.lstrip("'"))
    return bool(bare) and (
        is_blank_contact(bare) or is_total(bare) or is_signature(bare) or is_column(bare)
    )
