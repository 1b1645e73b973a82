"""Ids: `kind:key`, made from the row and its own dataset alone, so that loads in any order agree."""

import re
from hashlib import sha256
from typing import Annotated

from pydantic import StringConstraints

ID_PATTERN = r"^[a-z]+:[A-Za-z0-9][A-Za-z0-9._-]{0,119}$"
STAGE_PATTERN = r"^[a-z][a-z0-9-]*/[a-z][a-z0-9-]*$"

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
StageId = Annotated[str, StringConstraints(pattern=STAGE_PATTERN)]
PRIVATE = "organization:person-"
"""How the ids of organizations begin that only a private dataset knows; a public graph has none of them."""
_ID = re.compile(ID_PATTERN[:-1] + r"\Z")
_LONGEST = 48
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


def is_id(text: str) -> bool:
    """Whether `text` has the form of an id (not whether anything has that id)."""
    return _ID.match(text) is not None


def kind_of(identifier: str) -> str:
    """The part before the colon: `organization`, `cluster`, `project`, `region` and so on."""
    return identifier.partition(":")[0]


def organization_id(dataset: str, key: str, *, pic: str = "", ror: str = "") -> str:
    """`organization:pic-N`, else `organization:ror-X`, else `organization:<dataset>-<key>`."""
    if pic:
        return f"organization:pic-{pic}"
    if ror:
        return f"organization:ror-{ror}"
    return f"organization:{dataset}-{distinct(key)}"


def project_id(*, grant: str = "", rcn: str = "") -> str:
    """`project:grant-N`, else `project:rcn-N`."""
    return f"project:grant-{grant}" if grant else f"project:rcn-{rcn}"


def distinct(key: str) -> str:
    """`key` as a part of an id: itself where an id can hold it, else what it can and a mark of the whole.

    The mark are eight digits of its SHA-256, so that Müller and Möller keep different ids.

    >>> distinct("HRB-1234"), distinct("HRB 1234")
    ('HRB-1234', 'HRB-1234-3437bb82')
    """
    short = slug(key)[:_LONGEST]
    return key if short == key else f"{short}-{sha256(key.encode()).hexdigest()[:8]}".lstrip("-")


def slug(text: str) -> str:
    """`text` with every run of characters an id cannot hold replaced by one hyphen."""
    return _UNFIT.sub("-", text).strip("-.")[:80]
