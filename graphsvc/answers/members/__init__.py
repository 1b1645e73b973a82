"""Member list of a cluster: parsed, matched to organizations, reviewed, stored as a private dataset."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from graphsvc.answers.members.claims import template
from graphsvc.answers.members.in_use import ListInUse
from graphsvc.answers.members.newer_data import KnownByNow, known_by_now
from graphsvc.answers.members.resolved_list import WaitingList, kept_list
from graphsvc.answers.members.review import (
    DoubtfulRow,
    FoundRow,
    MemberChoice,
    MemberList,
    MemberStages,
    NewRow,
    NotTaken,
    StatedRow,
    row_name_place,
)
from graphsvc.answers.members.stage_column import stage_column
from graphsvc.answers.members.taking_over import Mode, Progress, take_out, take_over
from graphsvc.domain.ids import kind_of
from graphsvc.errors import InvalidData, Issue, UnknownId
from graphsvc.ingest.list_rows import names_of_list, read_list
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.ingest.member_matching import Candidate, ResolvedMember
from graphsvc.messages import Message, msg
from graphsvc.settings import Settings
from graphsvc.state.chain_info import stages
from graphsvc.state.first_chain import first_chain
from graphsvc.state.graph import CurrentGraph, drop_views
from graphsvc.state.known_names import likeness
from graphsvc.state.list_reading import (
    changed_choice,
    column_memory,
    fit,
    kept_choice,
    restored_choice,
    restored_reading,
)
from graphsvc.state.own_words import Undo, today
from graphsvc.state.permissions import writable
from graphsvc.state.refs import Ref, cluster_ref, ref
from graphsvc.state.uploads import Uploads
from graphsvc.state.visits import Visits


class Members:
    """Own member lists of clusters; each is the dataset `person-members-<cluster key>`."""

    def __init__(self, graph: CurrentGraph, settings: Settings) -> None:
        self._graph, self._settings = graph, settings
        self._uploads = Uploads(graph.instance / "members")
        self._undo = Undo(graph.instance)

    def upload(self, cluster: str, filename: str, data: bytes) -> MemberList:
        """Read a list (CSV, XLSX, XLS, ODS) and resolve it; nothing counts before `decide`.

        Where it is not clear which column is the name, `reading.problem` of the answer asks. Raises
        `UnknownId` for an unknown cluster, `InvalidData` for a file that is no list, `ReadOnly`.
        """
        token = self.keep(cluster, filename, data)
        self.read_new(token)
        return self.get(token)

    def read_new(self, token: str) -> None:
        """Read a list that was just kept, and throw it away where that fails. Raises as `read`."""
        try:
            self.read(token)
        except BaseException:
            self.drop(token)
            raise

    def keep(self, cluster: str, filename: str, data: bytes) -> str:
        """Keep a list as it was sent; returns its token. Raises `UnknownId`, `ReadOnly`."""
        writable(self._settings, by_rights=True)
        snapshot = self._graph.snapshot()
        cluster = snapshot.clusters.ids[snapshot.cluster(cluster)]
        return self._uploads.put(
            [(filename, data)], {"cluster": cluster, "asked": kept_choice(ReadingChoice())}
        )

    def drop(self, token: str) -> None:
        """Throw a list away that was kept. Raises `UnknownId`."""
        self._uploads.drop(token)

    def file(self, token: str) -> Path:
        """The file of a list that was kept. Raises `UnknownId`."""
        (path,) = self._uploads.files(token).iterdir()
        return path

    def cluster(self, token: str) -> str:
        """Whose list it is. Raises `UnknownId`."""
        return str(self._uploads.about(token)["cluster"])

    def answers(self, token: str) -> dict[int, str]:
        """What was answered about rows so far, by their numbers. Raises `UnknownId`."""
        return {int(row): answer for row, answer in self._uploads.about(token).get("answers", {}).items()}

    def keep_answers(self, token: str, answers: Mapping[int, str]) -> None:
        """Keep what was answered about rows. Raises `UnknownId`, `ReadOnly`."""
        writable(self._settings, by_rights=True)
        self._uploads.note(token, self._uploads.about(token) | _kept_answers(answers) | {"undo": None})

    def read_again(self, token: str, asked: ReadingChoice, answers: Mapping[int, str]) -> MemberList:
        """Read an uploaded list in another way: sheet, encoding, delimiter, row of the column names, columns.

        `answers` are kept for the rows that are there again. Raises `UnknownId`, `InvalidData` where the file
        cannot be read so (the reading of before stays), `ReadOnly`.
        """
        before = self._read_list(token)
        self.choose(token, asked, answers)
        try:
            self.read(token)
        except BaseException:
            self._uploads.note(token, before)
            raise
        return self.get(token)

    def choose(self, token: str, asked: ReadingChoice, answers: Mapping[int, str]) -> None:
        """Note how a list is to be read; see `read_again`."""
        writable(self._settings, by_rights=True)
        about = self._read_list(token)
        if not fit(asked.fields):
            raise InvalidData(msg("two columns are taken for the same; choose each once"))
        choice = changed_choice(restored_choice(about["choice"]), asked, restored_reading(about["reading"]))
        self._uploads.note(token, about | {"asked": kept_choice(choice)} | _kept_answers(answers))

    def read(self, token: str, progress: Progress = lambda _done, _total: None) -> None:
        """Read a list as was asked, and resolve it; `progress` hears how many rows are, and of how many.

        Raises `UnknownId`, `InvalidData` for a file that cannot be read, also where it names nobody.
        """
        about = self._uploads.about(token)
        known = column_memory(self._graph.instance, self._settings, about["cluster"]).known()
        choice = restored_choice(about["asked"])
        read = read_list(self.file(token), choice, known, today())
        if read.columns.problem is None and not (read.entries or read.asides):
            raise InvalidData(msg("the list names nobody"), [*read.refused, *read.left_out])
        remembered = not choice.fields and known.get(names_of_list(read)) == read.columns.fields
        found = kept_list(self._graph, read, remembered, progress)
        self._uploads.note(token, about | {"choice": kept_choice(choice)} | found)

    def _read_list(self, token: str) -> dict[str, Any]:
        """What is kept of a list that was read. Raises `UnknownId` also where it was not."""
        about = self._uploads.about(token)
        if "reading" not in about:
            raise UnknownId("upload", token)
        return about

    def get(self, token: str) -> MemberList:
        """What was found of an uploaded list. Raises `UnknownId`."""
        about = self._read_list(token)
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
            change=ListInUse(self._graph, cluster).change(once),
            answers=self.answers(token),
        )

    def not_taken(self, token: str) -> tuple[tuple[str, ...], list[NotTaken]]:
        """The names of a list's columns, and its rows that were refused or left out. Raises `UnknownId`."""
        about = self._read_list(token)
        return tuple(about["names"]), [
            NotTaken(row, tuple(cells), tuple(reasons)) for row, cells, reasons in about["not_taken"]
        ]

    def decide(
        self,
        token: str,
        answers: Mapping[int, str],
        mode: Mode = "replace",
        progress: Progress = lambda _done, _total: None,
    ) -> str:
        """Take a list over: `answers` gives for doubtful rows an id, `new` or `skip` (also for other rows).

        A doubtful row without an answer is left out, and so is one that repeats an earlier row. The list that
        the cluster has is replaced, or with `mode` "add" kept beside the new one. The upload stays for a day,
        so that going back does no harm. `progress` hears how many rows are written, and of how many. Returns
        the token by which `UserContent.take_back` brings back what was before. Raises `UnknownId`,
        `InvalidData` for an answer that was not offered and while it is not clear which column is the name,
        `ReadOnly`.
        """
        writable(self._settings, by_rights=True)
        about = self._read_list(token)
        if (problem := about["reading"]["problem"]) is not None:
            raise InvalidData(problem)
        in_use = ListInUse(self._graph, about["cluster"])
        undo = take_over(
            in_use,
            about,
            answers,
            mode=mode,
            undo=self._undo,
            begun=lambda undo: self._uploads.note(token, about | {"undo": undo}),
            progress=progress,
        )
        memory = column_memory(self._graph.instance, self._settings, about["cluster"])
        memory.remember(tuple(about["names"]), tuple(about["reading"]["fields"]))
        self._graph.refresh()
        return undo

    def give_up(self, token: str) -> None:
        """Bring back what was before a list was taken over by work that did not come to its end.

        Nothing where it had not begun to write, or put things right itself. Raises `UnknownId`.
        """
        undo = self._uploads.about(token).get("undo")
        if undo is not None:
            with suppress(UnknownId):
                self._undo.take_back(self._graph, undo)

    def of(self, cluster: str) -> tuple[Ref, ...]:
        """The members of a cluster's own list by name; a public graph knows of none."""
        return ListInUse(self._graph, cluster).members()

    def clusters_of(self, organization: str) -> tuple[Ref, ...]:
        """The clusters whose own list names an organization, by id. Raises `UnknownId`."""
        snapshot = self._graph.snapshot()
        table = snapshot.memberships
        here = table.private & (table.organization == snapshot.organization(organization))
        return tuple(cluster_ref(snapshot, row) for row in sorted(set(table.cluster[here].tolist())))

    def stages(self, cluster: str, chain_id: str) -> MemberStages:
        """How many members of the own list hold a stage of a chain, and on what. Raises `UnknownId`."""
        return ListInUse(self._graph, cluster).stages(chain_id)

    def most_useful_first(self, cluster: str, chain_id: str) -> tuple[Ref, ...]:
        """The members as a person looks over their stages; see `ListInUse`. Raises `UnknownId`."""
        return ListInUse(self._graph, cluster).most_useful_first(chain_id)

    def known_by_now(self, cluster: str) -> tuple[KnownByNow, ...]:
        """Members that only the list knew when it was brought, and that the data has by now."""
        return known_by_now(ListInUse(self._graph, cluster))

    def remove(self, cluster: str) -> int:
        """Remove a cluster's own list with all it said and what was said about those it alone knew.

        For a day `removed` tells what brings it back. Returns how many claims went. Raises `ReadOnly`.
        """
        writable(self._settings, by_rights=True)
        snapshot = self._graph.snapshot()
        cluster = snapshot.clusters.ids[snapshot.cluster(cluster)]
        of_list = {one.id for one in self.of(cluster)}
        removed = take_out(ListInUse(self._graph, cluster), self._undo)
        drop_views(self._graph.instance)
        self._uploads.drop_of(cluster=cluster)
        Visits(self._graph.home).leave_out(cluster, of_list)
        self._graph.refresh()
        return removed

    def removed(self, cluster: str) -> str | None:
        """The token by which `UserContent.take_back` brings back the list that was removed within a day."""
        return self._undo.removed(cluster)

    def _stated(self, cluster: str, rows: Iterable[ResolvedMember]) -> Iterable[StatedRow]:
        chain = first_chain(self._graph, cluster)
        for one in rows:
            read = stage_column(chain).read(one.entry)
            if read.stages or read.unknown:
                labels = tuple(stages()[f"{chain}/{stage}"].label for stage in read.stages)
                yield StatedRow(one.entry.row, one.entry.name, labels, read.unknown)

    template = staticmethod(template)

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


def _kept_answers(answers: Mapping[int, str]) -> dict[str, Any]:
    return {"answers": {str(row): answer for row, answer in answers.items()}}
