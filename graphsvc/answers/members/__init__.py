"""Member list of a cluster: parsed, matched to organizations, reviewed, stored as a private dataset."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import numpy as np

from graphsvc.answers.members.claims import NEW, ListWriter, dataset_of, name_of, template
from graphsvc.answers.members.resolved_list import WaitingList, kept_list
from graphsvc.answers.members.review import (
    SKIP,
    DoubtfulRow,
    FoundRow,
    ListChange,
    MemberChoice,
    MemberList,
    MemberStages,
    NewRow,
    NotTaken,
    StatedRow,
    decided,
    row_name_place,
)
from graphsvc.answers.members.stage_column import stage_column
from graphsvc.answers.search.documents import PRIVATE
from graphsvc.coverage.claim_resolution import INFERRED, STATED
from graphsvc.domain import Claim, DatasetInfo, Organization
from graphsvc.domain.ids import kind_of
from graphsvc.errors import InvalidData, Issue, UnknownId
from graphsvc.files import secret
from graphsvc.ingest.list_rows import names_of_list, read_list
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.ingest.member_matching import Candidate, ResolvedMember
from graphsvc.messages import Message, msg
from graphsvc.settings import Settings
from graphsvc.state.chain_info import stages
from graphsvc.state.chain_selection import index_of
from graphsvc.state.city_places import city_places
from graphsvc.state.first_chain import first_chain
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.known_names import likeness
from graphsvc.state.list_reading import (
    ColumnMemory,
    changed_choice,
    fit,
    kept_choice,
    restored_choice,
    restored_reading,
)
from graphsvc.state.own_words import OWN_WORDS, READ_WEBSITES, Undo, claims_of_dataset, said_or_read, today
from graphsvc.state.permissions import writable
from graphsvc.state.refs import Ref, cluster_ref, organization_ref, ref
from graphsvc.state.snapshot_tables import tables
from graphsvc.state.uploads import Uploads
from graphsvc.state.visits import Visits

Mode = Literal["replace", "add"]


class Members:
    """Own member lists of clusters; each is the dataset `person-members-<cluster key>`."""

    def __init__(self, graph: CurrentGraph, settings: Settings) -> None:
        self._graph, self._settings = graph, settings
        self._uploads = Uploads(graph.home / "members")
        self._undo = Undo(graph.home)
        self._memory = ColumnMemory(graph.home / "member_columns.json")

    def upload(self, cluster: str, filename: str, data: bytes) -> MemberList:
        """Read a list (CSV, XLSX, XLS, ODS) and resolve it; nothing counts before `decide`.

        Where it is not clear which column is the name, `reading.problem` of the answer asks. Raises
        `UnknownId` for an unknown cluster, `InvalidData` for a file that is no list, `ReadOnly`.
        """
        writable(self._settings)
        snapshot = self._graph.snapshot()
        cluster = snapshot.clusters.ids[snapshot.cluster(cluster)]
        token = self._uploads.put([(filename, data)], {})
        try:
            self._uploads.note(token, self._read(token, cluster, ReadingChoice()))
        except BaseException:
            self._uploads.drop(token)
            raise
        return self.get(token)

    def read_again(self, token: str, asked: ReadingChoice, answers: Mapping[int, str]) -> MemberList:
        """Read an uploaded list in another way: sheet, encoding, delimiter, row of the column names, columns.

        `answers` are kept for the rows that are there again. Raises `UnknownId`, `InvalidData` where the file
        cannot be read so (the reading of before stays), `ReadOnly`.
        """
        writable(self._settings)
        about = self._uploads.about(token)
        if not fit(asked.fields):
            raise InvalidData(msg("two columns are taken for the same; choose each once"))
        choice = changed_choice(restored_choice(about["choice"]), asked, restored_reading(about["reading"]))
        again = self._read(token, about["cluster"], choice)
        self._uploads.note(token, again | {"answers": {str(row): answer for row, answer in answers.items()}})
        return self.get(token)

    def _read(self, token: str, cluster: str, choice: ReadingChoice) -> dict[str, Any]:
        """The list of a token as it is read by a choice. Raises `InvalidData`, also where it names nobody."""
        (path,) = self._uploads.files(token).iterdir()
        known = self._memory.known()
        read = read_list(path, choice, known)
        if read.columns.problem is None and not (read.entries or read.asides):
            raise InvalidData(msg("the list names nobody"), [*read.refused, *read.left_out])
        remembered = not choice.fields and known.get(names_of_list(read)) == read.columns.fields
        return {"cluster": cluster, "choice": kept_choice(choice)} | kept_list(self._graph, read, remembered)

    def get(self, token: str) -> MemberList:
        """What was found of an uploaded list. Raises `UnknownId`."""
        about = self._uploads.about(token)
        cluster, waiting = about["cluster"], WaitingList.restored(about)
        once, asides = waiting.once, waiting.asides
        return MemberList(
            token=token,
            cluster=cluster,
            reading=restored_reading(about["reading"]),
            found=tuple(self._found(one) for one in once if one.state == "found"),
            doubtful=tuple(
                self._doubtful(one, asides.get(one.entry.row, (None,))[0])
                for one in once
                if one.state == "doubtful"
            ),
            new=tuple(NewRow(*row_name_place(one.entry)) for one in once if one.state == "new"),
            refused=tuple(Issue(*one) for one in about["refused"]),
            corrected=tuple(Issue(*one) for one in about["corrected"]),
            repeated=waiting.repeated_rows(),
            left_out=waiting.left_out_rows([Issue(*one) for one in about["left_out"]]),
            stated=tuple(self._stated(cluster, once)),
            change=self._change(cluster, once),
            answers={int(row): answer for row, answer in about.get("answers", {}).items()},
        )

    def not_taken(self, token: str) -> tuple[tuple[str, ...], list[NotTaken]]:
        """The names of a list's columns, and its rows that were refused or left out. Raises `UnknownId`."""
        about = self._uploads.about(token)
        return tuple(about["names"]), [
            NotTaken(row, tuple(cells), tuple(reasons)) for row, cells, reasons in about["not_taken"]
        ]

    def decide(self, token: str, answers: Mapping[int, str], mode: Mode = "replace") -> str:
        """Take a list over: `answers` gives for doubtful rows an id, `new` or `skip` (also for other rows).

        A doubtful row without an answer is left out, and so is one that repeats an earlier row. The list that
        the cluster has is replaced, or with `mode` "add" kept beside the new one. The upload stays for a day,
        so that going back does no harm. Returns the token by which `UserContent.take_back` brings back what
        was before. Raises `UnknownId`, `InvalidData` for an answer that was not offered and while it is not
        clear which column is the name, `ReadOnly`.
        """
        writable(self._settings)
        about = self._uploads.about(token)
        if (problem := about["reading"]["problem"]) is not None:
            raise InvalidData(problem)
        cluster, waiting = about["cluster"], WaitingList.restored(about)
        answered = dict.fromkeys(waiting.repeats, SKIP) | dict(answers)
        writer = self._writer(cluster)
        chosen = [(one.entry, decided(one, answered.get(one.entry.row))) for one in waiting.rows]
        made = [claim for pair in chosen for claim in writer.claims(*pair)]
        if not made:
            raise InvalidData(msg("every row of the list was left out"))
        before = self._claims(cluster)
        after = {_key(claim): claim for claim in (*(before if mode == "add" else ()), *made)}
        info, gone = self._info(cluster), _private_ids(before) - _private_ids(after.values())
        words = said_or_read(self._graph, gone)
        self._graph.store.delete(words)
        with self._graph.store.run(info) as run:
            run.write(after.values())
        self._memory.remember(tuple(about["names"]), tuple(about["reading"]["fields"]))
        infos = [info, OWN_WORDS, READ_WEBSITES]
        begun = None if before else info.id
        undo = self._undo.remember(cluster, infos, [*before, *words], after.values(), begun=begun)
        self._graph.refresh()
        return undo

    def of(self, cluster: str) -> tuple[Ref, ...]:
        """The members of a cluster's own list by name; a public graph knows of none."""
        snapshot = self._graph.snapshot()
        row, dataset = snapshot.cluster(cluster), dataset_of(snapshot.merged.get(cluster, cluster))
        codes = [place for place, info in enumerate(snapshot.datasets) if info.id == dataset]
        links = snapshot.memberships
        mine = (links.cluster == row) & (links.evidence.dataset == (codes[0] if codes else -1))
        found = [organization_ref(snapshot, one) for one in sorted(set(links.organization[mine].tolist()))]
        return tuple(sorted(found, key=lambda one: (str(one.name).casefold(), one.id)))

    def clusters_of(self, organization: str) -> tuple[Ref, ...]:
        """The clusters whose own list names an organization, by id. Raises `UnknownId`."""
        snapshot = self._graph.snapshot()
        table = snapshot.memberships
        here = table.private & (table.organization == snapshot.organization(organization))
        return tuple(cluster_ref(snapshot, row) for row in sorted(set(table.cluster[here].tolist())))

    def stages(self, cluster: str, chain_id: str) -> MemberStages:
        """How many members of the own list hold a stage of a chain, and on what. Raises `UnknownId`."""
        index, snapshot = index_of(self._graph, chain_id), self._graph.snapshot()
        rows = [snapshot.organization(one.id) for one in self.of(cluster)]
        firmest = index.strength[rows].max(axis=1).toarray().ravel() if rows else np.empty(0)
        assigned = int((firmest >= STATED).sum())
        return MemberStages(len(rows), assigned, int((firmest == INFERRED).sum()), int((firmest == 0).sum()))

    def remove(self, cluster: str) -> int:
        """Remove a cluster's own list with all it said and what was said about those it alone knew.

        Returns how many claims. Raises `ReadOnly`.
        """
        writable(self._settings)
        snapshot = self._graph.snapshot()
        cluster = snapshot.clusters.ids[snapshot.cluster(cluster)]
        of_list = {one.id for one in self.of(cluster)}
        mine = _private_ids(self._claims(cluster))
        self._graph.store.delete(said_or_read(self._graph, mine))
        removed = self._graph.store.retire(dataset_of(cluster))
        self._undo.forget(cluster)
        self._uploads.drop_of(cluster=cluster)
        Visits(self._graph.home).leave_out(cluster, of_list)
        self._graph.refresh()
        return removed

    def _claims(self, cluster: str) -> list[Claim]:
        """The claims of the list in use."""
        snapshot = self._graph.snapshot()
        ids = [one for member in self.of(cluster) for one in snapshot.ids_of(member.id)]
        return claims_of_dataset(self._graph, dataset_of(cluster), ids)

    def _writer(self, cluster: str) -> ListWriter:
        known = {
            name_of(claim.name): claim.id
            for claim in self._claims(cluster)
            if isinstance(claim, Organization) and claim.name
        }
        return ListWriter(
            salt=secret(self._graph.home / "members.salt"),
            places=city_places(tables(self._graph)),
            dataset=dataset_of(cluster),
            cluster=cluster,
            chain=first_chain(self._graph, cluster),
            known=known,
            today=today(),
        )

    def _info(self, cluster: str) -> DatasetInfo:
        name = str(ref(self._graph.snapshot(), cluster).name)
        return DatasetInfo(
            id=dataset_of(cluster), title=f"Members of {name}", title_de=f"Mitglieder von {name}"
        )

    def _change(self, cluster: str, rows: Iterable[ResolvedMember]) -> ListChange | None:
        before = self.of(cluster)
        if not before:
            return None
        writer, had = self._writer(cluster), {one.id for one in before}
        sure = {writer.id_of(one.entry, decided(one, None) or NEW) for one in rows if one.state != "doubtful"}
        maybe = {
            writer.id_of(one.entry, choice)
            for one in rows
            if one.state == "doubtful"
            for choice in (*(best.id for best in one.candidates), NEW)
        }
        gone = tuple(one for one in before if one.id not in sure | maybe)
        return ListChange(len(before), len(sure - had), gone)

    def _stated(self, cluster: str, rows: Iterable[ResolvedMember]) -> Iterable[StatedRow]:
        chain = first_chain(self._graph, cluster)
        for one in rows:
            read = stage_column(chain).read(one.entry)
            if read.stages or read.unknown:
                labels = tuple(stages()[f"{chain}/{stage}"].label for stage in read.stages)
                yield StatedRow(one.entry.row, one.entry.name, labels, read.unknown)

    def template(self, form: str, language: str) -> bytes:
        """An empty list to fill in, as `csv` or `xlsx`, headed in a language. Raises `UnknownId`."""
        return template(form, language)

    def _found(self, one: ResolvedMember) -> FoundRow:
        best = one.candidates[0]
        return FoundRow(*row_name_place(one.entry), self._ref(best), best.score)

    def _doubtful(self, one: ResolvedMember, why: Message | None) -> DoubtfulRow:
        choices = tuple(
            MemberChoice(self._ref(best), likeness(best.agreed, best.differing), best.score)
            for best in one.candidates
        )
        return DoubtfulRow(*row_name_place(one.entry), choices, why)

    def _ref(self, candidate: Candidate) -> Ref:
        try:
            return ref(self._graph.snapshot(), candidate.id)
        except UnknownId:
            return Ref(candidate.id, kind_of(candidate.id), candidate.name)


def _private_ids(claims: Iterable[Claim]) -> set[str]:
    """The organizations that are known from the list alone."""
    return {one.id for one in claims if isinstance(one, Organization) and one.id.startswith(PRIVATE)}


def _key(claim: Claim) -> tuple[str, ...]:
    return claim.kind, claim.evidence.basis, *(str(getattr(claim, field)) for field in claim.key_fields)
