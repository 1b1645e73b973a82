"""How large a picture is, as an address asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from graphsvc.errors import InvalidData, Issue
from graphsvc.messages import msg

LEAST, MOST = 600, 5000


@dataclass(frozen=True, slots=True)
class PictureSize:
    """Width and height in pixels; by default a page of A4, landscape, with 200 pixels an inch."""

    width: int = 2339
    height: int = 1654

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Self:
        """Read `width` and `height` of an address, empty ones as by default.

        Raises:
            InvalidData: one is no whole number from `LEAST` to `MOST`; all faults at once.
        """
        found: dict[str, int] = {}
        faults: list[Issue] = []
        for name in ("width", "height"):
            text = next((text.strip() for text in query.get(name, ()) if text.strip()), "")
            if text.isascii() and text.isdigit() and len(text) < 9 and LEAST <= int(text) <= MOST:
                found[name] = int(text)
            elif text:
                reason = msg(
                    "must be a whole number of pixels from %(least)s to %(most)s", least=LEAST, most=MOST
                )
                faults.append(Issue("address", 0, name, text, reason))
        if faults:
            raise InvalidData(msg("a size of a picture that cannot be read"), faults)
        return cls(**found)

    def to_query(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters of an address."""
        return (("width", str(self.width)), ("height", str(self.height)))
