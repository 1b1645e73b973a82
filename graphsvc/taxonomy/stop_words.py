"""English words that say nothing of the subject of a text."""

from functools import cache
from importlib import resources


@cache
def stop_words() -> frozenset[str]:
    """The words listed in `data/english-stop-words.txt`, in small letters."""
    file = resources.files("graphsvc.taxonomy") / "data" / "english-stop-words.txt"
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
