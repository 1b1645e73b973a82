"""A report as one HTML page that needs nothing else and prints on A4."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from graphsvc.report.document import ReportDocument, Table

_KEPT = "graphsvc-report"


def write(document: ReportDocument, kept: str) -> bytes:
    """The page; what is kept stands in a block of JSON that no browser shows."""
    inert = Markup(kept.replace("<", "\\u003c"))  # noqa: S704 - JSON in which no tag can begin
    return _template("report").render(document=document, kept=inert, name=_KEPT, is_table=_is_table).encode()


def body(document: ReportDocument) -> Markup:
    """What stands on the page, for a page of one's own."""
    return Markup(_template("body").render(document=document, is_table=_is_table))  # noqa: S704 - escaped there


def kept(content: bytes) -> str | None:
    """What `write` kept."""
    node = LexborHTMLParser(content).css_first(f"script#{_KEPT}")
    return node.text() if node else None


def shown(content: bytes) -> list[str]:
    """The texts of the page in order."""
    tree = LexborHTMLParser(content)
    tree.strip_tags(["script", "style", "title"])
    return [tree.body.text(separator=" ")] if tree.body else []


def _is_table(block: object) -> bool:
    return isinstance(block, Table)


@cache
def _template(name: str) -> Template:
    loader = PackageLoader("graphsvc.report")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(f"{name}.html")
