"""JSON bodies of requests: what no reader can follow is refused, not failed on."""

from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider


class BoundedJson(DefaultJSONProvider):
    """JSON whose nesting the reader can follow; deeper one is as unreadable as broken one."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def init_app(app: Flask) -> None:
    """Let `app` read JSON bodies by `BoundedJson`."""
    app.json = BoundedJson(app)
