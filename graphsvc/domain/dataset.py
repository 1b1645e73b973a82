"""Datasets: what lies in `seeds/` or was loaded by a user, with its licence and period."""

import hashlib
import re

from pydantic import BaseModel, ConfigDict

from graphsvc.domain.evidence import DatasetId, PartialDate

PERSON = "person"
WEBSITES = f"{PERSON}-websites"
"""What was read on websites on request of the person."""
MEMBER_LISTS = f"{PERSON}-members-"
"""How the datasets of member lists begin; each is loaded as a whole."""
SHOWN_LISTS = "cluster-only-"
"""How they begin in a view for readers who may see them."""
RETIRED = "retired"
"""What was retired by hand: a refused claim about an organization, in whose words the reason stands."""
_FIT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class DatasetInfo(BaseModel):
    """Title, licence and period of a dataset; `priority` decides between datasets (higher wins).

    `period_from` and `period_to` bound the start dates it covers; `retrieved` is the day it was read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: DatasetId
    title: str
    title_de: str = ""
    licence: str = ""
    source: str = ""
    attribution: str = ""
    description: str = ""
    description_de: str = ""
    period_from: PartialDate | None = None
    period_to: PartialDate | None = None
    retrieved: PartialDate | None = None
    priority: int = 0
    synthetic: bool = False


def is_private(dataset: str) -> bool:
    """Whether a dataset is a person's own (`person`, `person-…`): never exported, never shown to others."""
    return dataset == PERSON or dataset.startswith(f"{PERSON}-")


def member_list_of(cluster: str) -> str:
    """The dataset of a cluster's own member list; keys that are no dataset ids are hashed."""
    key = cluster.partition(":")[2]
    if not _FIT.fullmatch(key):
        key = hashlib.sha256(key.encode()).hexdigest()[:16]
    return f"{MEMBER_LISTS}{key}"


def shown_as(member_list: str) -> str:
    """The name of a member list in a view for readers who may see it, where it is private no longer."""
    return SHOWN_LISTS + member_list.removeprefix(MEMBER_LISTS)
