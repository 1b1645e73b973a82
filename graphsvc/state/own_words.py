"""What the local person says about stages and kinds, and how a change of it is taken back within a day."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from graphsvc.domain import Claim, DatasetInfo, Organization
from graphsvc.domain.dataset import PERSON, WEBSITES
from graphsvc.domain.ports import batches
from graphsvc.domain.rows import EntityRow, LinkRow, Row, to_claim, to_row
from graphsvc.errors import InvalidData
from graphsvc.messages import msg
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.uploads import Uploads

LOCAL = "local"
"""Who says what is said on a service of one person's own."""
MANAGEMENT = "cluster management"
"""Who says what is said on the pages of a member list where people have accounts."""
OWN_WORDS = DatasetInfo(id=PERSON, title="Own words", title_de="Eigene Worte")
READ_WEBSITES = DatasetInfo(
    id=WEBSITES, title="Websites read on request", title_de="Auf Wunsch gelesene Websites"
)


def today() -> str:
    """The day on which something is said, in ISO form (UTC)."""
    return datetime.now(UTC).date().isoformat()


def claims_of_dataset(graph: CurrentGraph, dataset: str, ids: Iterable[str]) -> list[Claim]:
    """The claims of a dataset on organizations and their links, for who changes them; not to be shown."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    with graph.everything.read() as reader:
        rows: list[Row] = [*reader.entities((Organization.kind,), ids=wanted)]
        rows += reader.links(ends=wanted)
    return [to_claim(row) for row in rows if row.dataset == dataset]


def said_or_read(graph: CurrentGraph, ids: Iterable[str]) -> list[Claim]:
    """What the person said about organizations and clusters, and what was read on their websites."""
    wanted = sorted(set(ids))
    return [one for dataset in (PERSON, WEBSITES) for one in claims_of_dataset(graph, dataset, wanted)]


class Undo:
    """What a change replaced, kept for a day under a token, so that it can be taken back as a whole."""

    def __init__(self, home: Path) -> None:
        self._uploads = Uploads(home / "undo")

    def remember(
        self,
        subject: str,
        infos: Iterable[DatasetInfo],
        before: Iterable[Claim],
        after: Iterable[Claim],
        replaced: str | None = None,
        *,
        removed: bool = False,
    ) -> str:
        """Keep what was there before a change and what came instead; returns the token.

        `replaced` is the dataset that the change wrote anew or, with `removed`, took out as a whole; it is
        brought back as a whole.
        """
        about = {
            "subject": subject,
            "infos": [info.model_dump(mode="json") for info in infos],
            "before": [to_row(claim) for claim in before],
            "after": [to_row(claim) for claim in after],
            "replaced": replaced,
            "removed": removed,
        }
        return self._uploads.put([], about)

    def take_back(self, graph: CurrentGraph, token: str) -> None:
        """Bring back what was before. Raises `UnknownId`, and `InvalidData` where what was removed has a
        successor.
        """
        about = self._uploads.about(token)
        replaced = about.get("replaced")
        if replaced and about.get("removed") and _there(graph, replaced):
            raise InvalidData(
                msg("A new list is in use here now, so the removed one cannot be brought back.")
            )
        infos = {one["id"]: DatasetInfo(**one) for one in about["infos"]}
        before = [to_claim(_row(row)) for row in about["before"]]
        kept = {_key(claim) for claim in before}
        gone = [claim for row in about["after"] if _key(claim := to_claim(_row(row))) not in kept]
        if replaced:
            lost = {claim.id for claim in gone if isinstance(claim, Organization)}
            for batch in batches(one for one in said_or_read(graph, lost) if _key(one) not in kept):
                graph.store.delete(batch)
        by_dataset: dict[str, list[Claim]] = defaultdict(list)
        for claim in before:
            by_dataset[claim.evidence.dataset].append(claim)
        if replaced in by_dataset:
            with graph.store.run(infos[replaced]) as run:
                run.write(by_dataset.pop(replaced))
        elif replaced:
            graph.store.retire(replaced)
        for dataset, claims in sorted(by_dataset.items()):
            for batch in batches(claims):
                graph.store.write(infos[dataset], batch)
        for batch in batches(one for one in gone if one.evidence.dataset != replaced):
            graph.store.delete(batch)
        self._uploads.drop(token)
        graph.refresh()

    def removed(self, subject: str) -> str | None:
        """The token by which what was removed of `subject` is brought back."""
        return next(iter(self._uploads.tokens_of(subject=subject, removed=True)), None)

    def subject(self, token: str) -> str:
        """What a change is about. Raises `UnknownId`."""
        return str(self._uploads.about(token)["subject"])

    def drop(self, token: str) -> None:
        """Throw away what is kept under a token: the change did not come about."""
        self._uploads.drop(token)

    def forget(self, subject: str) -> None:
        """Throw away what is kept of the changes about `subject`."""
        self._uploads.drop_of(subject=subject)


def _there(graph: CurrentGraph, dataset: str) -> bool:
    with graph.everything.read() as reader:
        return any(info.id == dataset for info in reader.datasets())


def _row(values: list[Any]) -> Row:
    return LinkRow(*values) if len(values) == len(LinkRow._fields) else EntityRow(*values)


def _key(claim: Claim) -> tuple[str, ...]:
    keys = (str(getattr(claim, field)) for field in claim.key_fields)
    return claim.kind, claim.evidence.dataset, claim.evidence.basis, *keys
