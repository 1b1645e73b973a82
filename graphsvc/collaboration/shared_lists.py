"""Member lists that a cluster management shows to the programme office too."""

from graphsvc.collaboration.accounts import SignedIn
from graphsvc.collaboration.database import PeopleDatabase, note


class SharedLists:
    """The clusters whose own member list the programme office may see."""

    def __init__(self, database: PeopleDatabase) -> None:
        self._database = database

    def all(self) -> frozenset[str]:
        """Their ids."""
        with self._database.read() as rows:
            return frozenset(row["cluster"] for row in rows.execute("SELECT cluster FROM shared_list"))

    def share(self, person: SignedIn, cluster: str, *, shares: bool) -> None:
        """Show the list of a cluster to the programme office, or no longer; the rights say who may."""
        with self._database.write() as rows:
            now = self._database.now()
            if shares:
                rows.execute("INSERT INTO shared_list VALUES (?, ?) ON CONFLICT DO NOTHING", (cluster, now))
            else:
                rows.execute("DELETE FROM shared_list WHERE cluster = ?", (cluster,))
            note(rows, now, person.number, "share member list" if shares else "keep member list", cluster)
