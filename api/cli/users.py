"""`banyan user`: accounts, their roles and their tokens, from the command line."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

import click

from api.accounts import Account
from api.cli.common import cascade_of, with_home
from api.errors import BadInput
from api.home import Home
from api.i18n import _
from api.operations.administration import AccessLink, Administration, RoleToGrant, make_token
from domain.values import ReasonCode, Role
from projections.records import grants

HERE = "http://127.0.0.1:8000"
F = TypeVar("F", bound=Callable[..., Any])
ROLES = click.Choice([role.value for role in Role])


def email_option(command: F) -> F:
    return click.option("--email", required=True, help=_("Whose account: its address."))(command)


def role_options(required: bool) -> Callable[[F], F]:
    """The options of a role: its kind, its bounds, its last day, the reason."""
    options = (
        click.option("--role", type=ROLES, required=required, help=_("Which role.")),
        click.option("--cascade", metavar="ID", help=_("Its cascade: short name or id.")),
        click.option("--region", metavar="PATH", help=_("A coordinator's: Kenya / Kisumu")),
        click.option("--person", metavar="ID", help=_("Who a trainer is: identifier or id.")),
        click.option(
            "--until", type=click.DateTime(["%Y-%m-%d"]), help=_("Its last day: YYYY-MM-DD.")
        ),
        click.option("--why", help=_("Why, in words; they stay private.")),
    )

    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add


@click.group(help=_("Invite people, give them roles, make tokens for programs."))
def user() -> None:
    pass


@user.command(help=_("Makes an account and prints the link by which its owner sets a password."))
@email_option
@click.option("--name", required=True, help=_("What they are called."))
@role_options(required=False)
@with_home
def invite(home: Home, email: str, name: str, role: str | None, **grant_options: Any) -> None:
    wanted = _wanted(home, role, **grant_options) if role else None
    _say(administration(home).invite(email, name, "en", wanted))


@user.command("list", help=_("Lists the accounts and the roles that they hold."))
@with_home
def list_(home: Home) -> None:
    accounts = home.accounts.directory.listed(limit=100_000)
    with home.views.read() as db:
        held = grants.held(db, [one.id for one in accounts])
    for one in accounts:
        click.echo(f"{one.login}  {one.name}  {one.standing}  {one.id}")
        for grant in held:
            if grant.account == one.id:
                bounds = (grant.slug, grant.region_name, grant.person, grant.until)
                shown = "  ".join(str(bound) for bound in bounds if bound)
                click.echo(f"    {grant.role}  {shown}  {grant.id}")


@user.command(help=_("Grants a role. Whoever gains it signs in again."))
@email_option
@role_options(required=True)
@with_home
def grant(home: Home, email: str, role: str, **grant_options: Any) -> None:
    id = administration(home).grant(_account(home, email).id, _wanted(home, role, **grant_options))
    click.echo(_("Granted ({id}).", id=id))


@user.command(help=_("Withdraws a role. GRANT is its id, which `banyan user list` shows."))
@email_option
@click.argument("grant")
@click.option("--why", help=_("Why, in words; they stay private."))
@with_home
def withdraw(home: Home, email: str, grant: str, why: str | None) -> None:
    administration(home).withdraw(_account(home, email).id, grant, ReasonCode.REQUESTED, why)
    click.echo(_("Withdrawn."))


@user.command(help=_("Disables an account: its sessions and its tokens end for good."))
@email_option
@click.option("--undo", is_flag=True, help=_("Let it be used again."))
@with_home
def disable(home: Home, email: str, undo: bool) -> None:
    account = _account(home, email)
    if undo:
        administration(home).enable(account.id)
        click.echo(_("The account of {email} may be used again.", email=account.login))
    else:
        administration(home).disable(account.id)
        click.echo(_("The account of {email} is disabled.", email=account.login))


@user.command(help=_("Prints a link by which the owner chooses a new password."))
@email_option
@click.option("--second-factor", is_flag=True, help=_("Turns the second factor off as well."))
@with_home
def reset(home: Home, email: str, second_factor: bool) -> None:
    _say(administration(home).reset(_account(home, email).id, second_factor))


@user.command(help=_("Makes a token for a program and prints it, once."))
@email_option
@click.option("--name", required=True, help=_("What the token is for."))
@click.option("--role", "roles", type=ROLES, multiple=True, required=True, help=_("Which role."))
@click.option("--cascade", "cascades", multiple=True, help=_("In these alone: short name or id."))
@click.option("--days", default=90, show_default=True, help=_("How long it lasts."))
@with_home
def token(
    home: Home, email: str, name: str, roles: tuple[str, ...], cascades: tuple[str, ...], days: int
) -> None:
    account = _account(home, email)
    within = [cascade_of(home, cascade) for cascade in cascades] or None
    _id, secret = make_token(home, account.id, name, roles, within, days)
    click.echo(secret)


def administration(home: Home, here: str = HERE) -> Administration:
    """Administration by the command line. `here`: the address in links without BANYAN_URL."""
    return Administration(home, "console", "console", os.environ.get("BANYAN_URL") or here)


def _account(home: Home, email: str) -> Account:
    account = home.accounts.directory.by_login(email)
    if account is None:
        raise BadInput(
            _("There is no account with this address. `banyan user list` shows those there are.")
        )
    return account


def _wanted(
    home: Home,
    role: str,
    cascade: str | None,
    region: str | None,
    person: str | None,
    until: datetime | None,
    why: str | None,
) -> RoleToGrant:
    return RoleToGrant(
        Role(role),
        cascade_of(home, cascade) if cascade else None,
        administration(home).region(region) if region else None,
        person,
        date(until.year, until.month, until.day) if until else None,
        words=why,
    )


def _say(invited: AccessLink) -> None:
    if invited.sent:
        click.echo(_("A letter with the link is on its way to {to}.", to=invited.account.login))
    else:
        click.echo(_("Give this link to {to}; it opens once:", to=invited.account.login))
        click.echo(f"\n    {invited.link}\n")


COMMANDS = (user,)
