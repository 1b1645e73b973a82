"""People beside a graph in Neo4j: what both confirm enters it, and an erasure leaves no byte of them.

Last of those that share a server which may be stopped: a start costs many seconds.
"""

from pathlib import Path

import pytest

from graphsvc.state.backup import restore_backup, write_backup
from tests.support import neo4j_database
from tests.support.neo4j_server import Neo4jServer
from tests.unit.collaboration.test_erasures import ANNA, held, history
from tests.web.people_world import A, B, Calendar, who, world


@pytest.mark.neo4j
def test_an_erasure_leaves_no_byte_in_a_graph_of_neo4j_and_its_logs(
    second_server: Neo4jServer, tmp_path: Path
) -> None:
    server = second_server if second_server.running else second_server.start()
    neo4j_database.empty(server.url)
    with world(tmp_path / "home", Calendar(), store=server.url) as made:
        one = history(made)
        for name in ("anna", "ben"):
            made.collaboration.step(who(made, name), one, "outcome", outcome="together")
        with made.graph.store.read() as reader:
            (link,) = [row for row in reader.links(("related",)) if row.dataset == "introductions"]
        assert (link.source, link.target, link.basis, link.by) == (A, B, "confirmed", "both sides")
        home, backup = made.settings.home, tmp_path / "backup.zip"
        write_backup(made.graph.store, home, backup, "2026-03-01")
        assert held(home)
        made.personal_data.erase(ANNA)
        assert held(home) == []
        restore_backup(backup, made.graph.store, home, replace=True)
        assert held(home) == []
    server.stop()  # all of the graph is in its files then
    files = [path for path in server.home.rglob("*") if path.is_file()]
    assert any(A.encode() in path.read_bytes() for path in files), "the search finds what is there"
    assert held(server.home) == []
