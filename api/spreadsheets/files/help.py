"""What the template tells the person who fills it in."""

from api.i18n import _


def instructions() -> list[str]:
    """The sentences of the template's first sheet."""
    return [
        _("Fill in the sheets people, workshops, register and certifications, one row each."),
        _("Only the green columns are required. Leave blank what you do not know."),
        _("A person or workshop is known by its code: write the same code on every sheet."),
        _("Dates are YYYY-MM-DD, or real dates of the spreadsheet."),
        _("Do not rename the sheets or the columns. Further columns are not read."),
        _("Nothing is recorded before you have seen, row by row, what will happen."),
    ]


def column_help(column: str) -> str:
    """One sentence on what belongs in a column."""
    return {
        "person": _("The code by which your programme knows this person."),
        "workshop": _("The code by which your programme knows this workshop."),
        "name": _("The person's full name."),
        "sex": _("female, male, other or unknown."),
        "age_band": _("The person's age in years, as one of the bands."),
        "region": _("The code or name of the district or other area."),
        "cadre": _("The person's profession or post, such as nurse or teacher."),
        "organisation": _("Where the person works."),
        "disability": _("yes or no; blank if not said."),
        "phone": _("With the country code, such as +254 712 345678."),
        "email": _("The person's e-mail address."),
        "id_number": _("A national or staff number, if your programme needs it."),
        "starts_on": _("The first day of the workshop."),
        "ends_on": _("The last day of the workshop; blank if it took one day."),
        "kind": _("tot, step-down, refresher or peer."),
        "title": _("What the workshop was called."),
        "lead": _("The code of the person who led the workshop."),
        "co_facilitators": _("The codes of the others who gave it, separated by semicolons."),
        "venue": _("The place where it was held."),
        "headcount": _("How many people are said to have attended."),
        "mode": _("in-person, online or blended."),
        "modules": _("The modules taught, separated by semicolons."),
        "pre": _("The score before the training."),
        "post": _("The score after the training."),
        "max_score": _("The highest score that could be reached."),
        "level": _("candidate, qualified or master."),
        "certified_on": _("The day on which the certificate was given."),
        "expires_on": _("The day on which the certificate ends, if it does."),
        "number": _("The number on the certificate."),
    }[column]
