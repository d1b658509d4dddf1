"""Definitions for imports: the verdict on each row, and the totals."""

from __future__ import annotations

from api.pages.glossary.definition import Definition

DEFINITIONS = {
    "row-new": Definition("new", "Nothing of this row is known yet; it will be recorded."),
    "row-perhaps": Definition(
        "new, perhaps known",
        "A new person who looks like somebody known. Check the identifier; if you import the "
        "row, compare the two under Duplicates.",
    ),
    "row-known": Definition("already known", "All that the row says is recorded; nothing is done."),
    "row-changed": Definition(
        "changed",
        "What the row is about is known; what it says differently is recorded as a change.",
    ),
    "row-flagged": Definition(
        "flagged", "The row is recorded, but something in it is irregular; it says what."
    ),
    "row-unclear": Definition(
        "unclear, refused",
        "It cannot be told what the row means; it is not imported until that is clear.",
    ),
    "row-refused": Definition(
        "refused",
        "The row cannot be as it stands; it says why. It is not imported until it is put right.",
    ),
    "row-left_out": Definition(
        "left out", "Somebody decided above that this is not imported, or not with this row."
    ),
    "import-people": Definition(
        "People registered", "People whom this import was the first to name."
    ),
    "import-workshops": Definition(
        "Workshops logged", "Workshops that this import brought, with their registers."
    ),
    "import-facts": Definition(
        "Facts recorded",
        "Entries of the log that this import made: people, workshops, lines added to registers, "
        "scores, certificates and corrections.",
    ),
}
