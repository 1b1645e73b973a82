"""Score of a comparison: a sum of weights, one for the level of each field, as a probability."""

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from math import exp
from typing import Any

from graphsvc.ingest.identity.comparison import Comparison
from graphsvc.plain_yaml import read_yaml

FIELDS = ("name", "short name", "city", "country", "postcode", "website", "legal form", "number")
"""The fields that are scored."""


@dataclass(frozen=True)
class IdentityModel:
    """Weights by field and level, and the scores from which pairs are automatic and reviewed.

    `margin` is by how many times the odds of the best candidate must exceed those of the second.
    """

    intercept: float
    weights: dict[str, dict[str, float]]
    automatic: float
    review: float
    margin: float

    def score(self, comparison: Comparison) -> float:
        """The probability that two records are one organization, between 0 and 1."""
        levels = comparison.levels
        if levels["identifier"] == "same":
            return 1.0
        total = self.intercept + sum(self.weights[field].get(levels[field], 0.0) for field in FIELDS)
        return 1 / (1 + exp(-total))


@lru_cache(maxsize=1)
def identity_model() -> IdentityModel:
    """The model that was learned on labelled pairs; its file says on which."""
    text = (
        resources.files("graphsvc.ingest.identity")
        .joinpath("data", "model-1.0.yml")
        .read_text(encoding="utf-8")
    )
    stated: dict[str, Any] = read_yaml(text)
    del stated["origin"]
    return IdentityModel(**stated)
