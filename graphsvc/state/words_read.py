"""Source of an inferred stage: in which text of an organization its words stand."""

from collections.abc import Iterator

from graphsvc.messages import Message, msg
from graphsvc.snapshot import ORGANIZATION_KINDS, Snapshot
from graphsvc.text_folding import folded


def read_in(snapshot: Snapshot, node: int, words: str) -> tuple[str, Message | None]:
    """Which of the words (between commas) behind a stage of a node are quoted, and where they were read.

    A kind of organization is no word of a text: it is told as what it is, and so is the field of the clusters
    where no text of its own shows the subject. The place is None where words stand in no text.
    """
    given = [word.strip() for word in words.split(",") if word.strip()]
    kind = _kind(snapshot, node)
    open_words = {folded(word) for word in given if word != kind}
    found: set[str] = set()
    where = []
    for place, text in _texts(snapshot, node):
        if new := {word for word in open_words - found if word in folded(text)}:
            found |= new
            where.append(place)
        if found == open_words:
            break
    if kind in given:
        given = [word for word in given if folded(word) in found]
        where = [msg("its kind"), *(where or [msg("the field of its cluster")])]
    places = tuple(dict.fromkeys(where))
    return ", ".join(given), msg("read in %(places)s", places=places) if places else None


def _kind(snapshot: Snapshot, node: int) -> str:
    table = snapshot.organizations
    return ORGANIZATION_KINDS[int(table.kind[node])] if node < len(table.ids) else ""


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
