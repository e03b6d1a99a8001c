"""The pages without a socket: requests straight to the application."""

from starlette.testclient import TestClient

from archive.web.app import Settings, make_app
from archive.web.safety import Rules, names_of


def client(layout, gate=None, replay="http://127.0.0.1:8015", **headers):
    rules = Rules(names_of("127.0.0.1"), gate)
    return TestClient(make_app(layout, Settings(rules, replay)), base_url="http://127.0.0.1", headers=headers)
