"""The index of workers: who could be meant, found by keys that survive the usual mistakes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import log2
from typing import TypeVar

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.keys import Name
from reunion.domain.linking.weights import SHIPPED, Weights

Key = tuple[str, ...]
TELLING = frozenset({"phone", "code", "contact"})
"""Kinds of keys that find somebody whatever their name is."""
K = TypeVar("K")


class Frequencies:
    """How common names and places are among the workers; the chance that a stranger agrees."""

    def __init__(self, weights: Weights = SHIPPED) -> None:
        self._shared = weights.shared
        self.rows = 0
        self.surnames: Counter[str] = Counter()
        self.in_village: Counter[tuple[str, str, str]] = Counter()
        self.village_rows: Counter[tuple[str, str]] = Counter()
        self.given: Counter[str] = Counter()
        self.heard: Counter[str] = Counter()
        self.givens = 0
        self.towns: Counter[str] = Counter()
        self.people_of_phone: dict[str, Counter[Key]] = defaultdict(Counter)

    def count(self, worker: Worker, by: int) -> None:
        """Count a worker in (`by` 1) or out (-1)."""
        self.rows += by
        if worker.town:
            _add(self.towns, worker.town, by)
        if worker.village:
            _add(self.village_rows, (worker.town, worker.village), by)
        for name in worker.names[:1]:
            self._count_name(name, worker, by)
        owner = worker.names[0].ear if worker.names else (worker.id,)
        for number in worker.phones:
            _add(self.people_of_phone[number], owner, by)
        for number in worker.contact_phones:
            contact = worker.contacts[0].ear if worker.contacts else owner
            _add(self.people_of_phone[number], ("~", *contact), by)
        for number in (*worker.phones, *worker.contact_phones):
            if not self.people_of_phone.get(number, True):
                del self.people_of_phone[number]

    def _count_name(self, name: Name, worker: Worker, by: int) -> None:
        if not name.ear:
            return
        head = "".join(name.ear[: name.given or 1])
        _add(self.surnames, head, by)
        if worker.village:
            _add(self.in_village, (worker.town, worker.village, head), by)
        for at in range(name.given or 1, len(name.ear)):
            self.givens += by
            _add(self.heard, name.ear[at], by)
            if name.text and at < len(name.text):
                _add(self.given, name.text[at], by)

    def surname_chance(self, head: str, town: str, village: str) -> float:
        """P(surname) in a village, drawn towards the whole gathering's."""
        overall = (self.surnames[head] + 0.5) / (self.rows + 50)
        here = self.village_rows[town, village] if village else 0
        return (self.in_village[town, village, head] + 5 * overall) / (here + 5)

    def given_chance(self, character: str) -> float:
        """P(a given character), as written."""
        return (self.given[character] + 0.5) / (self.givens + 200)

    def heard_chance(self, sound: str) -> float:
        """P(a given syllable), as heard."""
        return (self.heard[sound] + 0.5) / (self.givens + 100)

    def sharing(self, number: str) -> float:
        """Bits off for a number that several people gave."""
        people = len(self.people_of_phone.get(number, ()))
        return self._shared * log2(people) if people > 1 else 0.0


def _add(counter: Counter[K], key: K, by: int) -> None:
    counter[key] += by
    if not counter[key]:
        del counter[key]


class Blocks:
    """Key → ids. Most keys are of one row only, so that one is kept without a container of its own."""

    __slots__ = ("_ids",)

    def __init__(self) -> None:
        self._ids: dict[Key, str | list[str]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._ids)

    def add(self, key: Key, id_: str) -> None:
        """Put an id under a key where it is not yet."""
        held = self._ids.get(key)
        if held is None:
            self._ids[key] = id_
        elif isinstance(held, str):
            self._ids[key] = [held, id_]
        else:
            held.append(id_)

    def remove(self, key: Key, id_: str) -> None:
        """Take an id away from a key under which it is."""
        held = self._ids[key]
        if isinstance(held, str):
            del self._ids[key]
        else:
            held.remove(id_)
            if len(held) == 1:
                self._ids[key] = held[0]

    def of(self, key: Key, most: int) -> Sequence[str]:
        """The ids under a key; none when they are more than `most`."""
        held = self._ids.get(key)
        if held is None:
            return ()
        if isinstance(held, str):
            return (held,)
        return held if len(held) <= most else ()


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
        if worker.id in self.rows:
            self.remove(worker.id)
        self.rows[worker.id] = worker
        self.frequencies.count(worker, 1)
        for key in worker_keys(worker):
            self.blocks.add(key, worker.id)

    def remove(self, worker_id: str) -> None:
        """Forget a row; one that is not there is no mistake."""
        worker = self.rows.pop(worker_id, None)
        if worker is None:
            return
        self.frequencies.count(worker, -1)
        for key in worker_keys(worker):
            self.blocks.remove(key, worker_id)

    def candidates(self, family: Family) -> tuple[set[str], set[str]]:
        """Ids of the workers that a number, a code or a relative finds, and of those that only a name finds."""
        found: set[str] = set()
        by_name: set[str] = set()
        for key in family_keys(family):
            (found if key[0] in TELLING else by_name).update(self.blocks.of(key, self._limit(key)))
        return found, by_name - found

    def telling_keys(self, worker: Worker) -> Iterator[Key]:
        """Keys of a worker that few enough share to make candidates."""
        return (key for key in worker_keys(worker) if self.blocks.of(key, self._limit(key)))

    def alike(self, worker: Worker) -> list[str]:
        """Rows that may be the same person's: one of their numbers, or the name nearby; in the order of ids."""
        found: set[str] = set()
        for key in worker_keys(worker):
            if key[0] in ("phone", "ear", "ear+"):
                found.update(self.blocks.of(key, self._limit(key)))
        found.discard(worker.id)
        return sorted(found)

    def with_code(self, code: str) -> Sequence[str]:
        """Whose code it is."""
        return self.blocks.of(("code", code), self._most)

    def with_phone(self, number: str) -> Sequence[str]:
        """Whose number it is, or whose contact's."""
        return self.blocks.of(("phone", number), self._most)

    def _limit(self, key: Key) -> int:
        return self._rare if key[0] == "ear" else self._most


def worker_keys(worker: Worker) -> set[Key]:
    """Keys under which a worker is found."""
    keys: set[Key] = {("phone", number) for number in (*worker.phones, *worker.contact_phones)}
    if worker.code:
        keys.add(("code", worker.code))
    for name in worker.names:
        keys.update(_name_keys(name, worker.town, worker.village))
        keys.add(("surname", name.ear[0], "t", worker.town))
        given = name.ear[name.given :]
        if name.given and given:
            keys.update(_given_keys(given, worker.town, worker.village))
    for contact in worker.contacts:
        keys.add(("contact", contact.spoken, worker.town))
        keys.add(("contact", contact.spoken))
    return keys


def family_keys(family: Family) -> list[Key]:
    """Keys under which the workers of a family are looked for."""
    keys: list[Key] = [("phone", number) for number in (*family.worker_phones, *family.phones)]
    if family.code:
        keys.append(("code", family.code))
    for name in family.workers:
        if name.nick:
            kind = "surname" if name.nick_kind == "old" else "any"
            keys.append((kind, name.nick, "v", family.village))
            keys.append((kind, name.nick, "t", family.town))
            continue
        keys.extend(_name_keys(name, family.town, family.village))
        keys.extend(_given_keys(name.ear, family.town, family.village))
        keys.append(("last", name.ear[-1], family.village))
    for name in family.names:
        keys.append(("contact", name.spoken, family.town))
        keys.append(("contact", name.spoken))
    return [key for key in keys if key[-1]]


def _name_keys(name: Name, town: str, village: str) -> Iterator[Key]:
    ear = name.ear
    yield ("ear", name.spoken)
    yield ("ear+", name.spoken, town)
    yield ("ear+", name.spoken, village)
    yield ("surname", ear[0], "v", village)
    if len(ear) > 2:
        for left_out in range(len(ear)):
            yield ("but", *ear[:left_out], "?", *ear[left_out + 1 :], town)
    elif len(ear) == 2:
        yield ("two", *ear, town)


def _given_keys(given: tuple[str, ...], town: str, village: str) -> Iterator[Key]:
    yield ("given", *given, town)
    yield ("given", *given, village)
    yield ("last", given[-1], village)
    for sound in dict.fromkeys(given):
        yield ("any", sound, "v", village)
        yield ("any", sound, "t", town)
