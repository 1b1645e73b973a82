"""Compact immutable sequence of strings: one UTF-8 buffer and offsets."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import overload

import numpy as np
import numpy.typing as npt

from graphsvc.arrays import Int64s


class Strings(Sequence[str]):
    """An immutable sequence of texts over one UTF-8 buffer; memory-mapped arrays do as well."""

    __slots__ = ("data", "offsets")

    def __init__(self, data: npt.NDArray[np.uint8], offsets: Int64s) -> None:
        """`data` holds the bytes, `offsets` (length n + 1) where each text begins and ends."""
        self.data, self.offsets = data, offsets

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Strings":
        """Pack texts in their order."""
        texts = list(texts)
        whole = "".join(texts)
        encoded = whole.encode()
        offsets = np.zeros(len(texts) + 1, dtype=np.int64)
        sizes = map(len, texts) if whole.isascii() else (len(text.encode()) for text in texts)
        np.cumsum(np.fromiter(sizes, np.int64, len(texts)), out=offsets[1:])
        return cls(np.frombuffer(encoded, dtype=np.uint8), offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self.data[self.offsets[index] : self.offsets[index + 1]].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        whole = self.data.tobytes()
        ends = self.offsets.tolist()
        for start, end in pairwise(ends):
            yield whole[start:end].decode()

    def take(self, indices: Iterable[int]) -> list[str]:
        """The texts at the given places."""
        return [self[int(i)] for i in indices]

    def find(self, text: str) -> int:
        """Place of `text` in a sequence sorted by code point (as UTF-8 bytes are), or -1."""
        wanted, data, offsets = text.encode(errors="surrogatepass"), self.data.data, self.offsets
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if bytes(data[offsets[middle] : offsets[middle + 1]]) < wanted:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self[low] == text else -1
