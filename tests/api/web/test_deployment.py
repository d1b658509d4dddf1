"""Under a public name, behind a proxy: cookies, host, addresses, and what a browser is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.errors import BadInput
from api.home import Home
from tests.support.browsing import Browser, add
from tests.support.people_of import PHRASE

NAME = "https://banyan.example.org"


@pytest.fixture
def public(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """Behind one proxy, as nginx would be."""
    monkeypatch.setenv("BANYAN_URL", NAME)
    monkeypatch.setenv("BANYAN_PROXIES", "1")
    app = create_app(home)
    browser = Browser(app, "127.0.0.1")
    browser.client.environ_base |= {
        "HTTP_HOST": "banyan.example.org",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_FOR": "203.0.113.5",
    }
    yield browser
    app.extensions["banyan"].snapshots.close()


def test_cookies_are_bound_to_the_host_and_to_tls(home: Home, public: Browser) -> None:
    add(home)
    page = public.client.get("/signin", base_url=NAME)
    mark = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    said = {"csrf_token": mark, "email": "amina@example.org", "password": PHRASE}
    answer = public.client.post("/signin", data=said, base_url=NAME)
    assert answer.status_code == 303, answer.text
    cookies = answer.headers.getlist("Set-Cookie") + page.headers.getlist("Set-Cookie")
    assert any(cookie.startswith("__Host-banyan=") for cookie in cookies)
    for cookie in cookies:
        assert cookie.startswith("__Host-") and "Secure" in cookie and "Path=/" in cookie
        assert "HttpOnly" in cookie and "Domain" not in cookie
    (session,) = home.accounts.sessions.listed(home.accounts.directory.listed()[0].id)
    assert session.address == "203.0.113.5", "the caller's, not the proxy's"


def test_browsers_are_told_to_use_tls_alone(public: Browser) -> None:
    headers = public.client.get("/", base_url=NAME).headers
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "evil.example"])
def test_other_names_are_not_answered(public: Browser, host: str) -> None:
    public.client.environ_base["HTTP_HOST"] = host
    assert public.client.get("/", base_url=f"https://{host}").status_code == 421


def test_the_consoles_key_is_for_this_machine_alone(home: Home, public: Browser) -> None:
    headers = {"Authorization": f"Bearer {home.token()}"}
    answer = public.client.get("/api/v1/cascades", headers=headers, base_url=NAME)
    assert answer.status_code == 401


def test_on_this_machine_no_proxys_word_is_taken(home: Home, client: FlaskClient) -> None:
    add(home)
    browser = Browser(client.application)
    browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.5"
    browser.signs_in("amina@example.org")
    (session,) = home.accounts.sessions.listed(home.accounts.directory.listed()[0].id)
    assert session.address == "127.0.0.1"
    assert "Strict-Transport-Security" not in client.get("/").headers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BANYAN_URL", "http://banyan.example.org"),
        ("BANYAN_URL", "banyan.example.org"),
        ("BANYAN_URL", "https://banyan.example.org/there"),
        ("BANYAN_PROXIES", "all"),
        ("BANYAN_PROXIES", "9"),
    ],
)
def test_a_wrong_setting_is_said(
    home: Home, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=name):
        create_app(home)
