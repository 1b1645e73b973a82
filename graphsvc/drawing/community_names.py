"""Names that the reader of a map gives to communities; they stand in its address."""

from collections.abc import Mapping
from dataclasses import replace

from graphsvc.drawing.filters import Filter
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.scene import LegendLine, Scene
from graphsvc.errors import UnknownId

_LONGEST = 100


def community_names(ground: MapGraph, asked: Filter) -> Mapping[int, str]:
    """Given names by number of the community.

    A name belongs to the community of the member that it is given with, so that it stays where numbers change
    with the data. Of several names of one community that with its best connected member counts, else the
    first by the member's id. Members that are not there name nothing.
    """
    found: dict[int, str] = {}
    for given in asked.called:
        member, _, name = given.partition(" ")
        try:
            node = ground.snapshot.node(member)
        except UnknownId:
            continue
        if node >= ground.size or not ground.visible[node] or not name.strip():
            continue
        number = int(ground.communities.of[node])
        if number not in found or node == ground.community_heads[number]:
            found[number] = " ".join(name.split())[:_LONGEST]
    return found


def with_names(ground: MapGraph, asked: Filter, scene: Scene) -> Scene:
    """The scene with given names of communities in its legend, and on nodes that stand for communities."""
    communities = [line.id for line in scene.groups] + [*scene.nodes.ids[:1]]
    if not asked.called or not any(identifier.startswith("community:") for identifier in communities):
        return scene
    names = {f"community:{number}": name for number, name in community_names(ground, asked).items()}
    nodes = scene.nodes
    labels = zip(nodes.ids, nodes.labels, strict=True)
    return replace(
        scene,
        groups=tuple(_named(line, names) for line in scene.groups),
        nodes=replace(nodes, labels=tuple(names.get(identifier, label) for identifier, label in labels)),
    )


def _named(line: LegendLine, names: Mapping[str, str]) -> LegendLine:
    name = names.get(line.id)
    return replace(line, label={"de": name, "en": name}) if name else line
