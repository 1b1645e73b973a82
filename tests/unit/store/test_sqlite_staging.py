"""Links set aside come back in the order of the table they go into."""

from graphsvc.domain.ports import BATCH
from graphsvc.domain.rows import LinkRow, to_row
from graphsvc.store.sqlite_staging import StagedLinks
from tests.support.claims import participation


def test_links_come_back_by_run_and_key_in_batches_the_last_of_a_key_last() -> None:
    row = to_row(participation("a", "p"))
    assert isinstance(row, LinkRow)
    came = [(*row._replace(source=f"organization:{n * 7919 % 6007:04}"), 3) for n in range(6007)]
    came += [(*row._replace(words="again"), 2), (*row, 2)]
    with StagedLinks.opened() as links:
        links.add(came[:4000])
        links.add(came[4000:])
        batches = list(links.in_order())
    assert [len(batch) for batch in batches] == [BATCH, 6009 - BATCH]
    held = [one for batch in batches for one in batch]
    assert held[:2] == came[-2:]
    assert held[2:] == sorted(came[:-2])
