"""The pictures in docs/: few, small, and each of them shown by a guide."""

from __future__ import annotations

import subprocess

from tests.support.pictures import IN_GUIDES, LARGEST, OTHERS, ROOT, shown

MOST = 30


def test_the_pictures_that_guides_show_are_there_and_no_others() -> None:
    assert {path.name for path in IN_GUIDES.iterdir()} == shown()
    assert 10 <= len(shown()) <= MOST


def test_they_are_small() -> None:
    large = {path.name: path.stat().st_size for path in IN_GUIDES.iterdir()}
    assert {name: size for name, size in large.items() if size > LARGEST} == {}


def test_all_others_are_ignored() -> None:
    done = subprocess.run(
        ["git", "check-ignore", "-q", str(OTHERS / "x.jpg")], cwd=ROOT, check=False
    )
    assert done.returncode == 0
