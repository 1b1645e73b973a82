"""Source of an inferred stage: in which text of an organization its words stand."""

from collections.abc import Iterator

from graphsvc.messages import Message, msg
from graphsvc.snapshot import Snapshot
from graphsvc.text_folding import folded


def read_in(snapshot: Snapshot, node: int, words: str) -> Message | None:
    """Where the words (between commas) behind a stage of an organization or cluster (node number) were read.

    None where they stand in none of its texts, as for a stage that follows from its kind.
    """
    open_words = {folded(word.strip()) for word in words.split(",") if word.strip()}
    where = []
    for place, text in _texts(snapshot, node):
        if found := {word for word in open_words if word in folded(text)}:
            open_words -= found
            where.append(place)
        if not open_words:
            break
    places = tuple(dict.fromkeys(where))
    return msg("read in %(places)s", places=places) if places else None


def _texts(snapshot: Snapshot, node: int) -> Iterator[tuple[Message, str]]:
    """The texts of a node, the firmest first, each with what it is called."""
    row, table = node, snapshot.organizations
    if node < len(table.ids):
        yield msg("its name"), f"{table.names[row]} {table.aliases[row]}"
        yield msg("its description"), table.text[row]
        for project in snapshot.participation[[row]].indices.tolist():
            yield msg("titles and topics of its projects"), snapshot.projects.titles[project]
            yield msg("titles and topics of its projects"), snapshot.projects.topics[project]
        return
    record = snapshot.clusters.records[node - len(table.ids)]
    yield msg("its name"), record.name or ""
    yield msg("its sectors"), " ".join(record.sectors)
    yield msg("what it says of itself"), " ".join(one.words for one in record.statements)
