"""Ids of records: made from the first identifier or key of a row that is filled."""

from collections.abc import Sequence

from graphsvc.domain.ids import distinct, is_id, kind_of, organization_id, project_id
from graphsvc.ingest.cleaning import Refuse
from graphsvc.ingest.identifiers import identifier_value
from graphsvc.ingest.value_sources import Cells, Get, ValueSource
from graphsvc.messages import msg


def id_reader(sources: Sequence[tuple[str, ValueSource]], kind: str | None, dataset: str) -> Get:
    """The reader that makes an id of the cells of a row.

    `sources` pairs schemes (`pic`, `ror`, `grant`, `rcn`, `id`, `cluster`, `key`) with where their text
    stands, the first filled one counts; `kind` is what the id must be of, `None` where several may be; keys
    of the source's own get the name of the `dataset`. The reader raises `Refuse` where nothing makes an id.
    """
    parts: list[tuple[str, str, Get, dict[str, str]]] = [
        (scheme, part.column, part.get, {}) for scheme, part in sources
    ]

    def read(cells: Cells) -> str:
        for scheme, column, get, known in parts:
            text = get(cells)
            if text:
                made = known.get(text)
                if made is None:
                    made = _made_id(scheme, _id_value(scheme, text, column), kind, dataset)
                    if not is_id(made) or (kind and kind_of(made) != kind):
                        raise Refuse(
                            msg("%(column)s: %(value)s makes no id", column=column, value=repr(text[:100]))
                        )
                    known[text] = made
                return made
        raise Refuse(
            msg(
                "nothing to make an id of in %(columns)s",
                columns=", ".join(column for _, column, *_ in parts),
            )
        )

    return read


def cluster_key(text: str) -> str:
    """The key of a cluster as a cell has it: with `cluster:` before it, as exports write it, or without."""
    return text.removeprefix("cluster:")


def _made_id(scheme: str, text: str, kind: str | None, dataset: str) -> str:
    if scheme == "id":
        return text
    if scheme in ("pic", "ror"):
        return organization_id(dataset, "", **{scheme: text})
    if scheme in ("grant", "rcn"):
        return project_id(**{scheme: text})
    if scheme == "cluster":
        return f"cluster:{cluster_key(text)}"
    return f"{kind or 'organization'}:{dataset}-{distinct(text)}"


def _id_value(scheme: str, text: str, column: str) -> str:
    """The identifier in its usual form; keys of a source's own stand as they are. Raises `Refuse`."""
    if scheme in ("id", "key", "cluster"):
        return text
    value, reason = identifier_value(scheme, text)
    if value is None:
        raise Refuse(
            msg("%(column)s: %(value)s: %(reason)s", column=column, value=repr(text[:100]), reason=reason)
        )
    return value
