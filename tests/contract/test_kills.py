"""`kill -9` of the service and its worker: never half a state, nothing stuck, no errors of readers."""

from collections.abc import Iterator

import pytest

from tests.support.kill_work import KINDS
from tests.support.kills import PROCESSES, Kills

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kills")]


@pytest.fixture(scope="module")
def kills(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kills]:
    with Kills(tmp_path_factory.mktemp("kills") / "service", seed=3) as kills:
        yield kills


@pytest.mark.parametrize("process", PROCESSES)
@pytest.mark.parametrize("kind", KINDS)
def test_kills(kills: Kills, kind: str, process: str) -> None:
    """One kill that comes before the end of the work: the second is tried where the first came too late."""
    reads = kills.reads
    tally = kills.rounds(kind, process, 1)
    if not tally.early:
        tally = kills.rounds(kind, process, 1)
    assert tally.faults == []
    assert kills.reads > reads + 5
