"""Lists of words in files that a person can read, and that of English words that say nothing of a subject."""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable


def listed_words(file: Traversable) -> frozenset[str]:
    """The words in a file, parted by spaces and line ends; lines that begin with # are notes."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def stop_words() -> frozenset[str]:
    """The words listed in `data/english-stop-words.txt`, in small letters."""
    return listed_words(resources.files("graphsvc.taxonomy") / "data" / "english-stop-words.txt")
