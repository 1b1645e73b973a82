"""Admissions of clusters: where each stands, and the next step taken."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphsvc.answers.programme.assessments import assessment
from graphsvc.errors import NotAllowed, ReadOnly
from graphsvc.messages import msg
from graphsvc.programme.admission import AdmissionState, AdmissionStep, StepKind, after, replay
from graphsvc.programme.assessment import CriterionAnswer
from graphsvc.state.admissions import AdmissionHistories
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, cluster_ref
from graphsvc.taxonomy.criteria import CriteriaSet

MOST_CHARACTERS = {"by": 200, "reason": 5_000}
"""How long a name and a reason may be."""


@dataclass(frozen=True, slots=True)
class Admission:
    """The procedure of a cluster by a criteria set; `history` has the steps of earlier ones too."""

    cluster: Ref
    set: CriteriaSet
    now: AdmissionState
    history: tuple[AdmissionStep, ...]


class Admissions:
    """Procedures of admission that the person at this machine records; a public service has none."""

    def __init__(self, graph: CurrentGraph, histories: AdmissionHistories | None) -> None:
        self._graph, self._histories = graph, histories

    def admission(self, cluster: str, asked: CriteriaSet) -> Admission:
        """Where it stands. Raises `UnknownId`, and `InvalidData` for a history that was changed."""
        snapshot = self._graph.snapshot()
        shown = cluster_ref(snapshot, snapshot.cluster(cluster))
        steps = self._histories.steps(shown.id, asked.id) if self._histories else ()
        return Admission(shown, asked, replay(steps), steps)

    def take(
        self,
        cluster: str,
        asked: CriteriaSet,
        kind: StepKind,
        said: Mapping[str, str],
        on: str,
        *,
        answers: Mapping[str, CriterionAnswer],
    ) -> None:
        """Record the next step on an ISO day; an application with how the cluster stands by the criteria.

        `said` has `by`, `reason` and, but for an application, `favourable` (yes or no). Raises `NotAllowed`
        with what to do, `ReadOnly` and `UnknownId`.
        """
        if self._histories is None:
            raise ReadOnly
        shown = self.admission(cluster, asked).cluster
        favourable = {"yes": True, "no": False}.get(said.get("favourable", ""))
        for name, most in MOST_CHARACTERS.items():
            if len(said.get(name, "")) > most:
                raise NotAllowed(msg("A name or reason is too long: at most %(most)s characters.", most=most))
        step = AdmissionStep(kind, said.get("by", "").strip(), on, said.get("reason", "").strip())
        if kind == "application":
            step = replace(step, assessment=assessment(self._graph, shown.id, asked, answers, on).as_json())
        else:
            step = replace(step, favourable=favourable)
        self._histories.add(shown.id, asked.id, step, lambda before: after(replay(before), step))
