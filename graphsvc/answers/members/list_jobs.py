"""Member lists as work: short ones are read and written at once, long ones by the worker."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graphsvc.answers.members import Members
from graphsvc.answers.members.taking_over import Mode, Progress
from graphsvc.errors import InvalidData
from graphsvc.ingest.list_sheet import ReadingChoice
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.job_table import Job
from graphsvc.state.jobs import Handler, Jobs

READ, WRITE = "read-list", "write-list"
LONG_TEXT, LONG_MARKUP = 250_000, 2_500_000
"""Bytes from which a list is long: about 5,000 rows, as text or as the XML inside an Excel or ODS file."""


class MemberListJobs:
    """What people ask of member lists on pages; each method tells the job to wait for, if there is one."""

    def __init__(self, graph: CurrentGraph, members: Members, jobs: Jobs, prime: Callable[[], None]) -> None:
        """`prime` prepares what pages need of new data, so that they show it soon after a job is done."""
        self._graph, self._members, self._jobs, self._prime = graph, members, jobs, prime

    def bring(self, cluster: str, filename: str, data: bytes) -> tuple[str, int | None]:
        """Keep and read a list; returns its token, and the job of a long one. Raises as `Members.upload`."""
        token = self._members.keep(cluster, filename, data)
        if is_long(self._members.file(token)):
            return token, self._start(READ, token, unreadable="drop")
        self._members.read_new(token)
        return token, None

    def read_again(self, token: str, asked: ReadingChoice, answers: Mapping[int, str]) -> int | None:
        """Read a list in another way. Raises as `Members.read_again`."""
        if not is_long(self._members.file(token)):
            self._members.read_again(token, asked, answers)
            return None
        self._members.choose(token, asked, answers)
        return self._start(READ, token, unreadable="keep")

    def decide(self, token: str, answers: Mapping[int, str], mode: Mode) -> tuple[str | None, int | None]:
        """Take a list over; returns the token of the undo, or the job. Raises as `Members.decide`."""
        if not is_long(self._members.file(token)):
            return self._members.decide(token, answers, mode), None
        self._members.keep_answers(token, answers)
        return None, self._start(WRITE, token, mode=mode)

    def stop(self, job: int) -> Job:
        """Stop a job; of a list that it took over nothing stays. Returns the job. Raises `UnknownId`."""
        ended = self._jobs.cancel(job)
        if ended.kind == WRITE and ended.state == "canceled":
            self._members.give_up(str(ended.arguments["token"]))
        return ended

    def handlers(self) -> Mapping[str, Handler]:
        """What the worker does for these jobs, by kind."""
        return {READ: self._read, WRITE: self._write}

    def _begun(self, arguments: Mapping[str, Any]) -> str:
        if self._graph.stale():
            self._graph.refresh()
        return str(arguments["token"])

    def _start(self, kind: str, token: str, **arguments: str) -> int:
        about = {"cluster": self._members.cluster(token), "title": self._members.file(token).name}
        return self._jobs.start(kind, token=token, **about, **arguments)

    def _read(self, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        token = self._begun(arguments)
        try:
            self._members.read(token, progress)
        except InvalidData:
            if arguments["unreadable"] == "drop":
                self._members.drop(token)
            raise
        return {"token": token, "cluster": arguments["cluster"]}

    def _write(self, arguments: Mapping[str, Any], progress: Progress) -> Mapping[str, Any]:
        token = self._begun(arguments)
        undo = self._members.decide(token, self._members.answers(token), arguments["mode"], progress)
        self._prime()
        return {"undo": undo}


def is_long(path: Path) -> bool:
    """Whether a list is too long to be read while somebody waits for a page."""
    if not zipfile.is_zipfile(path):
        return path.stat().st_size > LONG_TEXT
    with zipfile.ZipFile(path) as book:
        return sum(part.file_size for part in book.infolist() if part.filename.endswith(".xml")) > LONG_MARKUP
