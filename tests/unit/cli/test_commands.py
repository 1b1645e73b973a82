"""Every command has help, is documented, and is told apart from what is none."""

import json
import re
from pathlib import Path

import click
import pytest

from graphsvc.cli import commands
from tests.unit.cli.conftest import Call

DOCS = Path(__file__).resolve().parents[3] / "docs"


def shown() -> dict[str, click.Command]:
    """The commands that `graphsvc --help` lists."""
    context = click.Context(commands)
    found = {name: commands.get_command(context, name) for name in commands.list_commands(context)}
    return {name: command for name, command in found.items() if command and not command.hidden}


def below(name: str, command: click.Command) -> list[tuple[str, click.Command]]:
    inner = command.commands.items() if isinstance(command, click.Group) else ()
    return [(name, command), *(pair for sub, one in inner for pair in below(f"{name} {sub}", one))]


EVERY = [pair for name, command in shown().items() for pair in below(name, command)]


@pytest.mark.parametrize(("name", "command"), EVERY, ids=[name for name, _ in EVERY])
def test_every_command_has_help(call: Call, name: str, command: click.Command) -> None:
    assert command.help
    said = call(*name.split(), "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: graphsvc {name}")


def test_every_command_is_documented_in_its_own_words() -> None:
    table = dict(
        re.findall(
            r"^\| `graphsvc (\w+)` \| (.+?) \|", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE
        )
    )
    told = {name: text.removesuffix(".") + "." for name, text in table.items()}
    assert told == {
        name: " ".join((one.help or "").split("\n\n")[0].split()) for name, one in shown().items()
    }


def test_pages_that_documentation_points_to_exist() -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    assert all((DOCS / name).is_file() for name in re.findall(r"\]\((\w+\.md)\)", text))


@pytest.mark.parametrize("words", [["nonsense"], ["coverage"], ["load"], ["alliance", "--k", "0"], []])
def test_what_is_no_command_ends_with_exit_code_2(call: Call, words: list[str]) -> None:
    said = call(*words)
    assert (said.code, said.out) == (2, "")
    assert "Usage: graphsvc" in said.err


def test_the_version(call: Call) -> None:
    assert re.fullmatch(r"graphsvc, version \d+\.\d+\.\d+\n", call("--version").out)


def test_partners_with_all_parts(call: Call, seeded: Path) -> None:
    said = call("partners", "organization:pic-998511696", "--top", "10", "--json", home=seeded)
    assert said.code == 0, said.err
    found = json.loads(said.out)
    assert {"query", "matching_profile", "matches", "reason"} <= set(found)
    assert len(found["matches"]) == 10
    for match in found["matches"]:
        assert all({"feature", "contribution", "detail"} <= set(part) for part in match["parts"])
        parts = sum(part["contribution"] for part in match["parts"])
        assert parts == pytest.approx(match["score"], abs=1e-9)


def test_evaluate_clusters_prints_the_rank_of_held_back_cooperations(call: Call, seeded: Path) -> None:
    said = call("evaluate", "clusters", "--json", home=seeded)
    found = json.loads(said.out)
    assert said.code == 0
    assert {"pairs", "median_rank", "of", "in_first_ten", "interval", "baselines"} <= set(found)
    assert set(found["baselines"]) == {"sector vectors", "same sector", "nearest", "chance"}
    assert found["in_first_ten"] > found["baselines"]["sector vectors"]["in_first_ten"]
    assert found["median_rank"] < found["baselines"]["sector vectors"]["median_rank"]
    assert found["each_pair"]["median_rank"] <= found["median_rank"]
    unseen = found["not_in_the_data"]
    assert {half: unseen[half]["pairs"] for half in unseen} == {"tune": 40, "report": 20}
    for half in unseen.values():
        assert half["mrr"] > half["baselines"]["sector vectors"]["mrr"]
    assert unseen["report"]["median_rank"] <= unseen["report"]["baselines"]["sector vectors"]["median_rank"]
    printed = call("evaluate", "clusters", home=seeded).out
    assert "Held back pair by pair" in printed
    assert "Not in the data" in printed


def test_evaluate_asks_for_a_folder_or_clusters(call: Call) -> None:
    assert call("evaluate", "nowhere").code == 2


def test_a_website_is_read_only_where_it_is_permitted(
    call: Call, seeded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = call("stages", "read", "foodregio", "--address", "http://127.0.0.1:1/", home=seeded)
    assert said.code == 1
    assert "GRAPHSVC_WEBSITES=1" in said.err
    monkeypatch.setenv("GRAPHSVC_WEBSITES", "1")
    said = call("stages", "read", "foodregio", "--address", "http://127.0.0.1:1/", home=seeded)
    assert said.code == 1
    assert "inside a network (127.0.0.1)" in said.err
