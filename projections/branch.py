"""Where the people live who hang below one trainer in the tree."""

from __future__ import annotations

import json
from collections import Counter

from projections.db import Db

REGIONS = """
WITH RECURSIVE below(person) AS (
  SELECT CAST(:person AS BIGINT)
  UNION ALL
  SELECT t.person FROM below b JOIN reach_trainer t ON t.cascade = :cascade AND t.parent = b.person
)
SELECT c.regions FROM below b JOIN reach_cell c ON c.cascade = :cascade AND c.trainer = b.person
WHERE c.people > 0 AND c.date <= :as_of
"""


def regions_below(db: Db, cascade: int, person: int, as_of: int) -> Counter[int]:
    """People by the region's number, 0 where none is known."""
    counted: Counter[int] = Counter()
    for (regions,) in db.rows(REGIONS, cascade=cascade, person=person, as_of=as_of):
        counted.update(dict(json.loads(regions)))
    return counted
