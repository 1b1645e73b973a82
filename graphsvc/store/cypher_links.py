"""Statements about links that are put together for a kind of link and the labels of its ends."""

from collections.abc import Sequence

from graphsvc.store.cypher import EVIDENCE, LABELS, LINK_FIELDS, QUALIFIERS, TYPES


def merge_links(kind: str, source: str, target: str) -> str:
    """The statement that writes links of `kind` of one dataset and run between two labels.

    A row is a list, which is half as long on its way as a map: source, target, place in `$says`, fields. What
    links say is mostly the same, so `$says` has it once: qualifier, basis, evidence. What is null is absent
    afterwards, also where it stood before.
    """
    key = "dataset: $dataset, run: $run, basis: says[1]"
    if kind in QUALIFIERS:
        key = f"{QUALIFIERS[kind]}: says[0], {key}"
    rest = [f"`{name}`: says[{place}]" for place, name in enumerate(EVIDENCE, start=2)]
    rest += [f"`{name}`: row[{place}]" for place, name in enumerate(LINK_FIELDS[kind], start=3)]
    return f"""
UNWIND $rows AS row
WITH row, $says[row[2]] AS says
MATCH (a:{source} {{id: row[0]}}) MATCH (b:{target} {{id: row[1]}})
MERGE (a)-[r:{TYPES[kind]} {{{key}}}]->(b)
SET r = {{{key}, {", ".join(rest)}}}
"""


def page_of_links(kind: str, source: str) -> str:
    """The statement that reads the links of `kind` from some nodes, gathered by node.

    A record for each node costs a third of one for each link. A link is a list: target, qualifier, dataset,
    basis, evidence, fields.
    """
    qualifier = f"coalesce(r.{QUALIFIERS[kind]}, '')" if kind in QUALIFIERS else "''"
    names = ("dataset", "basis", *EVIDENCE, *LINK_FIELDS[kind])
    columns = ", ".join(["b.id", qualifier, *(f"r.`{name}`" for name in names)])
    return f"""
MATCH (a:{source})-[r:{TYPES[kind]}]->(b) WHERE a.id > $after AND a.id <= $last AND r.run IN $runs
RETURN a.id, collect([{columns}])
"""


def present_links(sources: Sequence[str]) -> str:
    """The statement that says whether there are links of each of `TYPES` from each kind of entity.

    The server keeps these counts. The answer has a list for each of `TYPES`, in the order of `sources`.
    """
    columns = []
    for kind, type_ in TYPES.items():
        there = [f"COUNT {{ (:{LABELS[source]})-[:{type_}]->() }} > 0" for source in sources]
        columns.append(f"[{', '.join(there)}] AS {kind}")
    return f"RETURN {', '.join(columns)}"
