"""Of what becomes of the rows of an import."""

from __future__ import annotations

from api.i18n import _


def words() -> dict[str, tuple[str, str]]:
    return {
        "row-new": (_("new"), _("Nothing of this row is known yet; it will be recorded.")),
        "row-perhaps": (
            _("new, perhaps known"),
            _("A new person who looks like somebody known. Check the identifier; if you import "
              "the row, compare the two under Duplicates."),
        ),
        "row-known": (_("already known"), _("All that the row says is recorded; nothing is done.")),
        "row-changed": (
            _("changed"),
            _("What the row is about is known; what it says differently is recorded as a change."),
        ),
        "row-flagged": (
            _("flagged"),
            _("The row is recorded, but something in it is irregular; it says what."),
        ),
        "row-unclear": (
            _("unclear, refused"),
            _("It cannot be told what the row means; it is not imported until that is clear."),
        ),
        "row-refused": (
            _("refused"),
            _("The row cannot be as it stands; it says why. It is not imported until it is put "
              "right."),
        ),
        "import-people": (
            _("People registered"),
            _("People whom this import was the first to name."),
        ),
        "import-workshops": (
            _("Workshops logged"),
            _("Workshops that this import brought, with their registers."),
        ),
        "import-facts": (
            _("Facts recorded"),
            _("Entries of the log that this import made: people, workshops, lines added to "
              "registers, scores, certificates and corrections."),
        ),
    }  # fmt: skip
