"""The web: requests become calls of the services, results become pages and JSON; it decides nothing."""

from graphsvc.web.app import create_app

__all__ = ["create_app"]
