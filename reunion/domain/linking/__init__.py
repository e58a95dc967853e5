"""Linking: which worker's and which family's registration belong together, with the evidence."""

from reunion.domain.linking.columns import (
    FAMILY_COLUMNS,
    WORKER_COLUMNS,
    family_of,
    family_row,
    worker_of,
    worker_row,
)
from reunion.domain.linking.engine import LinkIndex, link
from reunion.domain.linking.estimate import Change, Decided, Estimate, re_estimate
from reunion.domain.linking.rows import Decision, Double, FamilyRow, Link, WorkerRow
from reunion.domain.linking.rules import Rules
from reunion.domain.linking.unlinked import Unlinked, Why, unlinked
from reunion.domain.linking.weights import SHIPPED, VERSION, Weights, weights_of

__all__ = [
    "FAMILY_COLUMNS",
    "SHIPPED",
    "VERSION",
    "WORKER_COLUMNS",
    "Change",
    "Decided",
    "Decision",
    "Double",
    "Estimate",
    "FamilyRow",
    "Link",
    "LinkIndex",
    "Rules",
    "Unlinked",
    "Weights",
    "Why",
    "WorkerRow",
    "family_of",
    "family_row",
    "link",
    "re_estimate",
    "unlinked",
    "weights_of",
    "worker_of",
    "worker_row",
]
