"""The instance, the plan, the independent checker and the reasons (the solver stands in reunion.planner)."""

from reunion.domain.planning.changes import Changes, changes
from reunion.domain.planning.check import Checked, Violation, check
from reunion.domain.planning.files import (
    Unreadable,
    instance_from,
    instance_to,
    objective_to,
    plan_from,
    plan_to,
)
from reunion.domain.planning.instance import (
    Instance,
    Lane,
    Lock,
    Objective,
    PairRequest,
    Placed,
    Plan,
    Reason,
    Rules,
    Sentence,
    Span,
    Try,
    WhyNot,
)

__all__ = [
    "Changes",
    "Checked",
    "Instance",
    "Lane",
    "Lock",
    "Objective",
    "PairRequest",
    "Placed",
    "Plan",
    "Reason",
    "Rules",
    "Sentence",
    "Span",
    "Try",
    "Unreadable",
    "Violation",
    "WhyNot",
    "changes",
    "check",
    "instance_from",
    "instance_to",
    "objective_to",
    "plan_from",
    "plan_to",
]
