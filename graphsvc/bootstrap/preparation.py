"""What is made ready before the first visitor comes, step by step."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphsvc.bootstrap.services import Services


def steps(services: "Services") -> tuple[Callable[[], object], ...]:
    """The steps, in the order in which most pages need them; what they make is kept, here and on the disk.

    Home opens after the presets, organizations and search after the index of names, and the worker begins
    with the map before any text is read.
    """
    from graphsvc.state.city_places import seats
    from graphsvc.state.feedback import said
    from graphsvc.state.profiles import kept_profiles
    from graphsvc.state.snapshot_tables import tables

    chains = services.catalog.chains()
    return (
        services.graph.snapshot,
        services.catalog.note,
        services.catalog.clusters,
        services.catalog.presets,
        lambda: tables(services.graph),
        lambda: said(services.graph),
        lambda: kept_profiles(services.graph),
        lambda: services.catalog.search("a"),
        lambda: seats(tables(services.graph)),
        *(partial(services.coverage.board, chain.id, ()) for chain in chains),
        services.network.warm,
        lambda: services.matching.world,
        lambda: services.matching.evidence,
    )
