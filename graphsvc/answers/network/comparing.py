"""The sides of a comparison in words, the periods to begin with, and what makes sides unlike by itself."""

from collections.abc import Callable

from graphsvc.answers.network.trends import edges_of, months
from graphsvc.domain.names import country_name
from graphsvc.drawing import Filter, FilterPair, MapGraph, SideNames
from graphsvc.drawing.difference import MapDifference
from graphsvc.drawing.messages import LANGUAGES, both, in_language, messages
from graphsvc.messages import Message, msg, say_n
from graphsvc.network import incomplete_years
from graphsvc.state.chain_info import stage_name, stages
from graphsvc.state.refs import Label
from graphsvc.state.region_names import region_name
from graphsvc.taxonomy.sectors import sector_label

_WHOLE = {"de": "alle", "en": "all"}
_CHOSEN = ({"de": "Menge 1 ({n})", "en": "Set 1 ({n})"}, {"de": "Menge 2 ({n})", "en": "Set 2 ({n})"})
_MOST_NAMES = 3
_LONGEST_PERIOD = 2


def usual_years(ground: MapGraph) -> tuple[int, int, int, int] | None:
    """First and last year of the two latest periods of two years each that the data covers as a whole.

    Shorter where it covers fewer years; None where it covers fewer than two.
    """
    if ground.years is None:
        return None
    cut = {entry.year for entry in incomplete_years(ground.start_year, months(ground.snapshot))}
    years = [year for year in range(ground.years[0], ground.years[1] + 1) if year not in cut]
    long = min(_LONGEST_PERIOD, len(years) // 2)
    if not long:
        return None
    return years[-2 * long], years[-long - 1], years[-long], years[-1]


def side_names(ground: MapGraph, comparison: FilterPair) -> SideNames:
    """What the sides are called: their periods, or what their sets have that the other's have not."""
    return SideNames(_name(ground, comparison, 0), _name(ground, comparison, 1))


def _name(ground: MapGraph, comparison: FilterPair, place: int) -> dict[str, str]:
    ours = (comparison.first, comparison.second)[place]
    if comparison.of_periods:
        return _period(ours)
    parts = [_values(ground, name, getattr(ours, name), place) for name in comparison.unlike]
    return {
        language: ", ".join(in_language(part, language) for part in parts if part)
        or in_language(_WHOLE, language)
        for language in LANGUAGES
    }


def _period(asked: Filter) -> dict[str, str]:
    if asked.start and asked.end:
        text = str(asked.start) if asked.start == asked.end else f"{asked.start}–{asked.end}"
        return {"de": text, "en": text}
    if asked.start:
        return {"de": f"ab {asked.start}", "en": f"from {asked.start}"}
    if asked.end:
        return {"de": f"bis {asked.end}", "en": f"until {asked.end}"}
    return {"de": "alle Jahre", "en": "all years"}


def _values(ground: MapGraph, name: str, value: object, place: int) -> dict[str, str] | None:
    """The value of a field of the filter in words, None where it is empty."""
    if not value:
        return None
    if name == "only" and isinstance(value, tuple):
        return {language: words.format(n=len(value)) for language, words in _CHOSEN[place].items()}
    values = value if isinstance(value, tuple) else (value,)
    labels = [_label(ground, name, str(one)) for one in values[:_MOST_NAMES]]
    more = ["…"] if len(values) > _MOST_NAMES else []
    return {
        language: " + ".join([*(in_language(one, language) for one in labels), *more])
        for language in LANGUAGES
    }


def _label(ground: MapGraph, name: str, value: str) -> Label:
    if name in ("cluster", "ego"):
        return ground.snapshot.name(ground.snapshot.node(value))
    known: dict[str, Callable[[str], Label]] = {
        "country": country_name,
        "region": lambda code: region_name(code.removeprefix("region:")),
        "sector": sector_label,
        "stage": lambda stage: stage_name(stage) if stage in stages() else stage,
        "kind": lambda kind: both(f"kind.{kind}") if f"kind.{kind}" in messages() else kind,
    }
    return known[name](value) if name in known else value


def notices(ground: MapGraph, found: MapDifference) -> tuple[Message, ...]:
    """What makes the sides unlike by itself: years that are not whole, other data, unequal length."""
    comparison = found.comparison
    if not comparison.of_periods:
        return _empty_sets(found)
    if ground.years is None:
        return ()
    spans = [
        (side.start or ground.years[0], side.end or ground.years[1])
        for side in (comparison.first, comparison.second)
    ]
    said = [*_outside(ground.years, spans), *_unlike_spans(spans), *_other_data(ground, spans)]
    covered = {year for first, last in spans for year in range(first, last + 1)}
    for entry in incomplete_years(ground.start_year, months(ground.snapshot)):
        if entry.year in covered:
            where = msg("the beginning") if entry.edge == "first" else msg("the end")
            said.append(
                msg(
                    "Of %(year)s the data hardly covers %(where)s: its side reads too low.",
                    year=str(entry.year),
                    where=where,
                )
            )
    undated = int((ground.start_year == 0).sum())
    if undated:
        said.append(
            say_n(
                "%(n)s project has no date and is on neither side.",
                "%(n)s projects have no date and are on neither side.",
                n=undated,
            )
        )
    return tuple(said)


def _empty_sets(found: MapDifference) -> tuple[Message, ...]:
    empty = [place for place, side in enumerate(found.sides) if not side.nodes.any()]
    words = (msg("The first set holds nobody."), msg("The second set holds nobody."))
    return tuple(words[place] for place in empty)


def _outside(years: tuple[int, int], spans: list[tuple[int, int]]) -> list[Message]:
    lowest, highest = min(first for first, _ in spans), max(last for _, last in spans)
    if lowest >= years[0] and highest <= years[1]:
        return []
    return [
        msg(
            "The data holds projects that began in %(first)s to %(last)s: "
            "a side that reaches beyond reads too low.",
            first=str(years[0]),
            last=str(years[1]),
        )
    ]


def _unlike_spans(spans: list[tuple[int, int]]) -> list[Message]:
    said = []
    long = [last - first + 1 for first, last in spans]
    if long[0] != long[1]:
        said.append(
            msg(
                "The periods are not equally long (%(first)s and %(second)s years): "
                "the longer one has more by itself.",
                first=long[0],
                second=long[1],
            )
        )
    first, last = max(first for first, _ in spans), min(last for _, last in spans)
    if first <= last:
        said.append(
            msg(
                "The periods overlap: projects that began in %(years)s are on both sides.",
                years=str(first) if first == last else f"{first}–{last}",
            )
        )
    return said


def _other_data(ground: MapGraph, spans: list[tuple[int, int]]) -> list[Message]:
    lowest, highest = min(first for first, _ in spans), max(last for _, last in spans)
    other = msg("other datasets")
    return [
        msg(
            "From %(year)s the data is another one (until then %(before)s, from then on %(after)s): "
            "a difference can come from the data alone.",
            year=str(edge.year),
            before=edge.before or (other,),
            after=edge.after or (other,),
        )
        for edge in edges_of(ground.snapshot.datasets)
        if lowest < edge.year <= highest
    ]
