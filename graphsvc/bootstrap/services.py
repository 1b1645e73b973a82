"""The services over one graph.

A family of services is imported when it is first asked for, so that a command pays for what it uses.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from graphsvc.bootstrap.people_services import PeopleServices
from graphsvc.bootstrap.preparation import steps
from graphsvc.derived_files import prune
from graphsvc.files import secret
from graphsvc.settings import Settings
from graphsvc.state.graph import CurrentGraph

if TYPE_CHECKING:
    from graphsvc.answers.batch import Batch
    from graphsvc.answers.board_paper import BoardPaper
    from graphsvc.answers.catalog import Catalog
    from graphsvc.answers.coverage import CoverageAnswers
    from graphsvc.answers.datasets import Datasets
    from graphsvc.answers.matching import Matching
    from graphsvc.answers.members import Members
    from graphsvc.answers.members.list_jobs import MemberListJobs
    from graphsvc.answers.network import Network
    from graphsvc.answers.open_data import OpenData
    from graphsvc.answers.overview import Overview
    from graphsvc.answers.programme import Programme
    from graphsvc.answers.programme.admissions import Admissions
    from graphsvc.answers.programme.registers import Registers
    from graphsvc.answers.programme.stories import SuccessStories
    from graphsvc.answers.user_content import UserContent
    from graphsvc.answers.yearly_report import YearlyReport
    from graphsvc.bootstrap.views import Views
    from graphsvc.collaboration.digests import DigestReader, DigestText
    from graphsvc.domain.published import PublishedGraph
    from graphsvc.state.jobs import Handler, Jobs
    from graphsvc.state.operator_texts import OperatorTexts
    from graphsvc.store.published_sqlite import QueryResult

_KEPT = 2
"""Files of the published graph that queries read, the last ones."""


@dataclass
class Services(PeopleServices):
    """Everything a door needs, each family made when it is first asked for.

    `lists` are the member lists that readers of these services see beside what is public.
    """

    settings: Settings
    graph: CurrentGraph
    lists: tuple[str, ...] = ()

    @cached_property
    def views(self) -> "Views":
        """The services of readers who may see member lists."""
        from graphsvc.bootstrap.views import Views

        return Views(self)

    @cached_property
    def secret(self) -> bytes:
        """The key that signs forms, kept in the instance folder."""
        return secret(self.settings.home / "secret")

    @cached_property
    def jobs(self) -> "Jobs":
        """Background jobs."""
        from graphsvc.state.jobs import Jobs

        return Jobs(self.graph.home, self.environment(), self.graph.runs, options=self.options())

    @cached_property
    def catalog(self) -> "Catalog":
        """What can be looked up."""
        from graphsvc.answers.catalog import Catalog

        return Catalog(self.graph)

    @cached_property
    def texts(self) -> "OperatorTexts":
        """What the operator has written."""
        from graphsvc.state.operator_texts import OperatorTexts

        return OperatorTexts(self.settings.texts)

    @cached_property
    def coverage(self) -> "CoverageAnswers":
        """Value chains and who covers them."""
        from graphsvc.answers.coverage import CoverageAnswers

        return CoverageAnswers(self.graph)

    @cached_property
    def matching(self) -> "Matching":
        """Suggestions and their reasons."""
        from graphsvc.answers.matching import Matching

        return Matching(self.graph, self.graph.home)

    @cached_property
    def batch(self) -> "Batch":
        """Suggestions for everybody at once."""
        from graphsvc.answers.batch import Batch
        from graphsvc.bootstrap.opening import graph_here

        return Batch(self.graph, graph_here)

    @cached_property
    def people(self) -> "UserContent":
        """What persons say, saved searches, profiles."""
        from graphsvc.answers.network.worker import Worker
        from graphsvc.answers.user_content import UserContent

        return UserContent(self.graph, self.settings, self.matching, Worker(self.jobs))

    @cached_property
    def desk(self) -> "Overview":
        """What is new, what waits, what next."""
        from graphsvc.answers.overview import Overview

        return Overview(self.graph, self.coverage, self.matching, self.members, self.people)

    def board_paper(self, chain_id: str, of: Sequence[str], **reading: Any) -> "BoardPaper":
        """What a report for a board says; see `answers.board_paper.board_paper`."""
        from graphsvc.answers.board_paper import board_paper

        return board_paper(self.catalog, self.coverage, self.matching, chain_id, of, **reading)

    def yearly_report(self, **question: Any) -> "YearlyReport":
        """What a yearly report of a programme says; see `answers.yearly_report.yearly_report`."""
        from graphsvc.answers.yearly_report import yearly_report

        return yearly_report(
            self.graph, self.catalog, self.programme, self.network, self.registers, **question
        )

    def digest(self, reader: "DigestReader") -> "DigestText | None":
        """What a digest tells a person; see `answers.digests.digest_text`."""
        from graphsvc.answers.digests import digest_text

        return digest_text(self.matching, self.settings.address, reader)

    @cached_property
    def datasets(self) -> "Datasets":
        """What was loaded, and loading more."""
        from graphsvc.answers.datasets import Datasets

        return Datasets(self.graph, self.jobs, self.settings)

    @cached_property
    def members(self) -> "Members":
        """Member lists of one's own."""
        from graphsvc.answers.members import Members

        return Members(self.graph, self.settings)

    @cached_property
    def list_jobs(self) -> "MemberListJobs":
        """Member lists, the long ones done by the worker."""
        from graphsvc.answers.members.list_jobs import MemberListJobs

        return MemberListJobs(self.graph, self.members, self.jobs, self.prime)

    @cached_property
    def programme(self) -> "Programme":
        """Labels of clusters and what a cluster programme asks."""
        from graphsvc.answers.programme import Programme
        from graphsvc.state.assessments import KeptAnswers

        answers = None if self.settings.read_only else KeptAnswers(self.settings.home)
        return Programme(self.graph, answers)

    @cached_property
    def admissions(self) -> "Admissions":
        """Procedures of admission."""
        from graphsvc.answers.programme.admissions import Admissions
        from graphsvc.state.admissions import AdmissionHistories

        histories = None if self.settings.read_only else AdmissionHistories(self.settings.home)
        return Admissions(self.graph, histories)

    @cached_property
    def stories(self) -> "SuccessStories":
        """Success stories from recorded outcomes."""
        from graphsvc.answers.programme.stories import SuccessStories
        from graphsvc.state.stories import KeptStories

        kept = KeptStories(self.settings.home)
        writable = self.settings.accounts or not self.settings.read_only  # with accounts the rights decide
        return SuccessStories(self.graph, kept, writable=writable)

    @cached_property
    def registers(self) -> "Registers":
        """Policy measures, funding calls and events."""
        from graphsvc.answers.programme.registers import Registers
        from graphsvc.state.registers import KeptRegisters

        kept = KeptRegisters(self.settings.home)
        return Registers(self.graph, kept, writable=not self.settings.read_only)

    @cached_property
    def outlines(self) -> str | None:
        """The operator's NUTS regions as GeoJSON for the map, if there are any. Raises `InvalidData`."""
        from graphsvc.ingest.nuts_geojson import geojson, read_outlines

        path = self.settings.nuts
        return geojson(read_outlines(path)) if path else None

    def prime(self) -> None:
        """Work out what every visitor needs, so that nobody waits for it; kept ready from then on."""
        for step in steps(self):
            step()

    @cached_property
    def network(self) -> "Network":
        """Who is connected with whom; the worker computes what takes long."""
        from graphsvc.answers.network import Network
        from graphsvc.answers.network.worker import Worker

        return Network(self.graph, Worker(self.jobs), outlines=self.outlines)

    @cached_property
    def open_data(self) -> "OpenData":
        """The data as lists."""
        from graphsvc.answers.open_data import OpenData

        return OpenData(self.graph, self.catalog, self.network)

    def published(self) -> "PublishedGraph":
        """The graph as it is handed on; what a worker would compute for it is computed here."""
        from graphsvc.answers.network import Network
        from graphsvc.answers.open_data import OpenData

        return OpenData(self.graph, self.catalog, Network(self.graph)).published()

    def query(self, statement: str, *, seconds: float) -> "QueryResult":
        """What a SELECT over the published graph answers. Raises `InvalidData` with the engine's reason."""
        from graphsvc.store.published_sqlite import SqlitePublisher, query

        snapshot = self.graph.snapshot()
        path = self.graph.home / "published" / f"{snapshot.digest[:16]}-{version('graphsvc')}.db"
        if not path.exists():
            SqlitePublisher(path).publish(self.published())
            prune(path.parent.glob("*.db"), _KEPT)
        return query(path, statement, seconds=seconds)

    def environment(self) -> dict[str, str]:
        """The environment in which a child process opens the same services."""
        values = self.settings.model_dump(exclude_none=True)
        chosen = {
            name: str(int(value) if isinstance(value, bool) else value) for name, value in values.items()
        }
        return os.environ | {f"GRAPHSVC_{name.upper()}": value for name, value in chosen.items()}

    def options(self) -> list[str]:
        """The options with which a child process sees the same member lists."""
        return [part for one in self.lists for part in ("--list", one)]

    def handlers(self) -> "Mapping[str, Handler]":
        """What the worker can do, by kind of job."""
        from graphsvc.answers.network import Network
        from graphsvc.answers.network import worker as network_work
        from graphsvc.answers.user_content.duplicates import DUPLICATES, Duplicates

        return {
            DUPLICATES: Duplicates(self.graph, self.settings).job,
            **self.datasets.handlers(),
            **self.list_jobs.handlers(),
            **network_work.handlers(self.graph, Network(self.graph, outlines=self.outlines)),
        }
