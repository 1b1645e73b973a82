"""Text that XML can hold."""

import re
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@lru_cache(maxsize=100_000)
def escaped(text: str) -> str:
    """Text as it stands between tags; letters that XML cannot hold are left out."""
    return escape(_NOT_XML.sub("", text))


@lru_cache(maxsize=100_000)
def quoted(text: str) -> str:
    """Text as the value of an attribute, in quotation marks; letters that XML cannot hold are left out."""
    return quoteattr(_NOT_XML.sub("", text))
