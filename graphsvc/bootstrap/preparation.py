"""What is made ready before the first visitor comes, step by step."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphsvc.bootstrap.services import Services


def steps(services: "Services") -> tuple[Callable[[], object], ...]:
    """The steps, in the order in which most pages need them; what they make is kept, here and on the disk."""
    from graphsvc.state.feedback import said

    chains = services.catalog.chains()
    return (
        services.graph.snapshot,
        services.catalog.note,
        lambda: said(services.graph),
        lambda: services.catalog.search("a"),
        *(partial(services.coverage.board, chain.id, ()) for chain in chains),
        services.catalog.presets,
        lambda: services.matching.world,
        lambda: services.matching.evidence,
        services.network.warm,
    )
