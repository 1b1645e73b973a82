"""Communities in place of nodes: what a map shows first when there is more than it can draw."""

import numpy as np
from scipy import sparse

from graphsvc.arrays import Int64s
from graphsvc.drawing.layouts import Layouts
from graphsvc.drawing.map_graph import EDGE_KINDS, MapGraph, MapTies
from graphsvc.drawing.messages import LANGUAGES, both, told
from graphsvc.drawing.scene import DrawingLimit, Edges, LegendLine, Nodes, Scene, Texts
from graphsvc.drawing.views import View
from graphsvc.network.sparse import Matrix

MAX_COMMUNITIES = 500


def community_scene(
    ground: MapGraph, view: View, nodes: Int64s, ties: MapTies, layouts: Layouts, *, projects: int = 0
) -> Scene:
    """Draw each community as one node, sized by its members, and the strength between communities.

    At most 500 communities, the largest first; what is left out is said in the note, with the `projects` that
    would have been nodes too.
    """
    of = ground.communities.of
    known, counts = np.unique(of[nodes], return_counts=True)
    order = np.lexsort((known, -counts))[:MAX_COMMUNITIES]
    shown, members = known[np.sort(order)], counts[np.sort(order)]
    place = np.full(ground.communities.number, -1, dtype=np.int64)
    place[shown] = np.arange(len(shown))
    between = _between(place[of[ties.source]], place[of[ties.target]], ties.weight, len(shown))
    ids = tuple(f"community:{community}" for community in shown.tolist())
    symmetric = Matrix(between + between.T)
    placed = layouts.positions("communities", f"{ground.key} {len(nodes)} {len(ties)}", ids, symmetric)
    edges = between.tocoo()
    nowhere = (None,) * len(shown)
    blank = ("",) * len(shown)
    return Scene(
        view=view.id,
        digest=ground.snapshot.digest,
        title=view.title,
        caption=view.caption,
        kinds=(LegendLine("community", both("kind.community"), 6),),
        groups=(),
        edge_kinds=(LegendLine(EDGE_KINDS[0], both(f"relation.{EDGE_KINDS[0]}"), 0),),
        colored_by=both("color.none"),
        sized_by=both("size.members"),
        nodes=Nodes(
            ids=ids,
            labels=tuple(ground.community_label(int(community)) for community in shown),
            kind=(0,) * len(shown),
            group=(-1,) * len(shown),
            size=tuple(members.astype(float).tolist()),
            x=tuple(np.round(placed[:, 0], 5).tolist()),
            y=tuple(np.round(placed[:, 1], 5).tolist()),
            lng=nowhere,
            lat=nowhere,
            country=blank,
            region=blank,
            city=blank,
            heads=tuple(ground.snapshot.node_id(head) for head in ground.community_heads[shown].tolist()),
        ),
        edges=Edges(
            source=tuple(edges.row.tolist()),
            target=tuple(edges.col.tolist()),
            kind=(0,) * edges.nnz,
            weight=tuple(np.round(edges.data, 6).tolist()),
            count=(1,) * edges.nnz,
            years=(0,) * edges.nnz,
        ),
        cut=DrawingLimit(len(nodes) + projects, len(ties), _note(ground, view, nodes, projects, len(shown))),
    )


def _note(ground: MapGraph, view: View, nodes: Int64s, projects: int, shown: int) -> Texts:
    clusters = int((nodes >= ground.organizations).sum())
    numbers = {"organizations": len(nodes) - clusters, "clusters": clusters, "projects": projects}
    return {
        language: told(
            "cut.communities",
            language,
            nodes=len(nodes) + projects,
            cap=view.cap,
            shown=shown,
            what=", ".join(told(f"cut.{what}", language, n=n) for what, n in numbers.items() if n),
        )
        for language in LANGUAGES
    }


def _between(source: Int64s, target: Int64s, weight: np.ndarray, size: int) -> Matrix:
    keep = (source >= 0) & (target >= 0) & (source != target)
    low, high = np.minimum(source, target)[keep], np.maximum(source, target)[keep]
    matrix = sparse.csr_array((weight[keep], (low, high)), shape=(size, size))
    matrix.sum_duplicates()
    return matrix
