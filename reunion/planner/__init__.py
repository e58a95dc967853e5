"""The solver behind planning: pure Python, no input or output, the same plan for the same seed."""

from reunion.planner.solving import Moves, budget, plan, usual_limit
from reunion.planner.why import why_not

__all__ = ["Moves", "budget", "plan", "usual_limit", "why_not"]
