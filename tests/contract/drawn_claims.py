"""Claims that a state machine draws: few entities, so that calls meet."""

from collections.abc import Sequence

from hypothesis import strategies as st

from graphsvc.domain import Claim
from tests.support.claims import (
    activity,
    cluster,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)

DATASETS = st.sampled_from(["alpha", "beta"])
BASES = st.sampled_from(["stated", "confirmed"])
ORGANIZATIONS = st.sampled_from(["a", "A", "a-1"])
NAMES = st.sampled_from([None, "A", "ä", "'", '"}', "A\u2028"])
INFOS = st.builds(
    lambda dataset, title: info(dataset, title=title), DATASETS, st.sampled_from(["Old", "New"])
)
ONE_OR_ALL = st.one_of(
    *[INFOS.map(lambda one: [one])] * 3, st.just([info("alpha", title="All"), info("beta")])
)
KINDS = ("organization", "cluster", "project", "member_of", "participates", "performs", "related")
ENTITIES = ("organization:a", "organization:A", "cluster:c", "project:p")


def related(dataset: str, basis: str, among: Sequence[str]) -> st.SearchStrategy[Claim]:
    one, kinds = st.sampled_from(among), st.sampled_from(["hosts", "same_as"])
    return st.builds(
        lambda source, target, kind: relation(source, target, kind, dataset, basis), one, one, kinds
    )


def links_between(dataset: str, among: Sequence[str]) -> st.SearchStrategy[list[Claim]]:
    """One to three links of `among`, and nothing that they need."""
    return BASES.flatmap(lambda basis: st.lists(related(dataset, basis, among), min_size=1, max_size=3))


@st.composite
def claims_of(draw: st.DrawFn, dataset: str) -> list[Claim]:
    basis = draw(BASES)
    one = st.one_of(
        st.builds(lambda key, name: organization(key, dataset, basis, name=name), ORGANIZATIONS, NAMES),
        st.builds(lambda name: cluster("c", dataset, basis, name=name), NAMES),
        st.just(project("p", dataset, basis)),
        st.builds(
            lambda who, role: participation(who, "p", dataset, basis, role=role),
            ORGANIZATIONS,
            st.sampled_from(["coordinator", "participant"]),
        ),
        st.builds(lambda who: membership(who, "c", dataset, basis, start="2010"), ORGANIZATIONS),
        related(dataset, basis, ENTITIES),
        st.builds(
            lambda who, stage: activity(who, f"food/{stage}", dataset, basis),
            st.sampled_from(["organization:a", "cluster:c"]),
            st.sampled_from(["milling", "a"]),
        ),
    )
    return draw(st.lists(one, min_size=1, max_size=6))


def introduced(identifier: str, dataset: str) -> Claim:
    """A claim that there is such an entity."""
    kind, _, key = identifier.partition(":")
    return {"organization": organization, "cluster": cluster, "project": project}[kind](key, dataset)
