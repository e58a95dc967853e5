"""The columns of the link format, and the rows they hold."""

from collections.abc import Mapping, Sequence
from typing import Final

from reunion.domain.linking.rows import FamilyRow, WorkerRow

WORKER_COLUMNS: Final = (
    "worker_id", "name", "phone", "gender", "home_township", "home_village", "contact_name", "contact_relation",
    "contact_phone", "invite_code",
)  # fmt: skip
FAMILY_COLUMNS: Final = (
    "family_id", "name", "phone", "relation", "worker_name", "worker_phone", "township", "village", "invite_code",
)  # fmt: skip
"""Columns of the link format that linking reads; the id stands first."""


def worker_of(cells: Sequence[str]) -> WorkerRow:
    """A row of texts in the order of `WORKER_COLUMNS`."""
    id_, name, phone, gender, in_town, in_village, contact, kin, contact_phone, own_code = cells
    return WorkerRow(
        id_.strip(), name, (phone,), gender, in_town, in_village, (contact,), kin, (contact_phone,), own_code
    )


def family_of(cells: Sequence[str]) -> FamilyRow:
    """A row of texts in the order of `FAMILY_COLUMNS`."""
    id_, name, phone, kin, worker, worker_phone, in_town, in_village, typed_code = cells
    return FamilyRow(
        id_.strip(), name, (phone,), kin, (worker,), (worker_phone,), in_town, in_village, typed_code
    )


def worker_row(cells: Mapping[str, str]) -> WorkerRow:
    """A row of a file with the column names of the link format; any of them may be missing."""
    return worker_of([cells.get(column, "") for column in WORKER_COLUMNS])


def family_row(cells: Mapping[str, str]) -> FamilyRow:
    """A row of a file with the column names of the link format; any of them may be missing."""
    return family_of([cells.get(column, "") for column in FAMILY_COLUMNS])
