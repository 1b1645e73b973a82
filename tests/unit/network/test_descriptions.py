import numpy as np

from graphsvc import network
from tests.unit.network.networks import random_incidence


def test_every_indicator_is_described_in_both_languages() -> None:
    for name, description in network.descriptions().items():
        assert description.id == name
        for texts in (description.label, description.meaning):
            assert set(texts) == {"de", "en"}
            assert all(text.strip() for text in texts.values())
        assert description.of in {"organization", "cluster", "network"}


def test_meanings_are_distinct_and_six_are_for_managers() -> None:
    known = network.descriptions().values()
    for language in ("de", "en"):
        assert len({entry.meaning[language] for entry in known}) == len(known)
        assert len({entry.label[language] for entry in known}) == len(known)
    assert sum(entry.page for entry in known) == 6


def test_every_organization_indicator_is_computed() -> None:
    incidence = random_incidence(8)
    groups = np.arange(incidence.shape[0]) % 3
    found = network.organization_indicators(network.collaboration(incidence), groups, groups == 0)
    described = {name for name, entry in network.descriptions().items() if entry.of == "organization"}
    assert set(found.values) == described
    assert all(len(values) == incidence.shape[0] for values in found.values.values())
