"""Settings: the only reader of the environment."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

LOCAL_HOST = "127.0.0.1"
LOCAL_NAMES = (LOCAL_HOST, "localhost", "[::1]")
ALL_ADDRESSES = ("", "0.0.0.0", "::", "[::]")  # noqa: S104 - compared with, never bound
"""What binds every address of a machine and is the name of none."""

_SMTP = re.compile(r"smtps?://([^\s@/]+@)?(\[[0-9a-fA-F:]+\]|[^\s@/:]+)(:[0-9]{1,5})?/?")
_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


def _names(given: str) -> str:
    names = given.lower().replace(",", " ").split()
    for name in names:
        if not _NAME.fullmatch(name):
            raise ValueError(
                f"{name!r} is no host name: write names without scheme, port and path, separated by commas, "
                "for example graph.example.org"
            )
    return ",".join(names)


def _mail_server(given: str) -> str:
    if given and not _SMTP.fullmatch(given):
        raise ValueError(
            "write smtp://user:password@host:port (STARTTLS where the server has it) or smtps://… (TLS)"
        )
    return given


def _issuer(given: str) -> str:
    parts = urlsplit(given)
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {LOCAL_HOST, "localhost"})
    if given and not (
        safe and parts.hostname and "@" not in parts.netloc and not parts.query + parts.fragment
    ):
        raise ValueError("write the address of the provider, https://login.example.org or with a path")
    return given


class Settings(BaseSettings):
    """Every setting has a default that works on a fresh machine; variables are named `GRAPHSVC_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="GRAPHSVC_", frozen=True)

    home: Annotated[Path, Field(description="instance folder: store, search index, layouts, jobs, logs")] = (
        Path("var")
    )
    store: Annotated[str, Field(description="store URL; empty: a SQLite file in the instance folder")] = ""
    host: Annotated[
        str, Field(description="address to bind; anything but 127.0.0.1 makes the service read-only")
    ] = LOCAL_HOST
    port: Annotated[int, Field(ge=0, le=65535, description="port to bind")] = 8000
    public: Annotated[bool, Field(description="read-only even on 127.0.0.1, for use behind a proxy")] = False
    hosts: Annotated[
        str,
        AfterValidator(_names),
        Field(
            description="host names it answers to besides 127.0.0.1, localhost, [::1] and the bound address, "
            "separated by commas"
        ),
    ] = ""
    proxies: Annotated[
        int,
        Field(
            ge=0,
            le=9,
            description="number of reverse proxies in front, whose X-Forwarded-For and X-Forwarded-Proto are "
            "believed; any makes the service read-only",
        ),
    ] = 0
    https: Annotated[
        bool,
        Field(description="visitors come by https alone: cookies are Secure, browsers are told so (HSTS)"),
    ] = False
    language: Annotated[
        Literal["de", "en"], Field(description="language of the pages when the browser asks for neither")
    ] = "en"
    threads: Annotated[int, Field(ge=1, le=64, description="threads that answer requests")] = 4
    texts: Annotated[
        Path | None,
        Field(description="folder with the operator's imprint.md, privacy.md and accessibility.md"),
    ] = None
    nuts: Annotated[
        Path | None,
        Field(
            description="GeoJSON of NUTS regions (EPSG:4326) that the geographic map colors; else countries"
        ),
    ] = None

    mirror: Annotated[
        str, Field(description="server that `fetch` asks for the paths of its sources, instead of their own")
    ] = ""
    websites: Annotated[
        bool,
        Field(description="websites are read on request of the person at this machine, one page at a time"),
    ] = False

    accounts: Annotated[
        bool,
        Field(
            description="people sign in and use the service together; what one local person writes is closed"
        ),
    ] = False
    smtp: Annotated[
        str,
        AfterValidator(_mail_server),
        Field(description="server that sends mail; empty: mail is written into the folder mail"),
    ] = ""
    sender: Annotated[str, Field(description="address that mail comes from")] = "graphsvc@localhost"
    oidc_issuer: Annotated[
        str,
        AfterValidator(_issuer),
        Field(
            description="provider (OpenID Connect) with which people can sign in too; needs the extra oidc"
        ),
    ] = ""
    oidc_client_id: Annotated[str, Field(description="what the provider calls this service")] = ""
    oidc_client_secret: Annotated[str, Field(description="secret of this service at the provider")] = ""

    @property
    def read_only(self) -> bool:
        """Whether the routes are closed by which one local person writes."""
        return self.public or self.accounts or self.host != LOCAL_HOST or self.proxies > 0

    @property
    def address(self) -> str:
        """Where the service is found, for links in mail: the first of `hosts`, else the bound address."""
        scheme, first = "https" if self.https else "http", self.hosts.partition(",")[0]
        return f"{scheme}://{first or f'{self.host}:{self.port}'}"

    @property
    def provider(self) -> str:
        """The host name by which people know the provider of `oidc_issuer`; empty where there is none."""
        return urlsplit(self.oidc_issuer).netloc

    @property
    def names(self) -> frozenset[str]:
        """The host names that requests may ask for, in lower case, IPv6 addresses in brackets."""
        bound = self.host.lower()
        if bound in ALL_ADDRESSES:
            bound = LOCAL_HOST
        elif ":" in bound and not bound.startswith("["):
            bound = f"[{bound}]"
        return frozenset({*LOCAL_NAMES, bound, *filter(None, self.hosts.split(","))})

    @property
    def store_url(self) -> str:
        """The store to open."""
        return self.store or f"sqlite:///{self.home / 'graph.db'}"

    @property
    def store_name(self) -> str:
        """What tells the stores of one instance folder apart; that of the folder itself moves with it."""
        return self.store or "graph.db"


def packaged(folder: str) -> Path:
    """A data folder (`seeds`, `visualizations`) of the checkout, else of the installed package."""
    package = Path(__file__).resolve().parent
    checkout = package.parent / folder
    return checkout if checkout.is_dir() else package / "_data" / folder
