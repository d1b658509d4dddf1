"""An app for any home: routes take long to make, so all apps of a process share them."""

from __future__ import annotations

import os
import tempfile
from copy import copy
from functools import cache
from pathlib import Path
from unittest import mock

from flask import Config, Flask

from api.app import create_app, serve
from api.home import Home


def app_of(home: Home) -> Flask:
    """Serves the home. Routes and templates are everybody's; settings, and all that is kept, are
    its own. What is about the making of an app makes one by itself."""
    doors = _doors()
    app = copy(doors)
    app.config = Config(doors.root_path, doors.config)
    app.extensions = dict(doors.extensions)
    serve(app, home)
    return app


@cache
def _doors() -> Flask:
    settings = {name: text for name, text in os.environ.items() if not name.startswith("BANYAN_")}
    with tempfile.TemporaryDirectory() as path, mock.patch.dict(os.environ, settings, clear=True):
        home = Home(Path(path))
        app = create_app(home)
        home.close()
    app.jinja_env.auto_reload = False
    return app
