from pathlib import Path

import pytest

from graphsvc.errors import InvalidTaxonomy, UnknownId
from graphsvc.matching.cluster_signals import CLUSTER_SIGNALS
from graphsvc.taxonomy.matching import Band, MatchingProfile, Term
from graphsvc.taxonomy.profiles import load_profile, profile, profiles, write_profile

MADE = MatchingProfile(
    id="trial",
    version="1.2",
    task="members",
    note={"en": "A trial", "de": "Ein Versuch"},
    learned={"until": "2018-01-01", "questions": 7},
    retrievers=("fit.words",),
    each=30,
    strata=(1, 3),
    terms=(Term("fit.words", "root", (0.5, -1.25, 0.0)),),
    measured={"period": "2018"},
    bands=(Band(1, 3, 10, 2, 0.05, 0.4),),
)


def test_a_profile_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "trial-1.2.yml"
    file.write_text(write_profile(MADE), encoding="utf-8")
    assert load_profile(file) == MADE


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[0.5, -1.25, 0.0]", "[0.5]", "3 weights are needed"),
        ("- 1\n- 3", "- 3\n- 1", "the bounds must rise"),
        ("shape: root", "shape: round", "must be one of"),
        ("each: 30", "every: 30", "unknown field"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, reason: str) -> None:
    file = tmp_path / "trial-1.2.yml"
    text = write_profile(MADE)
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidTaxonomy, match=reason):
        load_profile(file)


def test_shipped_profiles_can_be_read() -> None:
    assert {"partners", "implementers", "members", "clusters"} <= {made.id for made in profiles()}
    for made in profiles():
        assert {*made.note} == {"en", "de"}


def test_the_cluster_profile_names_every_feature() -> None:
    assert {term.signal for term in profile("clusters").terms} == {
        f"clusters.{name}" for name in CLUSTER_SIGNALS
    }


def test_an_unknown_profile_is_named() -> None:
    with pytest.raises(UnknownId, match="matching profile: dream"):
        profile("dream")


def test_strata_and_bands() -> None:
    assert [MADE.stratum(count) for count in (0, 1, 2, 3, 4, 90)] == [0, 0, 1, 1, 2, 2]
    assert MADE.band(2) is MADE.bands[0]
    assert MADE.band(4) is None
