"""The solver behind planning: pure Python, no input or output, the same plan for the same seed."""

from reunion.planner.solving import budget, plan
from reunion.planner.why import why_not

__all__ = ["budget", "plan", "why_not"]
