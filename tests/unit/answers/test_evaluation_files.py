from pathlib import Path

import pytest

from graphsvc.answers import evaluation_files
from graphsvc.errors import InvalidData
from graphsvc.matching.history import KINDS
from graphsvc.state.english_encoder import encode_english
from graphsvc.state.sentence_encoder import encode
from graphsvc.state.vector_cache import FILE

JOINED = """rcn,pic,role,type,country,contribution,start_date,end_date
1,9,coordinator,HES,DE,1,2016-01-01,2018-01-01
1,8,participant,PRC,NA,1,2016-01-01,2018-01-01
2,8,coordinator,REC,NA,1,2017-05-01,
2,7,participant,OTH,,1,2017-05-01,
"""
ABOUT = """rcn,title,topic,programme_parts,type_of_action,topic_code
1,Pea protein,Food,SC2,RIA,SFS-12-2015
"""


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "participation.csv").write_text(JOINED, encoding="utf-8")
    (tmp_path / "project.csv").write_text(ABOUT, encoding="utf-8")
    (tmp_path / "members.csv").write_text("query,given,title,topic\nm0,9 8 5,Beans,Food\n", encoding="utf-8")
    return tmp_path


def test_a_train_folder_becomes_a_history(folder: Path) -> None:
    history = evaluation_files.read_history(folder)
    assert list(history.organizations) == ["7", "8", "9"]
    assert history.countries == ("DE", "NA")
    assert [KINDS[kind] for kind in history.kind] == ["other", "research", "education"]
    assert history.incidence.toarray().tolist() == [[0, 1], [1, 2], [2, 0]]
    assert list(history.texts) == ["Pea protein Food", ""]
    assert list(history.calls) == ["SC2|RIA|SFS-12", ""]
    assert history.vectors is not None
    assert [bool(row.any()) for row in history.vectors] == [True, False]


def test_queries_know_only_their_own_row(folder: Path) -> None:
    history = evaluation_files.read_history(folder)
    [(query, question)] = evaluation_files.read_questions(folder / "members.csv", "members", history)
    assert (query, question.given.tolist(), question.text) == ("m0", [1, 2], "Beans Food")


def test_the_english_encoder_reads_titles_for_implementers_alone(folder: Path, tmp_path: Path) -> None:
    history = evaluation_files.read_history(folder, tmp_path / "home")
    assert history.english is not None
    assert history.english.tolist() == encode_english(["Pea protein", ""]).tolist()
    assert (tmp_path / "home" / FILE).is_file()
    (folder / "implementers.csv").write_text(
        "query,title,topic,research_organization\ni0,Pea protein,Beans,9\n", encoding="utf-8"
    )
    [(_, asked)] = evaluation_files.read_questions(folder / "implementers.csv", "implementers", history)
    assert asked.english is not None
    assert asked.english.tolist() == history.english[0].tolist()
    [(_, other)] = evaluation_files.read_questions(folder / "members.csv", "members", history)
    assert other.english is None


def test_rankings_are_written(tmp_path: Path) -> None:
    file = tmp_path / "ranking.csv"
    assert evaluation_files.write_rankings(file, [("q1", ["b", "a"]), ("q0", ["c"])]) == 3
    assert file.read_text(encoding="utf-8").splitlines()[:2] == ["query,rank,candidate", "q1,1,b"]


def test_what_is_missing_is_named(folder: Path) -> None:
    (folder / "project.csv").write_text("rcn,title\n", encoding="utf-8")
    with pytest.raises(InvalidData, match="no column topic"):
        evaluation_files.read_history(folder)
    (folder / "project.csv").unlink()
    with pytest.raises(InvalidData, match=r"project\.csv is missing"):
        evaluation_files.read_history(folder)


def test_sentences_in_two_languages_are_close_and_whole_numbers() -> None:
    german, english, other = encode(["Eiweiß aus Erbsen", "Protein from peas", "Constitutional court ruling"])
    assert (german == german.round()).all()
    assert abs(german).max() == 127
    assert german @ english > 2 * (german @ other)
