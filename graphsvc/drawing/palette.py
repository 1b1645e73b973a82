"""The colors of nodes and ties on light pages, as `assets/shared/palette.js` has them, for files."""

from graphsvc.drawing.scene import LegendLine, Scene

NONE = "#8a9599"
NODES = (
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b58900",
    "#56b4e9", "#882255", "#44aa99", "#332288", "#999933",
)  # fmt: skip
TIES = ("#6f7f86", "#0072b2", "#882255", "#aa4499", "#117733", "#d55e00", "#332288", "#6f7f86", "#b58900")
CLASSES = ("#6ccd5a", "#35b779", "#1f9e89", "#26828e", "#31688e", "#433e85", "#440154")
TEXT, MUTED, LINE, LAND, PAPER = "#1d2b2a", "#55645f", "#d0d6d3", "#e7ebe9", "#ffffff"


def node_color(scene: Scene, place: int) -> str:
    """The color of a node: one that tells its group apart, or the step of its class from low to high."""
    group = scene.nodes.group[place]
    return group_color(scene, scene.groups[group]) if group >= 0 else NONE


def group_color(scene: Scene, group: LegendLine) -> str:
    """The color of a group of nodes, or of a class where a measure colors them."""
    palette = CLASSES if scene.measure else NODES
    return palette[group.color % len(palette)] if group.color >= 0 else NONE


def tie_color(scene: Scene, place: int) -> str:
    """The color of an edge, by its kind."""
    return kind_color(scene.edge_kinds[scene.edges.kind[place]])


def kind_color(kind: LegendLine) -> str:
    """The color of a kind of ties."""
    return TIES[max(kind.color, 0) % len(TIES)]


def channels(color: str) -> dict[str, str]:
    """Red, green and blue of a color, from 0 to 255, as attributes of an XML element."""
    return {name: str(int(color[at : at + 2], 16)) for name, at in (("r", 1), ("g", 3), ("b", 5))}
