"""What whoever runs a cluster programme asks: which cluster holds which label, and until when."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

from graphsvc.answers.programme.assessments import Assessment, assessment, checked_answers
from graphsvc.answers.programme.certificates import Certificate, certificate, code_of
from graphsvc.answers.programme.comparison import CriteriaComparison, compare
from graphsvc.answers.programme.labels import LabelRow, label_row
from graphsvc.answers.programme.landscape import LandscapeRow, landscape
from graphsvc.answers.programme.news import ClusterNews, cluster_news
from graphsvc.answers.programme.services import MissingServices, ServiceRow, missing_services, services
from graphsvc.answers.questions import LandscapeQuery
from graphsvc.errors import ReadOnly, UnknownId
from graphsvc.programme import Award, ends_between
from graphsvc.programme.assessment import WAIVER, CriterionAnswer
from graphsvc.programme.reminders import Reminder, reminders
from graphsvc.programme.validity import SOON, Known, state_on
from graphsvc.state.assessments import KeptAnswers
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.labels import awards_by_cluster
from graphsvc.state.reminders import ReminderLog
from graphsvc.taxonomy.criteria import CriteriaSet
from graphsvc.taxonomy.labels import label_kinds

__all__ = [
    "Assessment",
    "CriteriaComparison",
    "LabelRow",
    "LandscapeRow",
    "MissingServices",
    "Programme",
    "ServiceRow",
]


class Programme:
    """Answers about the clusters of a programme, over the current snapshot. Every day is an argument."""

    def __init__(self, graph: CurrentGraph, answers: KeptAnswers | None = None) -> None:
        """`answers` keeps the answers of the person at this machine; a public service has none."""
        self._graph, self._answers = graph, answers

    def labels(
        self, on: str, *, of: str | None = None, kind: str | None = None, within: int = SOON
    ) -> tuple[LabelRow, ...]:
        """The labels of all clusters, or of one, of all kinds or of one, with their state on an ISO day.

        They stand by cluster, label and date. Raises `UnknownId`, also for a kind that is neither described
        nor held by anybody.
        """
        self._check_kind(kind)
        snapshot = self._graph.snapshot()
        cluster = snapshot.clusters.ids[snapshot.cluster(of)] if of else None
        return tuple(
            label_row(snapshot, award, on, within)
            for award in self._awards()
            if cluster in (None, award.cluster) and kind in (None, award.label.kind.id)
        )

    def due(self, first: str, last: str) -> tuple[LabelRow, ...]:
        """The labels that end, or may end, from one ISO day to another, by end; state on `first`."""
        snapshot = self._graph.snapshot()
        found = ends_between(self._awards(), first, last)
        return tuple(label_row(snapshot, award, first, SOON) for award in found)

    def remind(self, log: ReminderLog, on: str) -> tuple[Reminder, ...]:
        """The reminders of an ISO day that were not given before; from now on they were."""
        return log.give(reminders(self._awards(), on), on)

    def landscape(self, asked: LandscapeQuery, on: str, *, within: int = SOON) -> tuple[LandscapeRow, ...]:
        """The clusters that a question leaves, with their labels on an ISO day.

        Raises `UnknownId` for a kind of label that is neither described nor held by anybody.
        """
        self._check_kind(asked.label)
        return landscape(self._graph, asked, on, within)

    def certificate(self, code: str, key: bytes, on: str) -> Certificate:
        """The certificate of a code whose award holds on an ISO day. Raises `UnknownId` for others."""
        award = self._of_code(code, key)
        if state_on(award, on).holds != "yes":
            raise UnknownId("certificate", code)
        return certificate(self._graph.snapshot(), award, key, on)

    def holds(self, code: str, key: bytes, on: str) -> Known:
        """Whether the award of a code holds on an ISO day: yes, no or unknown. Raises `UnknownId`."""
        return state_on(self._of_code(code, key), on).holds

    def codes(self, key: bytes, on: str) -> Mapping[tuple[str, str, str | None, str | None], str]:
        """The codes of the awards that hold on an ISO day, by cluster, kind, level and date of the award."""
        return {
            (one.cluster, one.label.kind.id, one.label.level or None, one.awarded or None): code_of(one, key)
            for one in self._awards()
            if state_on(one, on).holds == "yes"
        }

    def _of_code(self, code: str, key: bytes) -> Award:
        asked = code.strip().upper().encode()
        for award in self._awards():
            if compare_digest(code_of(award, key).encode(), asked):
                return award
        raise UnknownId("certificate", code)

    def services(self, on: str) -> tuple[ServiceRow, ...]:
        """The kinds of services and who offers them on an ISO day, by what sources tell."""
        return services(self._graph, on)

    def missing_services(self, cluster: str, on: str) -> MissingServices:
        """What comparable clusters offer on an ISO day and one does not. Raises `UnknownId`."""
        return missing_services(self._graph, cluster, on)

    def news(self, cluster: str) -> tuple[ClusterNews, ...]:
        """Dated facts of a cluster, the newest first. Raises `UnknownId`."""
        return cluster_news(self._graph, cluster)

    def assess(
        self, cluster: str, asked: CriteriaSet, answers: Mapping[str, CriterionAnswer], on: str
    ) -> Assessment:
        """How a cluster stands by a criteria set on an ISO day. Raises `UnknownId`."""
        return assessment(self._graph, cluster, asked, answers, on)

    def answers(self, cluster: str, asked: CriteriaSet) -> Mapping[str, Any]:
        """The answers that were saved for a cluster, those to criteria of this version of the set."""
        known = {*(one.id for one in asked.criteria), *([WAIVER] if asked.waiver else [])}
        saved = self._answers.get(self._stands(cluster), asked.id) if self._answers else {}
        return {name: answer for name, answer in saved.items() if name in known}

    def keep_answers(self, cluster: str, asked: CriteriaSet, answers: Mapping[str, Any], on: str) -> None:
        """Save answers; those to criteria of other versions stay. Raises `ReadOnly` and `UnknownId`."""
        if self._answers is None:
            raise ReadOnly
        identifier = self._stands(cluster)
        before = self._answers.get(identifier, asked.id)
        others = {name: before[name] for name in before if name not in self.answers(cluster, asked)}
        self._answers.put(identifier, asked.id, {**others, **answers}, on)

    def compare(self, before: CriteriaSet, after: CriteriaSet, on: str) -> CriteriaComparison:
        """All clusters under two versions of a criteria set on an ISO day, with the answers that were saved.

        Raises `InvalidData` for versions of different sets.
        """

        def said(cluster: str, asked: CriteriaSet) -> Mapping[str, CriterionAnswer]:
            return checked_answers(self.answers(cluster, asked), asked)

        return compare(self._graph, before, after, said, on)

    def _check_kind(self, kind: str | None) -> None:
        if kind and kind not in {*label_kinds(), *self.kinds()}:
            raise UnknownId("kind of label", kind, sorted(self.kinds()))

    def _stands(self, cluster: str) -> str:
        snapshot = self._graph.snapshot()
        return snapshot.clusters.ids[snapshot.cluster(cluster)]

    def kinds(self) -> Mapping[str, Mapping[str, str]]:
        """The kinds of labels that some cluster has, by id with their titles, by title."""
        found = {award.label.kind.id: award.label.kind.title for award in self._awards()}
        return dict(sorted(found.items(), key=lambda one: one[1]["en"].casefold()))

    def _awards(self) -> list[Award]:
        return [one for held in awards_by_cluster(self._graph).values() for one in held]
