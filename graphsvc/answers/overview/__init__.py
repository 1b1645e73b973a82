"""Overview page: changes since the last visit, value chain, three suggestions and one open question.

The URL holds the cluster or organization and the revision of the last visit; there are no accounts. What was
shown at a visit is stored in the instance folder, so that the next visit can be compared with it.
"""

from dataclasses import dataclass
from typing import Any

from graphsvc.answers.catalog.clusters import presets
from graphsvc.answers.coverage import CoverageAnswers
from graphsvc.answers.members import Members
from graphsvc.answers.overview.news import News, news
from graphsvc.answers.overview.questions import OpenQuestion, question
from graphsvc.answers.user_content import UserContent
from graphsvc.answers.user_content.searches import SuggestionSource
from graphsvc.errors import Busy, GraphsvcError, InvalidData
from graphsvc.messages import Message, msg, say_n
from graphsvc.state.first_chain import first_chain
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.refs import Ref, ref
from graphsvc.state.snapshot_tables import entries, tables
from graphsvc.state.visits import Seen, Visits

MOST_SUGGESTIONS = 3
_WATCHED = 10


@dataclass(frozen=True, slots=True)
class DeskPage:
    """What a page shows of a desk.

    `revision` belongs into its address for the next visit; `own` is the cluster whose own list is in use.
    """

    role: str
    ref: Ref
    since: Message
    news: tuple[News, ...]
    board: Any
    suggestions: tuple[Any, ...]
    reason: Message | None
    question: OpenQuestion | None
    revision: int
    own: str | None


class Overview:
    """Makes desks for clusters and organizations."""

    def __init__(
        self,
        graph: CurrentGraph,
        coverage: CoverageAnswers,
        matching: SuggestionSource,
        members: Members,
        people: UserContent,
    ) -> None:
        self._graph, self._coverage, self._matching = graph, coverage, matching
        self._members, self._people = members, people
        self._visits = Visits(graph.home)

    def __call__(self, role: str, of: str, since: int | None = None) -> DeskPage:
        """The desk of a cluster or organization.

        Args:
            role: management, research or analysis; they differ in order, not in parts.
            of: id of a cluster or organization.
            since: revision of the last visit, from the address; none at the first.

        Raises `UnknownId`, and `InvalidData` for anything that has no desk.
        """
        snapshot = self._graph.snapshot()
        mine = ref(snapshot, of)
        if mine.kind not in ("cluster", "organization"):
            raise InvalidData(msg("only clusters and organizations have a desk"))
        own = tuple(one.id for one in self._members.of(mine.id)) if mine.kind == "cluster" else ()
        board, matches, reason = tables(self._graph).lately(
            f"desk {mine.id} {bool(own)}", lambda: self._asked(mine.id, own=bool(own))
        )
        seen = self._seen(mine.id, own, board, matches)
        found, told = self._news(mine.id, since, snapshot.revision, seen)
        self._visits.keep(mine.id, snapshot.revision, seen)
        return DeskPage(
            role=role,
            ref=mine,
            since=told,
            news=found,
            board=board,
            suggestions=matches[:MOST_SUGGESTIONS],
            reason=reason,
            question=question(self._graph, snapshot.node(mine.id)),
            revision=snapshot.revision,
            own=mine.id if own else None,
        )

    def _asked(self, identifier: str, *, own: bool) -> tuple[Any, tuple[Any, ...], Message | None]:
        """The board of its own chain, the suggestions that are watched, and why there are none."""
        private = identifier if own else None
        board = self._coverage.board(self._chain(identifier), (identifier,), own=private)
        try:
            found = self._matching.partners(identifier, top=_WATCHED)
        except Busy:
            raise
        except GraphsvcError:
            return board, (), msg("Suggestions cannot be made at the moment.")
        return board, tuple(found.matches), found.reason

    def _chain(self, identifier: str) -> str:
        """The chain of its preset, else the one in which it holds most stages."""
        for preset in self._graph.derived("presets", presets):
            if identifier in preset.clusters:
                return preset.chain
        return first_chain(self._graph, identifier)

    def _seen(self, identifier: str, own: tuple[str, ...], board: Any, matches: tuple[Any, ...]) -> Seen:
        snapshot, known = self._graph.snapshot(), tables(self._graph)
        if identifier.startswith("cluster:"):
            row = snapshot.cluster(identifier)
            rows = entries(known.attached.members, row)
            public = snapshot.organizations.ids.take(rows[~snapshot.organizations.hidden[rows]].tolist())
            of_own = (known.projects_of(snapshot.organization(one)) for one in own)
            attached = entries(known.in_projects, row).tolist()
            projects = sorted({*attached, *(project for mine in of_own for project in mine)})
        else:
            public, projects = [], known.projects_of(snapshot.organization(identifier))
        return Seen(
            digest=snapshot.digest,
            members=tuple(sorted({*public, *own})),
            stages={row.stage.ref.id: row.state for row in board.rows},
            projects=tuple(snapshot.projects.ids.take(projects)),
            suggestions=tuple(match.ref.id for match in matches),
        )

    def _news(
        self, identifier: str, since: int | None, revision: int, seen: Seen
    ) -> tuple[tuple[News, ...], Message]:
        searches = [
            News(
                say_n(
                    "One new result in the saved search “%(name)s”",
                    "%(n)s new results in the saved search “%(name)s”",
                    n=one.new,
                    name=one.label,
                ),
                address=one.address,
            )
            for one in self._people.saved()
            if one.new
        ]
        for profile in self._people.profiles_of(identifier):
            if fresh := self._people.profile_matches(profile).new:
                told = say_n(
                    "One new match for the profile “%(name)s”",
                    "%(n)s new matches for the profile “%(name)s”",
                    n=len(fresh),
                    name=profile.title,
                )
                searches.append(News(told, profile.id))
        if since is None:
            return tuple(searches), msg("This is the first look; keep this address to be told what changes.")
        before = seen if since == revision else self._visits.find(identifier, since)
        if before is None:
            return tuple(searches), msg("That visit is no longer kept; changes count from now.")
        found = (*searches, *news(self._graph.snapshot(), before, seen))
        if not found:
            return (), msg("Nothing new since your last visit.")
        return found, say_n(
            "One change since your last visit.", "%(n)s changes since your last visit.", n=len(found)
        )
