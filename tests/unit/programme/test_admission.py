"""Admissions: every step in its turn, two persons, a reason for each; a history replays to one state."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from graphsvc.answers.programme.admissions import Admissions
from graphsvc.errors import InvalidData, NotAllowed, ReadOnly, UnknownId
from graphsvc.programme.admission import STEPS, AdmissionState, AdmissionStep, StepKind, after, replay
from graphsvc.state.admissions import AdmissionHistories
from graphsvc.taxonomy.criteria import criteria_set
from tests.support.claims import cluster
from tests.unit.answers.conftest import World

ON = "2026-11-29"
ECCP = criteria_set("eccp-profile")


def step(
    kind: StepKind, by: str = "Anna", reason: str = "because", favourable: bool | None = True
) -> AdmissionStep:
    return AdmissionStep(kind, by, ON, reason, None if kind == "application" else favourable)


class Procedure(RuleBasedStateMachine):
    """What is allowed in every state, told a second time; steps that are refused change nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.state, self.stands = AdmissionState(), "none"
        self.taken: list[AdmissionStep] = []
        self.recommenders: set[str] = set()

    @rule(
        kind=st.sampled_from(STEPS),
        by=st.sampled_from(["Anna", " anna ", "Bernd", ""]),
        reason=st.sampled_from(["because", "  "]),
        favourable=st.sampled_from([True, False, None]),
    )
    def take(self, kind: StepKind, by: str, reason: str, favourable: bool | None) -> None:
        tried = step(kind, by, reason, favourable)
        turn = {"none": "a", "admitted": "a", "refused": "a", "applied": "r", "recommended": "rd"}[
            self.stands
        ]
        person = by.strip().casefold()
        allowed = (
            kind[0] in turn
            and person
            and reason.strip()
            and (kind == "application" or favourable is not None)
        )
        if not allowed or (kind == "decision" and person in self.recommenders):
            with pytest.raises(NotAllowed):
                after(self.state, tried)
            return
        self.state = after(self.state, tried)
        self.taken.append(tried)
        if kind == "application":
            self.stands, self.recommenders = "applied", set()
        elif kind == "recommendation":
            self.stands = "recommended"
            self.recommenders.add(person)
        else:
            self.stands = "admitted" if favourable else "refused"

    @invariant()
    def replays(self) -> None:
        assert replay(self.taken) == self.state
        assert self.state.state == self.stands


Procedure.TestCase.settings = settings(max_examples=40, stateful_step_count=12, deadline=None)
TestProcedure = Procedure.TestCase


@pytest.mark.parametrize(
    ("before", "tried", "why"),
    [
        ([], step("recommendation"), "begin with an application"),
        ([step("application")], step("decision"), "A recommendation comes next"),
        ([step("application"), step("recommendation")], step("application"), "a decision comes next"),
        ([step("application"), step("recommendation")], step("decision", "ANNA  "), "ANNA recommended it"),
        ([step("application"), step("recommendation")], step("decision", "Bernd", "\n"), "Give a reason"),
        ([step("application"), step("recommendation")], step("decision", " "), "a name is missing"),
        ([step("application")], step("recommendation", favourable=None), "admitted or not"),
    ],
)
def test_what_is_not_allowed_is_said(before: list[AdmissionStep], tried: AdmissionStep, why: str) -> None:
    with pytest.raises(NotAllowed, match=why):
        after(replay(before), tried)


def test_who_applied_may_decide_but_nobody_who_ever_recommended(world: World, tmp_path: Path) -> None:
    made = Admissions(world(cluster("c", name="C")), AdmissionHistories(tmp_path))
    said = {"by": "Anna", "reason": "because", "favourable": "yes"}
    made.take("cluster:c", ECCP, "application", said, ON, answers={})
    made.take("cluster:c", ECCP, "recommendation", said, ON, answers={})
    made.take(
        "cluster:c", ECCP, "recommendation", {**said, "by": "Bernd", "favourable": "no"}, ON, answers={}
    )
    for name in ("anna", "Bernd"):
        with pytest.raises(NotAllowed, match="somebody else"):
            made.take("cluster:c", ECCP, "decision", {**said, "by": name}, ON, answers={})
    made.take("cluster:c", ECCP, "decision", {**said, "by": "Clara", "favourable": "no"}, ON, answers={})
    shown = made.admission("cluster:c", ECCP)
    assert (shown.now.state, shown.now.next) == ("refused", "application")
    assert [one.by for one in shown.history] == ["Anna", "Anna", "Bernd", "Clara"]
    assert replay(shown.history) == shown.now
    assert [one["id"] for one in shown.history[0].assessment["criteria"]] == [one.id for one in ECCP.criteria]
    made.take("cluster:c", ECCP, "application", said, ON, answers={})
    assert made.admission("cluster:c", ECCP).now.state == "applied"
    assert len(made.admission("cluster:c", ECCP).history) == 5
    assert made.admission("cluster:c", criteria_set("ecei")).history == ()
    with pytest.raises(UnknownId):
        made.take("cluster:none", ECCP, "application", said, ON, answers={})
    with pytest.raises(NotAllowed, match="at most 5,000"):
        made.take("cluster:c", ECCP, "recommendation", {**said, "reason": "x" * 5001}, ON, answers={})
    with pytest.raises(ReadOnly):
        Admissions(world(cluster("c")), None).take("cluster:c", ECCP, "application", said, ON, answers={})


@pytest.mark.parametrize("change", ["reason", "order", "gone"])
def test_a_history_that_was_changed_is_found(tmp_path: Path, change: str) -> None:
    kept = AdmissionHistories(tmp_path)
    for one in (step("application"), step("recommendation"), step("decision", "Bernd")):
        kept.add("cluster:c", "ecei", one, replay)
    assert [asdict(one)["kind"] for one in kept.steps("cluster:c", "ecei")] == [*STEPS]
    path = tmp_path / "admissions" / "cluster-c.ecei.json"
    entries = json.loads(path.read_text("utf-8"))
    if change == "reason":
        entries[1]["step"]["reason"] = "another"
    elif change == "order":
        entries[0], entries[1] = entries[1], entries[0]
    else:
        del entries[1]
    path.write_text(json.dumps(entries), "utf-8")
    with pytest.raises(InvalidData) as found:
        kept.steps("cluster:c", "ecei")
    assert found.value.issues[0].file == path.name
    with pytest.raises(InvalidData):
        kept.add("cluster:c", "ecei", step("application"), replay)
