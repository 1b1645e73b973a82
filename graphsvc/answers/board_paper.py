"""Everything that a paper for the board of a network says about a chain and a set, from the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphsvc.answers.coverage import CoverageAnswers
from graphsvc.answers.coverage.alliances import Alliances
from graphsvc.answers.coverage.board import Board
from graphsvc.answers.coverage.closers import Closers
from graphsvc.answers.coverage.proof import ProofOfStage
from graphsvc.answers.coverage.resilience import Resilience
from graphsvc.messages import Message
from graphsvc.state.refs import Ref

if TYPE_CHECKING:
    from graphsvc.answers.catalog import Catalog
    from graphsvc.answers.catalog.clusters import NetworkStatement
    from graphsvc.answers.catalog.dataset_info import DataNote, SourceInfo
    from graphsvc.answers.matching import Matching

MOST_CLOSERS = 2
"""Candidates named for each gap."""
MOST_SETS = 3
MOST_ASKING, MOST_PARTNERS = 6, 2
"""Clusters for which partners are named, and partners of each."""


@dataclass(frozen=True, slots=True)
class PartnerToMeet:
    """Somebody outside the set whom one of its clusters should meet, and why."""

    asking: Ref
    ref: Ref
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class BoardPaper:
    """The answers of one state of the data to one question, for a day that the paper states.

    `question` makes the same paper again. `allies` are the smallest sets that contain the chosen clusters and
    give every required stage `depth` suppliers; None where no cluster is chosen.
    """

    question: dict[str, Any]
    day: str
    board: Board
    closers: Closers
    resilience: Resilience
    allies: Alliances | None
    depth: int
    partners: tuple[PartnerToMeet, ...]
    proofs: tuple[ProofOfStage, ...]
    claims: "tuple[NetworkStatement, ...]"
    sources: "tuple[SourceInfo, ...]"
    note: "DataNote"


def board_paper(
    catalog: "Catalog",
    coverage: CoverageAnswers,
    matching: "Matching",
    chain_id: str,
    of: Sequence[str],
    *,
    day: str,
    strict: bool = False,
    own: str | None = None,
) -> BoardPaper:
    """The paper about a set of clusters, organizations and regions.

    Args:
        catalog: what can be looked up.
        coverage: answers about value chains.
        matching: suggestions.
        chain_id: id of a value chain.
        of: ids of the set, one or more.
        day: ISO day that the paper states.
        strict: count stated and confirmed stages alone.
        own: the cluster whose private memberships count.

    Raises `UnknownId`.
    """
    reading: dict[str, Any] = {"strict": strict, "own": own}
    board = coverage.board(chain_id, of, **reading)
    clusters = tuple(ref.id for ref in board.columns if ref.kind == "cluster")
    depth = 1 if board.covered_once < board.required else 2
    chosen = {ref.id for ref in board.columns}
    claims = [one.claim for one in catalog.presets() if one.chain == chain_id and set(one.clusters) <= chosen]
    return BoardPaper(
        question={"chain": chain_id, "of": [ref.id for ref in board.columns], **reading},
        day=day,
        board=board,
        closers=coverage.closers(chain_id, of, limit=MOST_CLOSERS, **reading),
        resilience=coverage.resilience(chain_id, of, **reading),
        allies=coverage.alliances(chain_id, must=clusters, k=depth, limit=MOST_SETS, **reading)
        if clusters
        else None,
        depth=depth,
        partners=tuple(
            one for cluster in clusters[:MOST_ASKING] for one in _partners(matching, cluster, chosen)
        ),
        proofs=tuple(coverage.proof(chain_id, of, row.stage.id, **reading) for row in board.rows if row.n),
        claims=tuple(claims),
        sources=tuple(one for one in catalog.sources() if one.retrieved),
        note=catalog.note(),
    )


def _partners(matching: "Matching", cluster: str, chosen: set[str]) -> list[PartnerToMeet]:
    found = matching.partners(cluster, top=MOST_PARTNERS, exclude=sorted(chosen - {cluster}))
    return [PartnerToMeet(found.query, match.ref, match.reasons) for match in found.matches]
