"""The index of workers: who could be meant, found by keys that survive the usual mistakes.

A key is looked for in a *block*: everybody's numbers, codes and contacts, or the names of one township or village.
"""

from collections.abc import Iterable, Iterator, Sequence, Set

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.compare import phones_meet, place_level
from reunion.domain.linking.frequencies import Frequencies
from reunion.domain.linking.keys import Name, asked_keys, found_keys
from reunion.domain.linking.weights import SHIPPED, Weights

Key = tuple[str, str]
"""(block, what stands in it)"""
NUMBERS, CODES, CONTACTS, NAMES = "number", "code", "contact", "name"
EVERYBODY = 1 << 30
IN_TOWN = "contact/"
"""Before a township: the contacts there."""


class Blocks:
    """Key → ids, block by block. Most keys are of one row only, so that one is kept without a container of its own."""

    __slots__ = ("_ids",)

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, str | list[str]]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._ids.values()))

    def __iter__(self) -> Iterator[Key]:
        return ((block, key) for block, keys in self._ids.items() for key in keys)

    def add(self, block: str, wanted: Iterable[str], id_: str) -> None:
        """Put an id under keys of one block; a key that comes again in the same call is taken once."""
        keys = self._ids.get(block)
        if keys is None:
            keys = self._ids[block] = {}
        for key in wanted:
            held = keys.setdefault(key, id_)
            if held is not id_:
                if isinstance(held, str):
                    keys[key] = [held, id_]
                elif held[-1] is not id_:
                    held.append(id_)

    def remove(self, block: str, wanted: Iterable[str], id_: str) -> None:
        """Take an id away from keys of one block under which it is."""
        keys = self._ids[block]
        for key in dict.fromkeys(wanted):
            held = keys[key]
            if isinstance(held, str):
                del keys[key]
            else:
                held.remove(id_)
                if len(held) == 1:
                    keys[key] = held[0]
        if not keys:
            del self._ids[block]

    def of(self, block: str, key: str, most: int) -> Sequence[str]:
        """The ids under a key; none when they are more than `most`."""
        keys = self._ids.get(block)
        held = keys.get(key) if keys else None
        if held is None:
            return ()
        if isinstance(held, str):
            return (held,)
        return held if len(held) <= most else ()

    def gather(self, block: str, key: str, most: int, found: set[str]) -> None:
        """Add the ids under a key to those found, if they are not more than `most`."""
        keys = self._ids.get(block)
        held = keys.get(key) if keys else None
        if held is not None:
            if isinstance(held, str):
                found.add(held)
            elif len(held) <= most:
                found.update(held)

    def of_any(self, block: str, wanted: Set[str], most: int) -> set[str]:
        """The ids under any of these keys of one block, keys with more than `most` left out."""
        found: set[str] = set()
        keys = self._ids.get(block)
        if keys:
            for key in keys.keys() & wanted:
                held = keys[key]
                if isinstance(held, str):
                    found.add(held)
                elif len(held) <= most:
                    found.update(held)
        return found


class WorkerIndex:
    """Inverted indexes over the workers' rows; rows may come and go, the order of coming leaves no trace."""

    def __init__(self, weights: Weights = SHIPPED) -> None:
        self._most = weights.block_most
        self._rare = weights.rare
        self.rows: dict[str, Worker] = {}
        self.blocks = Blocks()
        self.frequencies = Frequencies(weights)

    def add(self, worker: Worker) -> None:
        """Take a row in, in place of an earlier one with its id."""
        self.add_every([worker])

    def add_every(self, workers: Iterable[Worker]) -> None:
        """Take rows in, the last of one id in place of the earlier."""
        coming = {worker.id: worker for worker in workers}
        for id_, worker in coming.items():
            if id_ in self.rows:
                self.remove(id_)
            self.rows[id_] = worker
            for block, keys in _worker_blocks(worker):
                self.blocks.add(block, keys, worker.id)
        self.frequencies.count(list(coming.values()))

    def remove(self, worker_id: str) -> None:
        """Forget a row; one that is not there is no mistake."""
        worker = self.rows.pop(worker_id, None)
        if worker is None:
            return
        self.frequencies.discount(worker)
        for block, keys in _worker_blocks(worker):
            self.blocks.remove(block, keys, worker_id)

    def told(self, family: Family) -> tuple[set[str], set[str]]:
        """Ids of the workers that a number, a code or a relative finds, whatever their names; and of those far from
        the family's home that only a relative finds, who needs to have the name as well.
        """
        found: set[str] = set()
        far: set[str] = set()
        for number in family.worker_phones + family.phones:
            self.blocks.gather(NUMBERS, number, self._most, found)
        if family.code:
            self.blocks.gather(CODES, family.code, self._most, found)
        for name in family.names:
            everywhere = self.blocks.of(CONTACTS, name.spoken, EVERYBODY)
            if len(everywhere) > self._most:
                everywhere = self.blocks.of(IN_TOWN + family.town, name.spoken, self._most)
            for id_ in everywhere:
                if id_ not in found:
                    (far if _far_apart(self.rows[id_], family) else found).add(id_)
        return found, far

    def named(self, name: Name, family: Family) -> set[str]:
        """Ids of the workers whose name may be the one asked for, in the family's places or rare."""
        wanted = asked_keys(name)
        found = set(() if name.nick else self.blocks.of(NAMES, name.spoken, self._rare))
        for place in family.places:
            found |= self.blocks.of_any(place, wanted, self._most)
        return found

    def namesakes(self, name: Name, family: Family) -> set[str]:
        """Those of them who are called exactly so, as heard."""
        everywhere = self.blocks.of(NAMES, name.spoken, EVERYBODY)
        if len(everywhere) <= self._rare:
            return set(everywhere)
        found = {id_ for place in family.places for id_ in self.blocks.of(place, name.spoken, self._most)}
        return found.intersection(everywhere)

    def meant(self, name: Name, family: Family, told: Iterable[str]) -> bool:
        """Whether a number that one person gave finds somebody who bears the name outright: whoever merely
        resembles it, and is found by nothing else, is a dozen bits and more behind."""
        numbers = family.worker_phones + family.phones
        for id_ in told:
            worker = self.rows[id_]
            if name in worker.names or any(full.spoken == name.spoken for full in worker.names):
                met = phones_meet(numbers, worker.phones) or phones_meet(family.phones, worker.contact_phones)
                if met and not self.frequencies.sharing(met):
                    return True
        return False

    def telling_keys(self, worker: Worker) -> Iterator[Key]:
        """Keys of a worker that few enough share to make candidates."""
        return (key for key in worker_keys(worker) if self.blocks.of(*key, self._limit(key[0])))

    def alike(self, worker: Worker) -> list[str]:
        """Rows that may be the same person's: one of their numbers, or the name nearby; in the order of ids."""
        found = self.blocks.of_any(NUMBERS, {*worker.phones, *worker.contact_phones}, self._most)
        for name in worker.names:
            for block in (NAMES, *worker.places):
                found.update(self.blocks.of(block, name.spoken, self._limit(block)))
        found.discard(worker.id)
        return sorted(found)

    def with_code(self, code: str) -> Sequence[str]:
        """Whose code it is."""
        return self.blocks.of(CODES, code, self._most)

    def with_phone(self, number: str) -> Sequence[str]:
        """Whose number it is, or whose contact's."""
        return self.blocks.of(NUMBERS, number, self._most)

    def _limit(self, block: str) -> int:
        return self._rare if block == NAMES else self._most


def _far_apart(worker: Worker, family: Family) -> bool:
    """Whether both are known to live somewhere, and nowhere near one another."""
    return (
        worker.town != family.town
        and worker.village != family.village
        and place_level(worker.town, family.town) == "other"
        and place_level(worker.village, family.village) == "other"
    )


def worker_keys(worker: Worker) -> list[Key]:
    """Keys under which a worker is found, each once."""
    return list(dict.fromkeys((block, key) for block, keys in _worker_blocks(worker) for key in keys))


def _worker_blocks(worker: Worker) -> list[tuple[str, Iterable[str]]]:
    """Block by block the keys under which a worker is found; a key may come twice."""
    blocks: list[tuple[str, Iterable[str]]] = []
    numbers = worker.phones + worker.contact_phones
    if numbers:
        blocks.append((NUMBERS, numbers))
    if worker.code:
        blocks.append((CODES, (worker.code,)))
    if worker.names:
        blocks.append((NAMES, [name.spoken for name in worker.names]))
        keys = [key for name in worker.names for key in found_keys(name)]
        blocks += [(place, keys) for place in worker.places]
    if worker.contacts:
        contacts = [name.spoken for name in worker.contacts]
        blocks.append((CONTACTS, contacts))
        if worker.town:
            blocks.append((IN_TOWN + worker.town, contacts))
    return blocks


def family_keys(family: Family) -> list[Key]:
    """Keys under which the workers of a family are looked for, each once."""
    keys = [(NUMBERS, number) for number in (*family.worker_phones, *family.phones)]
    if family.code:
        keys.append((CODES, family.code))
    for name in family.workers:
        keys += () if name.nick else ((NAMES, name.spoken),)
        keys += [(place, key) for place in family.places for key in asked_keys(name)]
    for name in family.names:
        keys.append((CONTACTS, name.spoken))
        if family.town:
            keys.append((IN_TOWN + family.town, name.spoken))
    return list(dict.fromkeys(keys))
