"""Lockout: five tries in fifteen minutes from one address at one account, then fifteen to wait.

What is counted is the pair of the login that was typed and the address it came from, whether or
not there is such an account. So nobody is locked out at an address that they did not use. A try
is counted before it is judged, so that tries made all at once are no way round.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import Engine, delete, func, insert, select

from api.errors import Problem
from api.private.account_tables import attempt, hashed, stamp
from api.private.sql_helpers import write
from api.private.tables import utc_now
from projections.db import transaction

MAX_TRIES = 5
WITHIN = timedelta(minutes=15)


@contextmanager
def one_try(engine: Engine, login: str, address: str) -> Iterator[None]:
    """Counts a try, and forgets those of the pair where the block ends without an error. A Problem
    where there were too many."""
    pair = count_try(engine, login, address)
    yield
    write(engine, delete(attempt).where(attempt.c.pair == pair))


def count_try(engine: Engine, login: str, address: str) -> str:
    """The pair. A Problem where there were too many."""
    pair = hashed(f"{login}\n{_network(address)}")
    at = utc_now()
    with transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(pair, 0))))
        connection.execute(delete(attempt).where(attempt.c.at <= stamp(at - WITHIN)))
        query = select(func.count()).select_from(attempt).where(attempt.c.pair == pair)
        if connection.execute(query).scalar_one() < MAX_TRIES:
            connection.execute(insert(attempt), {"id": str(uuid4()), "pair": pair, "at": stamp(at)})
            return pair
    raise Problem(
        429,
        "There were too many wrong tries. Wait for {minutes} minutes, then try again.",
        headers={"Retry-After": str(int(WITHIN.total_seconds()))},
        minutes=int(WITHIN.total_seconds()) // 60,
    )


def _network(address: str) -> str:
    """The IPv6 addresses of one customer are a whole /64 network: they count as one."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 6:
        return str(ipaddress.ip_network((int(known), 64), strict=False))
    return str(known)
