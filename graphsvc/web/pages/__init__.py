"""Pages: one module a family; each reads the address, asks a service and draws a template."""

from flask import Flask

from graphsvc.web.pages import (
    about,
    alliance,
    board,
    board_files,
    data,
    desk,
    entity,
    home,
    implementers,
    members,
    network,
    partners,
    people,
    profiles,
    search,
    trends,
)
from graphsvc.web.security import costly

FAMILIES = (
    home, search, board, board_files,
    alliance, entity, partners, implementers, profiles, people, members, network,
    trends, desk, data, about,
)  # fmt: skip
COSTLY = (alliance, partners, implementers, network, trends)


def register(app: Flask) -> None:
    """Give `app` all pages; on a public service the costly ones are limited."""
    for family in COSTLY:
        costly(app, family.pages)
    for family in FAMILIES:
        app.register_blueprint(family.pages)
