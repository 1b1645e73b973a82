"""Connections to Neo4j: a driver for an address, and its errors as those of the port.

The driver is imported when it is used, since that takes a second.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote

from graphsvc.errors import StoreError, StoreReadOnly, StoreUnavailable
from graphsvc.messages import msg

if TYPE_CHECKING:
    from neo4j import Driver

_DATABASE = "neo4j"
_PORT = 7687
_CONNECT_SECONDS = 10.0


def connect(parts: SplitResult) -> "Driver":
    """A driver for the server of an address; nothing is sent yet. Raises `StoreUnavailable`."""
    import neo4j

    try:
        return neo4j.GraphDatabase.driver(
            f"{parts.scheme}://{host(parts)}",
            auth=(unquote(parts.username or ""), unquote(parts.password or "")),
            connection_timeout=_CONNECT_SECONDS,
            liveness_check_timeout=0,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="graphsvc",
        )
    except (neo4j.exceptions.DriverError, ValueError) as error:
        raise StoreUnavailable(
            f"{parts.scheme}://{parts.hostname} is no address of Neo4j: {error}"
        ) from error


def database_of(parts: SplitResult) -> str:
    """The name of the database that an address names after a slash."""
    return parts.path.strip("/") or _DATABASE


@contextmanager
def refusing(parts: SplitResult) -> Iterator[None]:
    """Errors of the driver as those of the port."""
    from neo4j.exceptions import (
        AuthError,
        ConnectionAcquisitionTimeoutError,
        DriverError,
        Neo4jError,
        ServiceUnavailable,
        SessionExpired,
    )

    where = host(parts)
    try:
        yield
    except AuthError as error:
        raise StoreUnavailable(
            f"Neo4j at {where} refuses the user {parts.username or '(none)'}: "
            "check user and password in the store's address"
        ) from error
    except (ConnectionAcquisitionTimeoutError, ServiceUnavailable, SessionExpired, OSError) as error:
        raise StoreUnavailable(
            f"Neo4j at {where} cannot be reached: start it (`make neo4j`) or correct the store's address"
        ) from error
    except (Neo4jError, DriverError) as error:
        if "ReadOnly" in (getattr(error, "code", None) or ""):
            raise StoreReadOnly(msg("the database is read-only at present")) from error
        raise StoreError(f"Neo4j at {where} refused: {error}") from error


def host(parts: SplitResult) -> str:
    """Host and port, without user and password."""
    host = parts.hostname or "localhost"
    return f"[{host}]:{parts.port or _PORT}" if ":" in host else f"{host}:{parts.port or _PORT}"
