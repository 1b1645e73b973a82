"""One door to all views: view and filter in, scene out."""

from graphsvc.drawing.clusters_scene import clusters_scene
from graphsvc.drawing.community_names import with_names
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.layouts import Layouts
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.neighbourhood import neighbourhood_scene
from graphsvc.drawing.network_scene import network_scene
from graphsvc.drawing.projects_scene import projects_scene
from graphsvc.drawing.scene import Scene
from graphsvc.drawing.views import View


def build_scene(ground: MapGraph, view: View, asked: Filter, layouts: Layouts) -> Scene:
    """Return the scene of a view under a filter.

    Args:
        ground: made once for each snapshot and shared.
        view: what is shown; `chain` views have no scene but a flow (`chain_flow`).
        asked: the filter.
        layouts: where positions are kept.

    Raises:
        UnknownId: the filter names an id that is not there.
    """
    return with_names(ground, asked, _unnamed(ground, view, asked, layouts))


def _unnamed(ground: MapGraph, view: View, asked: Filter, layouts: Layouts) -> Scene:
    if view.shows == "clusters":
        return clusters_scene(ground, view, asked, layouts)
    if view.shows == "projects":
        return projects_scene(ground, view, asked, layouts)
    if view.shows == "neighbourhood" and asked.ego:
        return neighbourhood_scene(ground, view, asked, layouts)
    return network_scene(ground, view, asked, layouts)
