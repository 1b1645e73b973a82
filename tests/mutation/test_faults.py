"""The list of faults fits the package, and planting one works."""

from pathlib import Path

import pytest

from tests.mutation.faults import Fault, read
from tests.mutation.run import ROOT, judged

FAULTS = read()


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_what_a_fault_replaces_occurs_once(fault: Fault) -> None:
    text = (ROOT / "graphsvc" / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.old) == 1
    assert fault.new not in (fault.old, "")
    assert all((ROOT / "tests" / name.partition("::")[0]).is_file() for name in fault.tests)


def test_there_are_enough_of_every_kind() -> None:
    assert len(FAULTS) == len({(fault.file, fault.old) for fault in FAULTS}) >= 60
    packages = {Path(fault.file).parts[0] for fault in FAULTS}
    assert {"matching", "coverage", "network", "answers"} <= packages
    families = ROOT / "graphsvc" / "matching" / "features"
    told = {path.name for path in families.glob("*.py")} - {"__init__.py", "family.py", "activity.py"}
    assert told <= {Path(fault.file).name for fault in FAULTS if "features" in fault.file}


def test_a_fault_is_noticed_or_not_and_the_package_stays_as_it_is() -> None:
    path = ROOT / "graphsvc" / "matching" / "scoring.py"
    before = path.read_bytes()
    tests = ("unit/matching/test_scoring.py",)
    wrong = Fault("matching/scoring.py", "np.sqrt(share) if", "share if", tests)
    harmless = Fault("matching/scoring.py", "LAST_RANK = 400", "LAST_RANK = 400 + 0", tests)
    broken = Fault("matching/scoring.py", "LAST_RANK = 400", "LAST_RANK = unheard_of", tests)
    found = list(judged([wrong, harmless, broken], processes=1))
    assert [one.outcome for one in found] == ["killed", "survived", "broken"]
    assert path.read_bytes() == before
