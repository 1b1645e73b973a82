"""Public answers are computed from public claims alone, whatever a person keeps beside them."""

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from graphsvc.bootstrap import Services
from graphsvc.domain import Claim, Profile
from graphsvc.domain.ports import GraphStore
from graphsvc.files import take_lock
from graphsvc.state.own_words import LOCAL
from tests.support.addresses import CHAIN, DIL, FPI, PAGES
from tests.support.claims import (
    activity,
    cluster,
    evidence,
    info,
    membership,
    organization,
    participation,
    project,
    relation,
)
from tests.support.repetitions import TIMES
from tests.web.public_answers import (
    CLUSTERS,
    HOME,
    KEYS,
    OTHER,
    Answers,
    answers,
    fill,
    services,
    visitor,
    work,
)
from tests.web.test_routes import ABSENT, OWNERS

pytestmark = pytest.mark.xdist_group("neo4j")
"""All in one process, with the one that needs Neo4j: what they compare with is made once."""

SOME = [*(f"organization:{key}" for key in KEYS[:4]), *(f"cluster:{key}" for key in CLUSTERS)]
WORD = "Zwetschgenkern"
LIST = f"name;city;country\n{WORD} GmbH;{WORD};DE\nFood Works {OTHER};Quakenbrück;DE\nFood Works x7;;DE\n"
STATEMENT = f"{WORD} says so."


@pytest.fixture(scope="module", autouse=True)
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answers]:
    """An instance folder that holds the world, and what a public service says of it."""
    home = tmp_path_factory.mktemp("filled")
    with services(home, public=False) as owner:
        fill(owner.graph.store)
    with services(home, public=True) as made:
        work(made)
        PrivateClaims.filled = home, answers(visitor(made))
        return PrivateClaims.filled


@pytest.fixture
def home(filled: tuple[Path, Answers], tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled[0], tmp_path / "home"))


def bring_list(owner: Services, name: str = FPI) -> str:
    """Bring a list with a new and two known members; returns the id of the new one.

    It is "" where a claim of the state machine has made the new name doubtful, so that its row is left out.
    """
    members = owner.members
    members.decide(members.upload(name, "list.csv", LIST.encode()).token, {})
    return next((one.id for one in members.of(name) if WORD in str(one.name)), "")


def write_all(owner: Services) -> None:
    """Say a word in every field that a person can fill."""
    bring_list(owner)
    people = owner.people
    people.feedback(DIL, f"organization:{OTHER}", STATEMENT)
    people.feedback(FPI, "cluster:nieke", STATEMENT)
    people.dispute(DIL, "city", STATEMENT)
    people.object(f"organization:{OTHER}", STATEMENT)
    people.this_is_us(DIL, STATEMENT)
    people.save_search(STATEMENT, f"/search?q={WORD}")
    people.publish(
        kind="offer", title=STATEMENT, abstract=STATEMENT, benefit=STATEMENT, topic=WORD, wanted=WORD,
        organization=DIL, visibility="hidden",
    )  # fmt: skip
    write_claims(owner.graph.store)


def private_claims(dataset: str, basis: str = "confirmed") -> list[Claim]:
    """Every kind of claim, about what is known and what is not, each as strong as a claim can be."""
    return [
        organization(HOME, dataset, basis, name=WORD, city=WORD, country="AT", nuts="AT13", text=STATEMENT),
        organization("person-z", dataset, name=WORD, country="FR", aliases=(WORD,)),
        cluster("fpi", dataset, basis, sectors=(WORD,), country="FR"),
        cluster("secret", dataset, name=WORD, country="FR"),
        project("grant-633098", dataset, basis, title=WORD, start="2030", topic=WORD),
        project("secret", dataset, title=WORD, start="2001", topic=WORD),
        participation("x5", "secret", dataset, role="coordinator"),
        participation("x6", "secret", dataset),
        participation("person-z", "grant-633098", dataset),
        membership("x7", "giqs", dataset),
        membership("x0", "fpi", dataset, "refused"),
        relation("organization:x1", "organization:x2", "same_as", dataset),
        relation("cluster:fpi", "cluster:nieke", "cooperates", dataset, basis),
        relation("cluster:giqs", "organization:x3", "runs", dataset),
        activity("organization:x5", "food-processing/quality", dataset, basis),
        activity("cluster:fpi", "food-processing/machinery", dataset, "refused"),
    ]


def write_claims(store: GraphStore) -> None:
    """Write private claims, and the person's own word on a stage."""
    about = {"title": WORD, "retrieved": "2031-01-01", "priority": 99}
    store.write(info("person-claims", **about), private_claims("person-claims"))
    confirmed = activity("cluster:giqs", "food-processing/quality", "person", "confirmed")
    store.write(info("person", **about), [confirmed])


def same(found: Answers, expected: Answers) -> None:
    """Two collections of answers are equal; says which address is not."""
    assert [address for address in expected if found[address] != expected[address]] == []
    assert found == expected


def planted(found: Answers) -> list[str]:
    """Addresses whose answer holds the word that only private claims hold, but for the question itself."""
    return [address for address, (_, _, body) in found.items() if WORD.encode() in body]


def test_the_answers_are_answers(filled: tuple[Path, Answers]) -> None:
    refused = {address: status for address, (status, _, _) in filled[1].items() if status not in (200, 302)}
    owners = [*OWNERS.values(), PAGES["same"]]
    assert refused == dict.fromkeys([*owners, *ABSENT.values(), PAGES["error"]], 404)


def test_what_a_person_keeps_moves_no_public_answer(home: Path, filled: tuple[Path, Answers]) -> None:
    with services(home, public=False) as owner:
        work(owner)
        owner.matching.partners(DIL)
        write_all(owner)
        owner.graph.refresh()
        work(owner)
        mine = answers(visitor(owner))
        assert planted(mine), "the word stands on the pages of its owner"
        with services(home, public=True) as made:
            while_there = answers(visitor(made))
        assert planted(while_there) == []
        same(while_there, filled[1])
        owner.members.remove(FPI)
    with services(home, public=True) as made:
        same(answers(visitor(made)), filled[1])


@pytest.mark.parametrize("alone", ["list", "not for us"])
def test_a_list_or_a_word_moves_no_map_and_no_suggestion(
    home: Path, filled: tuple[Path, Answers], alone: str
) -> None:
    with services(home, public=False) as owner:
        if alone == "list":
            bring_list(owner)
        else:
            owner.people.feedback(FPI, "cluster:nieke", "no")
    with services(home, public=True) as made:
        work(made)
        same(answers(visitor(made)), filled[1])


def test_a_private_member_is_not_there(home: Path) -> None:
    with services(home, public=False) as owner:
        member = bring_list(owner)
        assert visitor(owner).get(f"/organizations/{member}").status_code == 200
    with services(home, public=True) as made:
        client = visitor(made)
        for address in (
            f"/organizations/{member}",
            f"/api/v1/organizations/{member}",
            f"/partners/{member}",
            f"/partners/{member}/compare",
            f"/partners/{DIL}/path?to={member}",
            f"/api/v1/partners/{member}",
            f"/api/v1/neighbourhood/{member}",
            f"/api/v1/indicators/{member}",
            f"/api/v1/coverage?chain=food-processing&of={member}",
            f"/desk?of={member}",
            f"{CHAIN}?of={member}",
            f"{CHAIN}/board.csv?of={member}",
            f"{CHAIN}/board.xlsx?of={member}",
        ):
            response = client.get(address)
            assert (address, response.status_code) == (address, 404)
            assert WORD not in response.text


def test_jobs_and_import_reports_are_no_public_pages(home: Path) -> None:
    table = f"name;country\n{WORD};Nowhere\n".encode()
    with services(home, public=False) as owner:
        lock = take_lock(home / "worker.lock")  # the work is done here and by no process beside
        number = owner.datasets.preview([(f"{WORD}.csv", table)])
        owner.jobs.work(owner.handlers, lock)
        assert WORD in visitor(owner).get(f"/data/jobs/{number}").text
    with services(home, public=True) as made:
        client = visitor(made)
        made.jobs.start("network")
        for job in {number, *(job.id for job in made.jobs.unfinished())}:
            assert client.get(f"/data/jobs/{job}").status_code == 404
        page = client.get("/data").text
        assert WORD not in page
        assert "/data/jobs/" not in page


def test_a_profile_that_was_made_public_is_public(home: Path) -> None:
    one = Profile(
        id="profile:one", title=WORD, visibility="public", evidence=evidence("person", "confirmed", by=LOCAL)
    )
    with services(home, public=False) as owner:
        owner.graph.store.write(info("person"), [one])
        with services(home, public=True) as made:
            assert WORD in visitor(made).get("/profiles").text
        owner.graph.store.write(info("person"), [one.model_copy(update={"visibility": "hidden"})])
        with services(home, public=True) as made:
            assert WORD not in visitor(made).get("/profiles").text


@pytest.mark.neo4j
def test_the_same_on_neo4j(neo4j_url: str, tmp_path: Path, filled: tuple[Path, Answers]) -> None:
    with services(tmp_path, public=False, store=neo4j_url) as owner:
        fill(owner.graph.store)
        write_all(owner)
    with services(tmp_path, public=True, store=neo4j_url) as made:
        work(made)
        found = answers(visitor(made))
    assert planted(found) == []
    same(found, filled[1])


class PrivateClaims(RuleBasedStateMachine):
    """A person writes and takes back while a public service answers the same throughout."""

    filled: ClassVar[tuple[Path, Answers]]

    @initialize()
    def begin(self) -> None:
        self.open = ExitStack()
        folder = Path(self.open.enter_context(tempfile.TemporaryDirectory()))
        self.home = Path(shutil.copytree(self.filled[0], folder / "home"))
        self.owner = self.open.enter_context(services(self.home, public=False))
        self.public = self.open.enter_context(services(self.home, public=True))
        self.visitor = visitor(self.public)
        self.expected = self.filled[1]
        self.begun = self.owner.graph.store.revision()
        self.words: list[str] = []
        self.profiles: list[str] = []
        self.searches: list[str] = []
        self.lists: set[str] = set()
        self.claims: set[str] = set()

    @rule(key=st.sampled_from(CLUSTERS))
    def bring_list(self, key: str) -> None:
        bring_list(self.owner, f"cluster:{key}")
        self.lists.add(key)

    @precondition(lambda self: self.lists)
    @rule(data=st.data())
    def remove_list(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.lists)))
        self.owner.members.remove(f"cluster:{key}")
        self.lists.remove(key)

    @rule(pair=st.permutations(SOME))
    def not_for_us(self, pair: list[str]) -> None:
        self.words.append(self.owner.people.feedback(pair[0], pair[1], STATEMENT))

    @rule(kind=st.sampled_from(["dispute", "objection", "ours"]), key=st.sampled_from(KEYS))
    def say(self, kind: str, key: str) -> None:
        people, whom = self.owner.people, f"organization:{key}"
        if kind == "dispute":
            self.words.append(people.dispute(whom, "city", STATEMENT))
        else:
            word = people.object if kind == "objection" else people.this_is_us
            self.words.append(word(whom, STATEMENT))

    @precondition(lambda self: self.words)
    @rule()
    def take_back(self) -> None:
        word = self.words.pop()
        self.words = [one for one in self.words if one != word]
        self.owner.people.undo_feedback(word)

    @rule()
    def keep_profile(self) -> None:
        kept = self.owner.people.publish(kind="offer", title=STATEMENT, organization=DIL, visibility="hidden")
        assert kept.id
        self.profiles.append(kept.id)

    @precondition(lambda self: self.profiles)
    @rule()
    def remove_profile(self) -> None:
        self.owner.people.remove_profile(self.profiles.pop())

    @rule(address=st.sampled_from([f"/search?q={WORD}", f"/partners/{DIL}"]))
    def save_search(self, address: str) -> None:
        one = self.owner.people.save_search(STATEMENT, address)
        self.searches = [*(kept for kept in self.searches if kept != one), one]

    @precondition(lambda self: self.searches)
    @rule()
    def forget_search(self) -> None:
        self.owner.people.drop_saved(self.searches.pop())

    @rule(
        dataset=st.sampled_from(["person-one", "person-two"]),
        basis=st.sampled_from(["stated", "confirmed", "refused"]),
    )
    def load_claims(self, dataset: str, basis: str) -> None:
        with self.owner.graph.store.run(info(dataset, retrieved="2031-01-01", priority=9)) as run:
            run.write(private_claims(dataset, basis))
        self.claims.add(dataset)

    @precondition(lambda self: self.claims)
    @rule()
    def retire_claims(self) -> None:
        self.owner.graph.store.retire(self.claims.pop())

    @rule()
    def owner_looks(self) -> None:
        self.owner.graph.refresh()
        work(self.owner)
        assert visitor(self.owner).get(f"/clusters/{FPI}").status_code == 200

    @rule()
    def visitor_looks(self) -> None:
        if self.public.graph.stale():
            self.public.graph.refresh()
        same(answers(self.visitor), self.expected)

    def teardown(self) -> None:
        if hasattr(self, "begun") and self.owner.graph.store.revision() != self.begun:
            self.visitor_looks()
            with services(self.home, public=True) as restarted:
                found = answers(visitor(restarted))
            same(found, self.expected)
            assert planted(found) == []
        if hasattr(self, "open"):
            self.open.close()


TestPrivateClaims = PrivateClaims.TestCase
TestPrivateClaims.settings = settings(max_examples=2 * TIMES, stateful_step_count=12)
