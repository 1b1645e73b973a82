import math

import numpy as np
import pytest
import scipy.sparse as sp

from graphsvc.matching.history import History
from graphsvc.matching.index import MatchingIndex, build_matching_index
from graphsvc.matching.preferences import Preferences, Stages
from graphsvc.matching.results import ScoredMatch, ScoredMatches
from graphsvc.matching.tasks import explain_partner, implementers, members, partners
from graphsvc.messages import Message
from graphsvc.taxonomy.matching import Band, MatchingProfile, Shape
from tests.unit.matching.world import TOPICS, circles, profile

TERMS: tuple[tuple[str, Shape, float], ...] = (
    ("ties.share", "root", 0.5),
    ("nearness.walk", "root", 2.0),
    ("nearness.adamic_adar", "share", 1.0),
    ("joint.around_us", "root", 1.0),
    ("fit.words", "root", 1.0),
    ("memory.consortium", "root", 1.0),
    ("programme.programme", "plain", 0.3),
    ("place.any", "plain", -0.2),
    ("size.difference", "plain", -0.1),
    ("standing.projects", "plain", 0.1),
)


def made_for(task: str) -> MatchingProfile:
    return profile(task, *TERMS)


@pytest.fixture(name="made")
def _made() -> MatchingIndex:
    return build_matching_index(circles(firms=("food-1", "food-4", "battery-2"), hidden=("food-3",)))


def row(made: MatchingIndex, name: str) -> int:
    return list(made.history.organizations).index(name)


def assert_sound(made: MatchingIndex, found: ScoredMatches) -> None:
    known = {*made.history.organizations, *made.history.projects}
    for match in found.matches:
        assert math.fsum(part.contribution for part in match.parts) == pytest.approx(match.score, abs=1e-9)
        assert [part.contribution for part in match.parts] == sorted(
            (part.contribution for part in match.parts), reverse=True
        )
        for part in match.parts:
            assert isinstance(part.detail, Message)
            assert str(part.detail)
            assert {*part.ours, *part.theirs} <= known
    assert [match.score for match in found.matches] == sorted(
        (match.score for match in found.matches), reverse=True
    )


def test_partners_are_new_visible_and_not_oneself(made: MatchingIndex) -> None:
    asker = row(made, "food-2")
    found = partners(made, asker, made_for("partners"), top=50)
    assert_sound(made, found)
    ids = [match.id for match in found.matches]
    assert ids
    assert ids[0] == "food-5"
    partners_already = {"food-0", "food-1", "food-3", "food-4"}
    assert not {*ids} & (partners_already | {"food-2", "food-3"})


def test_the_same_question_has_the_same_answer_whatever_the_order_of_the_input(made: MatchingIndex) -> None:
    again = build_matching_index(circles(firms=("food-1", "food-4", "battery-2"), hidden=("food-3",)))
    asker = row(made, "battery-0")
    profile_ = made_for("partners")
    assert partners(made, asker, profile_) == partners(again, asker, profile_)


def test_top_is_a_beginning_of_more(made: MatchingIndex) -> None:
    asker = row(made, "battery-0")
    some, more = (partners(made, asker, made_for("partners"), top=top).matches for top in (2, 5))
    assert more[:2] == some


def test_implementers_are_companies_with_known_partners_apart(made: MatchingIndex) -> None:
    found = implementers(
        made, TOPICS["food"], None, made_for("implementers"), institute=row(made, "food-0"), top=9
    )
    assert_sound(made, found)
    assert [match.id for match in found.known] == ["food-1"]
    assert [match.id for match in found.matches] == ["food-4"]


def test_a_text_that_nothing_resembles_has_no_answer_but_a_reason(made: MatchingIndex) -> None:
    found = implementers(made, "Gravitational waves of black holes", None, made_for("implementers"))
    assert found.matches == ()
    assert "holds no word" in str(found.reason)


def test_members_of_the_same_circle_are_found(made: MatchingIndex) -> None:
    given = [row(made, "law-0"), row(made, "law-1")]
    found = members(made, given, TOPICS["law"], None, made_for("members"), top=3)
    assert_sound(made, found)
    assert found.matches[0].id in {"law-2", "law-3"}
    assert not {match.row for match in found.matches} & {*given}


def test_filters_exclusions_and_pins(made: MatchingIndex) -> None:
    asker, law = row(made, "battery-0"), row(made, "law-0")
    nobody = Preferences(mask=np.zeros(made.size, dtype=bool))
    empty = partners(made, asker, made_for("partners"), preferences=nobody)
    assert (empty.matches, str(empty.reason)) == ((), "The filters leave nobody")
    first = partners(made, asker, made_for("partners")).matches[0]
    without = Preferences(exclude=np.array([first.row], dtype=np.int32))
    assert first.id not in {
        match.id for match in partners(made, asker, made_for("partners"), preferences=without).matches
    }
    pinned = Preferences(pin=np.array([law], dtype=np.int32))
    found = partners(made, asker, made_for("partners"), preferences=pinned)
    assert found.matches[0].row == law
    assert math.fsum(part.contribution for part in found.matches[0].parts) == pytest.approx(
        found.matches[0].score, abs=1e-9
    )


def test_sliders_add_parts_of_their_own(made: MatchingIndex) -> None:
    asker = row(made, "food-0")
    holds = np.zeros((made.size, 2), dtype=np.int8)
    holds[row(made, "battery-5"), 1] = 1
    stages = Stages(
        sp.csr_array(holds), ("chain/a", "chain/b"), ("milling", "packing"), np.array([False, True])
    )
    more = Preferences(
        gap=2, new=2, stages=stages, clusters=sp.csr_array(np.eye(made.size, 3, dtype=np.int8))
    )
    found = partners(made, asker, made_for("partners"), preferences=more, top=50)
    assert_sound_without_ids(found)
    filled = next(match for match in found.matches if match.id == "battery-5")
    part = next(part for part in filled.parts if part.feature == "complement")
    assert (part.contribution, str(part.detail)) == (2.0, "Performs what we lack: packing")
    assert {"newness"} <= {part.feature for part in filled.parts}


def assert_sound_without_ids(found: ScoredMatches) -> None:
    for match in found.matches:
        assert math.fsum(part.contribution for part in match.parts) == pytest.approx(match.score, abs=1e-9)


def test_one_candidate_is_explained_wherever_it_ranks(made: MatchingIndex) -> None:
    asker = row(made, "food-0")
    match = explain_partner(made, asker, row(made, "law-5"), made_for("partners"))
    assert isinstance(match, ScoredMatch)
    assert match.id == "law-5"
    assert explain_partner(made, asker, row(made, "food-1"), made_for("partners")) is None
    assert explain_partner(made, asker, row(made, "food-3"), made_for("partners")) is None


def test_likelihood_names_the_measurement(made: MatchingIndex) -> None:
    measured = MatchingProfile(
        **{
            **vars(made_for("partners")),
            "measured": {"from": "2018-01-01", "until": "2019-01-01"},
            "bands": (Band(1, 1, 200, 30, 0.1, 0.2),),
        }
    )
    first, second, *_ = partners(made, row(made, "battery-0"), measured).matches
    assert first.likelihood is not None
    assert "about 15 were in a new joint EU project" in str(first.likelihood.words)
    assert second.likelihood is None
    for near in (0, 2):
        changed = partners(made, row(made, "battery-0"), measured, preferences=Preferences(near=near))
        assert [match.likelihood for match in changed.matches] == [None] * len(changed.matches)


def test_an_organization_without_projects_has_a_reason() -> None:
    base = circles()
    wider = sp.csr_array(sp.vstack([base.incidence, sp.csr_array((1, base.incidence.shape[1]))]))
    history = History(
        **{
            **{name: getattr(base, name) for name in base.__dataclass_fields__},
            "organizations": [*base.organizations, "zzz"],
            "names": [*base.names, "Z"],
            "incidence": wider,
            "country": np.append(base.country, -1).astype(np.int16),
            "kind": np.append(base.kind, -1).astype(np.int16),
            "hidden": np.append(base.hidden, False),
        }
    )
    made = build_matching_index(history)
    found = partners(made, made.size - 1, made_for("partners"))
    assert found.matches == ()
    assert "No project of this organization" in str(found.reason)
