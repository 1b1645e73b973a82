"""Print the ids of the tests that failed in the last run of pytest, on one line."""

import json
from pathlib import Path

LAST = Path(".pytest_cache/v/cache/lastfailed")
print(*sorted(json.loads(LAST.read_text(encoding="utf-8"))))
