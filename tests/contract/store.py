"""The contract of every store; each adapter's test is this class with a store of its own."""

from tests.contract.store_backup import BackupContract
from tests.contract.store_reading import ReadingContract
from tests.contract.store_runs import RunContract
from tests.contract.store_writing import WritingContract


class StoreContract(WritingContract, RunContract, ReadingContract, BackupContract):
    """All promises of `graphsvc.domain.ports`."""
