"""For a server of one's own: `gunicorn --threads 64 api.wsgi:app`, with BANYAN_URL set."""

from __future__ import annotations

from api.app import create_app
from api.home import Home

app = create_app(Home.of_environment())
