"""Evaluation of the stage inference on hand-labelled organizations, members, names and clusters."""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from graphsvc.coverage.chain_index import DEFAULT_THRESHOLD
from graphsvc.coverage.cluster_inference import ClusterText, cluster_guesses
from graphsvc.coverage.inference import OrganizationText, ProjectText, StageClassifier, StagePrediction
from graphsvc.errors import UnknownId
from graphsvc.taxonomy import Chain, chains
from graphsvc.taxonomy import chain as shipped

Split = Literal["tune", "report"]


@dataclass(frozen=True)
class LabelledOrganization:
    """An organization of the gold set with the stages it holds and why."""

    id: str
    split: str
    text: OrganizationText
    stages: frozenset[str]
    reason: str


@dataclass(frozen=True)
class InferenceScore:
    """Right, wrong and missed pairs of organization and stage; `stage` is empty for all together."""

    stage: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of guesses that are right; 1 without any."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of held stages that are found; 1 without any."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def precision_interval(self) -> tuple[float, float]:
        """95 % interval of `precision` (Wilson)."""
        return _interval(self.right, self.right + self.wrong)

    @property
    def recall_interval(self) -> tuple[float, float]:
        """95 % interval of `recall` (Wilson)."""
        return _interval(self.right, self.right + self.missed)


def _interval(right: int, of: int) -> tuple[float, float]:
    if not of:
        return 0.0, 1.0
    from scipy.stats import binomtest

    found = binomtest(right, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


@dataclass(frozen=True)
class InferenceEvaluation:
    """Micro-averaged precision and recall over pairs of organization and stage, and the same by stage.

    Of the `labelled` cases `all_right` have at least one inferred stage and no wrong one; None where each
    case is one pair.
    """

    chain: str
    taxonomy_version: str
    split: str
    threshold: float
    labelled: int
    all_right: int | None
    total: InferenceScore
    stages: tuple[InferenceScore, ...]


def labelled_organizations(chain: Chain) -> tuple[LabelledOrganization, ...]:
    """The labelled organizations of a chain, known by name and projects, sorted by id.

    Raises
    ------
    UnknownId
        If the chain has no gold set.
    """
    rows = _gold(chain.id)
    if not rows:
        raise UnknownId("gold set", chain.id)
    return tuple(sorted((_labelled(row) for row in rows), key=lambda one: one.id))


def labelled_members(chain: Chain) -> tuple[LabelledOrganization, ...]:
    """The labelled members of clusters, known by name, description and field of the cluster, sorted by id."""
    reader = StageClassifier(chain)
    return tuple(sorted((_member(chain, reader, row) for row in _gold("members")), key=lambda one: one.id))


def labelled_names(chain: Chain, *, branch: bool = False) -> dict[str, tuple[LabelledOrganization, ...]]:
    """Lists of members of a cluster of this chain's field, by list; with `branch` the trade that it notes."""
    field = StageClassifier(chain).subject_words(chain.title["en"])
    found: dict[str, list[LabelledOrganization]] = defaultdict(list)
    for row in _gold(f"{chain.id}-names"):
        text = OrganizationText(row["name"], row["kind"], text=row["branch"] if branch else "", fields=field)
        stages = frozenset(row["stages"].split(";")) - {""}
        found[row["list"]].append(LabelledOrganization(row["name"], row["split"], text, stages, ""))
    return {name: tuple(members) for name, members in found.items()}


def evaluate(
    chain: Chain, *, split: Split = "report", threshold: float = DEFAULT_THRESHOLD
) -> InferenceEvaluation:
    """Compare guesses of at least `threshold` confidence with the labels of the organizations.

    A guess of a part of a stage counts as the stage.
    """
    return _evaluate(chain, labelled_organizations(chain), split=split, threshold=threshold)


def evaluate_sections(
    chain: Chain, *, split: Split = "report", threshold: float = DEFAULT_THRESHOLD
) -> dict[str, InferenceEvaluation]:
    """`evaluate` for each gold set that the chain has, by what was labelled.

    A list of names has two sections: by name alone, and where it notes branches, by name and branch.
    """
    found = {}
    if _gold(chain.id):
        found["organizations"] = evaluate(chain, split=split, threshold=threshold)
    found["members"] = _evaluate(chain, labelled_members(chain), split=split, threshold=threshold)
    for name, members in labelled_names(chain).items():
        if any(one.split == split for one in members):
            found[f"names of {name}"] = _evaluate(chain, members, split=split, threshold=threshold)
    for name, members in labelled_names(chain, branch=True).items():
        if any(one.split == split and one.text.text for one in members):
            found[f"names and branches of {name}"] = _evaluate(
                chain, members, split=split, threshold=threshold
            )
    found["clusters"] = evaluate_clusters(split=split, threshold=threshold)
    return found


def evaluate_clusters(
    *, split: Split = "report", threshold: float = DEFAULT_THRESHOLD
) -> InferenceEvaluation:
    """Compare guesses with the labelled pairs of a cluster and a stage of any chain, none of them stated.

    A pair labelled with a part of a stage is about that part. `labelled` counts pairs; stages are
    `chain/stage`.
    """
    readers = {made.id: StageClassifier(shipped(made.id)) for made in chains()}
    right, wrong, missed, labelled = Counter[str](), Counter[str](), Counter[str](), 0
    for row in _gold("clusters"):
        if row["split"] != split:
            continue
        labelled += 1
        name, _, stage = row["stage"].partition("/")
        guesses = cluster_guesses(readers[name], _cluster(row))
        found = any(guess.stage == stage and guess.confidence >= threshold for guess in guesses)
        held = row["held"] == "yes"
        if found or held:
            (right if found and held else wrong if found else missed)[row["stage"]] += 1
    return InferenceEvaluation(
        chain="all chains",
        taxonomy_version=", ".join(
            f"{name} {reader.chain.version}" for name, reader in sorted(readers.items())
        ),
        split=split,
        threshold=threshold,
        labelled=labelled,
        all_right=None,
        total=InferenceScore("", right.total(), wrong.total(), missed.total()),
        stages=tuple(
            InferenceScore(stage, right[stage], wrong[stage], missed[stage])
            for stage in sorted({*right, *wrong, *missed})
        ),
    )


def _cluster(row: Mapping[str, str]) -> ClusterText:
    lines = [line.split("\t") for line in row["statements"].split("\n") if line]
    said = {words: frozenset(stages) for words, *stages in lines}
    return ClusterText(row["name"], tuple(row["sectors"].split("|")), said)


def _evaluate(
    chain: Chain, labelled: Iterable[LabelledOrganization], *, split: Split, threshold: float
) -> InferenceEvaluation:
    reader = StageClassifier(chain)
    found = [
        (_concluded(chain, reader.guesses(one.text), threshold=threshold), one.stages)
        for one in labelled
        if one.split == split
    ]
    return scored(chain, found, split=split, threshold=threshold)


def scored(
    chain: Chain, found: Iterable[tuple[Collection[str], Collection[str]]], *, split: Split, threshold: float
) -> InferenceEvaluation:
    """Micro-averaged scores of pairs of the stages concluded and the stages labelled, one pair a case."""
    pairs = [(set(concluded), set(labelled)) for concluded, labelled in found]
    right = Counter(stage for concluded, labelled in pairs for stage in concluded & labelled)
    wrong = Counter(stage for concluded, labelled in pairs for stage in concluded - labelled)
    missed = Counter(stage for concluded, labelled in pairs for stage in labelled - concluded)
    named = [stage.id for stage in chain.stages if stage.parent is None]
    return InferenceEvaluation(
        chain=chain.id,
        taxonomy_version=chain.version,
        split=split,
        threshold=threshold,
        labelled=len(pairs),
        all_right=sum(bool(concluded) and concluded <= labelled for concluded, labelled in pairs),
        total=InferenceScore("", right.total(), wrong.total(), missed.total()),
        stages=tuple(InferenceScore(stage, right[stage], wrong[stage], missed[stage]) for stage in named),
    )


def _concluded(chain: Chain, guesses: Iterable[StagePrediction], *, threshold: float) -> set[str]:
    return {_top(chain, guess.stage) for guess in guesses if guess.confidence >= threshold}


def _top(chain: Chain, stage: str) -> str:
    parent = chain.stage(stage).parent
    return stage if parent is None else _top(chain, parent)


def _labelled(row: Mapping[str, str]) -> LabelledOrganization:
    lines = [line.split("\t") for line in row["projects"].split("\n") if line]
    projects = tuple(ProjectText(title, topic, int(partners)) for partners, _, title, topic in lines)
    return LabelledOrganization(
        id=row["id"],
        split=row["split"],
        text=OrganizationText(row["name"], row["kind"], projects),
        stages=frozenset(stage for stage in row["stages"].split(";") if stage),
        reason=row["reason"],
    )


def _member(chain: Chain, reader: StageClassifier, row: Mapping[str, str]) -> LabelledOrganization:
    stages = [stage.partition("/") for stage in row["stages"].split(";")]
    return LabelledOrganization(
        id=row["id"],
        split=row["split"],
        text=OrganizationText(
            row["name"], row["kind"], text=row["description"], fields=reader.subject_words(row["sectors"])
        ),
        stages=frozenset(stage for name, _, stage in stages if name == chain.id),
        reason=row["reason"],
    )


def _gold(name: str) -> list[dict[str, str]]:
    file = resources.files("graphsvc.taxonomy") / "data" / "gold" / f"{name}.csv"
    if not file.is_file():
        return []
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))
