"""Stand-alone pages: one HTML file with everything inside, that needs no network and allows none."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graphsvc.drawing.messages import told
from graphsvc.drawing.origin import Origin
from graphsvc.errors import GraphsvcError

Kind = Literal["map", "neighbourhood", "charts"]

_ELEMENTS = {"map": "data-map", "neighbourhood": "data-neighbourhood", "charts": "data-chart"}


class MissingAssets(GraphsvcError):
    """The built scripts are not there; `make env` builds them."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Script and style of one kind of page, as built."""

    script: str
    style: str


def alone_html(
    kind: Kind,
    data: Mapping[str, Any],
    language: str,
    assets: Assets,
    outlines: str = "",
    *,
    origin: Origin | None = None,
) -> str:
    """Return a page with script, style and data inlined under a policy that allows exactly these.

    The policy names the SHA-256 of each; everything else, and every request, is refused. All texts are
    escaped by the template; the data stands in JSON blocks in which `<` is written as an escape.

    Args:
        kind: which script draws.
        data: as `scene_columns`, `vis_data` or a chart returns it.
        language: of the page.
        assets: the built script and style.
        outlines: country outlines as GeoJSON, for geographic maps.
        origin: address, filter, licences and sources, told below the drawing.
    """
    template = _environment().get_template("alone.html")
    return template.render(
        language=language,
        title=data["title"],
        caption=data.get("caption") or data.get("description") or "",
        cut=_sentence(data.get("cut")),
        source=told("alone.source", language, digest=str(data.get("digest", "–"))[:16]),
        offline=told("alone.offline", language),
        origin=tuple(origin.rows(language)) if origin else (),
        attribute=_ELEMENTS[kind],
        script=Markup(assets.script.replace("</script", "<\\/script")),  # noqa: S704 - our own build
        style=Markup(assets.style.replace("</style", "<\\/style")),  # noqa: S704 - our own build
        page_style=Markup(_page_style()),  # noqa: S704 - our own file
        policy=_policy(assets),
        data=_json(data),
        outlines=Markup(outlines.replace("<", "\\u003c")),  # noqa: S704 - JSON without a tag
    )


def load_assets(folder: Path, kind: Kind) -> Assets:
    """Read the built script and style of a kind from the vendor folder.

    Raises:
        MissingAssets: they are not built.
    """
    script, style = folder / f"{kind}.js", folder / f"{kind}.css"
    if not script.is_file():
        raise MissingAssets(f"{script.name} is not built; run `make env`")
    return Assets(
        script.read_text(encoding="utf-8"), style.read_text(encoding="utf-8") if style.is_file() else ""
    )


def vendor_folder() -> Path:
    """Where the built scripts of this installation lie."""
    return Path(__file__).resolve().parent.parent / "web" / "static" / "vendor"


def _sentence(cut: object) -> str:
    return str(cut["text"]) if isinstance(cut, Mapping) else str(cut or "")


def _json(data: Mapping[str, Any]) -> Markup:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - JSON without a tag


def _policy(assets: Assets) -> str:
    script = _hash(assets.script.replace("</script", "<\\/script"))
    styles = " ".join(_hash(text) for text in (assets.style.replace("</style", "<\\/style"), _page_style()))
    return (
        f"default-src 'none'; script-src {script}; style-src {styles}; img-src data: blob:; base-uri 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("graphsvc.drawing"), autoescape=True, undefined=StrictUndefined)


@cache
def _page_style() -> str:
    return resources.files("graphsvc.drawing").joinpath("templates/alone.css").read_text(encoding="utf-8")
