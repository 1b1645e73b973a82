"""The text of a web page: title, description and what its headings, paragraphs and list entries say.

Scripts, styles, menus, forms and the foot of the page are left out.
"""

from pathlib import Path
from typing import IO

from selectolax.lexbor import LexborHTMLParser

LEFT_OUT = [
    "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "iframe", "svg", "button",
    "select", "object", "canvas",
]  # fmt: skip
BLOCKS = "h1, h2, h3, h4, h5, p, li, td, th, dd, dt, blockquote, figcaption"
_HOLDING = "div, section, article, main"


def write_lines(path: str, limits: dict[str, int], out: IO[bytes]) -> None:
    """Write at most `lines` lines of at most `cell` characters, each once, ended by a line break."""
    tree = LexborHTMLParser(Path(path).read_text(encoding="utf-8"))
    found: dict[str, None] = {}
    if tree.head is not None:
        for title in tree.head.css("title"):
            found[_line(title.text(), limits)] = None
        for meta in tree.head.css("meta[name=description]"):
            found[_line(meta.attributes.get("content") or "", limits)] = None
    tree.strip_tags(LEFT_OUT)
    if tree.body is not None:
        for node in tree.body.css(BLOCKS):
            found[_line(node.text(separator=" "), limits)] = None
        for node in tree.body.css(_HOLDING):  # text that stands in no paragraph
            found[_line(node.text(deep=False, separator=" "), limits)] = None
    lines = [line for line in found if line]
    out.writelines(line.encode() + b"\n" for line in lines[: limits["lines"]])


def _line(text: str, limits: dict[str, int]) -> str:
    seen = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * limits["cell"]])
    return " ".join(seen.split())[: limits["cell"]]
