"""How often tests repeat what they draw at random."""

import os

TIMES = int(os.environ.get("GRAPHSVC_TEST_TIMES", "1"))
"""What numbers of random examples are multiplied by: 1 in `make test`, more for a long search for faults."""
