"""Learn the weights of relevance anew, and compare them with the shipped ones.

    .venv/bin/python -m tests.bench.relevance_weights HOME KNOWN_ITEMS.csv NOBODY.csv

Asks with results whose makers are known (also under their plain titles), with results that nobody fits, and
with those of `tests/golden/implementer_texts.yml` and `abstracts.yml`. A row is a piece of evidence with one
who took part. First a ridge logistic regression on differences of rows learns what ranks the best one of a
maker above the `HARD` nearest ones of others, who are not acceptable either; which ones are the nearest is
told by the new weights, `ROUNDS` times over. Then another learns from the score of the first company and from
the text alone whether anybody fits. Prints the weights, and how either set ranks and keeps silent, before
anything is expanded; `held out` was learned on nine tenths of the results. HOME is an instance folder with
the seeds.
"""

import csv
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from graphsvc.answers.matching.evidence import EvidenceData, evidence, question
from graphsvc.arrays import Float64s
from graphsvc.bootstrap import bootstrap
from graphsvc.domain.ports import opened
from graphsvc.matching.relevance import model
from graphsvc.matching.relevance.ranking import COORDINATES
from graphsvc.matching.relevance.similarity import similarity
from graphsvc.settings import Settings
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot
from tests.bench.implementers import makers_of

GOLDEN = Path(__file__).parents[1] / "golden"
NAMES = ("english", "multilingual", "shared", "took part", "field", "spread", "German", "understood", "start")
SHIPPED = np.array(
    [
        model.ENGLISH,
        model.MULTILINGUAL,
        model.SHARED,
        model.TOOK_PART,
        model.FIELD,
        model.SPREAD,
        model.GERMAN,
        model.UNDERSTOOD,
        model.START,
    ]
)
HARD, ROUNDS, PARTS = 5, 4, 10
OF_ROW = 4
"""How many of the features are of a row; the others are of the text, the same for all."""
FIRST = np.array([10.0, 5.0, 5.0, -0.5])
"""By which weights the nearest rows are told in the first round; the result depends on them a little."""
RIDGE, RIDGE_OF_TEXT = 0.01, 0.05
USUAL = np.array([0.1, 0.1, 0.1, 0.5, 0.05, 0.02, 0.5, 0.1])
"""What each feature usually differs by, so that the ridge holds all weights alike."""


@dataclass(frozen=True, slots=True)
class Text:
    """A described result, its makers and further companies that are acceptable, by id."""

    name: str
    family: str
    title: str
    abstract: str
    right: frozenset[str] = frozenset()
    acceptable: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Result:
    """A described result: `rows` are (piece, company) × features, `company` their organizations."""

    name: str
    family: str
    rows: Float64s
    company: Sequence[str]
    right: frozenset[str]
    acceptable: frozenset[str]

    def nearest(self, weights: Float64s) -> list[int]:
        """The best row of each company, the highest score first."""
        best: dict[str, int] = {}
        for row in np.argsort(-(self.rows[:, :OF_ROW] @ weights[:OF_ROW]), kind="stable").tolist():
            best.setdefault(self.company[row], row)
        return list(best.values())


def main() -> None:
    """Print the weights and what they are worth."""
    services = bootstrap(Settings(home=Path(sys.argv[1])))
    with opened(services.graph.store):
        snapshot = services.graph.snapshot()
        known = evidence(snapshot, Path(sys.argv[1]))
        asked = [_result(snapshot, known, text) for text in _texts(snapshot)]
    learned = _learned(asked)
    print("weights      " + "".join(f"{name:>13}" for name in NAMES))
    for name, weights in (("shipped", SHIPPED), ("learned", learned)):
        print(f"{name:13}" + "".join(f"{weight:13.2f}" for weight in weights))
    names = sorted({one.name for one in asked})
    order = random.Random(1).sample(names, len(names))
    parts = [set(order[part::PARTS]) for part in range(PARTS)]
    held = [(part, _learned([one for one in asked if one.name not in part])) for part in parts]
    print("results                 n            first / MRR / nobody: shipped, learned, held out")
    for family in dict.fromkeys(one.family for one in asked):
        of_family = [one for one in asked if one.family == family]
        cells = [_worth([(one, SHIPPED) for one in of_family]), _worth([(one, learned) for one in of_family])]
        cells.append(_worth([(one, at) for part, at in held for one in of_family if one.name in part]))
        print(f"{family:22}{len(of_family):4}  " + "  ".join(cells))


def _texts(snapshot: Snapshot) -> Iterator[Text]:
    """All results that are asked for."""
    with Path(sys.argv[2]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            right, also = (frozenset(filter(None, row[key].split("|"))) for key in ("expected", "acceptable"))
            yield Text(row["pair"], f"known, {row['language']}", row["title"], row["abstract"], right, also)
            if row["title_plain"]:
                yield Text(row["pair"], "known, plain", row["title_plain"], row["abstract"], right, also)
    with Path(sys.argv[3]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Text(row["id"], f"nobody, {row['language']}", row["title"], row["abstract"])
    own, others = (
        yaml.safe_load((GOLDEN / name).read_text(encoding="utf-8"))
        for name in ("implementer_texts.yml", "abstracts.yml")
    )
    for one in own["fits"]:
        right = frozenset(makers_of(snapshot, one["project"]))
        yield Text(one["project"], "own, fits", one["title"], one["abstract"], right)
    for one in own["nobody"]:
        yield Text(one["title"], "own, nobody", one["title"], one["abstract"])
    for one in (one for part in others.values() for one in part["nobody"]):
        yield Text(one["text"][:40], "other fields, nobody", "", one["text"])


def _result(snapshot: Snapshot, known: EvidenceData, text: Text) -> Result:
    asked = question(known, text.title, text.abstract)
    found = similarity(known.index, asked)
    organizations = snapshot.organizations
    part = known.index.participants.tocoo()
    company = (organizations.kind == ORGANIZATION_KINDS.index("company")) & ~organizations.hidden
    keep = company[part.col]
    piece, row = part.row[keep], part.col[keep]
    german = float(asked.understood is not None)
    same = [found.field, found.spread, german, asked.understood or 0.0]
    rows = np.column_stack(
        [
            found.english[piece],
            found.multilingual[piece],
            found.shared[piece],
            part.data[keep] != COORDINATES,
            np.tile(same, (len(piece), 1)),
        ]
    )
    return Result(
        text.name,
        text.family,
        rows,
        [organizations.ids[one] for one in row.tolist()],
        text.right,
        text.acceptable,
    )


def _learned(results: Sequence[Result]) -> Float64s:
    """Weights fitted to results, in the order of `NAMES`."""
    ranks = _ranking([one for one in results if one.right])
    tops = [one.rows[one.nearest(ranks)[0]] for one in results]
    told = np.array([[row[:OF_ROW] @ ranks, *(row[OF_ROW:] / USUAL[OF_ROW:])] for row in tops])
    fits = np.array([bool(one.right) for one in results])
    fitted = LogisticRegression(C=1 / RIDGE_OF_TEXT, max_iter=5000)
    fitted.fit(told, fits, sample_weight=np.where(fits, 1, fits.sum() / (~fits).sum()))
    scale, text = fitted.coef_[0, 0], fitted.coef_[0, 1:] / USUAL[OF_ROW:]
    return np.array([*(ranks * scale), *text, fitted.intercept_[0]])


def _ranking(results: Sequence[Result]) -> Float64s:
    """Weights of the features of a row; the nearest rows are chosen anew each round."""
    weights = FIRST
    for _ in range(ROUNDS):
        differences: list[Float64s] = []
        for one in results:
            nearest = one.nearest(weights)
            good = [row for row in nearest if one.company[row] in one.right][:1]
            also = one.right | one.acceptable
            hard = [row for row in nearest if one.company[row] not in also][:HARD]
            differences += [
                one.rows[right, :OF_ROW] - one.rows[wrong, :OF_ROW] for right in good for wrong in hard
            ]
        rows = np.stack(differences) / USUAL[:OF_ROW]
        fitted = LogisticRegression(C=1 / RIDGE, fit_intercept=False, max_iter=2000)
        fitted.fit(
            np.concatenate([rows, -rows]),
            np.repeat([True, False], len(rows)),
            sample_weight=np.full(2 * len(rows), 1 / HARD),
        )
        weights = fitted.coef_[0] / USUAL[:OF_ROW]
    return weights


def _worth(pairs: Sequence[tuple[Result, Float64s]]) -> str:
    """Share first, mean reciprocal rank and share of results that nobody is named for."""
    places: list[float] = []
    silent: list[bool] = []
    for one, weights in pairs:
        nearest = one.nearest(weights)
        silent.append(bool(one.rows[nearest[0]] @ weights[:-1] + weights[-1] < model.LEAST))
        named = [] if silent[-1] else [one.company[row] for row in nearest[:10]]
        places.append(next((1 / place for place, who in enumerate(named, 1) if who in one.right), 0.0))
    first = np.mean([place == 1 for place in places])
    return f"{first:.2f} / {np.mean(places):.2f} / {np.mean(silent):.2f}"


if __name__ == "__main__":
    main()
