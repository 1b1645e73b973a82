"""The seeds as a graph to ask."""

from tests.unit.answers.conftest import seeds

__all__ = ["seeds"]
