"""The commands that check and make value chains and measure the inference."""

import json
from pathlib import Path

from click.testing import CliRunner

import graphsvc.taxonomy
from graphsvc.cli import commands
from graphsvc.taxonomy import load_chain

FOOD = Path(graphsvc.taxonomy.__file__).parent / "data" / "chain" / "food-processing-1.0.yml"
TABLE = """id,role,required,label_de,label_en,feeds
tanning,flow,ja,Gerben,Tanning,making
making,flow,ja,Fertigung,Making,
"""


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, arguments)
    return result.exit_code, result.output


def test_check_says_what_a_file_is_and_its_seal() -> None:
    code, said = run("chain", "check", str(FOOD))
    assert code == 0
    assert "food-processing 1.0, 13 stages, 7 of them required" in said
    assert load_chain(FOOD).fingerprint() in said


def test_check_refuses_with_file_line_and_path(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text(
        FOOD.read_text(encoding="utf-8").replace("role: flow", "role: flew", 1), encoding="utf-8"
    )
    code, said = run("chain", "check", str(broken))
    assert code == 1
    assert "broken.yml:" in said
    assert "stages[0].role: must be one of flow, support (found 'flew')" in said
    code, said = run("chain", "check", str(broken), "--json")
    assert (code, json.loads(said)["issues"][0]["column"]) == (1, "stages[0].role")


def test_import_makes_a_file_that_checks(tmp_path: Path) -> None:
    table, file = tmp_path / "shoes.csv", tmp_path / "shoes-1.0.yml"
    table.write_text(TABLE, encoding="utf-8")
    options = ["--id", "shoes", "--title-en", "Shoes", "--title-de", "Schuhe"]
    assert run("chain", "import", str(table), *options, "--out", str(file))[0] == 0
    assert run("chain", "check", str(file))[0] == 0
    code, text = run("chain", "import", str(table), *options)
    assert (code, text) == (0, file.read_text(encoding="utf-8"))
