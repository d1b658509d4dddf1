"""The tables of uploads, in the private drawer, until one is imported, given up, or a day old.

These rows are personal data on their way: they are in no backup, and the first erasure after them
deletes them, since they may name the person.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, Text

from api.private.tables import metadata

upload = Table(
    "upload",
    metadata,
    Column("id", Text, primary_key=True),
    Column("cascade", Text, nullable=False),
    Column("account", Text, nullable=False, comment="who uploaded; deleted with their account"),
    Column("kept_at", Text, nullable=False),
    Column("position", Integer, nullable=False, comment="of the log, when it came"),
    Column("names", Text, nullable=False, comment="of the files, as JSON"),
    Column("dates", Text, nullable=False, comment="iso, dmy or mdy"),
    Column("language", Text, nullable=False, comment="in which the verdicts are written"),
    Column("state", Text, nullable=False),
    Column("skip", Boolean, nullable=False, comment="refused rows are left out"),
    Column("worker", Text, nullable=False, comment="the worker that has it now"),
    Column("beat", Text, nullable=False, comment="when the worker last gave a sign of life"),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("batch", Text, comment="the import that it became, or that is taken back"),
    Column("said", Text, nullable=False, comment="what came of it, as JSON"),
    Index("upload_cascade", "cascade"),
)

upload_file = Table(
    "upload_file",
    metadata,
    Column("upload", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    comment="as it came, until it is imported: an answer about its columns reads it again",
)

upload_reading = Table(
    "upload_reading",
    metadata,
    Column("upload", Text, primary_key=True),
    Column("answers", Text, nullable=False, comment="about its sheets, as JSON"),
    Column("sheets", Text, nullable=False, comment="as what they were read, as JSON"),
    Column("coming", Text, nullable=False, comment="what would come into being, as JSON"),
    Column("decisions", Text, nullable=False, comment="on that, as JSON"),
)

upload_row = Table(
    "upload_row",
    metadata,
    Column("upload", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Text, nullable=False, comment="people, workshops, register, certifications"),
    Column("file", Text, nullable=False),
    Column("sheet", Text),
    Column("line", Integer, nullable=False),
    Column("cells", Text, nullable=False),
    Column("problem", Text),
    Column("verdict", Text, nullable=False),
    Column("why", Text, nullable=False),
    Index("upload_row_verdict", "upload", "verdict", "number"),
)

ALL = (upload_row, upload_file, upload_reading, upload)
