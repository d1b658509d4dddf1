"""All sheets by name, the same each time; and sheets at random."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from random import Random
from typing import Any

from tests.support.sheets.exports import kobo, moodle_completion, moodle_grades, odk
from tests.support.sheets.keeping import Kept
from tests.support.sheets.lists import long_list, sheet_a_workshop, stacked, two_tests
from tests.support.sheets.people import certificates, people_list
from tests.support.sheets.registers import register
from tests.support.sheets.truth import Made

Make = Callable[[int], Made]
WITH_WORK = ("no", "name", "sex", "organisation", "cadre", "phone", "pre", "post", "signature")
PLAIN = ("no", "name", "sex", "phone", "pre", "post")
NAMED = ("no", "family", "first", "sex", "age", "phone", "email", "pre", "post")
LISTED = ("workshop", "starts_on", "ends_on", "lead", "person", "name", "sex", "pre", "post")


def _register(language: str, form: str = "xlsx", **kept: Any) -> Make:
    return partial(register, kept=Kept(language, form, **kept))


def _workshops(language: str, form: str = "xlsx", **kept: Any) -> Make:
    return partial(sheet_a_workshop, kept=Kept(language, form, **kept))


SHEETS: dict[str, Make] = {
    # One register with its lines above.
    "register-en": _register("en", columns=WITH_WORK),
    "register-fr-xls": _register("fr", "xls", columns=WITH_WORK),
    "register-es-ods": _register("es", "ods", columns=WITH_WORK),
    "register-pt-semicolon": _register("pt", "semicolon", columns=PLAIN),
    "register-sw": _register("sw", columns=WITH_WORK, top="cell"),
    "register-ar": _register("ar", columns=WITH_WORK),
    "register-zh": _register("zh", columns=WITH_WORK),
    "register-zh-utf16": _register("zh", "utf16", columns=PLAIN),
    "register-fr-cp1252": _register("fr", "cp1252", columns=PLAIN),
    "register-es-bom": _register("es", "bom", columns=NAMED),
    "register-pipe": _register("en", "pipe", columns=PLAIN, top="iso"),
    "register-no-lines": _register("en", top="", columns=PLAIN),
    "register-no-lines-fr": _register("fr", "xls", top="", columns=PLAIN, endings=("total",)),
    "register-no-trainer": _register("pt", trainers=0, columns=PLAIN),
    "register-dmy": _register("en", top="dmy", columns=PLAIN),
    "register-dmy-clear": _register("es", "xls", top="clear", columns=PLAIN),
    "two-rows-of-headings": _register("en", groups=True, columns=PLAIN),
    "two-rows-of-headings-fr": _register("fr", "ods", groups=True, columns=(*PLAIN, "signature")),
    "two-rows-of-headings-zh": _register("zh", "xls", groups=True, columns=PLAIN),
    "heading-on-each-page": _register("pt", people=14, pages=5, columns=WITH_WORK),
    "sections": _register("en", "ods", sections=True, people=11, columns=PLAIN),
    "gaps": _register("sw", gaps=True, columns=PLAIN),
    "hidden-row": _register("en", "xls", hidden=4, columns=PLAIN),
    "titles-before-names": _register("en", titles=("Dr.", "Mr", "Ms", "Prof."), columns=PLAIN),
    "first-and-family": _register("pt", columns=NAMED),
    "first-and-family-fr": _register("fr", "csv", columns=NAMED),
    "first-and-family-zh": _register("zh", "xls", columns=NAMED),
    "surname-first": _register(
        "en", columns=("no", "surname_first", "sex", "phone", "pre", "post")
    ),
    "ages": _register("fr", columns=("no", "name", "sex", "age", "phone", "pre", "post")),
    "age-bands": _register("en", columns=("no", "name", "sex", "age_band", "post"), top="iso"),
    "phones-as-numbers": _register("ar", columns=PLAIN, text_phones=True, scores="points"),
    "phones-without-zero": _register("es", "xls", columns=PLAIN, text_phones=False),
    "not-applicable": _register(
        "en", columns=("no", "name", "sex", "email", "phone", "id_number", "post"),
        blanks=("email", "id_number"),
    ),
    "facility": _register("en", columns=("no", "name", "facility", "post"), endings=()),
    "remarks": _register(
        "fr", columns=("no", "name", "sex", "chief", "phone", "post", "remarks")
    ),
    "chief": _register("sw", "xls", columns=("no", "chief", "name", "sex", "phone", "post")),
    # Scores.
    "points-without-maximum": _register("en", scores="points", columns=PLAIN),
    "points-without-maximum-es": _register("es", "semicolon", scores="points", columns=PLAIN),
    "points-with-maximum": _register("en", scores="column", columns=(*PLAIN, "max_score")),
    "percent": _register("fr", scores="percent", columns=PLAIN),
    "percent-cells": _register("en", scores="shown", columns=PLAIN),
    "percent-cells-xls": _register("pt", "xls", scores="shown", columns=PLAIN),
    "percent-cells-ods": _register("zh", "ods", scores="shown", columns=PLAIN),
    "fractions": _register("en", "csv", scores="fraction", columns=PLAIN, endings=()),
    "maximum-in-heading": _register("fr", scores="heading", columns=PLAIN),
    "maximum-in-heading-en": _register("en", "csv", scores="heading", columns=PLAIN),
    "percent-in-heading": _register("es", "xls", scores="share", columns=PLAIN),
    "gain-beside-scores": _register("en", scores="of", columns=(*PLAIN, "gain")),
    # Columns that look like others.
    "years-of-service": _register("en", columns=("no", "name", "sex", "service", "phone", "post")),
    "per-diem": _register("fr", "xls", columns=("no", "name", "per_diem", "phone", "signature")),
    "birth-and-phone": _register("pt", columns=("no", "name", "dob", "sex", "phone", "post")),
    "two-trainers-above": _register("en", trainers=2, columns=PLAIN),
    "written-twice": _register("en", twice=True, columns=PLAIN),
    # Marks a day.
    "days-en": _register(
        "en", days=3, absent=2, columns=("no", "name", "sex", "day", "pre", "post")
    ),
    "days-fr": _register("fr", "xls", days=5, absent=1, columns=("no", "name", "phone", "day")),
    "days-pt": _register("pt", days=3, absent=2, columns=("no", "name", "sex", "day", "signature")),
    "days-sw": _register("sw", "ods", days=2, absent=1, columns=("no", "name", "day", "post")),
    "days-ones": _register(
        "es", "csv", days=3, absent=2, marks=("1", "0"), columns=("no", "name", "day", "phone")
    ),
    "days-ticks": _register("ar", days=3, absent=1, columns=("no", "name", "day")),
    "days-crosses": _register(
        "en", days=3, absent=1, marks=("x", ""), columns=("no", "name", "sex", "day")
    ),
    "days-dates": _register(
        "en", days=3, absent=1, heads="dates", columns=("no", "name", "sex", "day", "post")
    ),
    "days-dates-es": _register(
        "es", "xls", days=2, absent=1, heads="dates", top="clear", columns=("no", "name", "day")
    ),
    "days-halves": _register(
        "fr", days=4, absent=1, heads="halves", columns=("no", "name", "sex", "day", "signature")
    ),
    "days-halves-pt": _register(
        "pt", "ods", days=6, absent=2, heads="halves", columns=("no", "name", "phone", "day")
    ),
    "printed-form": _register("en", spare=8, columns=WITH_WORK),
    "printed-form-ar": _register("ar", "xls", spare=5, columns=PLAIN, endings=("signature",)),
    "sex-in-two-columns": _register(
        "en", columns=("no", "name", "is_f", "is_m", "phone", "signature")
    ),
    # A sheet a workshop.
    "workshops-en": _workshops("en", columns=WITH_WORK),
    "workshops-fr-xls": _workshops("fr", "xls", columns=PLAIN),
    "workshops-zh-ods": _workshops("zh", "ods", columns=PLAIN, top="cell"),
    "workshops-points": _workshops("sw", scores="points", columns=PLAIN, top="iso"),
    "workshops-and-budget": partial(
        sheet_a_workshop, kept=Kept("en", columns=PLAIN), budget=True
    ),
    "two-on-a-sheet": partial(stacked, kept=Kept("en", columns=PLAIN)),
    "two-on-a-sheet-fr": partial(
        stacked, kept=Kept("fr", "csv", columns=PLAIN, endings=("total",))
    ),
    # One long list.
    "long-en": partial(long_list, language="en"),
    "long-fr-xls": partial(long_list, language="fr", form="xls"),
    "long-es-semicolon": partial(long_list, language="es", form="semicolon"),
    "long-merged": partial(long_list, language="en", merged=True),
    "long-merged-xls": partial(long_list, language="pt", form="xls", merged=True),
    "long-merged-ods": partial(long_list, language="ar", form="ods", merged=True),
    "long-in-words": partial(long_list, language="sw", days="words"),
    "long-dmy": partial(long_list, language="en", form="csv", days="dmy"),
    "long-dmy-clear": partial(long_list, language="fr", form="tab", days="clear"),
    "long-subtotals": partial(long_list, language="pt", subtotals=True),
    "long-two-trainers": partial(long_list, language="en", leads=2),
    "long-codes": partial(long_list, language="en", columns=LISTED, repeats=2),
    "long-codes-dashes": partial(long_list, language="fr", columns=LISTED, repeats=2, dash=True),
    "long-again": partial(long_list, language="zh", repeats=2),
    "long-points": partial(long_list, language="ar", scores="points"),
    "long-namesakes": partial(long_list, language="en", namesakes=True),
    "long-namesakes-no-phone": partial(
        long_list, language="sw", namesakes=True,
        columns=("title", "starts_on", "ends_on", "lead", "name", "sex", "pre", "post"),
    ),
    # Other files.
    "two-tests": partial(two_tests, language="en"),
    "two-tests-fr": partial(two_tests, language="fr", form="xls", points=True),
    "people-en": partial(people_list, language="en"),
    "people-ar": partial(people_list, language="ar", form="ods", total=True),
    "people-zh-tab": partial(people_list, language="zh", form="tab", title=False),
    "people-names-in-two": partial(
        people_list, language="es", form="cp1252",
        columns=("family", "first", "sex", "age_band", "id_number", "email", "region"),
    ),
    "people-rounded": partial(people_list, language="en", form="csv", rounded=2, title=False),
    "people-other-bands": partial(
        people_list, language="en", other_bands=True, columns=("no", "name", "sex", "age_band")
    ),
    "people-facility": partial(
        people_list, language="sw", columns=("no", "name", "facility", "sex", "phone", "chief")
    ),
    "certificates": partial(certificates, language="en"),
    "certificates-fr": partial(certificates, language="fr", form="xls", never=True),
    "kobo-labels": partial(kobo, language="en"),
    "kobo-labels-fr": partial(kobo, language="fr", form="xls"),
    "kobo-names": partial(kobo, language="en", labels=False),
    "odk": odk,
    "moodle-completion": moodle_completion,
    "moodle-grades": moodle_grades,
    "moodle-quiz": partial(moodle_grades, form="xlsx", maximum=True),
    # Pasted into the form.
    "paste-en": _register("en", "paste", columns=PLAIN),
    "paste-sw": _register("sw", "paste", columns=("no", "name", "sex", "phone", "post"), absent=0),
    "paste-fr-headings-only": _register("fr", "paste", top="", columns=PLAIN, endings=("total",)),
    "paste-es-days": _register(
        "es", "paste", days=3, absent=2, columns=("no", "name", "sex", "day", "pre", "post")
    ),
    "paste-ar": _register("ar", "paste", scores="percent", columns=PLAIN),
    "paste-zh": _register("zh", "paste", columns=("no", "name", "sex", "phone", "post")),
    "paste-names-alone": _register(
        "pt", "paste", top="", headed=False, columns=("name",), endings=()
    ),
    "paste-no-headings": _register(
        "en", "paste", top="", headed=False, columns=("name", "phone", "email"), endings=()
    ),
    "paste-messy": _register(
        "en", "paste", people=28, absent=2, days=1, titles=("Dr.", "Mr", "Mrs"),
        columns=("no", "name", "sex", "phone", "day", "pre", "post"),
    ),
}  # fmt: skip


@cache
def made(name: str) -> Made:
    """The sheet of this name, the same each time."""
    return SHEETS[name](sum(name.encode()))


def at_random(seed: int) -> Made:
    """A register of any kind, in any language, as any file; or another sheet from another seed."""
    rng = Random(seed)
    language = rng.choice(("en", "fr", "es", "pt", "sw", "ar", "zh"))
    form = rng.choice(("xlsx", "xls", "ods", "csv", "semicolon", "tab", "utf16", "paste"))
    if rng.random() < 0.25 and form != "paste":
        scores, days = rng.choice(("of", "points")), rng.choice(("cell", "words", "clear", "dmy"))
        return long_list(
            seed, language, form, days=days, scores=scores, merged=form in ("xlsx", "xls", "ods"),
            subtotals=rng.random() < 0.3, repeats=rng.choice((0, 2)),
        )  # fmt: skip
    days = rng.choice((0, 0, 2, 4))
    middle = ["sex", "phone", "cadre", "organisation", "region", "age", "id_number", "remarks",
              "service", "facility", "email"]  # fmt: skip
    chosen = rng.sample(middle, rng.randint(1, 5))
    tests = rng.choice((("pre", "post"), ("post",), ("pre", "post")))
    columns = ("no", rng.choice(("name", "name", "surname_first")), *chosen)
    columns += ("day",) * bool(days) + tests + rng.choice((("signature",), ()))
    grouped = tests == ("pre", "post") and form in ("xlsx", "xls", "ods") and rng.random() < 0.3
    kept = Kept(
        language, form, columns, top=rng.choice(("words", "iso", "cell", "clear", "dmy", "")),
        scores=rng.choice(("of", "points", "percent", "shown")), days=days,
        absent=rng.choice((0, 2)) if days else 0, people=rng.randint(5, 25), groups=grouped,
        pages=0 if grouped or days else rng.choice((0, 0, 8)), sections=rng.random() < 0.1,
        endings=tuple(rng.sample(("total", "average", "prepared", "signature"), rng.randint(0, 4))),
        gaps=rng.random() < 0.2, spare=rng.choice((0, 0, 0, 6)),
        heads=rng.choice(("", "", "dates", "halves")) if days and not grouped else "",
        hidden=rng.choice((0, 0, 3)), trainers=rng.choice((0, 1, 1, 1, 2)),
    )  # fmt: skip
    return register(seed, kept)
