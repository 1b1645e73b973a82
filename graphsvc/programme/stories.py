"""Success stories: facts with their ids, what nobody recorded, and who agreed to which version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graphsvc.errors import NotAllowed
from graphsvc.messages import msg

GAPS = ("achieved", "part", "figures")
"""What no record tells of a cooperation: what came of it, the part that a cluster had in it, figures."""


@dataclass(frozen=True, slots=True)
class StoryFact:
    """Something that is recorded; `evidence` are the ids that show it.

    `kind` says what it is: `outcome` (`words`: who recorded it, and its day), `seat` (name, city, country),
    `cluster` (names of a cluster and its member), `project` (title, year).
    """

    kind: Literal["outcome", "seat", "cluster", "project"]
    words: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryVersion:
    """A version as it was saved on an ISO day: its facts, and what somebody wrote into the gaps.

    `sides` are the ids of the two whose cooperation it tells of; both have to agree before it is public.
    """

    number: int
    sides: tuple[str, str]
    on: str
    facts: tuple[StoryFact, ...]
    told: Mapping[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True)
class StoryConsent:
    """A side (id) agreed to a version on an ISO day, or took that back.

    `by` is who agreed in its name, `proof` where that is kept: a mail, a letter.
    """

    version: int
    side: str
    by: str
    on: str
    proof: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class StoryState:
    """All versions of a story and all words of consent, in their order."""

    versions: tuple[StoryVersion, ...] = ()
    consents: tuple[StoryConsent, ...] = ()

    def agreed(self, version: int) -> tuple[StoryConsent, ...]:
        """The consents to a version that hold: of each side its last word, where it agreed."""
        last = {one.side: one for one in self.consents if one.version == version}
        return tuple(one for _, one in sorted(last.items()) if one.given)

    @property
    def published(self) -> StoryVersion | None:
        """The newest version to which both sides agreed; one that was saved later is not public yet."""
        for one in reversed(self.versions):
            if {*one.sides} <= {consent.side for consent in self.agreed(one.number)}:
                return one
        return None


def story_state(entries: Iterable[Mapping[str, Any]]) -> StoryState:
    """The state after entries as they are kept: each a version, or a consent to one."""
    versions: list[StoryVersion] = []
    consents: list[StoryConsent] = []
    for one in entries:
        if "version" in one:
            consents.append(StoryConsent(**one))
        else:
            facts = tuple(
                StoryFact(it["kind"], tuple(it["words"]), tuple(it["evidence"])) for it in one["facts"]
            )
            first, second = one["sides"]
            versions.append(StoryVersion(one["number"], (first, second), one["on"], facts, one["told"]))
    return StoryState(tuple(versions), tuple(consents))


def check_consent(state: StoryState, consent: StoryConsent) -> None:
    """Raises `NotAllowed` for a consent that names no version, side or person, or takes back what is not."""
    version = next((one for one in state.versions if one.number == consent.version), None)
    if version is None:
        raise NotAllowed(msg("There is no such version: save one first."))
    if consent.side not in version.sides:
        raise NotAllowed(msg("Say which of the two agrees."))
    if not consent.by.strip():
        raise NotAllowed(msg("Say who agreed: a name is missing."))
    if consent.given and not consent.proof.strip():
        raise NotAllowed(msg("Say where the consent is kept: a mail or a letter with its day."))
    if not consent.given and consent.side not in {one.side for one in state.agreed(consent.version)}:
        raise NotAllowed(msg("Nothing to take back: this side has not agreed to this version."))
