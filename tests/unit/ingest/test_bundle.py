import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphsvc.domain import (
    ENTITY_KINDS,
    LINK_KINDS,
    Activity,
    Basis,
    Claim,
    Cluster,
    DatasetInfo,
    Evidence,
    Fact,
    Membership,
    Organization,
    OrganizationKind,
    Participation,
    Project,
    Relation,
    RelationKind,
    SavedSearch,
    Statement,
)
from graphsvc.domain.ports import GraphStore, Reader, opened
from graphsvc.domain.rows import EntityRow, LinkRow, Row, sort_key, to_row
from graphsvc.errors import InvalidData
from graphsvc.ingest.bundle import write_bundle
from graphsvc.ingest.csv_cells import guarded, readers_of, unguarded
from graphsvc.ingest.load import load
from graphsvc.ingest.unbundle import read_bundle, rows_of
from graphsvc.store.sqlite import SqliteStore

LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
NAMES = LINES.filter(str.strip) | st.sampled_from(
    ["=1+1", "'s Hof", "+49", "-12", "@home", "[1]", "true", "1.0"]
)
TEXTS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
DATES = st.sampled_from(["2019", "2019-02", "2019-02-28"])


def evidence(dataset: str) -> st.SearchStrategy[Evidence]:
    said = st.builds(
        Evidence,
        basis=st.just(Basis.STATED),
        dataset=st.just(dataset),
        citation=st.just("") | TEXTS,
        date=st.none() | DATES,
        words=st.none() | st.just("") | TEXTS,
    )
    guessed = st.builds(
        Evidence,
        basis=st.just(Basis.INFERRED),
        dataset=st.just(dataset),
        confidence=st.floats(0, 1),
        words=TEXTS,
    )
    told = st.builds(
        Evidence, basis=st.sampled_from([Basis.CONFIRMED, Basis.REFUSED]), dataset=st.just(dataset), by=TEXTS
    )
    return said | guessed | told


@st.composite
def claims(draw: st.DrawFn, dataset: str = "alpha") -> list[Claim]:
    says = evidence(dataset)
    made: list[Claim] = []
    made += [
        Organization(
            id=f"organization:{dataset}-{number}",
            evidence=draw(says),
            name=draw(st.none() | NAMES),
            organization_kind=draw(st.sampled_from(OrganizationKind)),
            lat=draw(st.none() | st.floats(-90, 90)),
            lng=draw(st.none() | st.floats(-180, 180)),
            sme=draw(st.none() | st.booleans()),
            aliases=tuple(draw(st.lists(NAMES, max_size=2))),
            text=draw(st.none() | TEXTS),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    facts = st.builds(Fact, what=st.sampled_from(["seat", "label"]), value=LINES, known=st.none() | DATES)
    statements = st.builds(Statement, words=LINES, citation=st.just("") | TEXTS)
    made.append(
        Cluster(
            id="cluster:one",
            evidence=draw(says),
            name=draw(NAMES),
            sectors=tuple(draw(st.lists(LINES, max_size=2))),
            facts=tuple(draw(st.lists(facts, max_size=2))),
            statements=tuple(draw(st.lists(statements, max_size=2))),
        )
    )
    made.append(
        Project(
            id="project:rcn-1",
            evidence=draw(says),
            title=draw(LINES),
            participants=draw(st.integers(0, 10**9)),
        )
    )
    made.append(
        SavedSearch(id="search:1", evidence=draw(says), seen=tuple(draw(st.lists(TEXTS, max_size=2))))
    )
    first = f"organization:{dataset}-0"
    made.append(
        Participation(
            organization=first,
            project="project:rcn-1",
            role="third-party",
            evidence=draw(says),
            contribution=draw(st.none() | st.floats(0, 1e300)),
        )
    )
    made.append(Activity(performer=first, stage="food-processing/packaging", evidence=draw(says)))
    made.append(Relation(source=first, target="cluster:one", relation=RelationKind.RUNS, evidence=draw(says)))
    return made


def filled(path: Path, *parts: tuple[str, list[Claim]]) -> SqliteStore:
    store = SqliteStore(path)
    for dataset, made in parts:
        with store.run(DatasetInfo(id=dataset, title=dataset, licence="CC0 1.0")) as run:
            run.write(made)
    return store


def digest(store: GraphStore) -> str:
    with store.read() as reader:
        return reader.digest()


class Claims(Reader):
    """Claims in memory, read as a store reads them."""

    def __init__(self, made: Iterable[Claim]) -> None:
        self._rows = sorted({sort_key(row): row for row in map(to_row, made)}.values(), key=sort_key)

    def revision(self) -> int:
        return 0

    def datasets(self) -> list[DatasetInfo]:
        return [DatasetInfo(id="alpha", title="Ä")]

    def runs(self) -> dict[str, int]:
        return {"alpha": 1}

    def entities(
        self, kinds: Iterable[str] | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[EntityRow]:
        wanted = set(ENTITY_KINDS if kinds is None else kinds)
        return (row for row in self._rows if isinstance(row, EntityRow) and row.kind in wanted)

    def links(
        self, kinds: Iterable[str] | None = None, ends: Iterable[str] | None = None
    ) -> Iterator[LinkRow]:
        return (row for row in self._rows if isinstance(row, LinkRow))


@given(claims())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_claim_survives_the_way_through_cells(tmp_path: Path, made: list[Claim]) -> None:
    reader = Claims(made)
    write_bundle(reader, tmp_path)
    again = [row for info in read_bundle(tmp_path) for row in rows_of(tmp_path, info)]
    wanted: list[Row] = [*reader.entities(), *reader.links()]
    assert sorted(again, key=sort_key) == sorted(wanted, key=sort_key)


@given(claims())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_bundle_comes_back_with_an_equal_digest(
    tmp_path_factory: pytest.TempPathFactory, made: list[Claim]
) -> None:
    folder = tmp_path_factory.mktemp("bundle")
    with opened(filled(folder / "a.db", ("alpha", made))) as store:
        with store.read() as reader:
            said = write_bundle(reader, folder / "out")
            infos = reader.datasets()
        assert said == digest(store)
        with opened(SqliteStore(folder / "b.db")) as other:
            load(folder / "out", other)
            assert digest(other) == said
            assert load(folder / "out", other, dry_run=True).changed == 0
            with other.read() as reader:
                assert reader.datasets() == infos


@given(TEXTS | st.just(""))
def test_guarding_takes_exactly_one_mark_on_and_off(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert cell
    assert not cell.startswith(tuple("=+-@\t\r"))


@pytest.mark.parametrize("kind", [*ENTITY_KINDS, *LINK_KINDS])
def test_every_field_of_every_record_has_a_reader(kind: str) -> None:
    record = ENTITY_KINDS.get(kind) or LINK_KINDS[kind]
    assert set(readers_of(record)) == set(record.model_fields) - {"evidence"}


def organization(key: str, dataset: str, **fields: object) -> Organization:
    says = Evidence(basis=Basis.STATED, dataset=dataset)
    return Organization.model_validate({"id": f"organization:{key}", "evidence": says, **fields})


def relation(source: str, target: str, dataset: str) -> Relation:
    says = Evidence(basis=Basis.STATED, dataset=dataset)
    return Relation(
        source=f"organization:{source}",
        target=f"organization:{target}",
        relation=RelationKind.COOPERATES,
        evidence=says,
    )


def test_datasets_that_name_each_other_come_back(tmp_path: Path) -> None:
    alpha: list[Claim] = [organization("a", "alpha", name="A"), relation("a", "b", "alpha")]
    beta: list[Claim] = [organization("b", "beta", name="B"), relation("b", "a", "beta")]
    store = filled(tmp_path / "a.db", ("alpha", alpha[:1]), ("beta", beta), ("alpha", alpha))
    with opened(store), store.read() as reader:
        said = write_bundle(reader, tmp_path / "out")
    with opened(SqliteStore(tmp_path / "b.db")) as other:
        report = load(tmp_path / "out", other)
        assert digest(other) == said
    assert [info.id for info in report.datasets] == ["alpha", "beta"]
    assert report.claims == {"organization": 2, "relation": 2}


LINKS = {
    "participates": ("organization:b,project:p,", "participant", "Participant"),
    "member_of": ("organization:b,cluster:c,", "member", "boss"),
    "related": ("organization:b,organization:a,", "cooperates", "likes"),
    "performs": ("organization:b,", "food/milling", "milling"),
}


@pytest.mark.parametrize("kind", sorted(LINKS))
def test_links_that_say_the_same_are_checked_one_by_one(tmp_path: Path, kind: str) -> None:
    says = Evidence(basis=Basis.STATED, dataset="alpha", citation="one")
    made: list[Claim] = [Project(id="project:p", evidence=says), Cluster(id="cluster:c", evidence=says)]
    made += [organization(key, "alpha") for key in "ab"]
    for one, other in ("ab", "ba"):
        who = f"organization:{one}"
        made += [
            Participation(organization=who, project="project:p", evidence=says),
            Membership(organization=who, cluster="cluster:c", evidence=says),
            relation(one, other, "alpha"),
            Activity(performer=who, stage="food/milling", evidence=says),
        ]
    store = filled(tmp_path / "a.db", ("alpha", made))
    with opened(store):
        with store.read() as reader:
            said = write_bundle(reader, tmp_path / "out")
        load(tmp_path / "out", store)
        assert digest(store) == said
        path = tmp_path / "out" / "alpha" / f"{kind}.csv"
        text = path.read_text(encoding="utf-8")
        begins, good, bad = LINKS[kind]
        assert text.count(begins + good) == 1
        path.write_text(text.replace(begins + good, begins + bad), encoding="utf-8")
        with pytest.raises(InvalidData) as refused:
            load(tmp_path / "out", store)
        (issue,) = refused.value.issues
        assert (issue.file, issue.row) == (f"alpha/{kind}.csv", 3)
        assert issue.reason
        assert digest(store) == said


def test_what_is_private_or_a_person_stays(tmp_path: Path) -> None:
    alpha: list[Claim] = [
        organization("a", "alpha", name="Muster GmbH"),
        organization("p", "alpha", name="MUSTERMANN ERIKA", person=True),
        relation("a", "p", "alpha"),
    ]
    own: list[Claim] = [organization("x", "person-list", name="Own member")]
    store = filled(tmp_path / "a.db", ("alpha", alpha), ("person-list", own))
    with opened(store), store.read() as reader:
        write_bundle(reader, tmp_path / "out")
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((tmp_path / "out").rglob("*.*")))
    assert "Muster GmbH" in text
    assert "MUSTERMANN" not in text
    assert "organization:p" not in text
    assert "Own member" not in text


def test_a_spreadsheet_sees_text_and_numbers_as_what_they_are(tmp_path: Path) -> None:
    made: list[Claim] = [organization("a", "alpha", name="=1+1", lat=50.5, lng=-0.12)]
    store = filled(tmp_path / "a.db", ("alpha", made))
    with opened(store), store.read() as reader:
        write_bundle(reader, tmp_path / "out")
    with (tmp_path / "out" / "alpha" / "organization.csv").open(encoding="utf-8", newline="") as stream:
        row = next(csv.DictReader(stream))
    assert (row["name"], row["lng"]) == ("'=1+1", "-0.12")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("organization:a,", "organization:a b,", "damaged"),
        (",stated,", ",sure,", "damaged"),
        (",50.5,", ",500.5,", "damaged"),
        (",50.5,", ",north,", "damaged"),
        ("id,basis,", "id,bases,", "other columns"),
        ("DE,,", "Germany,,", "damaged"),
    ],
)
def test_a_damaged_bundle_is_refused_and_changes_nothing(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    made: list[Claim] = [organization("a", "alpha", name="A", country="DE", lat=50.5, lng=-0.12)]
    store = filled(tmp_path / "a.db", ("alpha", made))
    with opened(store):
        with store.read() as reader:
            said = write_bundle(reader, tmp_path / "out")
        path = tmp_path / "out" / "alpha" / "organization.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(InvalidData, match=reason):
            load(tmp_path / "out", store)
        assert digest(store) == said


@pytest.mark.parametrize("text", ["", "format: other", "format: graphsvc-bundle-1", "format: [", "- a"])
def test_a_header_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bundle.yml").write_text(text, encoding="utf-8")
    with opened(SqliteStore(tmp_path / "a.db")) as store, pytest.raises(InvalidData):
        load(tmp_path, store)


def test_a_bundle_cannot_bring_what_persons_entered(tmp_path: Path) -> None:
    header = "format: graphsvc-bundle-1\ndigest: ''\ndatasets: [{id: person, title: P}]\n"
    (tmp_path / "bundle.yml").write_text(header, encoding="utf-8")
    with opened(SqliteStore(tmp_path / "a.db")) as store, pytest.raises(InvalidData, match="person"):
        load(tmp_path, store)
