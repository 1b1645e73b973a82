"""Text of pictures: how wide it is in the font that all are drawn with, and where its lines break."""

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont

FAMILY = "Fira Sans"
_FILES = {False: "FiraSans-Regular.ttf", True: "FiraSans-SemiBold.ttf"}
_MEASURED = 100
"""Height of the font, in pixels, in which widths are measured; they grow with it."""


@lru_cache(maxsize=64)
def font(size: int, *, bold: bool = False) -> "ImageFont.FreeTypeFont":
    """The font at a height in pixels."""
    from PIL import ImageFont

    with resources.as_file(resources.files("fontpkg_fira_sans").joinpath("files", _FILES[bold])) as path:
        return ImageFont.truetype(str(path), size)


@lru_cache(maxsize=50_000)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line in pixels."""
    return font(_MEASURED, bold=bold).getlength(text) * size / _MEASURED


def wrapped(text: str, size: float, most: float, *, bold: bool = False) -> list[str]:
    """Lines of at most `most` pixels, broken between words, and within one that is wider alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(f"{lines[-1]} {word}", size, bold=bold) <= most:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines += _broken(word, size, most, bold=bold)
    return lines


def _broken(word: str, size: float, most: float, *, bold: bool) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width(parts[-1] + letter, size, bold=bold) > most:
            parts.append("")
        parts[-1] += letter
    return parts
