"""`graphsvc rank`, `learn` and `evaluate`: rankings for the benchmark, and weights learned and measured."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphsvc.cli.common import Output, print_json, services_for, settings_for, store_option

if TYPE_CHECKING:
    from graphsvc.matching.history import History
    from graphsvc.matching.index import MatchingIndex
    from graphsvc.matching.query import Task
    from graphsvc.taxonomy.matching import MatchingProfile

TASKS: "tuple[Task, ...]" = ("partners", "implementers", "members")
CLUSTERS = "clusters"
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("task", type=click.Choice(TASKS))
@click.option("--train", type=_FOLDER, required=True, help="folder with participation.csv and project.csv")
@click.option("--queries", type=_FILE, required=True, help="the questions of this task, a row each")
@click.option("--top", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--profile", "profile_file", type=_FILE, default=None, help="another matching profile (YAML)")
@click.option("--out", type=Output(), required=True, help="file to write: query, rank, candidate")
def rank(*, task: "Task", train: Path, queries: Path, top: int, profile_file: Path | None, out: Path) -> None:
    """Rank organizations for the queries of a yardstick folder, from its train folder alone."""
    from graphsvc.answers import evaluation_files
    from graphsvc.matching.index import build_matching_index

    made = build_matching_index(_history(train, (task,)))
    profile = _profile(task, profile_file)
    count = evaluation_files.write_rankings(out, _rankings(made, profile, queries, task, top))
    click.echo(f"{count} rows written to {out} with profile {profile.name}", err=True)


def _rankings(
    made: "MatchingIndex", profile: "MatchingProfile", queries: Path, task: "Task", top: int
) -> Iterator[tuple[str, Sequence[str]]]:
    from graphsvc.answers import evaluation_files
    from graphsvc.matching.ranking import rank as ranked

    ids = made.history.organizations
    for query, question in evaluation_files.read_questions(queries, task, made.history):
        yield query, [ids[row] for row in ranked(made, question, profile, top)]


def _history(train: Path, tasks: "Sequence[Task]") -> "History":
    """The history of a train folder, with the vectors of the English encoder where a task reads them."""
    from graphsvc.answers import evaluation_files

    home = settings_for(None).home if "implementers" in tasks else None
    return evaluation_files.read_history(train, home)


def _profile(task: "Task", file: Path | None) -> "MatchingProfile":
    from graphsvc.taxonomy.profiles import load_profile
    from graphsvc.taxonomy.profiles import profile as shipped

    return load_profile(file) if file else shipped(task)


@click.command()
@click.option("--train", type=_FOLDER, help="folder with participation.csv and project.csv")
@click.option(
    "--judgements", is_flag=True, help="move the weights for partners by what people said of suggestions"
)
@click.option("--task", "tasks", type=click.Choice(TASKS), multiple=True, help="default: all three")
@click.option("--version", default="1.0", show_default=True, help="version of the profiles that are written")
@click.option("--out", type=Output(folder=True), required=True, help="folder for the profiles")
@store_option
def learn(
    *,
    train: Path | None,
    judgements: bool,
    tasks: "Sequence[Task]",
    version: str,
    out: Path,
    store: str | None,
) -> None:
    """Learn matching profiles from the last two years of a train folder and write them as YAML.

    With --judgements, what people said of partners in the store moves these weights within a bound; without
    --train it moves the weights that come with graphsvc.
    """
    from dataclasses import replace

    from graphsvc.taxonomy.profiles import profile as shipped
    from graphsvc.taxonomy.profiles import write_profile

    if not train and not judgements:
        raise click.UsageError("say what to learn from: --train FOLDER, --judgements or both")
    if judgements and tasks and "partners" not in tasks:
        raise click.UsageError("judgements move the weights for partners alone: add --task partners")
    made = [shipped(task) for task in tasks or TASKS]
    if train:
        from graphsvc.answers.training import learn_profiles

        history = _history(train, tasks or TASKS)
        made = list(learn_profiles(history, made, lambda line: click.echo(line, err=True)))
    if judgements:
        with services_for(store) as services:
            more = services.collaboration.judgements() if services.settings.accounts else ()
            heard = services.people.judgements(more)
            moved = [services.matching.with_judgements(one, heard) for one in made if one.task == "partners"]
        for one in moved:
            click.echo(f"{one.id}: {one.learned.get('judgements', 0)} judgements", err=True)
        made = [*moved, *(one for one in made if train and one.task != "partners")]
    out.mkdir(parents=True, exist_ok=True)
    for profile in made:
        file = out / f"{profile.id}-{version}.yml"
        file.write_text(write_profile(replace(profile, version=version)), encoding="utf-8")
        click.echo(str(file))


def _folder_or_clusters(ctx: click.Context, param: click.Parameter, value: str) -> Path | str:
    return value if value == CLUSTERS else _FOLDER.convert(value, param, ctx)


@click.command()
@click.argument("what", metavar="FOLDER|clusters", callback=_folder_or_clusters)
@click.option("--task", "tasks", type=click.Choice(TASKS), multiple=True, help="default: all three")
@click.option("--profile", "profile_file", type=_FILE, default=None, help="another matching profile (YAML)")
@click.option(
    "--later",
    type=_FILE,
    multiple=True,
    help="participations of the period asked about, for intervals by project",
)
@click.option(
    "--bands", is_flag=True, help="also the likelihood by rank on the last year of the train folder"
)
@click.option("--json", "as_json", is_flag=True, help="of clusters: print the figures as JSON")
@store_option
def evaluate(
    what: Path | str,
    tasks: "Sequence[Task]",
    profile_file: Path | None,
    later: Sequence[Path],
    store: str | None,
    *,
    bands: bool,
    as_json: bool,
) -> None:
    """Print how good suggestions are beside plain methods.

    For a folder that the yardstick prepared, suggestions of organizations; for `clusters`, those of partner
    clusters, on the cooperations in the store.
    """
    if isinstance(what, Path):
        _evaluate_folder(what, tasks, profile_file, later, bands=bands)
    else:
        _evaluate_clusters(store, as_json=as_json)


def _evaluate_clusters(store: str | None, *, as_json: bool) -> None:
    with services_for(store) as services:
        found = services.matching.evaluate_clusters()
    if as_json:
        print_json(found.as_json())
        return
    if not found.sources:
        click.echo("No cooperation between two clusters is in the store.")
        return
    for title, ranks in (
        (f"Held back with all pairs of a source ({found.sources} sources)", found.by_source),
        ("Held back pair by pair", found.by_pair),
        ("Not in the data, weights chosen on these", found.read["tune"]),
        ("Not in the data, weights not chosen on these", found.read["report"]),
    ):
        click.echo(f"{title}, {found.profile}")
        click.echo(f"{'method':18}{'pairs':>6}{'median rank':>14}{'MRR':>7}{'first ten':>11}  95 % interval")
        for name, one in ranks.items():
            low, high = one.interval
            rank = f"{one.median_rank:g} of {one.of}"
            line = f"{name:18}{one.pairs:>6}{rank:>14}{one.mrr:>7.2f}{one.in_first_ten:>11.2f}"
            click.echo(f"{line}  {low:.2f} to {high:.2f}")


def _evaluate_folder(
    folder: Path, tasks: "Sequence[Task]", profile_file: Path | None, later: Sequence[Path], *, bands: bool
) -> None:
    from graphsvc.answers import evaluation_files
    from graphsvc.answers.training import band_lines, measure_all, table_lines
    from graphsvc.answers.training import evaluate as evaluated
    from graphsvc.matching.index import build_matching_index

    history = _history(folder / "train", tasks or TASKS)
    made = build_matching_index(history)
    click.echo(f"{'task':13}{'method':24}{'nDCG@10':>9}{'MRR':>9}{'R@50':>9}")
    for task in tasks or TASKS:
        profile = _profile(task, profile_file)
        questions = list(evaluation_files.read_questions(folder / f"queries/{task}.csv", task, history))
        truth = evaluation_files.read_truth(folder / f"truth/{task}.csv")
        projects = evaluation_files.projects_of(task, questions, later, history)
        for line in table_lines(evaluated(made, profile, questions, truth, projects)):
            click.echo(line)
    if bands:
        known = {task: _profile(task, profile_file) for task in tasks or TASKS}
        for measured in measure_all(history, tuple(known.values())):
            since, until = measured.measured["from"], measured.measured["until"]
            click.echo(f"{measured.task}: measured from {since} to {until}")
            for line in band_lines(measured.bands):
                click.echo(line)
