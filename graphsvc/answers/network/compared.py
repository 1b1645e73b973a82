"""Two periods or two sets held against each other: what is computed once for page, files and pictures."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphsvc.answers.network.comparing import side_names
from graphsvc.answers.network.map_data import CachedMapGraph
from graphsvc.answers.network.scenes import Scenes
from graphsvc.drawing import FilterPair, MapDifference, Scene, SideNames, View, difference
from graphsvc.drawing.scene import Texts
from graphsvc.state.region_names import region_name


@dataclass(frozen=True, eq=False)
class Compared:
    """A difference, its scene, and what its sides are called."""

    ground: CachedMapGraph
    found: MapDifference
    scene: Scene
    names: SideNames


def compared(ground: CachedMapGraph, comparison: FilterPair, scenes: Scenes, clusters: View) -> Compared:
    """Compute a difference. Raises `UnknownId`, and `Busy` while the worker places the nodes."""
    found = difference(ground, comparison)
    names = side_names(ground, comparison)
    labels = {code: _texts(region_name(code)) for code in found.regions}
    scene = scenes.difference(ground, found, clusters, replace(names, regions=labels))
    return Compared(ground, found, scene, names)


def _texts(name: str | Texts) -> Texts:
    return name if isinstance(name, Mapping) else {"de": name, "en": name}
