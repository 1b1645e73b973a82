"""German words for the sectors of clusters, which datasets name in English."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import cast

from graphsvc.taxonomy.document import read_document


def sector_label(name: str) -> str | Mapping[str, str]:
    """A sector by language code, in German and English; one without a German word as it stands."""
    german = _german().get(name)
    return name if german is None else {"de": german, "en": name}


@cache
def _german() -> Mapping[str, str]:
    """German words by sector, from `data/sectors-1.0.yml`."""
    with resources.as_file(resources.files("graphsvc.taxonomy") / "data" / "sectors-1.0.yml") as path:
        return cast("Mapping[str, str]", read_document(Path(path)).data)
