"""Bridges and articulation points."""

from dataclasses import dataclass

from graphsvc.network.sparse import Matrix


@dataclass(frozen=True, slots=True)
class Biconnectivity:
    """Bridges as pairs of indices (smaller first) and articulation points as indices, both sorted."""

    bridges: tuple[tuple[int, int], ...]
    articulation_points: tuple[int, ...]


def biconnectivity(network: Matrix) -> Biconnectivity:
    """Find bridges and articulation points by one depth-first search.

    A bridge is a tie without which its two ends would no longer reach one another; an articulation point is
    an organization without which its component would fall apart.

    Reference: J. Hopcroft, R. Tarjan, "Algorithm 447: efficient algorithms for graph manipulation" (1973).
    """
    search = _Search(network)
    for root in range(network.shape[0]):
        if search.order[root] < 0:
            search.run(root)
    return Biconnectivity(tuple(sorted(search.bridges)), tuple(sorted(search.points)))


class _Search:
    """Depth-first search with low points, without recursion."""

    def __init__(self, network: Matrix) -> None:
        self.starts: list[int] = network.indptr.tolist()
        self.ends: list[int] = network.indices.tolist()
        self.order = [-1] * network.shape[0]
        self.low = [0] * network.shape[0]
        self.parent = [-1] * network.shape[0]
        self.next_edge = self.starts[:-1]
        self.time = 0
        self.bridges: list[tuple[int, int]] = []
        self.points: set[int] = set()

    def run(self, root: int) -> None:
        """Search the component of `root`."""
        stack = [root]
        self._enter(root)
        children = 0
        while stack:
            node = stack[-1]
            child = self._advance(node)
            if child >= 0:
                children += node == root
                self.parent[child] = node
                self._enter(child)
                stack.append(child)
                continue
            stack.pop()
            if stack:
                self._leave(node, stack[-1], root)
        if children > 1:
            self.points.add(root)

    def _enter(self, node: int) -> None:
        self.order[node] = self.low[node] = self.time
        self.time += 1

    def _advance(self, node: int) -> int:
        position, stop = self.next_edge[node], self.starts[node + 1]
        order, low = self.order, self.low
        while position < stop:
            neighbor = self.ends[position]
            position += 1
            if order[neighbor] < 0:
                self.next_edge[node] = position
                return neighbor
            if neighbor != self.parent[node] and order[neighbor] < low[node]:
                low[node] = order[neighbor]
        self.next_edge[node] = position
        return -1

    def _leave(self, node: int, parent: int, root: int) -> None:
        low = self.low[node]
        self.low[parent] = min(self.low[parent], low)
        if low > self.order[parent]:
            self.bridges.append((min(node, parent), max(node, parent)))
        if parent != root and low >= self.order[parent]:
            self.points.add(parent)
