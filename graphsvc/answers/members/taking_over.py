"""A list that was looked over takes the place of the one in use, or is added to it; and the way out again."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from graphsvc.answers.members.in_use import ListInUse
from graphsvc.answers.members.resolved_list import WaitingList
from graphsvc.answers.members.review import SKIP, decided
from graphsvc.domain import Claim, DatasetInfo, Organization
from graphsvc.domain.ids import PRIVATE
from graphsvc.domain.ports import batches
from graphsvc.errors import InvalidData
from graphsvc.messages import msg
from graphsvc.state.own_words import MANAGEMENT, OWN_WORDS, READ_WEBSITES, Undo, said_or_read

Mode = Literal["replace", "add"]
Progress = Callable[[int, int], None]


def take_over(
    in_use: ListInUse,
    about: Mapping[str, Any],
    answers: Mapping[int, str],
    *,
    mode: Mode,
    undo: Undo,
    begun: Callable[[str], None],
    progress: Progress,
) -> str:
    """Write a list (`about` as `kept_list` made it) in place of the one in use, or beside it; see
    `Members.decide`.

    All of it is shown at once or nothing. `begun` hears the token by which it is taken back before anything
    is written, `progress` how many rows are, and of how many. Returns that token.
    """
    graph, waiting = in_use.graph, WaitingList.restored(about)
    answered = dict.fromkeys(waiting.repeats, SKIP) | dict(answers)
    writer = in_use.writer()
    chosen = [(one.entry, decided(one, answered.get(one.entry.row))) for one in waiting.rows]
    made = [claim for pair in chosen for claim in writer.claims(*pair)]
    if not made:
        raise InvalidData(msg("every row of the list was left out"))
    before = in_use.claims()
    stays = {one.id for one in made if isinstance(one, Organization)}
    kept = before if mode == "add" else [one for one in before if _said(one) in stays]
    after = {_key(claim): claim for claim in (*kept, *made)}
    info, gone = in_use.info(), _private_ids(before) - _private_ids(after.values())
    words = said_or_read(graph, gone)
    token = undo.remember(
        in_use.cluster, _written_to(info), [*before, *words], after.values(), replaced=info.id
    )
    begun(token)
    try:
        for batch in batches(words):
            graph.store.delete(batch)
        with graph.store.run(info) as run:
            written = 0
            for batch in batches(after.values()):
                progress(written * len(chosen) // len(after), len(chosen))
                written += run.write(batch)
    except BaseException:
        for one in (OWN_WORDS, READ_WEBSITES):
            for batch in batches(word for word in words if word.evidence.dataset == one.id):
                graph.store.write(one, batch)
        undo.drop(token)
        raise
    progress(len(chosen), len(chosen))
    return token


def take_out(in_use: ListInUse, undo: Undo) -> int:
    """Remove the list in use with what was said about those it alone knew; see `Members.remove`.

    What could be taken back of the list before can be no longer. Returns how many claims were removed.
    """
    graph, before, info = in_use.graph, in_use.claims(), in_use.info()
    words = said_or_read(graph, _private_ids(before))
    if before:
        kept = [*before, *words]
        undo.forget(in_use.cluster)
        undo.remember(in_use.cluster, _written_to(info), kept, (), replaced=info.id, removed=True)
    for batch in batches(words):
        graph.store.delete(batch)
    return graph.store.retire(info.id)


def _written_to(info: DatasetInfo) -> list[DatasetInfo]:
    return [info, OWN_WORDS, READ_WEBSITES]


def _private_ids(claims: Iterable[Claim]) -> set[str]:
    """The organizations that are known from the list alone."""
    return {one.id for one in claims if isinstance(one, Organization) and one.id.startswith(PRIVATE)}


def _said(claim: Claim) -> str | None:
    """Of whom something was said on the pages of the list; None for what the list itself says."""
    if claim.evidence.by != MANAGEMENT:
        return None
    return str(getattr(claim, claim.key_fields[0]))


def _key(claim: Claim) -> tuple[str, ...]:
    return claim.kind, claim.evidence.basis, *(str(getattr(claim, field)) for field in claim.key_fields)
