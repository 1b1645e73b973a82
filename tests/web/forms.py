"""Sending a form as a browser does, with the token of its page."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def send(client: FlaskClient, page: str, action: str, **fields: Any) -> TestResponse:
    """Open `page`, take its token and post `fields` to `action`; redirects are followed."""
    found = TOKEN.search(client.get(page).text)
    assert found, f"{page} has no form"
    return client.post(action, data={"csrf_token": found[1], **fields}, follow_redirects=True)
