"""The crowd as the plain tables `reunion link` reads, and the truth to score its answer with."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from reunion.demo.crowd import Crowd, FamilyRow, WorkerRow

_SOURCES: Final = {"web": "web", "volunteer": "volunteer_xlsx", "roster": "cadre_xlsx"}
_WORKERS: Final = (
    "worker_id,source,name,phone,gender,home_township,home_village,contact_name,contact_relation,contact_phone,"
    "invite_code,employer"
)
_FAMILIES: Final = (
    "family_id,source,name,phone,relation,worker_name,worker_phone,township,village,invite_code"
)


def link_tables(crowd: Crowd) -> dict[str, bytes]:
    """File name to UTF-8 CSV: workers.csv, families.csv, truth.csv and dups.csv."""
    return {
        "workers.csv": _csv(_WORKERS, (_worker(w) for w in crowd.workers)),
        "families.csv": _csv(_FAMILIES, (_family(f) for f in crowd.families)),
        "truth.csv": _csv(
            "worker_id,family_id,person,household",
            ((b.worker, b.family, b.person, b.household) for b in crowd.truth),
        ),
        "dups.csv": _csv("kind,id_a,id_b", ((d.side, d.first, d.second) for d in crowd.doubles)),
    }


def _worker(w: WorkerRow) -> tuple[str, ...]:
    who = (w.id, _SOURCES[w.source], w.name, w.phone, w.gender, w.township, w.village)
    return (*who, w.contact_name, w.contact_relation, w.contact_phone, w.invite_code, w.employer)


def _family(f: FamilyRow) -> tuple[str, ...]:
    who = (f.id, _SOURCES[f.source], f.name, f.phone, f.relation)
    return (*who, f.worker_name, f.worker_phone, f.township, f.village, f.code)


def _csv(header: str, rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header.split(","))
    writer.writerows(rows)
    return text.getvalue().encode()
