"""What differs between two periods or two sets as rows, for the page and for tables."""

from collections.abc import Iterable
from dataclasses import dataclass

from graphsvc.answers.network.compared import Compared
from graphsvc.answers.network.comparing import notices
from graphsvc.drawing import FilterPair, MapDifference, MapGraph, years
from graphsvc.drawing.messages import in_language
from graphsvc.drawing.pictures.panel import MOST_TIES
from graphsvc.drawing.spreadsheets import Cell
from graphsvc.messages import Message
from graphsvc.state.refs import Label, Ref, node_ref, project_ref
from graphsvc.state.region_names import region_name

_PROJECTS = 3
TIE_COLUMNS = (
    "change", "change_label", "source", "source_name", "target", "target_name", "projects_first",
    "projects_second", "years_first", "years_second", "projects", "project_ids", "strength",
)  # fmt: skip
NODE_COLUMNS = ("change", "change_label", "id", "name", "country", "region", "ties")


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie of a difference: its ends, the years of each side, some projects, and how many more there are."""

    source: Ref
    target: Ref
    years: tuple[tuple[int, ...], tuple[int, ...]]
    projects: tuple[Ref, ...]
    more: int


@dataclass(frozen=True, slots=True)
class StateRows:
    """Nodes and ties in one state: how many there are (nodes None: never any), and the first of them."""

    id: str
    label: Label
    nodes: int | None
    ties: int
    first_nodes: tuple[Ref, ...]
    rows: tuple[TieRow, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """What the page of a comparison says; `most_ties` are drawn of each side, the strongest."""

    comparison: FilterPair
    title: Label
    names: tuple[Label, Label]
    states: tuple[StateRows, ...]
    notices: tuple[Message, ...]
    most_ties: int
    cut: bool

    @property
    def empty(self) -> bool:
        """Whether there is nothing on either side."""
        return not any(state.nodes or state.ties for state in self.states)


def difference_page(of: Compared, most: int) -> DifferencePage:
    """Put the page together, with at most so many rows of nodes and of ties in each state."""
    ground, found, scene = of.ground, of.found, of.scene
    states = found.comparison.states
    ties, nodes = found.counts(found.tie_state), found.counts(found.node_state)
    by_size = sorted(range(len(found.nodes)), key=lambda place: (-scene.nodes.size[place], place))
    return DifferencePage(
        comparison=found.comparison,
        title=scene.title,
        names=(of.names.first, of.names.second),
        states=tuple(
            StateRows(
                id=state,
                label=scene.edge_kinds[place].label,
                nodes=nodes[place] if state != "between" else None,
                ties=ties[place],
                first_nodes=tuple(
                    _ref(ground, found, int(found.nodes[node]))
                    for node in [node for node in by_size if found.node_state[node] == place][:most]
                ),
                rows=tuple(
                    _row(ground, found, int(tie))
                    for tie in [tie for tie in found.order if found.tie_state[tie] == place][:most]
                ),
            )
            for place, state in enumerate(states)
        ),
        notices=notices(ground, found),
        most_ties=MOST_TIES,
        cut=max(ties[0], ties[1]) + ties[2] > MOST_TIES,
    )


def tie_rows(of: Compared, language: str) -> Iterable[tuple[Cell, ...]]:
    """Header and a row for each tie, by state and then from the strongest on."""
    ground, found, scene = of.ground, of.found, of.scene
    yield TIE_COLUMNS
    order = sorted(found.order.tolist(), key=lambda tie: int(found.tie_state[tie]))
    for tie in order:
        state = int(found.tie_state[tie])
        ends = [
            _ref(ground, found, int(found.source[tie])),
            _ref(ground, found, int(found.target[tie])),
        ]
        sides = found.projects(tie)
        met = [project_ref(ground.snapshot, project) for project in sorted({*sides[0], *sides[1]})]
        yield (
            found.comparison.states[state],
            in_language(scene.edge_kinds[state].label, language),
            *(cell for end in ends for cell in (end.id, in_language(end.name, language))),
            *(len(side) for side in sides),
            *(" ".join(str(year) for year in years(ground, side)) for side in sides),
            "; ".join(in_language(one.name, language) for one in met),
            " ".join(one.id for one in met),
            round(float(found.strength[tie]), 6),
        )


def node_rows(of: Compared, language: str) -> Iterable[tuple[Cell, ...]]:
    """Header and a row for each node, by state and then those with the most ties first."""
    ground, found, scene = of.ground, of.found, of.scene
    yield NODE_COLUMNS
    states = found.node_state.tolist()
    nodes = scene.nodes
    for place in sorted(range(len(nodes)), key=lambda place: (states[place], -nodes.size[place], place)):
        ref = _ref(ground, found, int(found.nodes[place]))
        yield (
            found.comparison.states[states[place]],
            in_language(scene.groups[states[place]].label, language),
            ref.id,
            in_language(ref.name, language),
            nodes.country[place],
            nodes.region[place],
            int(nodes.size[place]),
        )


def _row(ground: MapGraph, found: MapDifference, tie: int) -> TieRow:
    first, second = found.projects(tie)
    met = sorted({*first, *second})
    return TieRow(
        source=_ref(ground, found, int(found.source[tie])),
        target=_ref(ground, found, int(found.target[tie])),
        years=(tuple(years(ground, first)), tuple(years(ground, second))),
        projects=tuple(project_ref(ground.snapshot, project) for project in met[:_PROJECTS]),
        more=max(len(met) - _PROJECTS, 0),
    )


def _ref(ground: MapGraph, found: MapDifference, node: int) -> Ref:
    if found.comparison.by == "regions":
        code = found.regions[node]
        return Ref(f"region:{code}", "region", region_name(code))
    offset = ground.organizations if found.comparison.by == "clusters" else 0
    return node_ref(ground.snapshot, node + offset)
