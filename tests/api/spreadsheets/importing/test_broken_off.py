"""An import that was broken off after its last row and before it could say that it is complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.home import Home
from api.spreadsheets.importing.run import Request, run
from domain.service import Commands
from tests.support.pages import CASCADE, PEOPLE, open_cascade


@pytest.mark.parametrize("batch", ["b", None])
def test_it_is_completed_by_the_same_import(
    home,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    batch: str | None,
):
    open_cascade(home)
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    request = Request(CASCADE, [tmp_path], batch=batch)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Commands, "complete_batch", killed)
        with pytest.raises(KeyboardInterrupt):
            run(home, request)
    assert names(home).count("batch.completed") == 0
    before = len(names(home))
    run(home, request)
    assert names(home)[before:] == ["batch.completed"]
    run(home, request)
    assert len(names(home)) == before + 1


def names(home: Home) -> list[str]:
    return [entry.name for entry in home.log.read()]
