"""A cascade, and a coordinator in a browser who uploads sheets to it."""

from __future__ import annotations

import pytest
from flask import Flask

from api.home import Home
from tests.api.pages.imports.uploading import Browser, browser_of
from tests.support.api import Api


@pytest.fixture
def cascade(api: Api, private_texts: list[str]) -> str:
    private_texts += ["Halima Uploaded", "Otieno Uploaded", "a wrong sheet"]
    return api.cascade()


@pytest.fixture
def visitor(app: Flask, home: Home, cascade: str) -> Browser:
    return browser_of(app, home, cascade)
