"""What people say of suggestions: not for us, pinned, answered, or that something came of it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from graphsvc.domain import Evidence, Feedback
from graphsvc.errors import InvalidData, UnknownId
from graphsvc.messages import Message, msg
from graphsvc.state.feedback import VERDICTS, keep, said, said_more
from graphsvc.state.graph import CurrentGraph
from graphsvc.state.profiles import kept_profiles
from graphsvc.state.refs import Ref, ref

OTHER = "other"
REASONS: Mapping[str, Message] = {
    "competitor": msg("competitor"),
    "known": msg("we know each other"),
    "not-fitting": msg("does not fit our topic"),
    "too-far": msg("too far away"),
    OTHER: msg("another reason"),
}
"""Why a suggestion is declined, as pages offer it."""

MOST_CHARACTERS = 2000


@dataclass(frozen=True, slots=True)
class ShownAt:
    """Where a suggestion stood when it was judged: by which matching profile, at which rank of how many."""

    profile: str
    rank: int
    shown: int


@dataclass(frozen=True, slots=True)
class Pair:
    """What was said of a candidate, and for what reason; `id` takes it back."""

    id: str
    ref: Ref
    verdict: str
    reason: str
    date: str
    seen: ShownAt | None


class Judgements:
    """The local person's words on suggestions."""

    def __init__(self, graph: CurrentGraph) -> None:
        self._graph = graph

    def say(
        self, pair: tuple[str, str], verdict: str, reason: str, seen: ShownAt | None, evidence: Evidence
    ) -> str:
        """Keep a verdict on a pair in place of an earlier one; see `UserContent.feedback`."""
        query, candidate = self._asking(pair[0]), ref(self._graph.snapshot(), pair[1]).id
        reason = one_line(reason, MOST_CHARACTERS)
        if verdict not in VERDICTS:
            raise InvalidData(
                msg(
                    "unknown word on a suggestion: %(verdict)s; known are %(known)s",
                    verdict=verdict[:100],
                    known=", ".join(VERDICTS),
                )
            )
        if verdict == "not-for-us" and not reason:
            raise InvalidData(msg("say why in a few words"))
        key = f"suggestion\n{query}\n{candidate}"
        word = Feedback(
            id=f"feedback:{sha256(key.encode()).hexdigest()[:16]}",
            type=verdict,
            query=query,
            candidate=candidate,
            reason=reason if verdict == "not-for-us" else None,
            profile=seen.profile if seen else None,
            rank=seen.rank if seen else None,
            shown=seen.shown if seen else None,
            evidence=evidence,
        )
        keep(self._graph, [word])
        said_more(self._graph)
        return word.id

    def of(self, source: str) -> tuple[Pair, ...]:
        """What was said of the candidates of `source`, by id. Raises `UnknownId`."""
        snapshot, query, found = self._graph.snapshot(), self._asking(source), []
        for one in said(self._graph).judgements:
            if one.query == query:
                with suppress(UnknownId):  # no longer in the data
                    candidate = ref(snapshot, one.candidate)
                    seen = ShownAt(one.profile, one.rank, one.shown) if one.rank and one.shown else None
                    found.append(Pair(one.id, candidate, one.verdict, one.reason, one.date, seen))
        return tuple(sorted(found, key=lambda pair: pair.id))

    def forget(self, source: str) -> None:
        """Delete everything that was said of the candidates of `source`, which is no more."""
        words = [one for _, one in said(self._graph).feedback if one.query == source]
        if words:
            self._graph.store.delete(words)
            said_more(self._graph)

    def _asking(self, source: str) -> str:
        """The id of whom suggestions are for: a profile, or an entity under the id it has now."""
        if any(one.id == source for one in kept_profiles(self._graph)):
            return source
        return ref(self._graph.snapshot(), source).id


def one_line(text: str, most: int) -> str:
    """A text as one line without control characters, at most `most` long."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]
