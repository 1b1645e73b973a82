"""Disputes over the graph: what can be disputed, and what is shown as disputed once the office agrees."""

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.disputes import REFUSED, SETTLED, UPHELD, DisputedFact, Disputes
from graphsvc.domain import Basis, DatasetInfo, Evidence, Feedback
from graphsvc.domain.ids import slug
from graphsvc.errors import UnknownId
from graphsvc.state.feedback import said_more
from graphsvc.state.graph import CurrentGraph

DISPUTES = DatasetInfo(
    id="disputes",
    title="Facts that the programme office holds to be disputed",
    title_de="Angaben, die das Programmbüro für bestritten hält",
)
ANSWERS = {"uphold": UPHELD, "refuse": REFUSED, "settle": SETTLED}
"""What the programme office can answer, and the state that follows."""


class DisputeAnswers:
    """Disputes of facts of organizations."""

    def __init__(self, graph: CurrentGraph, kept: Disputes) -> None:
        self._graph, self.kept = graph, kept

    def say(self, organization: str, field: str, words: str) -> str:
        """Keep that a fact is wrong, for the programme office to read; returns the secret of the answer.

        `field` is one that the page of the organization shows. Raises as `Disputes.say`, and `UnknownId`.
        """
        snapshot = self._graph.snapshot()
        stands = snapshot.organizations.ids[snapshot.organization(organization)]
        return self.kept.say(stands, field, words)

    def answer(self, person: SignedIn, number: int, answer: str, words: str) -> DisputedFact:
        """Answer a dispute; one that is upheld is shown at the fact, with the words of the answer.

        Raises `UnknownId`, `InvalidData`.
        """
        if answer not in ANSWERS:
            raise UnknownId("answer", answer, sorted(ANSWERS))
        found = self.kept.answer(person, number, ANSWERS[answer], words)
        claim = Feedback(
            id=f"feedback:dispute-{found.number}-{slug(found.organization)}",
            type="dispute",
            query=found.organization,
            field=found.field,
            reason=found.answer,
            evidence=Evidence(basis=Basis.STATED, dataset=DISPUTES.id, date=str(found.answered)[:10]),
        )
        if found.state == UPHELD:
            self._graph.store.write(DISPUTES, [claim])
        elif found.state == SETTLED:
            self._graph.store.delete([claim])
        said_more(self._graph)
        return found
