"""Who comes before whom: orders that a change of weights keeps and a mistake turns round.

Each case has two candidates that differ in one thing. Where ties go to the smaller id, the candidate that
should win has the larger one, or both directions are asked for.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp

from graphsvc.matching.index import MatchingIndex, build_matching_index
from graphsvc.matching.preferences import Preferences, Stages
from graphsvc.matching.results import ScoredMatches
from graphsvc.matching.tasks import implementers, members, partners
from graphsvc.taxonomy.matching import MatchingProfile, Shape
from graphsvc.taxonomy.profiles import profile as shipped
from tests.unit.matching.world import TOPICS, circles, history, profile

PEAS, LAW = "protein from peas", "courts and constitutions"
BALANCED: tuple[tuple[str, Shape, float], ...] = (
    ("nearness.walk", "root", 1.0),
    ("fit.words", "root", 1.0),
)


def row(made: MatchingIndex, name: str) -> int:
    return list(made.history.organizations).index(name)


def ids(found: ScoredMatches) -> list[str]:
    return [match.id for match in found.matches]


def parts(found: ScoredMatches, name: str) -> dict[str, float]:
    """Contribution of one part to each match."""
    return {
        match.id: part.contribution for match in found.matches for part in match.parts if part.feature == name
    }


def twins(countries: Sequence[int] = ()) -> MatchingIndex:
    """`home` and `zone` are reached from `us` over `hub` in the same way and worked on the same."""
    base = history(
        [("p1", PEAS, ["us", "hub"]), ("p2", PEAS, ["hub", "home"]), ("p3", PEAS, ["hub", "zone"])]
    )
    country = np.array([0, 0, 0, 0], dtype=np.int16)
    for name, code in zip(("home", "zone"), countries, strict=False):
        country[base.organizations.index(name)] = code
    return build_matching_index(replace(base, country=country))


def of_twins(made: MatchingIndex, steering: Preferences) -> list[str]:
    return ids(partners(made, row(made, "us"), profile("partners", *BALANCED), preferences=steering))


@pytest.mark.parametrize(("near", "first"), [(0, "subject"), (2, "known")])
def test_near_prefers_the_network_to_the_subject(near: int, first: str) -> None:
    """`known` is two steps away and worked on something else, `subject` is far away on the same subject."""
    made = build_matching_index(
        history(
            [
                ("p1", PEAS, ["us", "hub"]),
                ("p2", LAW, ["hub", "known"]),
                ("p3", PEAS, ["subject", "other"]),
                ("p4", LAW, ["other", "third"]),
            ]
        )
    )
    found = partners(
        made, row(made, "us"), profile("partners", *BALANCED), preferences=Preferences(near=near), top=9
    )
    assert found.matches[0].id == first
    assert {"known", "subject"} <= set(ids(found))


@pytest.mark.parametrize("family", ["ties", "nearness", "joint", "place"])
def test_near_weighs_every_family_of_nearness(family: str) -> None:
    less, as_learned, more = (Preferences(near=near).factors[family] for near in (0, 1, 2))
    assert less < as_learned == 1 < more


@pytest.mark.parametrize(("near", "order"), [(0, ["home", "zone"]), (2, ["zone", "home"])])
def test_near_prefers_whose_seat_is_near(near: int, order: list[str]) -> None:
    """Rows are home, hub, us, zone; a seat that is far away or unknown adds nothing."""
    made, km = twins(), np.array([np.nan, 0, 0, 50])
    for away in (900.0, 1001.0, np.nan):
        km = np.array([away, 0, 0, 50])
        assert of_twins(made, Preferences(near=near, km=km)) == order
        assert of_twins(made, Preferences(near=near, km=km[::-1])) == order[::-1]
    near_by = partners(
        made, row(made, "us"), profile("partners", *BALANCED), preferences=Preferences(near=near, km=km)
    )
    weight = {0: -2.0, 2: 5.0}[near]
    assert parts(near_by, "seats") == pytest.approx(
        {"home": 0.0, "zone": weight * np.exp(-50 / 250)}, abs=1e-6
    )
    told = {
        match.id: str(part.detail)
        for match in near_by.matches
        for part in match.parts
        if part.feature == "seats"
    }
    assert told == {
        "home": "Far from our seat, or it is not known where",
        "zone": "About 50 km from our seat",
    }


def test_seats_as_usual_say_nothing() -> None:
    found = partners(
        twins(),
        2,
        profile("partners", *BALANCED),
        preferences=Preferences(near=1, km=np.array([0.0, 0.0, 0.0, 50.0])),
    )
    assert parts(found, "seats") == {}


def test_who_is_new_is_not_told_by_the_network() -> None:
    network = ("ties", "nearness", "joint")
    factors = [Preferences(new=new).factors for new in (0, 1, 2)]
    assert [[one[family] for family in network] for one in factors] == [[1] * 3, [1] * 3, [0] * 3]
    assert [one["place"] for one in factors] == [1, 1, 1]


@pytest.mark.parametrize(("new", "order"), [(0, ["home", "zone"]), (2, ["zone", "home"])])
def test_new_prefers_another_country(new: int, order: list[str]) -> None:
    assert of_twins(twins(countries=(0, 1)), Preferences(new=new)) == order
    assert of_twins(twins(countries=(1, 0)), Preferences(new=new)) == order[::-1]


@pytest.mark.parametrize(("new", "order"), [(0, ["home", "zone"]), (2, ["zone", "home"])])
def test_new_prefers_another_cluster(new: int, order: list[str]) -> None:
    """Rows are home, hub, us, zone; us and home belong to the one cluster, then us and zone."""
    for ours, expected in ((("us", "home"), order), (("us", "zone"), order[::-1])):
        made = twins()
        belongs = sp.csr_array(
            np.array([[int(name in ours)] for name in made.history.organizations], dtype=np.int8)
        )
        assert of_twins(made, Preferences(new=new, clusters=belongs)) == expected


@pytest.mark.parametrize(("new", "first"), [(0, "near"), (2, "other")])
def test_new_prefers_few_common_partners(new: int, first: str) -> None:
    """`near` shares a partner with us; `other` worked on the subject with nobody we know."""
    made = build_matching_index(
        replace(
            base := history(
                [
                    ("p1", PEAS, ["us", "hub"]),
                    ("p2", PEAS, ["hub", "near"]),
                    ("p3", PEAS, ["other", "third"]),
                ]
            ),
            country=np.zeros(len(base.organizations), dtype=np.int16),
        )
    )
    one_signal = profile("partners", ("fit.words", "root", 1.0))
    found = partners(made, row(made, "us"), one_signal, preferences=Preferences(new=new), top=9)
    assert found.matches[0].id == first
    # new counts -3, 0 or 3 for the mean of: another country (no), 1 / (1 + 1/ln 2) or 1 / (1 + 0)
    weight = 3 * (new - 1)
    assert parts(found, "newness") == pytest.approx(
        {"near": weight / (1 + 1 / np.log(2)) / 2, "other": weight / 2, "third": weight / 2}
    )


def test_new_as_learned_says_nothing() -> None:
    made = twins(countries=(0, 1))
    found = partners(made, row(made, "us"), profile("partners", *BALANCED), preferences=Preferences(new=1))
    assert parts(found, "newness") == {}


def stages_of(made: MatchingIndex, held: dict[str, Sequence[int]]) -> Stages:
    """Three stages, of which the last two are missing."""
    holds = np.zeros((made.size, 3), dtype=np.int8)
    for name, columns in held.items():
        holds[row(made, name), list(columns)] = 1
    missing = np.array([False, True, True])
    return Stages(sp.csr_array(holds), ("chain/a", "chain/b", "chain/c"), ("a", "b", "c"), missing)


@pytest.mark.parametrize(
    ("gap", "order"), [(0, ["home", "zone"]), (1, ["zone", "home"]), (2, ["zone", "home"])]
)
def test_gap_prefers_who_performs_a_missing_stage(gap: int, order: list[str]) -> None:
    made = twins()
    steering = Preferences(gap=gap, stages=stages_of(made, {"home": [0], "zone": [1]}))
    assert of_twins(made, steering) == order


def test_gap_prefers_who_performs_more_missing_stages_each_counting_half() -> None:
    made = twins()
    stages = stages_of(made, {"home": [1], "zone": [1, 2]})
    found = partners(
        made, row(made, "us"), profile("partners", *BALANCED), preferences=Preferences(gap=1, stages=stages)
    )
    assert parts(found, "complement") == {"zone": 0.75, "home": 0.5}
    found = partners(
        made, row(made, "us"), profile("partners", *BALANCED), preferences=Preferences(gap=2, stages=stages)
    )
    assert parts(found, "complement") == {"zone": 3.0, "home": 2.0}


def test_a_pin_comes_first_and_an_exclusion_not_at_all() -> None:
    made = twins()
    zone = np.array([row(made, "zone")], dtype=np.int32)
    assert of_twins(made, Preferences()) == ["home", "zone"]
    assert of_twins(made, Preferences(pin=zone)) == ["zone", "home"]
    assert of_twins(made, Preferences(exclude=zone)) == ["home"]


def test_a_pin_that_a_filter_forbids_is_not_suggested() -> None:
    made = twins()
    zone = np.array([row(made, "zone")], dtype=np.int32)
    mask = np.ones(made.size, dtype=bool)
    mask[zone] = False
    assert of_twins(made, Preferences(pin=zone, mask=mask)) == ["home"]


# The shipped weights: whoever changes them keeps these.


def shipped_for(task: str) -> MatchingProfile:
    return shipped(task)


def test_partners_of_partners_on_the_subject_before_strangers_on_another() -> None:
    made = build_matching_index(circles())
    found = partners(made, row(made, "food-0"), shipped_for("partners"), top=50)
    order = ids(found)
    assert order[0] in {"food-3", "food-4"}
    assert order.index("food-4") < order.index("battery-5")
    assert order.index("food-4") < (order.index("law-0") if "law-0" in order else len(order))


def test_companies_of_the_subject_before_others() -> None:
    made = build_matching_index(circles(firms=("battery-1", "food-4", "law-2", "food-1")))
    found = implementers(made, TOPICS["food"], None, shipped_for("implementers"), top=9)
    assert set(ids(found)[:2]) == {"food-1", "food-4"}
    assert {match.row for match in found.matches} <= set(np.flatnonzero(made.history.kind == 0).tolist())


def test_whom_the_institute_worked_with_is_listed_apart() -> None:
    made = build_matching_index(circles(firms=("food-1", "food-4")))
    found = implementers(
        made, TOPICS["food"], None, shipped_for("implementers"), institute=row(made, "food-5"), top=9
    )
    assert ([match.id for match in found.known], ids(found)) == (["food-4"], ["food-1"])


def test_members_of_the_circle_before_members_of_another() -> None:
    made = build_matching_index(circles())
    given = [row(made, "battery-1"), row(made, "battery-2")]
    found = members(made, given, TOPICS["battery"], None, shipped_for("members"), top=50)
    order = ids(found)
    assert order[0].startswith("battery")
    assert order.index("battery-3") < order.index("battery-5")
    assert not {"battery-1", "battery-2"} & set(order)


def test_members_close_to_more_of_those_given_come_first() -> None:
    """`both` worked with both of us, `one` with one, on the same subject."""
    made = build_matching_index(
        history(
            [
                ("p1", PEAS, ["us", "we"]),
                ("p2", PEAS, ["us", "we", "zz-both"]),
                ("p3", PEAS, ["us", "aa-one"]),
                ("p4", PEAS, ["far", "away"]),
            ]
        )
    )
    found = members(made, [row(made, "us"), row(made, "we")], PEAS, None, shipped_for("members"), top=9)
    order = ids(found)
    assert order.index("zz-both") < order.index("aa-one") < order.index("far")
