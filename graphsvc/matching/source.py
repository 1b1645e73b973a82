"""The history that a snapshot holds."""

import numpy as np

from graphsvc.matching.history import KINDS, Floats, History
from graphsvc.snapshot import Snapshot
from graphsvc.snapshot.dates import NO_DAY
from graphsvc.snapshot.model import ORGANIZATION_KINDS


def history_from_snapshot(snapshot: Snapshot, vectors: Floats | None = None) -> History:
    """Everything that matching needs of a snapshot.

    `vectors` are sentence vectors of `project_texts`, a row a project, whole numbers from -127 to 127. The
    first day not known is the one after the newest start.
    """
    organizations, projects = snapshot.organizations, snapshot.projects
    known = projects.start[projects.start != NO_DAY]
    kinds = np.array([KINDS.index(kind) for kind in ORGANIZATION_KINDS] + [-1], dtype=np.int16)
    return History(
        organizations=organizations.ids,
        projects=projects.ids,
        incidence=snapshot.participation,
        start=projects.start,
        end=projects.end,
        as_of=int(known.max()) + 1 if len(known) else 0,
        texts=project_texts(snapshot),
        programmes=list(projects.programmes),
        calls=[""] * len(projects.ids),
        countries=snapshot.countries,
        country=organizations.country,
        kind=kinds[organizations.kind],
        hidden=organizations.hidden,
        names=organizations.names,
        titles=projects.titles,
        vectors=vectors,
    )


def project_texts(snapshot: Snapshot) -> list[str]:
    """Title and topic of each project."""
    pairs = zip(snapshot.projects.titles, snapshot.projects.topics, strict=True)
    return [f"{title} {topic}".strip() for title, topic in pairs]
