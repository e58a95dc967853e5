"""Linking: which worker's and which family's registration belong together, with the evidence."""

from reunion.domain.linking.clean import family_row, worker_row
from reunion.domain.linking.engine import LinkIndex, link
from reunion.domain.linking.rows import Decision, FamilyRow, Link, WorkerRow
from reunion.domain.linking.weights import VERSION

__all__ = [
    "VERSION",
    "Decision",
    "FamilyRow",
    "Link",
    "LinkIndex",
    "WorkerRow",
    "family_row",
    "link",
    "worker_row",
]
