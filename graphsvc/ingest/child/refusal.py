"""Why a file is refused, as a code and values that the parent turns into a sentence, and counted reading."""

from collections.abc import Callable

CHUNK = 1 << 16


class FileRefused(Exception):
    """The file cannot be taken: the code of the reason, its place, what stands there, the bound it passes."""

    def __init__(self, code: str, row: int = 0, column: str = "", value: str = "", most: int = 0) -> None:
        super().__init__(code)
        self.code, self.row, self.column, self.value, self.most = code, row, column, value, most

    def plain(self) -> dict[str, int | str]:
        """The same as plain data."""
        return {
            "code": self.code,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "most": self.most,
        }


class ByteBudget:
    """How many bytes may still be unpacked from one file."""

    def __init__(self, most: int) -> None:
        self._most = self._left = most

    def next_block(self, read: Callable[[int], bytes]) -> bytes:
        """The next block that `read` gives, empty at the end. Raises `FileRefused` over the budget."""
        block = read(CHUNK)
        self._left -= len(block)
        if self._left < 0:
            raise FileRefused("unpacked", most=self._most >> 20)
        return block
