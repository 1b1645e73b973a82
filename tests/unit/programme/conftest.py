"""The seeds as a graph to ask, and small worlds of claims."""

from tests.unit.answers.conftest import seeds, world

__all__ = ["seeds", "world"]
