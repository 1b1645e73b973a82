"""Success stories in the instance folder: versions and consents are added, and never changed."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from graphsvc.messages import msg
from graphsvc.programme.stories import StoryConsent, StoryState, StoryVersion, story_state
from graphsvc.state.chained_entries import ChainedEntries


class KeptStories:
    """A file for each story, by its id."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "stories"

    def ids(self) -> list[str]:
        """The ids of all stories of which something was saved."""
        return sorted(path.stem for path in self._folder.glob("*.json"))

    def state(self, story: str) -> StoryState:
        """What was saved of a story. Raises `InvalidData` where the file is not as it was written."""
        return story_state(self._entries(story).read())

    def add(
        self, story: str, one: StoryVersion | StoryConsent, check: Callable[[StoryState], object]
    ) -> None:
        """Add a version or a consent after `check` took what is there and did not raise.

        Raises what `check` raises, `InvalidData` and `OSError`; all is as before then.
        """
        self._entries(story).add(asdict(one), lambda before: check(story_state(before)))

    def _entries(self, story: str) -> ChainedEntries:
        return ChainedEntries(
            self._folder / f"{story}.json", "entry", msg("what is kept of this story cannot be trusted")
        )
