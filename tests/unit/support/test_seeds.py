"""The kept example data is what would be made anew."""

from pathlib import Path

from tests.support.seeds import copy_of, digest


def test_what_is_kept_is_made_anew_where_it_is_for_something_else(tmp_path: Path) -> None:
    made: list[str] = []

    def make(folder: Path) -> None:
        assert not folder.exists()
        folder.mkdir()
        made.append(folder.name)
        (folder / "text").write_text(str(len(made)))

    kept = tmp_path / "kept"
    (kept / "draft").mkdir(parents=True)  # of a process that was killed
    for number, key in enumerate(["one", "one", "two", "one"]):
        copy_of(kept, key, make, tmp_path / str(number))
    assert [(tmp_path / str(number) / "text").read_text() for number in range(4)] == ["1", "1", "2", "3"]
    assert sorted(path.name for path in kept.iterdir()) == ["lock", "one"]


def test_a_change_below_pages_and_commands_is_another_digest(tmp_path: Path) -> None:
    for name in (
        "graphsvc/answers/a.py",
        "graphsvc/web/b.py",
        "graphsvc/cli/__pycache__/c.pyc",
        "graphsvc/answers/__pycache__/a.pyc",
        "seeds/d.csv",
        "requirements-test.lock",
        "tests/support/seeds.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("old")
    before = digest(tmp_path)
    for name in ("graphsvc/web/b.py", "graphsvc/answers/__pycache__/a.pyc"):
        (tmp_path / name).write_text("new")
        assert digest(tmp_path) == before
    for name in ("graphsvc/answers/a.py", "seeds/d.csv", "requirements-test.lock", "tests/support/seeds.py"):
        (tmp_path / name).write_text("new")
        assert digest(tmp_path) != before
        (tmp_path / name).write_text("old")
    (tmp_path / "graphsvc/answers/a.py").rename(tmp_path / "graphsvc/answers/b.py")
    assert digest(tmp_path) != before
