"""Whatever JSON takes comes out in files, and from there into another home, to the same facts."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.support.api import Api
from tests.support.apps import app_of
from tests.support.command import TABLES, Banyan, export
from tests.support.hostile.texts import TYPED, of_every_script

SEED = 20260227
SCORES = (0, 1, 2.5, 0.1 + 0.2, 0.0001, 2 / 3, 1e9, 123456789.12345679, 999999999.9999999)
MORE = ('"', '"a";b', "a;", ";", "x / y", "/", "/x", "x/", "A / ", "''1.0", "12.0;13.0", "'#N/A")


class Programme:
    """A person and a workshop for each text that may be an identifier, and all other fields so."""

    def __init__(self, api: Api, cascade: str, texts: list[str]) -> None:
        self.api, self.cascade, self.texts = api, cascade, texts
        self.chance = random.Random(SEED)
        self.known: list[str] = []

    def tell(self) -> None:
        for text in self.texts:
            region = self._made(
                "/regions", name=text[:100], parent=self._made("/regions", name="K")
            )
            said = {
                "cascade": self.cascade,
                "identifier": text,
                "details": {
                    "name": text,
                    "phone": text[:60],
                    "email": text,
                    "id_number": text[:60],
                },
                "profile": {
                    "cadre": text[:100],
                    "region": region,
                    "organisation": self._made("/organisations", name=text),
                },
            }
            if self._made("/people", **said):
                self.known.append(text)
        for at, text in enumerate(self.known):
            self._teach(at, text)

    def _teach(self, at: int, text: str) -> None:
        people = [self.known[(at + n) % len(self.known)] for n in range(5)]
        others = [person for person in dict.fromkeys(people) if person != text]
        self._made(
            "/workshops",
            cascade=self.cascade,
            identifier=text,
            starts_on=str(date(2023, 1, 1) + timedelta(days=at)),
            lead={"identifier": text},
            cofacilitators=[{"identifier": one} for one in others[:2]],
            register=[self._line(one) for one in others[2:]],
            title=text,
            venue=text,
            modules=[one[:60] for one in people],
            headcount=10**9,
        )
        person = self.api.find(self.cascade, text)
        self._made(
            f"/cascades/{self.cascade}/certifications/{person}/certificates",
            level="qualified",
            certified_on="2023-02-01",
            expires_on="2029-02-01",
            number=text,
            waiver={"code": "other", "words": "Wanjiku said so"},
        )

    def _line(self, person: str) -> dict[str, Any]:
        pre, post, most = sorted(self.chance.choices(SCORES[1:], k=3))
        return {"identifier": person, "pre": pre, "post": post, "max_score": most}

    def _made(self, path: str, **said: Any) -> str | None:
        """Its id; None where it is refused."""
        answer = self.api.send("POST", path, said)
        assert answer.status_code < 500, (path, said)
        return str(answer.json["data"]["id"]) if answer.status_code < 400 else None


def test_what_json_takes_is_the_same_after_a_journey_in_files(
    banyan: Banyan, fresh: Callable[..., Banyan], tmp_path: Path
) -> None:
    texts = [*TYPED, *MORE, *random.Random(SEED).sample(of_every_script(SEED), 20)]
    with banyan.opened() as home:
        api = Api(app_of(home).test_client(), home)
        ((cascade, *_rest),) = [[c["id"]] for c in api.get("/cascades")]
        told = Programme(api, cascade, texts)
        told.tell()
    assert len(told.known) > 60
    before = export(banyan, tmp_path / "before", "csv")
    for form in ("csv", "xlsx"):
        export(banyan, tmp_path / form, form)
        other = fresh()
        said = other.done("import", "--cascade", "c", tmp_path / form)
        assert "refused" not in said.out + said.err
        after = export(other, tmp_path / f"after {form}", "csv")
        for table in TABLES:
            name = f"{table}.csv"
            assert after[name].decode().splitlines() == before[name].decode().splitlines(), form
        assert other.reach() == banyan.reach(), form
