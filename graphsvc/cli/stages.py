"""`graphsvc stages …`: which stages an organization or cluster holds, and how well stages are inferred."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import about, only, plain, print_json, services_for, store_option

if TYPE_CHECKING:
    from graphsvc.coverage.inference_evaluation import InferenceEvaluation, InferenceScore, Split

_CHAIN = click.option(
    "--chain", "chain_id", default="food-processing", show_default=True, help="id of the value chain"
)
_JSON = click.option("--json", "as_json", is_flag=True, help="print everything as JSON")


@click.group()
def stages() -> None:
    """Which stages organizations and clusters hold, and how well stages are inferred."""


@stages.command(name="of")
@_CHAIN
@about()
@_JSON
@store_option
def of_(chain_id: str, of: tuple[str, ...], store: str | None, *, as_json: bool) -> None:
    """Print the stages that an organization or cluster holds, each with the evidence it rests on."""
    with services_for(store) as services:
        identifier = services.catalog.identify(only(of), ("cluster", "organization"))
        held = services.catalog.stages_of(identifier, chain_id)
    if as_json:
        print_json([{"stage": one.stage.id, **one.fact.as_json()} for one in held])
        return
    for one in held:
        fact = one.fact
        likely = "" if fact.confidence is None else f" {fact.confidence:.2f}"
        click.echo(f"{one.stage.id:22}{fact.basis}{likely}: {fact.words or fact.citation}")


@stages.command()
@about()
@click.option("--address", default="", help="the page to read; the known website if left out")
@_JSON
@store_option
def read(of: tuple[str, ...], address: str, store: str | None, *, as_json: bool) -> None:
    """Read the website of an organization or cluster, and keep the stages that its words show as inferred.

    Only where GRAPHSVC_WEBSITES=1 permits it.
    """
    with services_for(store) as services:
        identifier = services.catalog.identify(only(of), ("cluster", "organization"))
        done = services.people.read_website(identifier, address)
    found = [(one.stage, one.evidence.words or "") for one in done.found]
    if as_json:
        stages_found = [{"stage": stage, "words": words} for stage, words in found]
        print_json({"address": done.address, "stages": stages_found})
        return
    click.echo(f"{done.address}: {len(found)} stages")
    for stage, words in found:
        click.echo(f"{stage:34}{words}")


@stages.command(name="evaluate")
@_CHAIN
@click.option("--split", type=click.Choice(["report", "tune"]), default="report", show_default=True)
@click.option("--threshold", type=click.FloatRange(0, 1), default=0.5, show_default=True)
@_JSON
def evaluate_(chain_id: str, split: str, threshold: float, *, as_json: bool) -> None:
    """Print precision and recall of the inferred stages on what was labelled by reading, by section."""
    from graphsvc.coverage.inference_evaluation import evaluate_sections
    from graphsvc.taxonomy import chain

    half: Split = "tune" if split == "tune" else "report"
    found = evaluate_sections(chain(chain_id), split=half, threshold=threshold)
    if as_json:
        print_json({name: _with_totals(section) for name, section in found.items()})
        return
    click.echo("\n\n".join("\n".join(_told(name, section)) for name, section in found.items()))


def _with_totals(found: "InferenceEvaluation") -> dict[str, object]:
    total = found.total
    return {
        **plain(found),
        "precision": total.precision,
        "precision_interval": total.precision_interval,
        "recall": total.recall,
        "recall_interval": total.recall_interval,
    }


def _told(name: str, found: "InferenceEvaluation") -> Iterator[str]:
    yield f"{name}: {found.chain} {found.taxonomy_version}, {found.split} half, n = {found.labelled}"
    yield f"{'stage':22}{'precision':>10}{'recall':>8}{'right':>7}{'wrong':>7}{'missed':>7}"
    for score in (*found.stages, found.total):
        if score.right + score.wrong + score.missed or not score.stage:
            yield _line(score)
    total = found.total
    yield (
        f"precision {_share(total.precision, total.precision_interval)},"
        f" recall {_share(total.recall, total.recall_interval)} (95 % intervals)"
    )
    if found.all_right is not None:
        yield f"{found.all_right} of {found.labelled} have a stage and no wrong one"


def _share(share: float, interval: tuple[float, float]) -> str:
    return f"{share:.2f} [{interval[0]:.2f}, {interval[1]:.2f}]"


def _line(score: "InferenceScore") -> str:
    counts = f"{score.right:>7}{score.wrong:>7}{score.missed:>7}"
    return f"{score.stage or 'all':22}{score.precision:>10.3f}{score.recall:>8.3f}{counts}"
