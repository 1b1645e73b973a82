"""Partnering profiles as they are kept: read from the store, held until one changes."""

from graphsvc.domain import Profile
from graphsvc.domain.rows import to_claim
from graphsvc.state.graph import CurrentGraph
from graphsvc.text_folding import words

_KEY = "profiles"


def kept_profiles(graph: CurrentGraph) -> tuple[Profile, ...]:
    """All profiles by id; of a public graph those that are public."""
    return graph.derived(_KEY, lambda _: _read(graph))


def profiles_changed(graph: CurrentGraph) -> None:
    """Have the profiles read anew."""
    graph.forget(_KEY)


def holds(profile: Profile, today: str) -> bool:
    """Whether a profile is open: neither closed nor expired on the day `today`."""
    return not profile.closed and (profile.expires or today) >= today


def profiles_with(graph: CurrentGraph, query: str) -> tuple[Profile, ...]:
    """Profiles that have every word of `query`, each at least as a beginning, by title."""
    asked = words(query)
    found = [one for one in kept_profiles(graph) if asked and _has(one, asked)]
    return tuple(sorted(found, key=lambda one: ((one.title or "").casefold(), one.id)))


def _has(profile: Profile, asked: list[str]) -> bool:
    texts = (profile.title, profile.topic, profile.abstract, profile.benefit)
    own = words(" ".join(text for text in texts if text))
    return all(any(word.startswith(one) for word in own) for one in asked)


def _read(graph: CurrentGraph) -> tuple[Profile, ...]:
    with graph.store.read() as reader:
        claims = [to_claim(row) for row in reader.entities((Profile.kind,))]
    return tuple(sorted((one for one in claims if isinstance(one, Profile)), key=lambda one: one.id))
