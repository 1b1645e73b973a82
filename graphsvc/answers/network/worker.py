"""Background jobs for maps, indicators and trends; each step is cached and computed once."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from graphsvc.answers.network.computation import Computed
from graphsvc.drawing.filters import values_by_name
from graphsvc.errors import DiskFull, NotComputed
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.jobs import Handler, Jobs, Progress

if TYPE_CHECKING:
    from graphsvc.answers.network import Network

STEPS = 4
TRIES = 3
LATELY = 600.0
"""Seconds in which so many tries are made."""


class Worker:
    """Queues jobs for the worker, each at most `TRIES` times in `LATELY` seconds."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def __call__(self, work: str, **arguments: object) -> tuple[int, int]:
        """Queue a job unless it is queued or running; returns the steps done and the steps in all.

        Raises `NotComputed` when it ran `TRIES` times without a result, or cannot be queued.
        """
        try:
            job = self._jobs.ensure(work, most=TRIES, within=LATELY, **arguments)
        except DiskFull as error:
            raise NotComputed(str(error)) from error
        if job is None:
            name = json.dumps([work, arguments], sort_keys=True)
            raise NotComputed(f"the worker could not do this: {name}")
        return job.done, job.total or (STEPS if work == "network" else 1)


def prepare(computed: Computed, progress: Progress) -> None:
    """Find communities, place the nodes of maps, compute indicators and what curves rest on."""
    steps: tuple[Callable[[], object], ...] = (
        computed.find_communities,
        computed.place if computed.placed_together else lambda: None,
        computed.figures,
        computed.sums,
    )
    for done, step in enumerate(steps):
        progress(done, len(steps))
        step()
    progress(len(steps), len(steps))


def handlers(graph: CurrentGraph, network: "Network") -> Mapping[str, Handler]:
    """Job handlers by kind of job."""

    def begun(progress: Progress, total: int) -> None:
        progress(0, total)
        if graph.stale():
            graph.refresh()

    def whole(_: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        begun(progress, STEPS)
        prepare(network.computed, progress)
        return {}

    def picture(_: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        begun(progress, 1)
        network.computed.place()
        progress(1, 1)
        return {}

    def scene(arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        begun(progress, 1)
        network.keep_scene(values_by_name(arguments["query"]))
        progress(1, 1)
        return {}

    def export(arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        begun(progress, 1)
        network.computed.figures()
        site = arguments.get("site", "")
        network.keep_export(
            values_by_name(arguments["query"]), arguments["form"], arguments["language"], site
        )
        progress(1, 1)
        return {}

    def trend(arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        begun(progress, 1)
        network.trend(arguments["indicator"], of=arguments["of"], language="en")
        progress(1, 1)
        return {}

    return {"network": whole, "picture": picture, "scene": scene, "export": export, "trend": trend}
