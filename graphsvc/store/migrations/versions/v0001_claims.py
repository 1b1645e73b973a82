"""Claims, runs and datasets."""

from alembic import op

from graphsvc.store.schema import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table of the first form."""
    metadata.create_all(op.get_bind())
    op.execute("INSERT INTO meta (key, value) VALUES ('revision', abs(random()) % 1000000000), ('lost', 0)")
