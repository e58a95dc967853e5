"""Families as evidence for one another: who else asks for the same worker."""

from collections.abc import Iterator

from reunion.domain.linking import weights as w
from reunion.domain.linking.clean import Family
from reunion.domain.linking.compare import STRONG, name_level, phones_meet, place_level
from reunion.domain.linking.index import Key


class FamilyIndex:
    """Families by the number and the name they ask for."""

    def __init__(self) -> None:
        self.rows: dict[str, Family] = {}
        self.blocks: dict[Key, dict[str, None]] = {}

    def add(self, family: Family) -> None:
        """Take a row in, in place of an earlier one with its id."""
        if family.id in self.rows:
            self.remove(family.id)
        self.rows[family.id] = family
        for key in _keys(family):
            self.blocks.setdefault(key, {})[family.id] = None

    def remove(self, family_id: str) -> None:
        """Forget a row; one that is not there is no mistake."""
        family = self.rows.pop(family_id, None)
        if family is None:
            return
        for key in _keys(family):
            self.blocks[key].pop(family_id, None)
            if not self.blocks[key]:
                del self.blocks[key]

    def relatives(self, family: Family) -> Iterator[tuple[Family, float]]:
        """Other rows that ask for the same name, with what that is worth in bits, in the order of their ids."""
        found: set[str] = set()
        for key in _keys(family):
            block = self.blocks.get(key, {})
            if len(block) <= w.RELATIVES_MOST:
                found.update(block)
        found.discard(family.id)
        for other_id in sorted(found):
            other = self.rows[other_id]
            bits = _worth(family, other)
            if bits:
                yield other, bits


def _keys(family: Family) -> set[Key]:
    keys: set[Key] = {("number", number) for number in (*family.worker_phones, *family.phones)}
    for name in family.workers:
        if not name.nick:
            keys.update(("asked", name.spoken, place) for place in (family.town, family.village) if place)
    return keys


def _worth(family: Family, other: Family) -> float:
    if not any(name_level(one, two) in STRONG for one in family.workers for two in other.workers):
        return 0.0
    if phones_meet(family.worker_phones, other.worker_phones) or phones_meet(family.phones, other.phones):
        return w.RELATIVE_PHONE
    village = place_level(family.village, other.village)
    if "other" in (village, place_level(family.town, other.town)):
        return 0.0
    return w.RELATIVE_VILLAGE if village == "same" else w.RELATIVE_TOWN
