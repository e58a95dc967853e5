"""Families as evidence for one another: who else asks for the same worker."""

from collections.abc import Iterable, Iterator, Sequence

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.compare import AGREES, STRONG, name_level, phones_meet, phones_near, place_level
from reunion.domain.linking.index import NUMBERS, Blocks, Key, family_keys
from reunion.domain.linking.keys import Name
from reunion.domain.linking.kin import ONLY_ONE
from reunion.domain.linking.weights import SHIPPED, Weights


class FamilyIndex:
    """Families by the number and the name they ask for."""

    def __init__(self, weights: Weights = SHIPPED) -> None:
        self._weights = weights
        self.rows: dict[str, Family] = {}
        self.blocks = Blocks()
        self._asking: Blocks | None = None
        """Key under which workers are looked for → families; made when first wanted, a batch never does."""

    def add(self, family: Family) -> None:
        """Take a row in, in place of an earlier one with its id."""
        if family.id in self.rows:
            self.remove(family.id)
        self.rows[family.id] = family
        for block, keys in _blocks(family):
            self.blocks.add(block, keys, family.id)
        if self._asking is not None:
            _ask(self._asking, family)

    def remove(self, family_id: str) -> None:
        """Forget a row; one that is not there is no mistake."""
        family = self.rows.pop(family_id, None)
        if family is None:
            return
        for block, keys in _blocks(family):
            self.blocks.remove(block, keys, family_id)
        if self._asking is not None:
            _ask_no_more(self._asking, family)

    def asking(self, keys: Iterable[Key]) -> set[str]:
        """Families that look for workers under one of these keys."""
        if self._asking is None:
            self._asking = Blocks()
            for family in self.rows.values():
                _ask(self._asking, family)
        every = len(self.rows)
        return {family_id for key in keys for family_id in self._asking.of(*key, every)}

    def near(self, family: Family) -> list[str]:
        """Other rows with a number or a wished-for name in one place in common, in the order of their ids."""
        found: set[str] = set()
        for block, keys in _blocks(family):
            found |= self.blocks.of_any(block, frozenset(keys), self._weights.relatives_most)
        found.discard(family.id)
        return sorted(found)

    def others_asked(self, family: Family) -> bool:
        """Whether the same name is asked for from nearby with another number: there may be two of that name."""
        return any(
            family.worker_phones
            and other.worker_phones
            and not phones_meet(family.worker_phones, other.worker_phones)
            and not phones_near(family.worker_phones, other.worker_phones)
            for other, _ in self.relatives(family)
        )

    def claimed(self, family: Family, worker: Worker) -> float:
        """Bits by which a family of another house, asking for this very worker, says that this one means a namesake."""
        w, apart = self._weights, bool(family.worker_phones and worker.phones)
        apart = apart and not phones_meet(family.worker_phones, worker.phones)
        bits = 0.0
        for other, _ in self.relatives(family):
            if _of_two_houses(family, other) and _tells(other, worker):
                return w.claimed
            if apart and phones_meet(other.worker_phones, worker.phones):
                bits = w.claimed_by_number
        return bits

    def relatives(self, family: Family) -> Iterator[tuple[Family, float]]:
        """Other rows that ask for the same name, with what that is worth in bits, in the order of their ids."""
        for other_id in self.near(family):
            other = self.rows[other_id]
            bits = _worth(family, other, self._weights)
            if bits:
                yield other, bits


def _ask(asking: Blocks, family: Family) -> None:
    for key in family_keys(family):
        asking.add(key[0], key[1:], family.id)


def _ask_no_more(asking: Blocks, family: Family) -> None:
    for key in family_keys(family):
        asking.remove(key[0], key[1:], family.id)


def _blocks(family: Family) -> list[tuple[str, Sequence[str]]]:
    """Block by block the keys under which a family is found; a key may come twice."""
    numbers = family.worker_phones + family.phones
    names = [name.spoken for name in family.workers if not name.nick]
    blocks: list[tuple[str, Sequence[str]]] = [(NUMBERS, numbers)] if numbers else []
    return blocks + [(place, names) for place in family.places] if names else blocks


def _tells(family: Family, worker: Worker) -> bool:
    """Whether more than a name and a place says that they ask for this worker."""
    return (
        bool(phones_meet(family.worker_phones, worker.phones))
        or bool(phones_meet(family.phones, worker.contact_phones))
        or family.code == worker.code != ""
        or _same_name(family.names, worker.contacts, STRONG)
    )


def _of_two_houses(family: Family, other: Family) -> bool:
    """Whether they live apart, or name two mothers; who asks with the same number for the worker is of one."""
    if phones_meet(family.worker_phones, other.worker_phones):
        return False
    if family.group and other.group and family.village == other.village and family.group != other.group:
        return True
    return bool(family.meant & other.meant & ONLY_ONE and family.names and other.names) and not _same_name(
        family.names, other.names, AGREES
    )


def _same_name(mine: tuple[Name, ...], theirs: tuple[Name, ...], levels: frozenset[str]) -> bool:
    return any(name_level(one, other) in levels for one in mine for other in theirs)


def _worth(family: Family, other: Family, w: Weights) -> float:
    if not any(name_level(one, two) in STRONG for one in family.workers for two in other.workers):
        return 0.0
    if phones_meet(family.worker_phones, other.worker_phones):
        return w.relative_phone
    if phones_meet(family.phones, other.phones) and not _of_two_houses(family, other):
        return w.relative_phone  # two houses have one number where a cadre wrote both rows
    village = place_level(family.village, other.village)
    if "other" in (village, place_level(family.town, other.town)):
        return 0.0
    return w.relative_village if village == "same" else w.relative_town
