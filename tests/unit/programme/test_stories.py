"""Success stories: public only in a version to which both sides agreed."""

from dataclasses import asdict, replace
from pathlib import Path

import pytest

from graphsvc.errors import InvalidData, NotAllowed
from graphsvc.programme.stories import (
    StoryConsent,
    StoryFact,
    StoryState,
    StoryVersion,
    check_consent,
    story_state,
)
from graphsvc.state.stories import KeptStories

ONE, OTHER = "organization:a", "organization:b"
FACT = StoryFact("outcome", ("here", "2026-01-02"), (ONE, OTHER, "feedback:1"))


def version(number: int) -> StoryVersion:
    return StoryVersion(number, (ONE, OTHER), "2026-02-01", (FACT,), {"achieved": f"text {number}"})


def consent(number: int, side: str, *, given: bool = True) -> StoryConsent:
    return StoryConsent(number, side, "Anna", "2026-02-02", "mail of 1 February 2026", given)


def state(*said: StoryVersion | StoryConsent) -> StoryState:
    return story_state(asdict(one) for one in said)


def number_published(*said: StoryVersion | StoryConsent) -> int | None:
    found = state(*said).published
    return found.number if found else None


def test_a_version_is_public_with_the_consent_of_both_sides_to_it_alone() -> None:
    first, mine, theirs = version(1), consent(1, ONE), consent(1, OTHER)
    assert number_published(first) is None
    assert number_published(first, mine) is None
    assert number_published(first, mine, mine) is None, "twice the same side is one side"
    assert number_published(first, mine, theirs) == 1
    assert number_published(first, mine, theirs, version(2)) == 1, "the later one has no consent of its own"
    assert number_published(first, mine, version(2), consent(2, OTHER)) is None, "to different versions"
    assert number_published(first, mine, theirs, version(2), consent(2, ONE), consent(2, OTHER)) == 2


def test_a_consent_that_is_taken_back_ends_it_and_can_be_given_again() -> None:
    said = (version(1), consent(1, ONE), consent(1, OTHER))
    assert number_published(*said, consent(1, OTHER, given=False)) is None
    assert number_published(*said, consent(1, OTHER, given=False), consent(1, OTHER)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        consent(2, ONE),
        consent(1, "organization:c"),
        replace(consent(1, ONE), by=" "),
        replace(consent(1, ONE), proof=" "),
        consent(1, ONE, given=False),
    ],
)
def test_a_consent_names_version_side_person_and_proof(wrong: StoryConsent) -> None:
    with pytest.raises(NotAllowed):
        check_consent(state(version(1)), wrong)
    check_consent(state(version(1)), consent(1, ONE))


def test_what_was_kept_is_read_as_it_was_and_a_changed_file_is_reported(tmp_path: Path) -> None:
    kept = KeptStories(tmp_path)
    for one in (version(1), consent(1, ONE), consent(1, OTHER)):
        kept.add("s", one, lambda before: None)
    assert kept.state("s") == state(version(1), consent(1, ONE), consent(1, OTHER))
    assert kept.ids() == ["s"]
    (path,) = (tmp_path / "stories").glob("*.json")
    path.write_text(path.read_text(encoding="utf-8").replace("text 1", "text 2"), encoding="utf-8")
    with pytest.raises(InvalidData, match="cannot be trusted"):
        kept.state("s")
