"""Refusals of requests and commands: one sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES = {
    400: "This request cannot be read. Check it against /api/openapi.json.",
    404: "There is nothing at this address. See /api/openapi.json for what there is.",
    405: "This address does not take {method}. See the header Allow for what it takes.",
    413: "This is too large: at most {limit} bytes are taken here. Send it in parts.",
    415: "Send this as {expected}, and say so in the header Content-Type.",
    500: "Something went wrong here, and nothing of this request may have been recorded. "
    "Read what you meant to change before you try again.",
}


class BadInput(Exception):
    """Input that cannot be used. `message`: a translated sentence that a person can act on."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Problem(Exception):
    """Ends a request with an HTTP status. `template`: an English sentence with {named} places;
    `params` fill them; `errors`: as `web.problems.problem` takes them."""

    def __init__(
        self,
        status: int,
        template: str,
        *,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
        **params: object,
    ) -> None:
        super().__init__(template)
        self.status, self.template, self.params = status, template, params
        self.errors, self.headers = errors, headers
