"""A chain from a table: what a spreadsheet gives becomes a file that loads."""

from pathlib import Path

import pytest

from graphsvc.errors import InvalidTaxonomy
from graphsvc.taxonomy import load_chain
from graphsvc.taxonomy.table import chain_from_table

HEADER = "id,role,required,depth,parent,label_de,label_en,nace,keywords_en,feeds,serves"
ROWS = [
    "tanning,flow,ja,,,Gerben,Tanning,15.11,tanner*; leather,making,",
    "making,flow,yes,3,,Fertigung,Making,15.2,shoe*,,",
    "soles,flow,,,making,Sohlen,Soles,,sole|soles,,",
    "design,support,no,,,Gestaltung,Design,,,,making",
]
TITLE = {"de": "Schuhe", "en": "Shoes"}


def made(folder: Path, *rows: str, header: str = HEADER) -> str:
    path = folder / "shoes.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return chain_from_table(path, chain_id="shoes", version="1.0", title=TITLE)


def test_table_becomes_a_chain(tmp_path: Path) -> None:
    file = tmp_path / "shoes.yml"
    file.write_text(made(tmp_path, *ROWS), encoding="utf-8")
    chain = load_chain(file)
    assert [(s.id, s.role, s.required, s.depth, s.parent, s.feeds) for s in chain.stages] == [
        ("tanning", "flow", True, 2, None, ("making",)),
        ("making", "flow", True, 3, None, ()),
        ("soles", "flow", False, 2, "making", ()),
        ("design", "support", False, 2, None, ()),
    ]
    assert chain.stage("soles").keywords == {"en": ("sole", "soles")}
    assert chain.stage("tanning").definition == {"de": "Gerben", "en": "Tanning"}


def test_semicolons_between_columns(tmp_path: Path) -> None:
    rows = [row.replace(";", "|").replace(",", ";") for row in ROWS]
    assert made(tmp_path, *rows, header=HEADER.replace(",", ";")) == made(tmp_path, *ROWS)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("a,flow,maybe,,,A,A,,,,", "required"),
        ("a,flow,yes,two,,A,A,,,,", "depth"),
        ("a,flow,yes,,b,A,A,,,,", "parent"),
        ("a,flow,yes,,a,A,A,,,,", "parent"),
        ("a,flow,yes,,,A,A,99.99,,,", "stages[0].nace[0]"),
        ("a,flow,yes,,,A,A,,,,,extra", "None"),
    ],
)
def test_broken_row_is_named(tmp_path: Path, row: str, column: str) -> None:
    with pytest.raises(InvalidTaxonomy) as caught:
        made(tmp_path, row)
    assert column in {issue.column for issue in caught.value.issues}


def test_missing_and_unknown_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidTaxonomy) as caught:
        made(tmp_path, "a,flow,A", header="id,role,name")
    assert {issue.column for issue in caught.value.issues} == {"name", "label_de", "label_en"}
