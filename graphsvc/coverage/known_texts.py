"""What was concluded of texts, kept for the next snapshot, which has most of them again."""

from collections.abc import Callable, Hashable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@contextmanager
def only_new(known: MutableMapping[K, V] | None) -> Iterator[Callable[[K, Callable[[], V]], V]]:
    """Hand out a function of a key and of what makes its value, which is called where the key is not `known`.

    When the block ends, `known` holds what was asked for in it alone. None makes every value.
    """
    if known is None:
        yield lambda _, make: make()
        return
    now: dict[K, V] = {}

    def remembered(key: K, make: Callable[[], V]) -> V:
        if key not in now:
            now[key] = known[key] if key in known else make()
        return now[key]

    yield remembered
    known.clear()
    known.update(now)
