"""Open question of an overview: the oldest dated fact, or the least certain inference."""

from dataclasses import dataclass

from graphsvc.answers.catalog.memberships import roles_in_cluster
from graphsvc.messages import Message, msg
from graphsvc.state.feedback import said
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import node_ref
from graphsvc.state.stage_holders import StageFact, held_by


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question, the page where it is answered, and the field it is about."""

    sentence: Message
    id: str
    field: str


def question(graph: CurrentGraph, node: int) -> OpenQuestion | None:
    """What to ask a cluster or organization (node number); nothing when everything is certain and recent.

    Of a cluster the oldest dated label, focus or member; of an organization its least certain stage. What is
    disputed is not asked about.
    """
    snapshot = graph.snapshot()
    mine, size = node_ref(snapshot, node), len(snapshot.organizations.ids)
    held = held_by(graph, node)
    asked = _of_organization(mine.id, str(mine.name), held)
    if node >= size:
        asked = [*_of_labels(graph, node - size), *_of_focus(mine.id, str(mine.name), held)]
        asked += _of_members(graph, node - size)
    disputed = {(one.entity, one.field) for one in said(graph).disputes}
    open_ones = [(key, one) for key, one in asked if (one.id, one.field) not in disputed]
    return min(open_ones, key=lambda pair: (pair[0], pair[1].field, pair[1].id))[1] if open_ones else None


Asked = list[tuple[str, OpenQuestion]]
"""Questions with a key by which the smallest comes first."""


def _of_organization(identifier: str, name: str, held: tuple[StageFact, ...]) -> Asked:
    found = []
    for one in held:
        if one.fact.confidence is not None:
            text = msg(
                "Is %(name)s active in %(stage)s? It was concluded from “%(words)s”.",
                name=name,
                stage=one.stage.label,
                words=one.fact.words or "",
            )
            found.append((f"{one.fact.confidence:.6f}", OpenQuestion(text, identifier, one.stage.ref.id)))
    return found


def _of_focus(identifier: str, name: str, held: tuple[StageFact, ...]) -> Asked:
    return [
        (
            one.fact.date,
            OpenQuestion(
                msg(
                    "Is %(stage)s still a focus of %(name)s? It was stated in %(stated_date)s.",
                    stage=one.stage.label,
                    name=name,
                    stated_date=one.fact.date,
                ),
                identifier,
                one.stage.ref.id,
            ),
        )
        for one in held
        if one.fact.date and one.fact.aged
    ]


def _of_labels(graph: CurrentGraph, row: int) -> Asked:
    record, name = graph.snapshot().clusters.records[row], graph.snapshot().clusters.names[row]
    labels = [one for one in record.facts if one.what == "label" and one.known and not one.until]
    newest = {one.value: one.known or "" for one in sorted(labels, key=lambda one: one.known or "")}
    return [
        (
            known,
            OpenQuestion(
                msg(
                    "Does %(name)s still bear the label %(label)s? It was last known in %(known_date)s.",
                    name=name,
                    label=label,
                    known_date=known,
                ),
                record.id,
                "label",
            ),
        )
        for label, known in newest.items()
    ]


def _of_members(graph: CurrentGraph, row: int) -> Asked:
    name = graph.snapshot().clusters.names[row]
    return [
        (
            one.date,
            OpenQuestion(
                msg(
                    "Is %(member)s still a member of %(name)s? It was stated in %(stated_date)s.",
                    member=str(one.ref.name),
                    name=name,
                    stated_date=one.date,
                ),
                one.ref.id,
                "members",
            ),
        )
        for one in roles_in_cluster(graph.snapshot(), row)
        if one.member and one.date and one.fact.aged
    ]
