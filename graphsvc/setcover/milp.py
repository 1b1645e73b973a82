"""Covering as an integer program, solved by HiGHS (`scipy.optimize.milp`)."""

import time
from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from graphsvc.arrays import Float64s, Int64s

_TOLERANCE = 1e-6


def multipliers(supply: Int64s, required: Int64s) -> Float64s:
    """Prices of the stages under which no row is worth more than 1 and `required` is worth most.

    The dual solution of the linear relaxation, made feasible against rounding: y ≥ 0, supply · y ≤ 1.
    """
    from scipy.optimize import LinearConstraint, milp

    if not supply.size:
        return np.zeros(len(required))
    worth_of_row = LinearConstraint(sp.csr_array(supply.astype(float)), ub=np.ones(len(supply)))
    answer = milp(-required.astype(float), constraints=worth_of_row)
    prices = np.maximum(answer.x, 0) if answer.x is not None else np.zeros(len(required))
    worth = float((supply @ prices).max())
    return prices / worth if worth > 1 else prices


@dataclass
class CoverProgram:
    """Fewest rows whose supply reaches `required`, with further linear conditions added as needed."""

    supply: Int64s
    required: Int64s
    extra: list[tuple[Float64s, float, float]] = field(default_factory=list)
    cost: Float64s | None = None

    def at_least(self, coefficients: Float64s, value: float) -> None:
        """Demand that `coefficients` over the chosen rows sum to at least `value`."""
        self.extra.append((coefficients, value, np.inf))

    def at_most(self, coefficients: Float64s, value: float) -> None:
        """Demand that `coefficients` over the chosen rows sum to at most `value`."""
        self.extra.append((coefficients, -np.inf, value))

    def forbid(self, rows: tuple[int, ...]) -> None:
        """Demand that not all of `rows` are chosen together (a no-good cut)."""
        coefficients = np.zeros(len(self.supply))
        coefficients[list(rows)] = 1
        self.at_most(coefficients, len(rows) - 1)

    def solve(self, deadline: float) -> "ProgramSolution":
        """The best answer until `deadline` (a time of `time.perf_counter`)."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        count = len(self.supply)
        if count == 0:
            possible = not (self.required > 0).any() and all(low <= 0 <= high for _, low, high in self.extra)
            return (
                ProgramSolution((), 0.0, proven=True)
                if possible
                else ProgramSolution(None, np.inf, proven=True)
            )
        constraints = [LinearConstraint(sp.csr_array(self.supply.T.astype(float)), lb=self.required)]
        if self.extra:
            rows = sp.csr_array(np.array([coefficients for coefficients, _, _ in self.extra]))
            low, high = (
                np.array([low for _, low, _ in self.extra]),
                np.array([high for _, _, high in self.extra]),
            )
            constraints.append(LinearConstraint(rows, lb=low, ub=high))
        answer = milp(
            np.ones(count) if self.cost is None else self.cost,
            constraints=constraints,
            integrality=np.ones(count, dtype=np.int64),
            bounds=Bounds(0, 1),
            options={"time_limit": max(deadline - time.perf_counter(), 0.01), "mip_rel_gap": 0.0},
        )
        chosen = None if answer.x is None else tuple(np.flatnonzero(answer.x > 0.5).tolist())
        bound = answer.mip_dual_bound if answer.mip_dual_bound is not None else -np.inf
        if answer.status == 2:
            return ProgramSolution(None, np.inf, proven=True)
        return ProgramSolution(chosen, float(bound), proven=answer.status == 0)


@dataclass(frozen=True)
class ProgramSolution:
    """`rows` chosen (None: there is none, or none was found in time) and a lower `bound` of the cost."""

    rows: tuple[int, ...] | None
    bound: float
    proven: bool

    def least(self) -> int:
        """The smallest whole number of rows the bound allows."""
        return 0 if not np.isfinite(self.bound) else max(0, int(np.ceil(self.bound - _TOLERANCE)))
