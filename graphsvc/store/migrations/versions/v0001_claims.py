"""Claims, runs and datasets."""

from alembic import op

revision = "0001"
down_revision = None

_EVIDENCE = (
    "citation VARCHAR NOT NULL, date VARCHAR, confidence FLOAT, words VARCHAR, "
    '"by" VARCHAR, fields VARCHAR NOT NULL'
)
# written out, since `schema` may move on while this migration stays what it was
_FORM = (
    f"""CREATE TABLE entity (
        run INTEGER NOT NULL, id VARCHAR NOT NULL, basis VARCHAR NOT NULL, kind VARCHAR NOT NULL,
        dataset VARCHAR NOT NULL, {_EVIDENCE}, PRIMARY KEY (run, id, basis)) WITHOUT ROWID""",
    "CREATE INDEX entity_id ON entity (id)",
    f"""CREATE TABLE link (
        run INTEGER NOT NULL, kind VARCHAR NOT NULL, source VARCHAR NOT NULL, target VARCHAR NOT NULL,
        qualifier VARCHAR NOT NULL, basis VARCHAR NOT NULL, dataset VARCHAR NOT NULL, {_EVIDENCE},
        PRIMARY KEY (run, kind, source, target, qualifier, basis)) WITHOUT ROWID""",
    "CREATE INDEX link_target ON link (run, target)",
    """CREATE TABLE run (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, dataset VARCHAR NOT NULL, state VARCHAR NOT NULL,
        began INTEGER NOT NULL)""",
    "CREATE UNIQUE INDEX run_shown ON run (dataset) WHERE state = 'shown'",
    "CREATE TABLE dataset (id VARCHAR NOT NULL PRIMARY KEY, info VARCHAR NOT NULL)",
    'CREATE TABLE meta ("key" VARCHAR NOT NULL PRIMARY KEY, value INTEGER NOT NULL)',
    "INSERT INTO meta (key, value) VALUES ('revision', abs(random()) % 1000000000), ('lost', 0)",
)


def upgrade() -> None:
    """Create every table of the first form."""
    for statement in _FORM:
        op.execute(statement)
