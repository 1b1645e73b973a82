"""Member list of a cluster: parsed, matched to organizations, reviewed, stored as a private dataset."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphsvc.answers.members.claims import NEW, claims_of, dataset_of, template
from graphsvc.domain import DatasetInfo
from graphsvc.domain.ids import kind_of
from graphsvc.errors import InvalidData, Issue, UnknownId
from graphsvc.files import secret
from graphsvc.ingest.list_rows import MemberRow, read_members
from graphsvc.ingest.member_matching import Candidate, KnownOrganization, NameIndex, ResolvedMember
from graphsvc.messages import Message, english, msg
from graphsvc.settings import Settings
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.permissions import writable
from graphsvc.state.refs import Ref, country, organization_ref, ref
from graphsvc.state.snapshot_tables import SnapshotTables, tables
from graphsvc.state.uploads import Uploads
from graphsvc.state.visits import Visits

SKIP = "skip"


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row that is one known organization."""

    row: int
    name: str
    place: str
    ref: Ref
    score: float


@dataclass(frozen=True, slots=True)
class MemberChoice:
    """An organization that a doubtful row may be, and what speaks for or against it."""

    ref: Ref
    why: Message
    score: float


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A row that a person has to decide about."""

    row: int
    name: str
    place: str
    candidates: tuple[MemberChoice, ...]


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that is no known organization."""

    row: int
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class MemberList:
    """What was found of a list; `refused` rows are not among the others, `corrected` ones are."""

    token: str
    cluster: str
    found: tuple[FoundRow, ...]
    doubtful: tuple[DoubtfulRow, ...]
    new: tuple[NewRow, ...]
    refused: tuple[Issue, ...]
    corrected: tuple[Issue, ...]


class Members:
    """Own member lists of clusters; each is the dataset `person-members-<cluster key>`."""

    def __init__(self, graph: CurrentGraph, settings: Settings) -> None:
        self._graph, self._settings = graph, settings
        self._shelf = Uploads(graph.home / "members")

    def upload(self, cluster: str, filename: str, data: bytes) -> MemberList:
        """Read a list (CSV or XLSX) and resolve it; nothing counts before `decide`.

        Raises `UnknownId` for an unknown cluster, `InvalidData` for a file that is no list, `ReadOnly`.
        """
        writable(self._settings)
        snapshot = self._graph.snapshot()
        cluster = snapshot.clusters.ids[snapshot.cluster(cluster)]
        token = self._shelf.put([(filename, data)], {})
        try:
            (path,) = self._shelf.files(token).iterdir()
            read = read_members(path)
            if not read.entries:
                raise InvalidData(english("the list names nobody"), read.refused)
        finally:
            self._shelf.drop(token)
        index = tables(self._graph).memo("names", _name_index)
        resolved = [index.resolve(entry) for entry in read.entries]
        about = {
            "cluster": cluster,
            "rows": [_plain(one) for one in resolved],
            "refused": [tuple(vars(issue).values()) for issue in read.refused],
            "corrected": [tuple(vars(issue).values()) for issue in read.corrected],
        }
        return self.get(self._shelf.put([], about))

    def get(self, token: str) -> MemberList:
        """What was found of an uploaded list. Raises `UnknownId`."""
        about = self._shelf.about(token)
        rows = [_resolved(one) for one in about["rows"]]
        return MemberList(
            token=token,
            cluster=about["cluster"],
            found=tuple(self._found(one) for one in rows if one.state == "found"),
            doubtful=tuple(self._doubtful(one) for one in rows if one.state == "doubtful"),
            new=tuple(NewRow(*_said(one.entry)) for one in rows if one.state == "new"),
            refused=tuple(Issue(*one) for one in about["refused"]),
            corrected=tuple(Issue(*one) for one in about["corrected"]),
        )

    def decide(self, token: str, answers: Mapping[int, str]) -> str:
        """Take a list over: `answers` gives for doubtful rows an id, `new` or `skip` (also for other rows).

        A doubtful row without an answer is left out. What the cluster's list was before is replaced.
        Returns the cluster. Raises `UnknownId`, `InvalidData` for an answer that was not offered, `ReadOnly`.
        """
        writable(self._settings)
        about = self._shelf.about(token)
        cluster, rows = about["cluster"], [_resolved(one) for one in about["rows"]]
        chosen = [(one.entry, _chosen(one, answers.get(one.entry.row))) for one in rows]
        dataset = dataset_of(cluster)
        salt = secret(self._graph.home / "members.salt")
        claims = [claim for pair in chosen for claim in claims_of(salt, dataset, cluster, *pair)]
        if not claims:
            raise InvalidData(english("every row of the list was left out"))
        name = str(ref(self._graph.snapshot(), cluster).name)
        info = DatasetInfo(id=dataset, title=f"Members of {name}", title_de=f"Mitglieder von {name}")
        with self._graph.store.run(info) as run:
            run.write(claims)
        self._shelf.drop(token)
        self._graph.refresh()
        return str(cluster)

    def of(self, cluster: str) -> tuple[Ref, ...]:
        """The members of a cluster's own list by name; a public graph knows of none."""
        snapshot = self._graph.snapshot()
        row, dataset = snapshot.cluster(cluster), dataset_of(snapshot.merged.get(cluster, cluster))
        codes = [place for place, info in enumerate(snapshot.datasets) if info.id == dataset]
        links = snapshot.memberships
        mine = (links.cluster == row) & (links.evidence.dataset == (codes[0] if codes else -1))
        found = [organization_ref(snapshot, one) for one in links.organization[mine].tolist()]
        return tuple(sorted(found, key=lambda one: (str(one.name).casefold(), one.id)))

    def remove(self, cluster: str) -> int:
        """Remove a cluster's own list with all it said; returns how many claims. Raises `ReadOnly`."""
        writable(self._settings)
        snapshot = self._graph.snapshot()
        cluster = snapshot.clusters.ids[snapshot.cluster(cluster)]
        removed = self._graph.store.retire(dataset_of(cluster))
        Visits(self._graph.home).forget(cluster)
        self._graph.refresh()
        return removed

    def template(self, form: str) -> bytes:
        """An empty list to fill in, as `csv` or `xlsx`. Raises `UnknownId`."""
        return template(form)

    def _found(self, one: ResolvedMember) -> FoundRow:
        best = one.candidates[0]
        return FoundRow(*_said(one.entry), self._ref(best), best.score)

    def _doubtful(self, one: ResolvedMember) -> DoubtfulRow:
        choices = tuple(
            MemberChoice(self._ref(best), _why(one.entry, best), best.score) for best in one.candidates
        )
        return DoubtfulRow(*_said(one.entry), choices)

    def _ref(self, candidate: Candidate) -> Ref:
        try:
            return ref(self._graph.snapshot(), candidate.id)
        except UnknownId:
            return Ref(candidate.id, kind_of(candidate.id), candidate.name)


def _name_index(known: SnapshotTables) -> NameIndex:
    """The names of all organizations that are found by more than their exact name."""
    snapshot = known.snapshot
    table = snapshot.organizations
    shown = zip(table.ids, table.names, table.aliases, table.city, table.country.tolist(), strict=True)
    hidden = table.hidden.tolist()
    return NameIndex(
        KnownOrganization(
            id=identifier,
            name=name,
            aliases=tuple(aliases.split("\n")) if aliases else (),
            city=city or None,
            country=country(snapshot, code) or None,
        )
        for place, (identifier, name, aliases, city, code) in enumerate(shown)
        if not hidden[place]
    )


def _why(entry: MemberRow, candidate: Candidate) -> Message:
    share = candidate.score
    if share >= 0.9:
        return msg("the same name, but others have it too")
    return msg("the names agree by %(score_share)s", score_share=share)


def _chosen(one: ResolvedMember, answer: str | None) -> str | None:
    """What a row becomes: an id, `new`, or nothing."""
    offered = [candidate.id for candidate in one.candidates]
    if answer is None:
        return {"found": offered[0] if offered else None, "new": NEW}.get(one.state)
    if answer == SKIP:
        return None
    if answer != NEW and answer not in offered:
        raise InvalidData(
            english("row %(row)s was not offered %(answer)s", row=one.entry.row, answer=repr(answer[:100]))
        )
    return answer


def _said(entry: MemberRow) -> tuple[int, str, str]:
    return entry.row, entry.name, ", ".join(part for part in (entry.city, entry.country) if part)


def _plain(one: ResolvedMember) -> dict[str, Any]:
    entry = one.entry
    return {
        "entry": [entry.row, entry.name, entry.city, entry.country],
        "state": one.state,
        "candidates": [[best.id, best.name, best.score] for best in one.candidates],
    }


def _resolved(plain: Mapping[str, Any]) -> ResolvedMember:
    candidates = tuple(Candidate(*best) for best in plain["candidates"])
    return ResolvedMember(MemberRow(*plain["entry"]), plain["state"], candidates)
