"""What a set of rosters is like, in shares: what is missing, how names and numbers went wrong, what is shared.

Two sets with the same margins are about equally hard; the generator is held against other people's sets with them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from _linking_sets import Rosters, load, make
from _serving import table

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.columns import family_row, worker_row
from reunion.domain.linking.compare import name_level, phones_meet, phones_near, place_level

if TYPE_CHECKING:
    from reunion.demo.people import NoiseLevel
    from reunion.domain.linking.keys import Name

Shares = dict[str, float]
T = TypeVar("T")
SEED: Final = 901
ROWS_A_WORKER: Final = 1.02
"""Worker rows for everybody away: some never register, some twice."""


def margins(rosters: Rosters) -> Shares:
    """Name of a margin → share (0 to 1), or a plain number where the name says so."""
    workers = {row["worker_id"]: row for row in rosters.workers}
    families = {row["family_id"]: row for row in rosters.families}
    clean_workers = {key: Worker(worker_row(row)) for key, row in workers.items()}
    clean_families = {key: Family(family_row(row)) for key, row in families.items()}
    pairs = [(clean_workers[w], clean_families[f]) for w, f in rosters.truth]
    return {
        **_shape(rosters),
        **_missing("worker", rosters.workers),
        **_missing("family", rosters.families),
        **_layouts(rosters),
        **_names(list(clean_workers.values())),
        **_shared_numbers(clean_families.values()),
        **_of_pairs(pairs, clean_workers),
    }


def compare(folders: Sequence[Path], made: Path) -> None:
    """Print the margins of the folders, each beside a set of our own of its size and noise."""
    columns: dict[str, Shares] = {}
    for number, folder in enumerate(folders):
        rosters = load(folder)
        noise: NoiseLevel = (
            "light" if "light" in folder.name else "heavy" if "heavy" in folder.name else "normal"
        )
        size = round(len(rosters.workers) / ROWS_A_WORKER)
        columns[folder.name] = margins(rosters)
        columns[f"ours {number + 1}"] = margins(load(make(made / str(number), SEED + number, size, noise)))
    names = dict.fromkeys(name for shares in columns.values() for name in shares)
    rows = [(name, *(f"{shares.get(name, 0.0):.4f}" for shares in columns.values())) for name in names]
    table("Margins, in shares", ("", *columns), rows)


def _shape(rosters: Rosters) -> Shares:
    workers, families = len(rosters.workers), len(rosters.families)
    linked = {family for _, family in rosters.truth}
    several = sum(len(Family(family_row(row)).workers) > 1 for row in rosters.families)
    kinds = Counter(kind for kind, _, _ in rosters.doubles)
    return {
        "families a worker row": families / workers,
        "true pairs a family row": len(rosters.truth) / families,
        "families without any worker": 1 - len(linked) / families,
        "families naming several workers": several / families,
        "workers registered twice": kinds["worker"] / workers,
        "families registered twice": kinds["family"] / families,
        **{f"workers from {s}": n / workers for s, n in _sources(rosters.workers)},
        **{f"families from {s}": n / families for s, n in _sources(rosters.families)},
    }


def _sources(rows: Iterable[Mapping[str, str]]) -> list[tuple[str, int]]:
    return sorted(Counter(row["source"] for row in rows).items())


def _missing(side: str, rows: list[dict[str, str]]) -> Shares:
    return {
        f"{side} without {column}": sum(not row[column].strip(" 无/／-") for row in rows) / len(rows)
        for column in rows[0]
        if not column.endswith("_id") and column not in ("source", "employer")
    }


def _layouts(rosters: Rosters) -> Shares:
    phones = [row[c] for row in rosters.workers for c in ("phone", "contact_phone") if row[c]]
    phones += [row[c] for row in rosters.families for c in ("phone", "worker_phone") if row[c]]
    towns = [row["home_township"] for row in rosters.workers if row["home_township"]]
    villages = [row["home_village"] for row in rosters.workers if row["home_village"]]
    return {
        "numbers not as 11 digits": _share(
            phones, lambda p: not (p.isascii() and p.isdigit() and len(p) == 11)
        ),
        "townships without 镇乡街道": _share(towns, lambda t: not t.endswith(("镇", "乡", "街道"))),
        "townships with a district": _share(towns, lambda t: "区" in t or "省" in t),
        "villages with a group": _share(villages, lambda v: v.endswith(("组", "社", "队"))),
    }


def _names(workers: list[Worker]) -> Shares:
    named = [w for w in workers if w.names]
    villages: dict[tuple[str, str], list[Name]] = {}
    for worker in named:
        if worker.village:
            villages.setdefault((worker.town, worker.village), []).append(worker.names[0])
    mates = [pair for names in villages.values() for pair in combinations(names, 2)]
    texts = Counter(w.names[0].text for w in named)
    return {
        "rows a village (number)": sum(map(len, villages.values())) / max(1, len(villages)),
        "villages (number)": float(len(villages)),
        "townships (number)": float(len({w.town for w in workers if w.town})),
        "two of a village with one surname": _share(mates, lambda p: p[0].ear[:1] == p[1].ear[:1]),
        "two of a village with one name": _share(mates, lambda p: p[0].spoken == p[1].spoken),
        "names written once": _share(texts.values(), lambda n: n == 1),
        "names of two syllables": _share(named, lambda w: len(w.names[0].ear) == 2),
    }


def _shared_numbers(families: Iterable[Family]) -> Shares:
    counts = Counter(number for family in families for number in family.phones)
    rows = sum(counts.values())
    return {
        "family numbers on 2 or 3 rows": sum(n for n in counts.values() if 2 <= n <= 3) / rows,
        "family numbers on 8 rows and more": sum(n for n in counts.values() if n >= 8) / rows,
        "most rows of one number (number)": float(max(counts.values())),
    }


def _of_pairs(pairs: list[tuple[Worker, Family]], workers: Mapping[str, Worker]) -> Shares:
    owners = {w.code: w for w in workers.values() if w.code}
    found: Counter[str] = Counter()
    for worker, family in pairs:
        found["name " + _name_between(worker, family)] += 1
        found["worker's number " + _numbers(family.worker_phones, worker.phones)] += 1
        found["contact's number " + _numbers(family.phones, worker.contact_phones)] += 1
        found["contact's name " + _contact(worker, family)] += 1
        found["relation " + _kin(worker, family)] += 1
        found["township " + (place_level(worker.town, family.town) or "missing")] += 1
        found["village " + (place_level(worker.village, family.village) or "missing")] += 1
        found["group " + _group(worker, family)] += 1
        found["code " + _code(worker, family, owners)] += 1
        found["no number, no code agrees"] += not (
            phones_meet((*family.worker_phones, *family.phones), (*worker.phones, *worker.contact_phones))
            or _code(worker, family, owners) == "own"
        )
    return {name: found[name] / len(pairs) for name in sorted(found)}


def _name_between(worker: Worker, family: Family) -> str:
    if not worker.names or not family.workers:
        return "missing"
    levels = [name_level(asked, worker.names[0]) for asked in family.workers]
    order = (
        "equal",
        "same-sound",
        "same-ear",
        "look-alike",
        "nickname",
        "given-only",
        "one-left-out",
        "one-off",
    )
    return next((level for level in order if level in levels), "different")


def _contact(worker: Worker, family: Family) -> str:
    if not worker.contacts or not family.names:
        return "missing"
    return name_level(family.names[0], worker.contacts[0])


def _numbers(mine: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    if not mine or not theirs:
        return "missing"
    return "same" if phones_meet(mine, theirs) else "one slip" if phones_near(mine, theirs) else "other"


def _kin(worker: Worker, family: Family) -> str:
    if not worker.meant or not family.meant:
        return "missing"
    return "same" if worker.meant & family.meant else "other"


def _group(worker: Worker, family: Family) -> str:
    if not worker.group or not family.group:
        return "missing"
    return "same" if worker.group == family.group else "other"


def _code(worker: Worker, family: Family, owners: Mapping[str, Worker]) -> str:
    owner = owners.get(family.code)
    if not family.code:
        return "missing or broken"
    if owner is None:
        return "unknown"
    mine = owner.id == worker.id or phones_meet(owner.phones, worker.phones)
    return "own" if mine else "somebody else's"


def _share(items: Iterable[T], holds: Callable[[T], bool]) -> float:
    every = list(items)
    return sum(map(holds, every)) / max(1, len(every))
