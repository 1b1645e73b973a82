"""The first ten of forty questions on the seeds; `python -m tests.golden.rankings` writes the table anew.

Whoever changes weights or signals writes the table anew on purpose and shows in its difference who moved.
"""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from graphsvc.answers.loading import load_folder
from graphsvc.answers.matching.results import Match
from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.settings import Settings, packaged

FILE = Path(__file__).with_suffix(".csv")
COLUMNS = ("question", "rank", "id", "name")
TOP = 10
Row = tuple[str, str, str, str]

ORGANIZATIONS = (
    "pic-999547365",  # 90 projects, then fewer and fewer down to one
    "pic-999993274",
    "pic-999991722",
    "pic-999981634",
    "pic-998802114",
    "pic-998269196",
    "pic-999865137",
    "pic-998377157",
    "pic-999985029",
    "pic-999937305",
    "pic-938215526",
    "pic-998506652",
    "pic-999869114",
    "pic-998036008",
)
CLUSTERS = ("foodregio", "nieke", "fpi", "giqs", "afbw", "wagralim")
RESULTS = (
    "High pressure keeps fruit juice fresh without heat and saves its taste and vitamins.",
    "Ein Verfahren gewinnt Eiweiß aus Ackerbohnen für Brot und Fleischersatz.",
    "An optical sensor tells how fresh fish is along the cold chain.",
    "Films from wood fibers replace plastic packaging of fruit.",
    "Insect larvae turn food waste into protein feed for fish.",
    "Drones see diseases of vines before leaves turn yellow.",
    "Enzyme bauen Schimmelgifte in Getreide und Futtermitteln ab.",
    "Algae grown in waste water give oil and fertilizer.",
    "Robots milk cows and measure the health of the udder.",
    "A starter culture ripens cheese in half the time.",
)
PROBLEMS = (
    "Bees die after winter and nobody knows which sickness it is.",
    "Beim Trocknen von Obst gehen zu viele Vitamine verloren.",
    "Salmon lice become resistant to every medicine.",
    "Soils lose carbon where fields are ploughed every year.",
    "Forest fires spread faster in dry summers.",
)
CONSORTIA = (
    ("pic-998036008", "Protein from peas and beans for meat products"),
    ("pic-999981634", "Precision farming with satellites and sensors"),
    ("pic-999547365", "Circular bioeconomy from food waste"),
    ("pic-999993274", "Sustainable aquaculture and fish feed"),
    ("pic-999865137", "Safety of food from farm to fork"),
)


def rows(services: Services) -> Iterator[Row]:
    """The table as it is now."""
    for question, found in _answers(services):
        for rank, (identifier, name) in enumerate(found[:TOP], 1):
            yield question, str(rank), identifier, name
        if not found:
            yield question, "", "", "nobody"


def _answers(services: Services) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    matching = services.matching
    for key in ORGANIZATIONS:
        yield f"partners of {key}", _named(matching.partners(f"organization:{key}", top=TOP).matches)
    for key in CLUSTERS:
        yield f"clusters for {key}", _named(matching.partners(f"cluster:{key}", top=TOP).matches)
    for text in RESULTS:
        yield (
            f"companies for: {text}",
            _named(matching.implementers(abstract=text, top=TOP, purpose="project").matches),
        )
    for text in PROBLEMS:
        yield f"institutes for: {text}", _named(matching.researchers(abstract=text, top=TOP).matches)
    for key, topic in CONSORTIA:
        found = matching.members([f"organization:{key}"], topic=topic, top=TOP)
        yield f"beside {key} for: {topic}", _named(found.matches)


def _named(matches: Iterable[Match]) -> list[tuple[str, str]]:
    return [(match.ref.id, str(match.ref.name)) for match in matches]


def as_text(table: Iterable[Row]) -> str:
    """The table as it is kept."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *table])
    return out.getvalue()


def write() -> None:
    """Keep the table as it is now."""
    with tempfile.TemporaryDirectory() as home:
        services = bootstrap(Settings(home=Path(home)))
        with opened(services.graph.store):
            load_folder(packaged("seeds"), services.graph.store, Path(home))
            FILE.write_text(as_text(rows(services)), encoding="utf-8")


if __name__ == "__main__":
    write()
