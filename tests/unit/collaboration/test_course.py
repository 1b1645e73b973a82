"""Random courses of an introduction: contacts only after both agreed, forbidden steps change nothing.

`GRAPHSVC_TEST_TIMES=100 .venv/bin/pytest tests/unit/collaboration/test_course.py` tries a thousand.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.database import PeopleDatabase
from graphsvc.collaboration.due import find_due
from graphsvc.collaboration.held_roles import HeldRole
from graphsvc.collaboration.introductions import Introductions
from graphsvc.errors import ForbiddenStep, UnknownId
from tests.support.repetitions import TIMES

SEQUENCES = 10 * TIMES
STEPS = ("ask", "forward", "accept", "decline", "withdraw", "met", "outcome", "expire", "nonsense")
SCOPES = {"anna": "organization:a", "ben": "organization:b", "cleo": "cluster:hub", "dora": "organization:c"}
OPEN = ("with-broker", "asked", "accepted-by-one")


def people(database: PeopleDatabase) -> dict[str, SignedIn]:
    """Who speaks for each scope, without the cost of passwords."""
    made = {}
    for number, (name, scope) in enumerate(SCOPES.items(), 1):
        role = "cluster" if scope.startswith("cluster") else "member"
        with database.write() as rows:
            rows.execute(
                "INSERT INTO person VALUES (?, ?, ?, '', 'en', ?)",
                (number, f"{name}@x.example", name, database.now()),
            )
            rows.execute("INSERT INTO held_role VALUES (?, ?, ?, NULL)", (number, role, scope))
        made[name] = SignedIn(number, f"{name}@x.example", name, "en", (HeldRole(role, scope),), 0)
    return made


class Course(RuleBasedStateMachine):
    """One introduction, taken by anybody through any steps on any days."""

    @initialize(brokered=st.booleans(), anonymous=st.booleans())
    def asked(self, brokered: bool, anonymous: bool) -> None:
        self.folder = TemporaryDirectory()
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.database = PeopleDatabase(Path(self.folder.name), lambda: self.now)
        self.people = people(self.database)
        self.made = Introductions(self.database)
        self.anonymous, self.brokered, self.forwarded = anonymous, brokered, not brokered
        self.accepted: set[str] = set()
        self.events: list[str] = []
        self.one = self.made.ask(
            self.people["anna"],
            SCOPES["anna"],
            SCOPES["ben"],
            anonymous=anonymous,
            broker=SCOPES["cleo"] if brokered else None,
        )

    @rule(
        name=st.sampled_from(sorted(SCOPES)),
        step=st.sampled_from(STEPS),
        outcome=st.sampled_from(["together", "nothing"]),
    )
    def step(self, name: str, step: str, outcome: str) -> None:
        before = self.made.all_of(SCOPES["anna"])[0]
        possible: tuple[str, ...] = ()
        try:
            possible = self.made.view(self.people[name], self.one).steps
        except UnknownId:
            assert (
                name == "dora"
                or (name == "ben" and not self.forwarded)
                or (name == "cleo" and not self.brokered)
            )
        if step in possible:
            self.made.step(self.people[name], self.one, step, outcome=outcome)
            self.forwarded = self.forwarded or step == "forward"
            self.accepted |= {name} if step == "accept" else set()
            assert step != "accept" or (name != "cleo" and before.state in {"asked", "accepted-by-one"})
            return
        with pytest.raises((ForbiddenStep, UnknownId)) as refused:
            self.made.step(self.people[name], self.one, step, outcome=outcome)
        if isinstance(refused.value, ForbiddenStep):
            assert refused.value.allowed == possible
        assert self.made.all_of(SCOPES["anna"])[0] == before

    @rule(days=st.integers(1, 120))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        before = self.made.all_of(SCOPES["anna"])[0]
        self.events += [one.event for one in find_due(self.database)]
        assert find_due(self.database) == (), "each once"
        assert len(self.events) == len(set(self.events))
        age = (self.now - datetime(2026, 1, 1, tzinfo=UTC)).days
        after = self.made.all_of(SCOPES["anna"])[0].state
        assert after == ("expired" if before.state in OPEN and age >= 28 else before.state)

    @invariant()
    def no_contact_before_both_agreed(self) -> None:
        both = self.accepted == {"anna", "ben"}
        for name, person in self.people.items():
            try:
                seen = self.made.view(person, self.one)
            except UnknownId:
                continue
            assert (seen.contact is not None) == (both and name in {"anna", "ben"})
            others = {f"{other}@x.example" for other in SCOPES}
            assert both or not [mail for mail in others if mail in repr(seen)]
            if name == "ben" and self.anonymous and not both:
                assert SCOPES["anna"] not in repr(seen)

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


class TestCourse(Course.TestCase):  # type: ignore[valid-type, misc]
    """The sequences as a test."""

    settings = settings(max_examples=SEQUENCES, stateful_step_count=15, deadline=None)


@pytest.fixture
def database(tmp_path: Path) -> PeopleDatabase:
    return PeopleDatabase(tmp_path, lambda: datetime(2026, 1, 1, tzinfo=UTC))


def test_clicks_at_once_give_one_result(database: PeopleDatabase) -> None:
    made, who = Introductions(database), people(database)

    def tried(_: int) -> bool:
        try:
            made.ask(who["anna"], SCOPES["anna"], SCOPES["ben"])
        except ForbiddenStep:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(tried, range(12))) == 1
    (one,) = made.of(who["ben"])

    def accepted(_: int) -> bool:
        try:
            made.step(who["ben"], one.id, "accept")
        except ForbiddenStep:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(accepted, range(12))) == 1
    assert made.view(who["ben"], one.id).state == "accepted-by-one"


def test_who_speaks_for_both_sides_cannot_agree_alone(database: PeopleDatabase) -> None:
    made, who = Introductions(database), people(database)
    both = SignedIn(
        1, "", "", "en", (HeldRole("member", SCOPES["anna"]), HeldRole("member", SCOPES["ben"])), 0
    )
    one = made.ask(both, SCOPES["anna"], SCOPES["ben"])
    made.step(both, one, "accept")
    with pytest.raises(ForbiddenStep) as refused:
        made.step(both, one, "accept")
    assert refused.value.allowed == ("withdraw",)
    assert made.view(who["ben"], one).contact is None
