"""The Cypher that this package sends, but for links put together in `cypher_links`.

Values are parameters; labels and types come from the tables below alone.
"""

from graphsvc.domain import ENTITY_KINDS, LINK_KINDS

LABELS = {kind: record.__name__ for kind, record in ENTITY_KINDS.items()}
"""Label of each kind of entity."""

STAGE = "Stage"
"""Label of what is performed: a value-chain stage is no entity, its node comes and goes with its links."""

ANY_LABEL = "|".join(LABELS.values())

TYPES = {kind: kind.upper() for kind in LINK_KINDS}
"""Relationship type of each kind of link."""

QUALIFIERS = {"participates": "role", "member_of": "role", "related": "kind"}
"""Property that holds the qualifier of a link, where its kind has one."""

EVIDENCE = ("citation", "date", "confidence", "words", "by")
"""Properties of a relationship that say on what it rests, beside dataset and basis."""

LINK_FIELDS = {
    "participates": ("contribution", "kind_then"),
    "member_of": ("start", "end"),
    "related": ("start", "end"),
    "performs": ("read_as", "read_as_de"),
}
"""The optional fields of each kind of link, flat properties of a relationship."""

READ_FIELDS = ("contribution", "kind_then", "start", "end", "read_as", "read_as_de")
"""The fields of all kinds together, as they are read."""

ANY_TYPE = "|".join(sorted(TYPES.values()))

LINK_COLUMNS = (
    "a.id, b.id, toLower(type(r)), coalesce(r.role, r.kind, ''), r.dataset, r.basis, r.citation, r.date, "
    "r.confidence, r.words, r.by, r.contribution, r.kind_then, r.start, r.`end`, "
    "r.read_as, r.read_as_de"
)
"""What a relationship is read as: the columns of a `LinkRow` up to `by`, then `READ_FIELDS`."""

CONSTRAINTS = tuple(
    f"CREATE CONSTRAINT {label.lower()}_id IF NOT EXISTS FOR (n:{label}) REQUIRE n.id IS UNIQUE"
    for label in (*LABELS.values(), STAGE, "Dataset", "Run", "Reading", "Meta")
)

FORM = "MATCH (s:Meta {id: 'state'}) RETURN s.form"

FOREIGN = f"MATCH (n:{ANY_LABEL}) RETURN n LIMIT 1"

BEGIN = """
MERGE (w:Meta {id: 'writers'}) ON CREATE SET w.runs = 0, w.turn = 0
MERGE (s:Meta {id: 'state'}) ON CREATE SET s.revision = $revision, s.lost = 0, s.form = $form, s.turn = 0
RETURN s.form
"""

LOCK = "MATCH (m:Meta {id: $lock}) SET m.turn = 0"
"""Takes the lock of `writers` or `state` to the end of the transaction; the value never changes."""

_STATE_LOCKED = """
MATCH (m:Meta {id: 'state'}) SET m.turn = 0
WITH count(*) AS locked
"""
"""Begins a statement whose rest runs under the lock of `state`."""

ACCESS = "SHOW DATABASE $database YIELD access"

STATE = "MATCH (s:Meta {id: 'state'}) RETURN s.revision, s.lost"

BUMP = (
    _STATE_LOCKED
    + """MATCH (s:Meta {id: 'state'}) SET s.revision = s.revision + 1
SET s.lost = CASE WHEN $lost THEN s.revision ELSE s.lost END
RETURN s.revision
"""
)
"""Counts one visible change, under the lock of `state`."""

# runs and datasets

LOCKED = """
MATCH (m:Meta {id: 'writers'}) SET m.turn = 0
WITH count(*) AS locked
MATCH (s:Meta {id: 'state'})
RETURN s.lost, COLLECT { MATCH (r:Run) RETURN [r.id, r.dataset, r.state, r.began] }
"""
"""Takes the lock of `writers`, without which no run changes, and tells the runs."""

NEW_RUN = """
MATCH (w:Meta {id: 'writers'}) SET w.runs = w.runs + 1
WITH w.runs AS number
MATCH (s:Meta {id: 'state'})
CREATE (:Run {id: number, dataset: $dataset, state: $state, began: s.revision, described: $state = 'shown'})
RETURN number
"""

GIVE_UP = """
MATCH (r:Run {state: 'open', dataset: $dataset}) WHERE $number IS NULL OR r.id = $number
SET r.state = 'gone', r.until = 0
"""

SET_STATES = "UNWIND $rows AS row MATCH (r:Run {id: row[0]}) SET r.state = row[1], r.until = row[2]"

DATASETS = "MATCH (d:Dataset) RETURN d.info ORDER BY d.id"

DECLARE = "MERGE (d:Dataset {id: $id}) SET d.title = $title, d.info = $info"

FORGET = "MATCH (d:Dataset {id: $id}) DELETE d"

# rules

LOST = f"""
MATCH (n:{ANY_LABEL}) WHERE $old IN n.runs AND none(run IN n.runs WHERE run IN $stays) RETURN n.id LIMIT 1
"""

USED = f"""
MATCH (n:{ANY_LABEL}) WHERE $old IN n.runs AND none(run IN n.runs WHERE run IN $stays)
MATCH (n)-[r]-() WHERE r.run IN $stays RETURN n.id AS id, r.dataset AS dataset ORDER BY id, dataset LIMIT 1
"""

LOST_ENDS = f"""
MATCH (a)-[r:{ANY_TYPE}]->(b) WHERE r.run = $run
UNWIND CASE WHEN b:{STAGE} THEN [a] ELSE [a, b] END AS n
WITH DISTINCT n WHERE none(run IN n.runs WHERE run IN $stays)
RETURN n.id AS id ORDER BY id LIMIT 1
"""

COUNT_ENTITIES = f"""
MATCH (n:{ANY_LABEL}) WHERE $run IN n.runs UNWIND n.claims AS claim WITH claim WHERE claim STARTS WITH $begins
RETURN count(claim)
"""

COUNT_LINKS = f"MATCH ()-[r:{ANY_TYPE}]->() WHERE r.run = $run RETURN count(r)"

# entities

KNOWN = """
UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE any(run IN n.runs WHERE run IN $runs) RETURN n.id
"""

CLAIMS = "UNWIND $ids AS id MATCH (n:{label} {{id: id}}) RETURN n.id, n.claims"

KEEP = """
UNWIND $rows AS row MERGE (n:{label} {{id: row[0]}}) SET n.claims = row[1], n.runs = row[2]
"""

DESCRIBE = "UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}) SET n = row"

DROP = "UNWIND $ids AS id MATCH (n:{label} {{id: id}}) WHERE NOT (n)--() DELETE n"

PAGE_OF_ENTITIES = """
MATCH (n:{label}) WHERE n.id > $after WITH n ORDER BY n.id LIMIT $limit RETURN n.id, n.claims
"""

PAGE_OF_RUN = """
MATCH (n:{label}) WHERE n.id > $after AND $run IN n.runs WITH n ORDER BY n.id LIMIT $limit
RETURN n.id, n.claims
"""

PAGE_OF_RUNS = """
MATCH (n:{label}) WHERE n.id > $after AND (n.runs = [] OR any(run IN n.runs WHERE run IN $runs))
WITH n ORDER BY n.id LIMIT $limit RETURN n.id, n.claims
"""

# links

MERGE_STAGES = "UNWIND $ids AS id MERGE (:Stage {id: id})"

DROP_STAGES = "MATCH (s:Stage) WHERE NOT (s)--() DELETE s"

_BETWEEN = """
UNWIND $rows AS row
MATCH (a:{source} {{id: row[0]}})-[r:{type} {{basis: row[3], dataset: row[4]}}]->(b:{target} {{id: row[1]}})
WHERE r.run IN $runs AND coalesce(r.role, r.kind, '') = row[2]
"""

LINKS_BETWEEN = _BETWEEN + f"RETURN {LINK_COLUMNS}"

DELETE_LINKS = _BETWEEN + "DELETE r RETURN count(*)"

LINKS_FROM = f"""
UNWIND $ends AS end MATCH (a:{{label}} {{{{id: end}}}})-[r:{ANY_TYPE}]->(b) WHERE r.run IN $runs
RETURN {LINK_COLUMNS}
"""

LINKS_TO = f"""
UNWIND $ends AS end MATCH (a)-[r:{ANY_TYPE}]->(b:{{label}} {{{{id: end}}}}) WHERE r.run IN $runs
RETURN {LINK_COLUMNS}
"""

_LABELS_THERE = f"[{', '.join(f'COUNT {{ (:{label}) }} > 0' for label in LABELS.values())}]"

_TYPES_THERE = f"[{', '.join(f'COUNT {{ ()-[:{type_}]->() }} > 0' for type_ in TYPES.values())}]"

PRESENT = f"RETURN {_LABELS_THERE} AS labels, {_TYPES_THERE} AS types"
"""Whether there is a node of each of `LABELS`, a relationship of each of `TYPES`; the server counts them."""

LAST_OF_PAGE = """
MATCH (n:{label}) WHERE n.id > $after WITH n.id AS id ORDER BY id LIMIT $limit RETURN max(id), count(*)
"""

DROP_LINKS = """
MATCH ()-[r:{type}]->() WHERE r.run IN $runs
CALL (r) {{ MATCH (w:Meta {{id: 'writers'}}) SET w.turn = 0 DELETE r }} IN TRANSACTIONS OF 5000 ROWS
"""
"""Holds the writers' lock for each batch, so that it never meets a load on the same nodes."""

# readings: who reads which revision, and what changed at once since

_NOTED = f"""
RETURN s.revision, COLLECT {{ MATCH (r:Run {{state: 'shown'}}) RETURN [r.dataset, r.id] }},
  COLLECT {{ MATCH (d:Dataset) RETURN d.info }}, {_LABELS_THERE} AS labels
"""

NOTE = f"MATCH (s:Meta {{id: 'state'}}) {_NOTED}"
"""The revision, the run that each dataset shows, all datasets, and of which `LABELS` there are nodes."""

PIN = f"""{_STATE_LOCKED}MATCH (s:Meta {{id: 'state'}})
CREATE (:Reading {{id: $id, revision: s.revision, began: timestamp()}})
WITH s {_NOTED}
"""
"""Under the lock of `state`: register a reading, and tell what `NOTE` does."""

UNPIN = "MATCH (r:Reading {id: $id}) DELETE r"

LOOK = (
    _STATE_LOCKED
    + """MATCH (r:Reading {id: $id})
OPTIONAL MATCH (u:Undo) WHERE u.revision > $revision
WITH r, u ORDER BY u.revision
RETURN timestamp() - r.began, collect(u.rows)
"""
)
"""Under the lock of `state`: how long a reading has rested, and what was changed at once since it began."""

RENEW = "MATCH (r:Reading {id: $id}) SET r.began = timestamp()"

READINGS = "MATCH (r:Reading) WHERE r.began > timestamp() - $patience RETURN min(r.revision)"

END_READINGS = "MATCH (r:Reading) WHERE r.began <= timestamp() - $patience DELETE r"

UNDO = "CREATE (:Undo {revision: $revision, rows: $rows})"

FORGET_UNDO = "MATCH (u:Undo) WHERE $oldest IS NULL OR u.revision <= $oldest DELETE u"

# what is done after closing

CHORES = (
    _STATE_LOCKED
    + """OPTIONAL MATCH (r:Reading)
WITH min(CASE WHEN r.began > timestamp() - $patience THEN r.revision END) AS oldest,
  count(CASE WHEN r.began <= timestamp() - $patience THEN 1 END) AS ended
RETURN oldest,
  ended > 0 OR EXISTS { MATCH (u:Undo) WHERE oldest IS NULL OR u.revision <= oldest },
  COLLECT { MATCH (r:Run {state: 'gone'}) RETURN [r.id, oldest IS NULL OR r.until <= oldest] },
  COLLECT { MATCH (r:Run {state: 'shown', described: false}) RETURN r.id }
"""
)
"""Under the lock of `state`: the oldest revision that is read, whether there are readings or changes to
forget, runs that are gone and whether nobody reads them, and runs whose nodes have no fields yet."""

REMOVE_RUNS = "MATCH (r:Run) WHERE r.id IN $runs DELETE r"

SET_DESCRIBED = "MATCH (r:Run {state: 'shown'}) WHERE r.id IN $runs SET r.described = true"


def for_label(text: str, label: str) -> str:
    """A statement with its label filled in."""
    return text.format(label=label)


def for_link(text: str, kind: str, source: str = "", target: str = "") -> str:
    """A statement about links of `kind`, with the labels of their ends filled in where it names them."""
    return text.format(type=TYPES[kind], source=source, target=target)
