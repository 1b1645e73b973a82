from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphsvc.state.search import SearchDocument, SearchIndex, open_index

ENTRIES = (
    SearchDocument(
        "organization", "organization:a", ["Müller & Söhne GmbH"], ["pic:111"], ["Lübeck"], weight=1
    ),
    SearchDocument("organization", "organization:b", ["Mueller Maschinenbau"]),
    SearchDocument("organization", "organization:c", ["Bäckerei Groß"], ["Grossbäckerei"]),
    SearchDocument("organization", "organization:d", ["Institut für Lebensmitteltechnik"], weight=30),
    SearchDocument("organization", "organization:e", ["Institut für Lebensmittelrecht"], weight=1),
    SearchDocument("organization", "organization:h", ["Erika Mustermann", "Müstermann Erika"], hidden=True),
    SearchDocument("project", "project:1", ["OR NOT AND: müsli"], about=["Lebensmittel"]),
    SearchDocument("cluster", "cluster:x", ["Institut"]),
)


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    return open_index(tmp_path, "k", lambda: ENTRIES)


def ids(index: SearchIndex, query: str, kind: str = "organization") -> tuple[str, ...]:
    found = index.find(query)
    return found[kind].ids if kind in found else ()


@pytest.mark.parametrize("query", ["Müller", "muller", "mueller", "MÜLLER", "müll", "Mu\u0308ller"])
def test_every_spelling_of_an_umlaut_finds_it(index: SearchIndex, query: str) -> None:
    assert "organization:a" in ids(index, query)


@pytest.mark.parametrize("query", ["Müller", "mueller"])
def test_an_umlaut_finds_a_name_that_is_spelt_out(index: SearchIndex, query: str) -> None:
    assert "organization:b" in ids(index, query)


@pytest.mark.parametrize("query", ["groß", "gross", "grossbackerei", "grossbaeckerei", "baeckerei groß"])
def test_sharp_s(index: SearchIndex, query: str) -> None:
    assert ids(index, query) == ("organization:c",)


def test_all_words_must_be_there(index: SearchIndex) -> None:
    assert ids(index, "muller lubeck") == ("organization:a",)
    assert ids(index, "muller bielefeld") == ()


def test_exact_before_beginning_before_more_projects(index: SearchIndex) -> None:
    assert ids(index, "institut fur lebensmittel") == ("organization:d", "organization:e")
    assert ids(index, "Institut für Lebensmittelrecht")[0] == "organization:e"


def test_a_name_without_its_umlaut_is_found_by_every_spelling(tmp_path: Path) -> None:
    entry = SearchDocument("organization", "organization:s", ["SUDZUCKER AG", "AARHUS"])
    index = open_index(tmp_path, "k", lambda: [entry])
    for query in ("Südzucker", "Suedzucker", "sudzucker", "Südz", "Århus"):
        assert ids(index, query) == ("organization:s",), query


def test_a_name_is_found_as_one_word(index: SearchIndex) -> None:
    assert ids(index, "muellermaschinen") == ("organization:b",)


@pytest.mark.parametrize(
    ("query", "corrected", "found"),
    [
        ("Lebensmitteltehcnik", {"lebensmitteltehcnik": ("lebensmitteltechnik",)}, "organization:d"),
        ("Mueler Maschinenbau", {"muler": ("muller",)}, "organization:b"),
        ("lebensmittelrect", {"lebensmittelrect": ("lebensmittelrecht",)}, "organization:e"),
    ],
)
def test_typing_errors_are_corrected(
    index: SearchIndex, query: str, corrected: dict[str, tuple[str, ...]], found: str
) -> None:
    assert index.find(query) == {}
    near = index.find_near(query)
    assert (dict(near.corrected), near.any_word) == (corrected, False)
    assert near.hits["organization"].ids == (found,)


def test_short_words_and_numbers_are_not_corrected(index: SearchIndex) -> None:
    for query in ("sha", "112", "xyzzyx"):
        assert index.find_near(query).hits == {}


def test_where_no_entry_has_all_words_any_will_do(index: SearchIndex) -> None:
    near = index.find_near("Maschinenbau Lübeck quux")
    assert near.any_word
    assert near.left_out == ("quux",)
    assert set(near.hits["organization"].ids) == {"organization:a", "organization:b"}


def test_words_that_nearly_everybody_has_do_not_count(tmp_path: Path) -> None:
    entries = [
        SearchDocument("organization", f"organization:{n}", [f"Firma {n:03} GmbH"]) for n in range(100)
    ]
    rare = SearchDocument("organization", "organization:r", ["Elea GmbH"], about=["Quakenbrück"])
    index = open_index(tmp_path, "k", lambda: [*entries, rare])
    near = index.find_near("Elea GmbH Osnabrück")
    assert near.hits["organization"].ids == ("organization:r",)
    assert near.left_out == ("gmbh", "osnabruck")


def test_a_damaged_index_is_built_again_when_a_word_is_looked_up(tmp_path: Path) -> None:
    index = open_index(tmp_path, "k", lambda: ENTRIES)
    (file,) = tmp_path.glob("*/index.db")
    file.write_bytes(file.read_bytes()[:4096] + b"\0" * 8192)
    assert index.find_near("Lebensmitteltehcnik").hits["organization"].ids == ("organization:d",)


def test_a_hidden_one_only_by_its_exact_name(index: SearchIndex) -> None:
    assert ids(index, "erika mustermann") == ("organization:h",)
    assert ids(index, "Erika, MUSTERMANN") == ("organization:h",)
    assert ids(index, "Muestermann Erika") == ("organization:h",)
    assert ids(index, "mustermann") == ids(index, "erika mustermann x") == ids(index, "erika muster") == ()


def test_results_are_grouped_with_their_totals(index: SearchIndex) -> None:
    found = index.find("institut", limit=1)
    assert {kind: (group.total, len(group.ids)) for kind, group in found.items()} == {
        "organization": (2, 1),
        "cluster": (1, 1),
    }
    assert set(index.find("institut", kinds=("cluster",))) == {"cluster"}


@pytest.mark.parametrize(
    "query", ["", "  ", "&", "***", '"', "'", "a" * 10_000, "x " * 500, "\x00", "NEAR(", "name:"]
)
def test_no_query_is_a_syntax_error(index: SearchIndex, query: str) -> None:
    assert index.find(query) == {}


def test_words_of_the_query_language_are_words(index: SearchIndex) -> None:
    assert ids(index, "NOT", "project") == ids(index, "or not and", "project") == ("project:1",)


def test_the_same_key_is_built_once_and_old_files_go(tmp_path: Path) -> None:
    for key in ("one", "two", "three", "three"):
        open_index(tmp_path, key, lambda: ENTRIES)
    assert len(list(tmp_path.iterdir())) == 2
    assert open_index(tmp_path, "three", lambda: ()).find("muller")


@settings(max_examples=200, deadline=None)
@given(query=st.text(max_size=60))
def test_any_text_may_be_asked(shared: SearchIndex, query: str) -> None:
    assert shared.find(query) == shared.find(query)
    assert shared.find_near(query) == shared.find_near(query)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return open_index(tmp_path_factory.mktemp("search"), "k", lambda: ENTRIES)
