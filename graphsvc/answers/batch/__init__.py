"""Batch suggestions for every organization: computed in blocks, by several processes, resumable.

Each block is written to the instance folder as soon as it is complete. The name of its folder is a cache key
of data, code and matching profile, so a run computes only missing blocks and the result does not depend on
which process computed which block.
"""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graphsvc.answers.batch.local import on_processes
from graphsvc.answers.batch.parts import lists, read_part, write_part, write_table
from graphsvc.answers.batch.plan import SIZE, BatchPlan, Block, answers, asked, beside
from graphsvc.answers.batch.remote import Opening, on_dask
from graphsvc.errors import Busy, InvalidData
from graphsvc.files import locked, private_folder, sweep_drafts
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.jobs import Progress
from graphsvc.taxonomy.matching import MatchingProfile
from graphsvc.taxonomy.profiles import profile as shipped

TOP = 50


@dataclass(frozen=True, slots=True)
class Suggested:
    """One suggestion of a batch."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What a run did: organizations asked for, blocks in all, how many of them were there already.

    `profile` names the matching profile; `rows` is how many suggestions were written to a file.
    """

    organizations: int
    blocks: int
    kept: int
    profile: str
    rows: int | None


class Batch:
    """The best partners of every organization."""

    def __init__(self, graph: CurrentGraph, opening: Opening, size: int = SIZE) -> None:
        """`opening` opens the same graph in another process; a block holds `size` organizations."""
        self._graph, self._opening, self._size = graph, opening, size
        self._home = graph.home / "batch"

    def run(
        self,
        *,
        top: int = TOP,
        profile: MatchingProfile | None = None,
        workers: int = 1,
        dask: str | None = None,
        out: Path | None = None,
        progress: Progress = lambda _done, _total: None,
    ) -> BatchOutcome:
        """Compute what is missing on so many local processes, or on the Dask scheduler at an address.

        With `out`, all suggestions are written there as well (see `parts.write_table`); the same data and
        profile give the same bytes. `progress` is called with the number of organizations done and in all,
        first with those of an earlier run. Results of other data or code are deleted.

        Raises `InvalidData` for an empty store and a profile that does not fit, `Busy` while another batch
        runs, and what `local.on_processes` and `remote.on_dask` raise.
        """
        plan, rows = self._plan(top, profile), asked(self._graph.snapshot())
        folder = self._folder(plan)
        numbers = range(-(-len(rows) // plan.size))
        private_folder(folder)
        with locked(self._home / "lock") as mine:
            missing = [number for number in numbers if read_part(folder, number) is None]
            if not mine:
                raise Busy(len(numbers) - len(missing), len(numbers))
            sweep_drafts(self._home)
            self._tidy(plan)
            done = len(rows) - sum(len(plan.rows(rows, number)) for number in missing)
            progress(done, len(rows))
            for number, block in self._blocks(plan, missing, workers, dask):
                write_part(folder, number, block)
                done += len(block.counts)
                progress(done, len(rows))
            written = None
            if out is not None:
                ids = list(self._graph.snapshot().organizations.ids)
                written = write_table(out, rows, ids, _complete(folder, numbers))
        return BatchOutcome(len(rows), len(numbers), len(numbers) - len(missing), plan.profile.name, written)

    def of(
        self, identifier: str, *, top: int = TOP, profile: MatchingProfile | None = None
    ) -> tuple[Suggested, ...] | None:
        """What a batch suggested to an organization, best first; None where none was run on these data.

        Nothing is suggested to one that is named after a person. Raises `UnknownId`.
        """
        snapshot = self._graph.snapshot()
        plan, row = self._plan(top, profile), snapshot.organization(identifier)
        rows = asked(snapshot)
        place = int(rows.searchsorted(row))
        if place == len(rows) or rows[place] != row:
            return ()
        number, within = divmod(place, plan.size)
        folder = self._folder(plan)
        block = read_part(folder, number)
        if block is None:
            return None
        found, scores = list(lists([block]))[within]
        ids = snapshot.organizations.ids.take(found)
        return tuple(Suggested(one, score) for one, score in zip(ids, scores, strict=True))

    def _plan(self, top: int, profile: MatchingProfile | None) -> BatchPlan:
        snapshot = self._graph.snapshot()
        if snapshot.empty:
            raise InvalidData("the store is empty: `graphsvc load FOLDER` fills it")
        chosen = profile or shipped("partners")
        if chosen.task != "partners":
            raise InvalidData(f"{chosen.name} is a matching profile for {chosen.task}, not for partners")
        return BatchPlan(snapshot.digest, chosen, top, self._size, beside(self._graph))

    def _folder(self, plan: BatchPlan) -> Path:
        return self._home / plan.name

    def _tidy(self, plan: BatchPlan) -> None:
        """Delete results of other data or other code, which no later run can read."""
        for folder in self._home.iterdir():
            if folder.is_dir() and not folder.name.startswith(plan.ground):
                shutil.rmtree(folder)

    def _blocks(
        self, plan: BatchPlan, missing: list[int], workers: int, dask: str | None
    ) -> Iterator[tuple[int, Block]]:
        if not missing:
            return iter(())
        if dask:
            return on_dask(dask, self._opening, plan, missing)
        return on_processes(answers(self._graph, plan).block, missing, min(workers, len(missing)))


def _complete(folder: Path, numbers: Iterable[int]) -> Iterator[Block]:
    for number in numbers:
        block = read_part(folder, number)
        if block is None:
            raise InvalidData(f"block {number} of the batch was removed or damaged meanwhile: start it again")
        yield block
