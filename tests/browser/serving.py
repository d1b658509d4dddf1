"""Banyan served to a browser, on a free port of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from waitress.server import create_server

from api.app import create_app
from api.home import Home


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """The address, without a slash at its end."""
    server = create_server(create_app(home), host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)
