"""The WSGI app for a server: `gunicorn --threads 64 api.wsgi:app`, with BANYAN_URL set."""

from __future__ import annotations

import atexit

from api.app import create_app
from api.home import Home

home = Home.of_environment()
atexit.register(home.close)
app = create_app(home)
for warning in home.warnings:
    app.logger.warning(warning)
