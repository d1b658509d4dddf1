"""Public data beside the repository. A test that needs absent data ends and says so."""

from __future__ import annotations

from pathlib import Path

import pytest


def needs_shared(path: Path) -> Path:
    """The path; where it is absent, the test ends here and says what was not tested."""
    if not path.exists():
        pytest.skip(f"{path.name} is not beside this repository, so the real data was not tested.")
    return path
