"""Words of the page on which a workshop is logged."""

from __future__ import annotations

from api.i18n import _


def words() -> dict[str, tuple[str, str]]:
    return {
        "line_known": (
            _("known"),
            _(
                "Lines of this register whose person is in Banyan already: by their identifier, or "
                "because name and contacts agree. Who it is stands under the line and can be "
                "changed."
            ),
        ),
        "line_new": (
            _("new"),
            _("Lines whose person nobody has registered yet. They are registered with this sheet."),
        ),
        "line_unclear": (
            _("to decide"),
            _(
                "Lines that may be somebody who is known already. You say under the line who it "
                "is; until then the sheet is not recorded."
            ),
        ),
        "on_register": (
            _("People on the register"),
            _("Everybody named on this register, each once; who gave the workshop is left out."),
        ),
        "line_out": (_("left out"), _("Lines that you said do not belong on this register.")),
    }
