"""Somebody with a browser, who is not signed in."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.browsing import Browser


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app)
