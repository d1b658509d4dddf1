"""Every sentence that a reader can meet is found, and what is translated says the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from api.i18n import LANGUAGES, _, ngettext, speaking

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "api" / "translations"
TRANSLATED = [language for language in LANGUAGES if language != "en"]
PLACE = re.compile(r"{(\w*)}")


@cache
def sentences() -> list[tuple[str, str | tuple[str, ...]]]:
    """(file, sentence), as `pybabel extract` finds them; both numbers where there are two."""
    with (FOLDER / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    rows = extract_from_dir(ROOT, methods, options, directory_filter=is_ours)
    return [(name, sentence) for name, _line, sentence, _comments, _context in rows]


def is_ours(directory: str) -> bool:
    return Path(directory).relative_to(ROOT).parts[0] in ("api", "domain", "projections")


def catalogue(language: str) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def places(sentence: str) -> set[str]:
    return set(PLACE.findall(sentence))


def key(sentence: str | tuple[str, ...]) -> str:
    return sentence if isinstance(sentence, str) else sentence[0]


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_the_pages_say_is_translated(language: str):
    known = catalogue(language)
    pages = ("api/templates/", "api/pages/")
    wanted = {key(sentence) for name, sentence in sentences() if name.startswith(pages)}
    assert len(wanted) > 50
    missing = [s for s in sorted(wanted) if s not in known or not all(texts(known[s]))]
    assert missing == []


def texts(message: Message) -> tuple[str, ...]:
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_is_not_the_english(language: str):
    """A few words are the same in two languages; more of them are words that nobody translated."""
    said = [message for message in catalogue(language) if message.id and all(texts(message))]
    same = [message.id for message in said if key(message.id) == texts(message)[0]]
    assert len(same) <= 0.05 * len(said), same


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_template(language: str):
    for message in catalogue(language):
        if not message.id:
            continue
        templates = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        allowed = set[str]().union(*map(places, templates))
        for text in texts(message):
            if len(templates) == 1:
                assert places(text) == allowed, (message.id, text)
            else:
                assert places(text) <= allowed, (message.id, text)


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_have_as_many_forms_as_the_language(language: str):
    known = catalogue(language)
    for message in known:
        if message.pluralizable:
            assert len(texts(message)) == known.num_plurals, message.id


def test_arabic_counts_as_arabic_does():
    one, many = (
        "{count} person has facilitated.",
        next(s[1] for _n, s in sentences() if s[0] == "{count} person has facilitated."),
    )
    with speaking("ar"):
        forms = [ngettext(one, many, n, shown=20) for n in (0, 1, 2, 3, 11, 100)]
    assert len(set(forms)) == 6
    assert "3 أشخاص" in forms[3] and "11 شخصًا" in forms[4] and "100 شخص،" in forms[5]


# ---- finding them ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "start"),
    [
        ("domain/rules.py", "A score of {score} is above"),
        ("domain/register.py", "This person is not on this register."),
        ("domain/cascade.py", "Two modules have the code"),
        ("domain/service/__init__.py", "Others are changing the same records."),
        ("projections/quality/flags.py", "{workshop} has no lead"),
        ("api/web/authentication.py", "This asks who you are."),
        ("api/access/policy.py", "There is no such person."),
        ("api/errors.py", "There is nothing at this address."),
        ("api/spreadsheets/files/refusals.py", "{file}: this is not a workbook"),
        ("api/pages/glossary/reach.py", "The share of the generation"),
    ],
)
def test_sentences_are_found_wherever_they_are_spoken(file: str, start: str):
    assert any(name == file and key(s).startswith(start) for name, s in sentences())


def test_every_refusal_of_the_domain_is_found():
    """Whatever stands in quotation marks, begins with a capital or a place and ends a sentence."""
    sentence = re.compile(r"^[A-Z“{].* .*[.]$", re.S)
    said = {key(s) for _name, s in sentences()}
    for path in sorted((ROOT / "domain").rglob("*.py")):
        for text in strings_outside_docstrings(path):
            if sentence.match(text):
                assert text in said, (path, text)


def strings_outside_docstrings(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    aside = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.value


def test_a_refusal_is_said_in_the_readers_language():
    with speaking("fr"):
        said = _("This workshop ends on {day}, which is still to come. Log it once it has ended.")
    assert said.startswith("Cet atelier se termine le {day}")
