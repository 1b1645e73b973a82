"""Histories of admissions in the instance folder: steps are added, and never changed."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from graphsvc.messages import msg
from graphsvc.programme.admission import AdmissionStep
from graphsvc.state.chained_entries import ChainedEntries
from graphsvc.state.entry_files import file_of


class AdmissionHistories:
    """A file for each cluster and criteria set, with every step that was taken, newest last."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "admissions"

    def steps(self, cluster: str, criteria: str) -> tuple[AdmissionStep, ...]:
        """All steps in their order. Raises `InvalidData` where the file is not as it was written."""
        return tuple(AdmissionStep(**one) for one in self._entries(cluster, criteria).read())

    def add(
        self,
        cluster: str,
        criteria: str,
        step: AdmissionStep,
        check: Callable[[tuple[AdmissionStep, ...]], object],
    ) -> None:
        """Add a step after `check` took the steps before it and did not raise.

        Raises what `check` raises, `InvalidData` and `OSError`; all is as before then.
        """
        self._entries(cluster, criteria).add(
            asdict(step), lambda before: check(tuple(AdmissionStep(**one) for one in before))
        )

    def _entries(self, cluster: str, criteria: str) -> ChainedEntries:
        return ChainedEntries(
            file_of(self._folder, cluster, criteria),
            "step",
            msg("the history of this admission cannot be trusted"),
        )
