"""LRU cache in memory, bounded by number of entries and sum of sizes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class BoundedCache(Generic[K, V]):
    """Values by key; the one not asked for longest leaves first. Threads may share it.

    At most `entries` values, whose sizes by `measure` sum to `most` at the most; a larger one is not kept.
    """

    def __init__(self, entries: int, most: int = 0, measure: Callable[[K, V], int] = lambda *_: 0) -> None:
        self._entries, self._most, self._measure = entries, most, measure
        self._held: OrderedDict[K, V] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def __len__(self) -> int:
        """How many values are kept."""
        with self._lock:
            return len(self._held)

    def get(self, key: K) -> V | None:
        """The value of a key, None where it is not kept."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: K, value: V) -> None:
        """Keep a value, in place of what stood under its key."""
        with self._lock:
            if key in self._held:
                self._size -= self._measure(key, self._held.pop(key))
            self._held[key] = value
            self._size += self._measure(key, value)
            while self._size > self._most or len(self._held) > self._entries:
                self._size -= self._measure(*self._held.popitem(last=False))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._size = 0
