"""Sentences on errors of the machine: a full disk, another user's file, no database server."""

from __future__ import annotations

import os
import sqlite3
import traceback
from pathlib import Path

import psycopg
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from api.home import DEFAULT
from api.i18n import _
from api.integrity import storage_failures
from domain.codec import Unreadable


def sentence(problem: BaseException) -> str | None:
    """The sentence on an error of the machine; None for a fault of Banyan, whose trace is shown."""
    home = os.environ.get("BANYAN_HOME") or DEFAULT
    if isinstance(problem, FileCreateError):
        (problem,) = problem.args
    for cause in storage_failures.causes(problem):
        if isinstance(cause, Unreadable):
            return _(cause.template, **cause.params)
    known = storage_failures.failure(problem, Path(home).expanduser())
    if known and not known.vague:
        return known.sentence
    for cause in storage_failures.causes(problem):
        if isinstance(cause, sqlite3.Error):
            return _(
                "The files of Banyan in {home} cannot be used: {why}.",
                home=home,
                why=_first_line(cause),
            )
        if isinstance(cause, psycopg.Error):
            return _(
                "The database that BANYAN_DATABASE_URL names cannot be used: {why}.",
                why=_first_line(cause),
            )
    if isinstance(problem, OSError) and problem.filename:
        return f"{problem.filename}: {problem.strerror}."
    return None


def fault(problem: BaseException) -> str:
    """The trace of a fault, without its message, which may quote private text."""
    where = "".join(traceback.format_tb(problem.__traceback__))
    return f"{where}{type(problem).__name__}"


def _first_line(problem: BaseException) -> str:
    return (str(problem).strip().splitlines() or [type(problem).__name__])[0].rstrip(".")
