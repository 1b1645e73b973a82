"""A scene as a picture to print, drawn without a browser: SVG, and PNG in pixels."""

from graphsvc.drawing.pictures.composing import composed
from graphsvc.drawing.pictures.panel import panel
from graphsvc.drawing.pictures.png import to_png
from graphsvc.drawing.pictures.size import PictureSize
from graphsvc.drawing.pictures.svg import to_svg

__all__ = ["PictureSize", "composed", "panel", "to_png", "to_svg"]
