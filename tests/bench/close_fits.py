"""From which cosine with the best evidence a company is called one that fits closely.

    .venv/bin/python -m tests.bench.close_fits HOME KNOWN_ITEMS.csv

Asks with results whose makers are known, German, English and English under a plain title. A company is right
where it is expected or acceptable. Prints, for each least cosine, the share of close companies that are right
and of results without any, then the smallest at which `WANTED` are right in each of the three ways of asking,
and what choosing it so on nine tenths of the results gives on the last tenth. HOME is an instance folder with
the seeds.
"""

import csv
import random
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.matching.relevance.expansion import nearness
from graphsvc.settings import Settings

WANTED, TOP, FEW = 0.7, 5, 3
COSINES = tuple(round(0.40 + 0.01 * step, 2) for step in range(21))
WAYS = ("German", "English", "plain title")
PARTS, TIMES = 10, 5


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer: for each company in its order whether it is right, and its part `closest`."""

    result: str
    way: str
    judged: bool
    named: tuple[tuple[bool, float], ...]

    def close(self, cosine: float) -> list[bool]:
        """Of each company of the first ones that fits closely, whether it is right."""
        least = nearness(cosine)
        return [right for right, _ in takewhile(lambda one: one[1] >= least, self.named)]


def main() -> None:
    """Print the table, the choice and its cross-validation."""
    services = bootstrap(Settings(home=Path(sys.argv[1])))
    with opened(services.graph.store), Path(sys.argv[2]).open(encoding="utf-8", newline="") as file:
        asked = [one for row in csv.DictReader(file) for one in _asked(services, row)]
    print("cosine  " + "".join(f"{way + ': right':>20}{'nobody close':>14}" for way in WAYS))
    for cosine in COSINES:
        rows = [[one for one in asked if one.way == way] for way in WAYS]
        silent = [sum(not one.close(cosine) for one in of_way) / len(of_way) for of_way in rows]
        cells = zip((_right(of_way, cosine) for of_way in rows), silent, strict=True)
        print(f"{cosine:6.2f}  " + "".join(f"{right:20.2f}{none:14.2f}" for right, none in cells))
    print(f"chosen: {_chosen(asked)}")
    held = list(_held_out(asked))
    for way in WAYS:
        pairs = [one for of_way, found in held if of_way == way for one in found]
        print(f"held out, {way}: {sum(pairs) / len(pairs):.2f} right")


def _asked(services: Services, row: dict[str, str]) -> Iterator[Asked]:
    acceptable = set(filter(None, row["acceptable"].split("|")))
    right = acceptable | set(filter(None, row["expected"].split("|")))
    titles = {WAYS[row["language"] == "en"]: row["title"], WAYS[2]: row["title_plain"]}
    for way, title in titles.items():
        if title:
            found = services.matching.implementers(title=title, abstract=row["abstract"], top=TOP).matches
            parts = [{part.feature: part.contribution for part in match.parts} for match in found]
            named = [
                (match.ref.id in right, part["closest"]) for match, part in zip(found, parts, strict=True)
            ]
            yield Asked(row["pair"], way, len(acceptable) >= FEW, tuple(named))


def _right(asked: Collection[Asked], cosine: float) -> float:
    pairs = [right for one in asked if one.judged for right in one.close(cosine)]
    return sum(pairs) / max(len(pairs), 1)


def _chosen(asked: Collection[Asked]) -> float:
    rows = [[one for one in asked if one.way == way] for way in WAYS]
    enough = (cosine for cosine in COSINES if all(_right(one, cosine) >= WANTED for one in rows))
    return next(enough, COSINES[-1])


def _held_out(asked: Sequence[Asked]) -> Iterator[tuple[str, list[bool]]]:
    """By way of asking, who is close in answers on which the cosine was not chosen."""
    results = sorted({one.result for one in asked})
    for time in range(TIMES):
        order = random.Random(time).sample(results, len(results))
        for part in range(PARTS):
            held = set(order[part::PARTS])
            cosine = _chosen([one for one in asked if one.result not in held])
            yield from ((one.way, one.close(cosine)) for one in asked if one.result in held and one.judged)


if __name__ == "__main__":
    main()
