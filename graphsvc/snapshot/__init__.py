"""Snapshots: entities and links of the store as sorted node tables and sparse matrices."""

from graphsvc.snapshot.build import build
from graphsvc.snapshot.dates import NO_DAY, day, iso
from graphsvc.snapshot.files import LAYOUT, load, load_as, save
from graphsvc.snapshot.model import (
    BASES,
    COMPANY,
    MEMBERSHIP_ROLES,
    ORGANIZATION_KINDS,
    RELATION_KINDS,
    Clusters,
    Evidences,
    Memberships,
    Organizations,
    Relations,
    Retirement,
    Snapshot,
)
from graphsvc.snapshot.strings import Strings

__all__ = [
    "BASES",
    "COMPANY",
    "LAYOUT",
    "MEMBERSHIP_ROLES",
    "NO_DAY",
    "ORGANIZATION_KINDS",
    "RELATION_KINDS",
    "Clusters",
    "Evidences",
    "Memberships",
    "Organizations",
    "Relations",
    "Retirement",
    "Snapshot",
    "Strings",
    "build",
    "day",
    "iso",
    "load",
    "load_as",
    "save",
]
