"""Print the ids of the tests that failed in the last run of pytest, one a line; exit code 1 if none did.

With groups of tests (pytest-xdist), the group is a part of the id that another run does not know.
"""

import json
import re
import sys
from pathlib import Path

LAST = Path(".pytest_cache/v/cache/lastfailed")
known = json.loads(LAST.read_text(encoding="utf-8")) if LAST.exists() else {}
failed = {re.sub(r"@[^\]]*$", "", name) for name in known}
print("\n".join(sorted(failed)))
sys.exit(not failed)
