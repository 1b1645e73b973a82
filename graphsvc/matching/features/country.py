"""Affinity of countries.

Signals: `same` (share of those given in the candidate's country), `any` (whether anyone is), `affinity`
(log ratio of observed to expected ties with their countries), `peers` (ln of its country's share
among the participants of the closest projects), `weight` (ln of its country's ties). Exact places are not
used: they were recorded later than the projects and would leak the future.
"""

from collections.abc import Mapping

import numpy as np

from graphsvc.arrays import Float32s, Int32s
from graphsvc.matching.features.family import Family, SignalExplanation, Signals, no_project_values
from graphsvc.matching.query import QueryContext
from graphsvc.messages import msg


def _signals(context: QueryContext, rows: Int32s, _sums: Mapping[str, Float32s]) -> Signals:
    index = context.index
    codes = index.history.country[rows]
    known = codes >= 0

    def of(values: Float32s) -> Float32s:
        return (
            np.where(known, values[codes], 0).astype(np.float32)
            if len(values)
            else np.zeros(len(rows), np.float32)
        )

    return {
        "same": of(context.countries),
        "any": of((context.countries > 0).astype(np.float32)),
        "affinity": of((context.countries @ index.countries.value).astype(np.float32)),
        "peers": of(np.log(context.peer_countries + np.float32(0.01))),
        "weight": of(index.countries.ties),
    }


def _explain(context: QueryContext, row: int) -> SignalExplanation:
    history = context.index.history
    code = int(history.country[row])
    if code < 0:
        return SignalExplanation(msg("Its country is not known"), speaks="little")
    country = history.countries[code]
    if not context.countries.any():
        share = round(float(context.peer_countries[code]), 4)
        detail = msg(
            "Seated in %(country)s, as are %(peer_share)s of those in the closest projects",
            country=country,
            peer_share=share,
        )
        return SignalExplanation(detail, speaks="little")
    if context.countries[code] > 0:
        return SignalExplanation(msg("In the same country (%(country)s)", country=country), speaks="little")
    value = float(context.countries @ context.index.countries.value[:, code])
    if value > 0:
        return SignalExplanation(
            msg("In %(country)s, which works with our country more than usual", country=country)
        )
    return SignalExplanation(msg("In another country (%(country)s)", country=country), speaks="against")


FAMILY = Family("place", msg("Country"), no_project_values, _signals, _explain)
