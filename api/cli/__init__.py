"""The `banyan` command. Errors are one sentence; long work shows progress."""

from __future__ import annotations

import os
import sys
from importlib.metadata import PackageNotFoundError, version

import click

from api import i18n
from api.errors import BadInput

i18n.speak(os.environ.get("LC_ALL") or os.environ.get("LANG") or "en")

# The language is set before the commands translate their help.
from api.access.rules import has_requirement  # noqa: E402
from api.cli import (  # noqa: E402
    backups,
    cascades,
    errors,
    imports,
    privacy,
    reach,
    serve,
    users,
    views,
)
from api.cli.signals import Ended, orderly  # noqa: E402
from api.i18n import _  # noqa: E402
from domain.rules import Refused  # noqa: E402


def _version() -> str:
    try:
        return version("banyan")
    except PackageNotFoundError:
        return "0"


FAULT = 70
"""The exit code for a fault of Banyan's own (EX_SOFTWARE of sysexits.h)."""
GROUPS = (serve, users, cascades, imports, reach, views, privacy, backups)


@click.group(
    help=_(
        "Follows Trainer-of-Trainers cascades: who trained whom, how far it went, and how we know. "
        "Everything lies in BANYAN_HOME (default ~/.banyan), or in the PostgreSQL database that "
        "BANYAN_DATABASE_URL names."
    ),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(_version(), prog_name="banyan")
def banyan() -> None:
    pass


def _add(command: click.Command) -> None:
    """Adds a command. A command without a rule is a fault: the program does not start."""
    for one in getattr(command, "commands", {"": command}).values():
        if not has_requirement(one.callback):
            raise RuntimeError(f"{one.name} has no rule: use with_home")
    banyan.add_command(command)


for group in GROUPS:
    for command in group.COMMANDS:
        _add(command)


def main() -> None:
    """The installed command. Exit codes: 0 done; 1 refused or failed; 2 wrong arguments; 70 a fault
    in Banyan; 128 + the number of the signal that ended it."""
    try:
        with orderly():
            banyan.main(standalone_mode=False)
    except click.exceptions.Exit as finished:
        sys.exit(finished.exit_code)
    except (click.Abort, Ended) as broken_off:
        _fail(
            _("Broken off. What was recorded so far stays; the same command goes on from there."),
            getattr(broken_off.__cause__ or broken_off, "code", 1),
        )
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except BadInput as problem:
        _fail(problem.message)
    except Refused as refused:
        _fail(_(refused.template, **refused.params))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as problem:
        trouble = errors.sentence(problem)
        if trouble is None:
            _fail(errors.fault(problem), FAULT)
        _fail(trouble)


def _fail(sentence: str | None, code: int = 1) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)
