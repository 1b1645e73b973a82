"""`python -m graphsvc.ingest.child KIND PATH LIMITS [SHEET]`: read a file within limits; prints the result.

KIND is `workbook` (lines of JSON: the sheets, then row number and cells of SHEET or the first one), `gzip`
(the unpacked bytes) or `page` (text of a web page in UTF-8, a line each heading, paragraph or list entry).
LIMITS is JSON:
`memory` and `unpacked` in bytes, `seconds` of processor time, `columns`, `rows`, `cells` of a table, `cell`
(characters of one cell).
Exit code 0: read; `REFUSED`: standard output holds one JSON object that says why; anything else: broken off.
"""

import errno
import json
import sys
from typing import IO, Any

from graphsvc.ingest.child.refusal import ByteBudget, FileRefused

REFUSED = 3
RESULT_FACTOR = 2
"""The result may be as many times larger than what is unpacked (escaped characters)."""


def main(kind: str, path: str, limits: dict[str, int], out: IO[bytes], sheet: str = "") -> int:
    """Read the file; returns the exit code."""
    _confine(limits)
    try:
        if kind == "gzip":
            _unpack(path, limits, out)
        elif kind == "page":
            from graphsvc.ingest.child.page import write_lines

            write_lines(path, limits, out)
        else:
            from graphsvc.ingest.child.workbook import write_rows

            write_rows(path, limits, out, sheet)
        out.flush()
    except FileRefused as refused:
        _tell(out, refused.plain())
        return REFUSED
    except MemoryError:
        _tell(out, FileRefused("memory").plain())
        return REFUSED
    except OSError as error:
        if error.errno != errno.EFBIG:
            raise
        _tell(out, FileRefused("result").plain())
        return REFUSED
    return 0


def _confine(limits: dict[str, int]) -> None:
    """Bound memory, processor time and the size of the result where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    bounds = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: limits["seconds"],
        resource.RLIMIT_FSIZE: RESULT_FACTOR * limits["unpacked"],
        resource.RLIMIT_AS: limits["memory"],
    }
    for bound, most in bounds.items():
        try:
            resource.setrlimit(bound, (most, most))
        except (
            ValueError,
            OSError,
        ):  # a lower limit is in force already, or the system has none of this kind
            continue


def _unpack(path: str, limits: dict[str, int], out: IO[bytes]) -> None:
    import gzip
    import zlib

    budget = ByteBudget(limits["unpacked"])
    try:
        with gzip.open(path) as stream:
            while block := budget.next_block(stream.read):
                out.write(block)
    except (OSError, EOFError, zlib.error) as error:
        raise FileRefused("gzip") from error


def _tell(out: IO[bytes], refused: dict[str, Any]) -> None:
    out.seek(0)
    out.truncate()
    out.write(json.dumps(refused).encode())
    out.flush()


if __name__ == "__main__":
    _kind, _path, _limits, *_sheet = sys.argv[1:]
    sys.exit(main(_kind, _path, json.loads(_limits), sys.stdout.buffer, *_sheet))
