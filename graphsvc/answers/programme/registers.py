"""What the registers of a programme hold: measures beside trends, calls and who may apply, events."""

from dataclasses import dataclass
from pathlib import Path

from graphsvc.errors import ReadOnly, UnknownId
from graphsvc.ingest.register_table import read_register
from graphsvc.programme.assessment import assess
from graphsvc.programme.eligibility import holds_label, in_country, meets, together
from graphsvc.programme.registers import (
    REGISTERS,
    FundingCall,
    PolicyMeasure,
    RegisterEntry,
    RegisterKind,
)
from graphsvc.programme.validity import Known
from graphsvc.snapshot.regions import country_of
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.labels import awards_by_cluster
from graphsvc.state.refs import Ref, cluster_ref
from graphsvc.state.registers import KeptRegisters
from graphsvc.taxonomy.criteria import criteria_set


@dataclass(frozen=True, slots=True)
class CallApplicant:
    """Whether a cluster may apply by what the record tells, in all and by country, label and criteria.

    A part that the record does not ask for is None.
    """

    ref: Ref
    may: Known
    country: Known | None
    label: Known | None
    criteria: Known | None


class Registers:
    """Registers that were loaded from tables; a public service shows them and takes none."""

    def __init__(self, graph: CurrentGraph, kept: KeptRegisters, *, writable: bool) -> None:
        self._graph, self._kept, self._writable = graph, kept, writable

    def entries(self, kind: RegisterKind) -> tuple[RegisterEntry, ...]:
        """The entries of a register, in the order of their table."""
        return self._kept.entries(kind)

    def load(self, kind: RegisterKind, path: Path) -> int:
        """Take a table instead of what the register held; how many entries it has.

        Raises `InvalidData` with every fault, and `ReadOnly`; nothing is changed then.
        """
        if not self._writable:
            raise ReadOnly
        entries = read_register(path, REGISTERS[kind])
        self._kept.replace(kind, entries)
        return len(entries)

    def measures(self, first: int, last: int, of: str | None) -> tuple[PolicyMeasure, ...]:
        """The policy measures that held in some of the years `first` to `last`, by begin.

        For a region or a cluster (`of`) those of its country and of the Union. Raises `UnknownId`.
        """
        return self.measures_in(first, last, self._country(of) if of else None)

    def measures_in(self, first: int, last: int, country: str | None) -> tuple[PolicyMeasure, ...]:
        """The policy measures that held in some of the years `first` to `last`, by begin.

        With a country those of it and of the Union.
        """
        found = [
            one
            for one in self.entries("policies")
            if isinstance(one, PolicyMeasure)
            and int(one.begins[:4]) <= last
            and (one.ends is None or int(one.ends[:4]) >= first)
            and (country is None or one.country in (country, "EU"))
        ]
        return tuple(sorted(found, key=lambda one: (one.begins, one.title)))

    def _country(self, of: str) -> str | None:
        kind, _, code = of.partition(":")
        if kind == "region":
            return country_of(code)
        snapshot = self._graph.snapshot()
        return snapshot.clusters.records[snapshot.cluster(of)].country

    def call(self, title: str) -> FundingCall:
        """The call of a title. Raises `UnknownId`."""
        for one in self.entries("calls"):
            if isinstance(one, FundingCall) and one.title == title:
                return one
        raise UnknownId("funding call", title)

    def applicants(self, call: FundingCall, on: str) -> tuple[CallApplicant, ...]:
        """Every cluster with what the record of a call tells of it on an ISO day, by name."""
        snapshot, awards = self._graph.snapshot(), awards_by_cluster(self._graph)
        asked = criteria_set(call.criteria) if call.criteria else None
        rows = []
        for row, record in enumerate(snapshot.clusters.records):
            ref = cluster_ref(snapshot, row)
            country = in_country(record.country, call.country) if call.country else None
            label = holds_label(awards.get(ref.id, ()), call.label, on) if call.label else None
            criteria = meets(assess(snapshot, row, asked, {}, on)) if asked else None
            parts = [one for one in (country, label, criteria) if one is not None]
            rows.append(CallApplicant(ref, together(parts), country, label, criteria))
        return tuple(sorted(rows, key=lambda one: one.ref.order))
