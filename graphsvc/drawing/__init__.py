"""From snapshot and view to plain scenes, and from scenes to maps, charts, pages and files."""

from graphsvc.drawing.chain_flow import chain_flow
from graphsvc.drawing.charts import (
    curve_chart,
    geo_chart,
    heatmap_chart,
    lines_chart,
    matrix_chart,
    sankey_chart,
)
from graphsvc.drawing.comparison import BY, FilterPair
from graphsvc.drawing.difference import MapDifference, difference, years
from graphsvc.drawing.difference_scene import SideNames, difference_scene
from graphsvc.drawing.draw import build_scene
from graphsvc.drawing.exports import to_csv, to_xlsx, to_zip
from graphsvc.drawing.filters import Filter
from graphsvc.drawing.gallery import draw_all
from graphsvc.drawing.graph_files import to_gexf, to_graphml
from graphsvc.drawing.layouts import Layouts
from graphsvc.drawing.map_graph import MapGraph
from graphsvc.drawing.messages import messages, texts_for, told
from graphsvc.drawing.origin import Origin
from graphsvc.drawing.pictures import PictureSize, composed, panel, to_png, to_svg
from graphsvc.drawing.scene import DrawingLimit, Scene
from graphsvc.drawing.scene_json import scene_columns
from graphsvc.drawing.standalone import Assets, MissingAssets, alone_html, load_assets, vendor_folder
from graphsvc.drawing.views import View, load_views
from graphsvc.drawing.vis import vis_data

__all__ = [
    "BY",
    "Assets",
    "DrawingLimit",
    "Filter",
    "FilterPair",
    "Layouts",
    "MapDifference",
    "MapGraph",
    "MissingAssets",
    "Origin",
    "PictureSize",
    "Scene",
    "SideNames",
    "View",
    "alone_html",
    "build_scene",
    "chain_flow",
    "composed",
    "curve_chart",
    "difference",
    "difference_scene",
    "draw_all",
    "geo_chart",
    "heatmap_chart",
    "lines_chart",
    "load_assets",
    "load_views",
    "matrix_chart",
    "messages",
    "panel",
    "sankey_chart",
    "scene_columns",
    "texts_for",
    "to_csv",
    "to_gexf",
    "to_graphml",
    "to_png",
    "to_svg",
    "to_xlsx",
    "to_zip",
    "told",
    "vendor_folder",
    "vis_data",
    "years",
]
