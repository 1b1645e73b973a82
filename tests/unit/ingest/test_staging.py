"""Files and folders as people have them, laid out as tables."""

from pathlib import Path
from zipfile import ZipFile

from graphsvc.ingest.staging import staged


def test_archives_of_one_name_do_not_replace_each_other(tmp_path: Path) -> None:
    for year in ("2019", "2020"):
        (tmp_path / year).mkdir()
        with ZipFile(tmp_path / year / "projects.zip", "w") as archive:
            archive.writestr("projects.csv", f"id,title\n1,of {year}\n")
    with staged(tmp_path) as folder:
        texts = sorted(table.read_text(encoding="utf-8") for table in folder.rglob("*.csv"))
    assert texts == ["id,title\n1,of 2019\n", "id,title\n1,of 2020\n"]
