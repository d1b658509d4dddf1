"""Where the server is deployed: on this machine alone, or under a public name behind a TLS proxy.

With `BANYAN_URL=https://banyan.example.org` it answers to this name only. `BANYAN_PROXIES` is the
number of proxies before it, whose headers on the caller's address and on TLS are trusted.
"""

from __future__ import annotations

import os
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response
from werkzeug.middleware.proxy_fix import ProxyFix

from api.errors import BadInput
from api.home import Home
from api.i18n import _

MAX_PROXIES = 5
A_YEAR = int(timedelta(days=365).total_seconds())


def configure(app: Flask, home: Home) -> None:
    """Sets the app's addresses and cookies. With TLS, cookies are `Secure` and their names have the
    prefix `__Host-`. Raises BadInput for settings that cannot be understood."""
    url = _url()
    host = urlsplit(url).hostname if url else None
    prefix = "__Host-" if url else ""
    app.config.update(
        BANYAN_URL=url,
        BANYAN_HOST=host,
        BANYAN_COOKIE=f"{prefix}banyan",
        SECRET_KEY=home.form_key(),
        SESSION_COOKIE_NAME=f"{prefix}banyan-form",
        SESSION_COOKIE_SECURE=url is not None,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PREFERRED_URL_SCHEME="https" if url else "http",
    )
    proxies = _proxies()
    if proxies:
        proxied = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)
        vars(app)["wsgi_app"] = proxied
    if url:
        app.after_request(_by_tls_only)


def address(app: Flask, here: str) -> str:
    """The beginning of links: the public address, or else `here`."""
    return str(app.config["BANYAN_URL"] or here)


def _by_tls_only(response: Response) -> Response:
    response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
    return response


def _url() -> str | None:
    url = os.environ.get("BANYAN_URL", "").rstrip("/")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.path or parts.query:
        raise BadInput(
            _(
                "BANYAN_URL is not understood. Write it as https://banyan.example.org, or leave "
                "it out to serve this machine alone."
            )
        )
    return url


def _proxies() -> int:
    count = os.environ.get("BANYAN_PROXIES", "0")
    if not count.isdecimal() or int(count) > MAX_PROXIES:
        raise BadInput(
            _(
                "BANYAN_PROXIES is the number of proxies before Banyan: 0 to {most}.",
                most=MAX_PROXIES,
            )
        )
    return int(count)
