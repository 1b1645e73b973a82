"""What a store refuses, in the same words whichever store it is."""

from graphsvc.domain.rows import EntityRow, LinkRow, Row
from graphsvc.errors import RunLost, StillUsed, UnknownEnd
from graphsvc.messages import msg


def ends(row: Row) -> tuple[str, ...]:
    """The entities a row needs: none beyond itself for an entity, both ends of a link (a stage is none)."""
    if isinstance(row, EntityRow):
        return (row.id,)
    return (row.source,) if row.kind == "performs" else (row.source, row.target)


def unknown_end(row: LinkRow, end: str) -> UnknownEnd:
    """The refusal of a link to something that no claim introduces."""
    other = row.target if end == row.source else row.source
    return UnknownEnd(
        msg("unknown %(end)s: named by the link %(kind)s with %(other)s", end=end, kind=row.kind, other=other)
    )


def lost_end(end: str, dataset: str) -> UnknownEnd:
    """The refusal to close a run of `dataset` whose links lost an end to another change meanwhile."""
    return UnknownEnd(
        msg(
            "unknown %(end)s: it was removed while dataset %(dataset)s was being loaded",
            end=end,
            dataset=dataset,
        )
    )


def still_used(what: str, entity: str, user: str) -> StillUsed:
    """The refusal of a change that would leave links of dataset `user` without their end."""
    return StillUsed(
        msg(
            "%(what)s would remove %(entity)s, still used by dataset %(user)s",
            what=what,
            entity=entity,
            user=user,
        )
    )


def run_lost() -> RunLost:
    """The refusal of a run that was taken over or is closed."""
    return RunLost(msg("another load of the same dataset took over; start this one again"))
