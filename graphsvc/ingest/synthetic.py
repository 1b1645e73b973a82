"""Synthetic graphs of any size for tests and benchmarks: planted clusters, stages and collaborations.

Nothing here is meant to be mistaken for the real: every name begins with "Synthetic" and the dataset says so.
Equal arguments give equal bytes.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np

from graphsvc.arrays import Bools, Float64s, Int64s
from graphsvc.domain import DatasetInfo
from graphsvc.ingest.bundle import EVIDENCE, columns, write_header
from graphsvc.ingest.csv_cells import guarded
from graphsvc.ingest.reference import City, cities, nuts_regions
from graphsvc.taxonomy import chain

DATASET = "synthetic"
Progress = Callable[[int, int], None]

_KINDS = ("company", "research", "education", "public", "")
_KIND_SHARES = (0.55, 0.2, 0.15, 0.05, 0.05)
_INSIDE = 0.75
"""Share of the partners of a project that come from the cluster of its coordinator."""
_MEMBERS = 0.6
_SKEW = 2.2
"""Exponent that makes the first organizations of a cluster its hubs."""
_YEARS = range(2014, 2024)
_BLOCK = 50_000
_SAYS = ",stated,generated,,,,,"
"""The cells of the evidence, between key and fields."""
_PER_CLUSTER = 400
_LARGEST = 40


@dataclass(frozen=True)
class Sizes:
    """How many organizations, clusters, projects and, before duplicates go, participations are made."""

    organizations: int
    clusters: int
    projects: int
    participations: int


def generate(
    folder: Path,
    organizations: int,
    seed: int,
    *,
    projects: int | None = None,
    partners: float = 6.0,
    progress: Progress | None = None,
) -> Sizes:
    """Write a bundle of a synthetic graph into `folder`; `load` takes it like any other.

    Parameters
    ----------
    organizations : how many organizations, at least 10
    seed : equal seeds give equal files
    projects : how many projects; half as many as organizations by default
    partners : mean number of partners of a project, at least 2; sizes are geometric from 2 on, at most 40
    progress : called with claims written and claims in all

    Raises
    ------
    ValueError
        For fewer than 10 organizations or a mean of fewer than 2 partners.
    """
    if organizations < 10 or partners < 2:
        raise ValueError("at least 10 organizations and 2 partners are needed")
    rng = np.random.default_rng(seed)
    world = _World(rng, organizations, projects if projects is not None else organizations // 2, partners)
    target = folder / DATASET
    target.mkdir(parents=True, exist_ok=True)
    parts = (
        ("organization", world.organization_lines()),
        ("cluster", world.cluster_lines()),
        ("project", world.project_lines()),
        ("participates", world.participation_lines()),
        ("member_of", world.membership_lines()),
        ("performs", world.activity_lines()),
    )
    done = 0
    for kind, lines in parts:
        with (target / f"{kind}.csv").open("w", encoding="utf-8", newline="") as stream:
            keys, fields = columns(kind)
            stream.write(",".join((*keys, *EVIDENCE, *fields)) + "\n")
            for count in _written(stream, lines):
                done += count
                if progress:
                    progress(done, world.total)
    info = DatasetInfo(
        id=DATASET,
        title=f"Synthetic graph of {organizations} organizations (seed {seed})",
        title_de=f"Künstliches Netz aus {organizations} Organisationen (seed {seed})",
        licence="CC0 1.0",
        source="graphsvc generate",
        period_from=f"{_YEARS[0]}-01-01",
        period_to=f"{_YEARS[-1]}-12-01",
        retrieved=f"{_YEARS[-1]}-12-31",
        synthetic=True,
    )
    write_header(folder, [info], "")
    return Sizes(organizations, len(world.cluster_start), world.projects, len(world.slot_project))


def _written(stream: IO[str], lines: Iterator[str]) -> Iterator[int]:
    while block := list(islice(lines, _BLOCK)):
        stream.write("".join(block))
        yield len(block)


class _World:
    """The planted graph as arrays; organizations stand sorted by cluster, the hubs of each first."""

    def __init__(self, rng: np.random.Generator, organizations: int, projects: int, partners: float) -> None:
        self.organizations, self.projects = organizations, projects
        clusters = int(np.clip(organizations // _PER_CLUSTER, 4, 2000))
        shares = rng.dirichlet(np.full(clusters, 2.0))
        size = 1 + rng.multinomial(organizations - clusters, shares)
        self.cluster_start: Int64s = np.concatenate(([0], np.cumsum(size)[:-1])).astype(np.int64)
        self.cluster_size: Int64s = size.astype(np.int64)
        self.cluster_of: Int64s = np.repeat(np.arange(clusters, dtype=np.int64), size)
        self.stages = [food.ref(stage) for food in [chain("food-processing")] for stage in food.required]
        self.cluster_stages = [
            np.sort(rng.choice(len(self.stages), int(rng.integers(2, 6)), replace=False))
            for _ in range(clusters)
        ]
        self._places(rng)
        self.kind: Int64s = rng.choice(len(_KINDS), organizations, p=_KIND_SHARES).astype(np.int64)
        self.is_member: Bools = rng.random(organizations) < _MEMBERS
        self._activities(rng)
        self._projects(rng, partners)
        self.total = (
            organizations
            + clusters
            + projects
            + len(self.slot_project)
            + int(self.is_member.sum())
            + int(self.stage_count.sum())
        )

    def _places(self, rng: np.random.Generator) -> None:
        large = sorted(cities(), key=lambda city: (-city.population, city.geonames_id))[:400]
        self.cities: Sequence[City] = large
        self.city_cells = [_cell(guarded(city.name)) for city in large]
        home = rng.integers(0, len(large), len(self.cluster_start))
        away = rng.random(self.organizations) < 0.2
        elsewhere = rng.integers(0, len(large), self.organizations)
        self.city: Int64s = np.where(away, elsewhere, home[self.cluster_of])
        self.home: Int64s = home.astype(np.int64)
        spread = rng.normal(0.0, 0.15, (2, self.organizations))
        at = np.array([(city.lat, city.lng) for city in large])
        self.lat: Float64s = np.clip(np.round(at[self.city, 0] + spread[0], 4), -90, 90)
        self.lng: Float64s = np.clip(np.round(at[self.city, 1] + spread[1], 4), -180, 180)

    def _activities(self, rng: np.random.Generator) -> None:
        self.stage_count: Int64s = rng.choice(3, self.organizations, p=(0.3, 0.55, 0.15)).astype(np.int64)
        self.stage_draw: Float64s = rng.random((self.organizations, 2))

    def _projects(self, rng: np.random.Generator, partners: float) -> None:
        drawn = 1 + rng.geometric(min(1.0, 1.0 / (partners - 1)), self.projects)
        size: Int64s = np.minimum(drawn, _LARGEST).astype(np.int64)
        owner = np.repeat(np.arange(self.projects, dtype=np.int64), size)
        first: Bools = np.diff(owner, prepend=-1) > 0
        weights = self.cluster_size / self.cluster_size.sum()
        home = rng.choice(len(weights), self.projects, p=weights)
        inside = first | (rng.random(len(owner)) < _INSIDE)
        where = np.where(inside, home[owner], rng.choice(len(weights), len(owner), p=weights))
        hub = (self.cluster_size[where] * rng.random(len(owner)) ** _SKEW).astype(np.int64)
        who = self.cluster_start[where] + hub
        _, kept = np.unique(owner * self.organizations + who, return_index=True)
        kept.sort()
        self.slot_project: Int64s = owner[kept]
        self.slot_organization: Int64s = who[kept]
        self.slot_leads: Bools = first[kept]
        self.partners: Int64s = np.bincount(self.slot_project, minlength=self.projects).astype(np.int64)
        self.start: Int64s = np.sort(rng.integers(0, len(_YEARS) * 12, self.projects))
        self.months: Int64s = rng.integers(12, 61, self.projects)

    def organization_lines(self) -> Iterator[str]:
        tails = [f"{city.country},,{cell}" for city, cell in zip(self.cities, self.city_cells, strict=True)]
        rows = zip(
            self.kind.tolist(),
            self.city.tolist(),
            self.lat.tolist(),
            self.lng.tolist(),
            self.cluster_of.tolist(),
            strict=True,
        )
        for number, (kind, city, lat, lng, cluster) in enumerate(rows):
            yield (
                f"organization:synthetic-{number:07d}{_SAYS}Synthetic organization {number:07d}"
                f" of group {cluster:04d},{_KINDS[kind]},{tails[city]},{lat!r},{lng!r},,,,,,\n"
            )

    def cluster_lines(self) -> Iterator[str]:
        known = nuts_regions()
        for number, place in enumerate(self.home.tolist()):
            city = self.cities[place]
            nuts = city.country if city.country in known else ""
            yield (
                f"cluster:synthetic-{number:04d}{_SAYS}Synthetic cluster {number:04d},{city.country},{nuts},"
                f'{self.city_cells[place]},{city.lat!r},{city.lng!r},"[""synthetic""]",,,,,,\n'
            )

    def project_lines(self) -> Iterator[str]:
        rows = zip(self.start.tolist(), self.months.tolist(), self.partners.tolist(), strict=True)
        for number, (start, months, partners) in enumerate(rows):
            stage = self.stages[number % len(self.stages)].partition("/")[2]
            yield (
                f"project:synthetic-{number:07d}{_SAYS}Synthetic project {number:07d} on {stage},"
                f"SYN{number:07d},{_month(start)},{_month(start + months)},Synthetic,{stage},{partners},\n"
            )

    def participation_lines(self) -> Iterator[str]:
        rows = zip(
            self.slot_organization.tolist(), self.slot_project.tolist(), self.slot_leads.tolist(), strict=True
        )
        for organization, project, leads in rows:
            role = "coordinator" if leads else "participant"
            yield (
                f"organization:synthetic-{organization:07d},project:synthetic-{project:07d},{role},stated,generated,,,,,,\n"
            )

    def membership_lines(self) -> Iterator[str]:
        for number in np.flatnonzero(self.is_member).tolist():
            cluster = int(self.cluster_of[number])
            yield f"organization:synthetic-{number:07d},cluster:synthetic-{cluster:04d},member{_SAYS},\n"

    def activity_lines(self) -> Iterator[str]:
        for number, count in enumerate(self.stage_count.tolist()):
            if count:
                planted = self.cluster_stages[int(self.cluster_of[number])]
                chosen = {
                    int(planted[int(draw * len(planted))])
                    for draw in self.stage_draw[number, :count].tolist()
                }
                for place in sorted(chosen):
                    yield f"organization:synthetic-{number:07d},{self.stages[place]},stated,generated,,,,\n"


def _month(number: int) -> str:
    return f"{_YEARS[0] + number // 12}-{number % 12 + 1:02d}-01"


def _cell(text: str) -> str:
    """A text as it stands in a CSV line."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="").writerow([text])
    return stream.getvalue()
