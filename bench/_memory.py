"""The memory of a process that measures itself."""

import re
import resource
import sys
from pathlib import Path


def peak_mb() -> float:
    """The most memory this program has had; Linux's own count of a process begins with its parent's."""
    status = Path("/proc/self/status")
    if not status.exists():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak / 1024**2 if sys.platform == "darwin" else peak / 1024
    (kilobytes,) = re.findall(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii"))
    return int(kilobytes) / 1024
