"""Sending a form as a browser does, with the token of its page."""

import io
import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def send(client: FlaskClient, page: str, action: str, **fields: Any) -> TestResponse:
    """Open `page`, take its token and post `fields` to `action`; redirects are followed."""
    found = TOKEN.search(client.get(page).text)
    assert found, f"{page} has no form"
    return client.post(action, data={"csrf_token": found[1], **fields}, follow_redirects=True)


def post(client: FlaskClient, page: str, action: str, field: str, *files: tuple[str, bytes]) -> TestResponse:
    """Send files as a browser does; the body is made here, for the client leaves large ones open on disk."""
    body, kind = multipart(client.get(page).text, field, *files)
    return client.post(action, data=body, content_type=kind)


def multipart(page: str, field: str, *files: tuple[str, bytes]) -> tuple[bytes, str]:
    """The body that the form of `page` sends with files (name and content) in `field`, and its type."""
    token = TOKEN.search(page)
    assert token, "there is no form"
    values: MultiDict[str, object] = MultiDict([("csrf_token", token[1])])
    for name, data in files:
        values.add(field, FileStorage(io.BytesIO(data), name))
    boundary, body = encode_multipart(values)
    return body, f"multipart/form-data; boundary={boundary}"
