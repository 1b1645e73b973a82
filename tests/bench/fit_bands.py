"""How often the first company has worked on the very thing, by bands of its score; how far languages agree.

    .venv/bin/python -m tests.bench.fit_bands HOME [KNOWN_ITEMS.csv]

Asks with the results of `tests/golden/made_texts.yml`, whose makers are known and on which no weight was
learned, in both languages. With KNOWN_ITEMS.csv it asks with those too, on which weights were learned, and
prints them apart. For each set: first, mean reciprocal rank, share of results nobody is named for; then the
bands of `matching/relevance/calibration.py` with n, share and 95 % interval (Wilson 1927) of lists in which
somebody fits closely, and the same of the other lists. For pairs, also of `further_pairs.yml`, whose makers
nobody knows: the mean share of the first three and ten that the answers in both languages have in common.
HOME is an instance folder with the seeds.
"""

import csv
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import yaml

from graphsvc.bootstrap import Services, bootstrap
from graphsvc.domain.ports import opened
from graphsvc.matching.relevance.calibration import BANDS, fit_share
from graphsvc.settings import Settings
from tests.bench.implementers import GOLDEN, makers_of
from tests.bench.judged import in_common

TOP = 10
EDGES = (-math.inf, 5.0, 9.0, math.inf)
"""Scores between which lists are counted apart."""
SETS = {"m": "made, chosen on nothing", "k": "other hands, learned on"}
"""What the first letter of a set says."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: the companies named, whether the first fits closely, and its score."""

    set: str
    pair: str
    language: str
    named: tuple[str, ...]
    close: bool
    score: float
    right: frozenset[str]

    @property
    def place(self) -> int:
        """The place of the first right company, 0 where there is none."""
        return next((place for place, one in enumerate(self.named, 1) if one in self.right), 0)


def main() -> None:
    """Print everything."""
    services = bootstrap(Settings(home=Path(sys.argv[1])))
    with opened(services.graph.store):
        found = list(_answered(services))
    print("set                            n   first    MRR  nobody")
    for chosen, words in SETS.items():
        for language in sorted({one.language for one in found if one.set == chosen}):
            rows = [one for one in found if (one.set, one.language) == (chosen, language)]
            first = np.mean([one.place == 1 for one in rows])
            reciprocal = np.mean([1 / one.place if one.place else 0 for one in rows])
            nobody = np.mean([not one.named for one in rows])
            print(f"{words + ', ' + language:28}{len(rows):4}{first:8.3f}{reciprocal:7.3f}{nobody:8.3f}")
        _print_bands([one for one in found if one.set == chosen and one.named])
    for letter in ("m", "f"):
        _print_agreement(letter, [one for one in found if one.set == letter])


def _print_bands(rows: Sequence[Answered]) -> None:
    close = [one for one in rows if one.close]
    for low, high in pairwise(EDGES):
        _print_share(f"  close, score {low:g} to {high:g}", [one for one in close if low <= one.score < high])
    for band in BANDS:
        _print_share(
            f"  shown: {band.least:g} or more", [one for one in close if fit_share(one.score) is band]
        )
    _print_share("  nobody close", [one for one in rows if not one.close])


def _print_share(name: str, rows: Sequence[Answered]) -> None:
    right = sum(one.place == 1 for one in rows)
    low, high = wilson(right, len(rows))
    print(f"{name:28}{len(rows):4}{right / max(len(rows), 1):8.3f}   {low:.3f} to {high:.3f}")


def wilson(right: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % interval of a share; 0 to 1 of nothing."""
    if not n:
        return 0.0, 1.0
    share = right / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return middle - half, middle + half


def _print_agreement(letter: str, rows: Iterable[Answered]) -> None:
    pairs: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for one in rows:
        pairs[one.pair][one.language] = one.named
    for half, rest in (("odd", 1), ("even", 0)):
        both = [pair for key, pair in pairs.items() if int(key[1:]) % 2 == rest]
        shares = [np.mean([in_common(pair["de"], pair["en"], most) for pair in both]) for most in (3, TOP)]
        told = f"first 3 {shares[0]:.3f}, first {TOP} {shares[1]:.3f} in common (n {len(both)})"
        print(f"pairs {letter}, {half}: {told}")


def _answered(services: Services) -> Iterator[Answered]:
    snapshot = services.graph.snapshot()
    for letter, name in (("m", "made_texts.yml"), ("f", "further_pairs.yml")):
        for pair in yaml.safe_load((GOLDEN / name).read_text(encoding="utf-8")):
            right = makers_of(snapshot, pair["project"]) if "project" in pair else set()
            for language in ("de", "en"):
                yield _asked(services, letter, pair["id"], language, right, **pair[language])
    if len(sys.argv) > 2:
        with Path(sys.argv[2]).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                right = set(filter(None, row["expected"].split("|")))
                for way, title in ((row["language"], row["title"]), ("plain", row["title_plain"])):
                    if title:
                        yield _asked(
                            services, "k", row["pair"], way, right, title=title, abstract=row["abstract"]
                        )


def _asked(
    services: Services,
    chosen: str,
    pair: str,
    language: str,
    right: Iterable[str],
    *,
    title: str,
    abstract: str,
) -> Answered:
    matches = services.matching.implementers(title=title, abstract=abstract, top=TOP).matches
    first = matches[0] if matches else None
    return Answered(
        chosen,
        pair,
        language,
        tuple(match.ref.id for match in matches),
        first is not None and first.fit == "close",
        first.score if first else 0.0,
        frozenset(right),
    )


if __name__ == "__main__":
    main()
