"""Pages: one module a family; each reads the address, asks a service and draws a template."""

from flask import Flask

from graphsvc.web.pages import (
    about,
    admissions,
    alliance,
    assessments,
    board,
    board_files,
    certificates,
    criteria_versions,
    data,
    desk,
    entity,
    home,
    implementers,
    members,
    merging,
    network,
    partners,
    people,
    profiles,
    programme,
    registers,
    reports,
    retiring,
    search,
    services,
    sheet,
    stories,
    trends,
    yearly,
)
from graphsvc.web.security import COSTLY, SEARCHES, limited

FAMILIES = (
    home, search, board, board_files, reports,
    alliance, entity, sheet, merging, retiring, partners, implementers, profiles, people, members, network,
    trends, programme, yearly, criteria_versions,
    services, registers, assessments, admissions, certificates, stories, desk, data, about,
)  # fmt: skip
LIMITED = {
    search: SEARCHES,
    **dict.fromkeys(
        (alliance, partners, implementers, network, reports, trends, certificates, yearly), COSTLY
    ),
}


def register(app: Flask) -> None:
    """Give `app` all pages; on a public service the search and the costly ones are limited."""
    for limited_family, rate in LIMITED.items():
        limited(app, limited_family.pages, rate)
    for family in FAMILIES:
        app.register_blueprint(family.pages)
