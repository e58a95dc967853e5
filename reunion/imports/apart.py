"""Old workbooks (xls) are read in a process of their own: on some damaged ones the reader ends its process.

A packed workbook is looked through before the reader may see it; an old one says its lengths in too many places.
"""

import json
import os
import subprocess
import sys
from contextlib import suppress
from typing import Final

from reunion.domain.faults import Unfit
from reunion.imports.cells import Sheet, read_sheets

_MEMORY_MOST: Final = 1 << 30
"""Bytes; a workbook of the most rows we take needs a tenth."""
_WITHIN_S: Final = 60.0


def read_apart(data: bytes, most: int) -> tuple[Sheet, ...]:
    """As `cells.read_sheets`; raises Unfit `file-broken` also where the reader does not come to an end."""
    # It must find the package where this process found it, also in a source tree.
    paths = os.pathsep.join(path for path in sys.path if path)
    # Whoever reads files of strangers need not know our secrets.
    told = {name: value for name, value in os.environ.items() if not name.startswith("REUNION_")}
    try:
        ran = subprocess.run(  # noqa: S603 - our own program, and a number
            (sys.executable, "-m", "reunion.imports.apart", str(most)),
            input=data,
            capture_output=True,
            timeout=_WITHIN_S,
            check=True,
            env={**told, "PYTHONPATH": paths},
        )
    except (OSError, subprocess.SubprocessError) as ended:
        raise Unfit("file-broken") from ended
    answer = json.loads(ran.stdout)
    if "unfit" in answer:
        raise Unfit(answer["unfit"], **answer["params"])
    return tuple(Sheet(name, tuple(map(tuple, rows))) for name, rows in answer["sheets"])


def _answer(data: bytes, most: int) -> dict[str, object]:
    try:
        return {"sheets": [(sheet.name, sheet.rows) for sheet in read_sheets(data, most)]}
    except Unfit as unfit:
        return {"unfit": unfit.code, "params": dict(unfit.params)}


def _keep_small() -> None:
    """Where the system can: no memory without end, and no picture of it on the disk."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        _, allowed = resource.getrlimit(resource.RLIMIT_AS)
        most = _MEMORY_MOST if allowed == resource.RLIM_INFINITY else min(_MEMORY_MOST, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _keep_small()
    json.dump(_answer(sys.stdin.buffer.read(), int(sys.argv[1])), sys.stdout)
