"""Administration: grants and withdraws roles, invites and disables accounts, for all doors.

Grants are facts in the log. An account that gains or loses a role must sign in again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

from api.accounts import Account, Purpose
from api.home import Home
from api.i18n import _
from api.people.search import person_id
from api.private.sealing import Sealer
from api.spreadsheets.importing.regions import Regions, UnclearRegion
from api.transactions.record import record
from domain import access
from domain.events import RoleGranted
from domain.rules import NotFound, latest_today, require
from domain.service import Actor, Commands
from domain.values import (
    AccountId,
    CascadeId,
    GrantId,
    PersonId,
    Reason,
    ReasonCode,
    RegionId,
    Role,
)
from projections.records import grants


@dataclass(frozen=True)
class RoleToGrant:
    """A role to grant. `region`: an id; `person`: an id, or an identifier of the cascade's number
    series; `until`: the last day; `code`, `words`: the reason, whose words stay in the private
    drawer.
    """

    role: Role
    cascade: str | None = None
    region: str | None = None
    person: str | None = None
    until: date | None = None
    code: ReasonCode = ReasonCode.REQUESTED
    words: str | None = None


@dataclass(frozen=True)
class AccessLink:
    """A one-time link for an account. `sent`: whether a mail server took the message; otherwise it
    is in the outbox."""

    account: Account
    link: str
    sent: bool


class Administration:
    """`who`: the account that acts; `source`: the door through which it acts; `address`: the
    beginning of links."""

    def __init__(self, home: Home, who: str, source: str, address: str) -> None:
        self._home = home
        self._who = who
        self._source = source
        self._address = address

    def grant(self, account: str, wanted: RoleToGrant) -> GrantId:
        known = AccountId(self._home.accounts.directory.known(account).id)
        person = self._person(wanted) if wanted.person else None
        sealer = self._home.private.sealer()
        fact = RoleGranted(
            grant=GrantId(str(uuid4())),
            account=known,
            role=wanted.role,
            reason=_reason(sealer, known, wanted.code, wanted.words),
            cascade=CascadeId(wanted.cascade) if wanted.cascade else None,
            region=RegionId(wanted.region) if wanted.region else None,
            person=person,
            until=wanted.until,
        )
        held = [fact.grant]
        self._do(lambda c: held.append(c.grant_role(fact)), sealer)
        self._home.accounts.end_all(known)
        return held[-1]

    def withdraw(self, account: str, grant: str, code: ReasonCode, words: str | None) -> None:
        known = AccountId(self._home.accounts.directory.known(account).id)
        sealer = self._home.private.sealer()
        reason = _reason(sealer, known, code, words)
        self._do(lambda c: c.withdraw_role(known, GrantId(grant), reason), sealer)
        self._home.accounts.withdrawn(known, grant)

    def invite(
        self, email: str, name: str, language: str, wanted: RoleToGrant | None
    ) -> AccessLink:
        """Adds an account, grants it the role at once, and sends a link to set the password."""
        made = self._home.accounts.directory.add(email, name, language)
        if wanted is not None:
            try:
                self.grant(made.id, wanted)
            except Exception:
                self._home.accounts.directory.remove(made.id)
                raise
        return self._send(made, Purpose.INVITE)

    def reset(self, account: str, second_factor: bool = False) -> AccessLink:
        """Sends a link to set a new password, and records it. `second_factor`: turn it off."""
        accounts = self._home.accounts
        known = accounts.directory.known(account)
        self._do(lambda c: c.reset_access(AccountId(known.id), second_factor))
        if second_factor:
            accounts.second_factor.turn_off(known.id)
            accounts.end_all(known.id)
        purpose = Purpose.INVITE if known.standing == "invited" else Purpose.RESET
        return self._send(known, purpose)

    def disable(self, account: str) -> None:
        self._home.accounts.disable(self._home.accounts.directory.known(account).id)

    def enable(self, account: str) -> None:
        self._home.accounts.directory.enable(self._home.accounts.directory.known(account).id)

    def link(self, purpose: Purpose, account: str | None = None) -> str:
        return f"{self._address}/link/{self._home.accounts.invitations.make(purpose, account)}"

    def _send(self, to: Account, purpose: Purpose) -> AccessLink:
        link = self.link(purpose, to.id)
        text = _(
            "Open this link to choose your password for Banyan. It works once, for a few days:"
            "\n\n{link}\n\nIf you did not expect it, do nothing.",
            link=link,
        )
        sent = self._home.accounts.outbox.send(to.login, _("Your access to Banyan"), text)
        return AccessLink(to, link, sent)

    def _person(self, wanted: RoleToGrant) -> PersonId:
        reference = str(wanted.person).strip()
        if not wanted.cascade:
            return PersonId(reference)
        series = self._home.service.read().known_cascade(CascadeId(wanted.cascade)).series
        return person_id(self._home.private, series, reference)

    def region(self, path: str) -> RegionId:
        """The id of a region, by its path (`Kenya / Kisumu`) or a unique name. NotFound if there is
        none."""
        with self._home.views.read() as db:
            regions = Regions(db)
        try:
            return RegionId(regions.ids[regions.path(path)])
        except (UnclearRegion, KeyError):
            raise NotFound(
                "There is no region of this name. Write its path, such as Kenya / Kisumu.",
                field="region",
            ) from None

    def _do(self, act: Callable[[Commands], object], sealer: Sealer | None = None) -> None:
        record(self._home, Actor(self._who, self._source, str(uuid4())), act, sealer)
        self._home.views.catch_up()


def _reason(sealer: Sealer, account: AccountId, code: ReasonCode, words: str | None) -> Reason:
    text = words.strip() if words else ""
    sealed = sealer.seal(access.stream(account), "words", {"words": text}) if text else None
    return Reason(code, sealed)


def make_token(
    home: Home,
    account: str,
    name: str,
    roles: Collection[str],
    cascades: Collection[str] | None,
    days: int,
) -> tuple[str, str]:
    """Makes a token and returns (id, secret). Its owner must hold the roles now, in these cascades.

    `cascades`: ids, None for all. The token never has roles that are granted later.
    """
    today = latest_today(datetime.now(UTC))
    with home.views.read() as db:
        held = [one for one in grants.held(db, [account]) if (one.until or today) >= today]
    chosen = [
        one for one in held if one.role in roles and (cascades is None or one.cascade in cascades)
    ]
    require(
        {one.role for one in chosen} >= set(roles),
        "A token is for roles that its owner holds, in the cascades in which they hold them. "
        "Choose among those, or grant the role first.",
        field="roles",
    )
    require(
        cascades is None or {one.cascade for one in chosen} >= set(cascades),
        "A token is for cascades in which its owner holds the role. Leave the others out.",
        field="cascades",
    )
    mine = [one.id for one in chosen]
    return home.accounts.tokens.make(account, name, roles, cascades, days, mine)
