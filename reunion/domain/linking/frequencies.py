"""How common names, places and numbers are among the workers: the chance that a stranger agrees."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log2
from typing import Any

from reunion.domain.linking.clean import Worker
from reunion.domain.linking.weights import SHIPPED, Weights


class Frequencies:
    """Counts over the workers' rows, in the order of none of them."""

    def __init__(self, weights: Weights = SHIPPED) -> None:
        self._shared = weights.shared
        self.rows = 0
        self.surnames: Counter[str] = Counter()
        self.in_village: Counter[tuple[str, str, str]] = Counter()
        self.village_rows: Counter[tuple[str, str]] = Counter()
        self.given: Counter[str] = Counter()
        self.heard: Counter[str] = Counter()
        self.givens = 0
        """Syllables of all given names."""
        self.towns: Counter[str] = Counter()
        self.givers: dict[str, str | dict[str, int]] = {}
        """Number → who gave it, by how often; one who gave it once stands without a container."""
        self._surname: dict[tuple[str, str, str], float] = {}
        self._given: dict[str, float] = {}
        self._heard: dict[str, float] = {}
        self.places: dict[tuple[str, ...], tuple[tuple[tuple[str, str, float, float], ...], str, float]] = {}
        """What two places are worth, as `score` finds it; like the chances, kept until a row comes or goes."""

    def count(self, workers: Sequence[Worker]) -> None:
        """Count workers in."""
        self._forget()
        self.rows += len(workers)
        for counter, keys in self._counted(workers):
            counter.update(keys)
        self.givens = self.heard.total()
        for worker in workers:
            self._count_givers(worker, 1)

    def discount(self, worker: Worker) -> None:
        """Count a worker out again."""
        self._forget()
        self.rows -= 1
        for counter, keys in self._counted([worker]):
            counter.subtract(keys)
            for key in keys:
                if not counter[key]:
                    del counter[key]
        self.givens = self.heard.total()
        self._count_givers(worker, -1)

    def _forget(self) -> None:
        for known in (self._surname, self._given, self._heard, self.places):
            known.clear()

    def _counted(self, workers: Iterable[Worker]) -> Iterator[tuple[Counter[Any], Sequence[object]]]:
        placed = [worker for worker in workers if worker.village]
        named = [(worker.names[0], worker) for worker in workers if worker.names]
        yield self.towns, [worker.town for worker in workers if worker.town]
        yield self.village_rows, [(worker.town, worker.village) for worker in placed]
        yield self.surnames, [name.head for name, _ in named]
        yield (
            self.in_village,
            [(worker.town, worker.village, name.head) for name, worker in named if worker.village],
        )
        yield self.heard, [sound for name, _ in named for sound in name.ear[name.given or 1 :]]
        yield self.given, [one for name, _ in named for one in name.text[name.given or 1 : len(name.ear)]]

    def _count_givers(self, worker: Worker, by: int) -> None:
        owner = worker.names[0].spoken if worker.names else worker.id
        for number in worker.phones:
            self._count_giver(number, owner, by)
        if worker.contact_phones:
            contact = worker.contacts[0].spoken if worker.contacts else owner
            for number in worker.contact_phones:
                self._count_giver(number, f"~{contact}", by)

    def _count_giver(self, number: str, giver: str, by: int) -> None:
        held = self.givers.get(number)
        if held is None:
            self.givers[number] = giver
            return
        times = {held: 1} if isinstance(held, str) else held
        times[giver] = times.get(giver, 0) + by
        if not times[giver]:
            del times[giver]
        if len(times) > 1 or sum(times.values()) > 1:
            self.givers[number] = times
        elif times:
            (self.givers[number],) = times
        else:
            del self.givers[number]

    def surname_chance(self, head: str, town: str, village: str) -> float:
        """P(surname) in a village, drawn towards the whole gathering's."""
        key = (head, town, village)
        chance = self._surname.get(key)
        if chance is None:
            chance = self._surname[key] = self._surname_chance(head, town, village)
        return chance

    def _surname_chance(self, head: str, town: str, village: str) -> float:
        overall = (self.surnames.get(head, 0) + 0.5) / (self.rows + 50)
        if not village:
            return overall
        here = self.village_rows.get((town, village), 0)
        return (self.in_village.get((town, village, head), 0) + 5 * overall) / (here + 5)

    def written_chance(self, chance: float, characters: str) -> float:
        """P(given characters), as written, times what is known so far."""
        for character in characters:
            one = self._given.get(character)
            if one is None:
                one = self._given[character] = (self.given.get(character, 0) + 0.5) / (self.givens + 200)
            chance *= one
        return chance

    def heard_chance(self, chance: float, sounds: Iterable[str]) -> float:
        """P(given syllables), as heard, times what is known so far."""
        for sound in sounds:
            one = self._heard.get(sound)
            if one is None:
                one = self._heard[sound] = (self.heard.get(sound, 0) + 0.5) / (self.givens + 100)
            chance *= one
        return chance

    def sharing(self, number: str) -> float:
        """Bits off for a number that several people gave."""
        givers = self.givers.get(number)
        if givers is None or isinstance(givers, str) or len(givers) < 2:
            return 0.0
        return self._shared * log2(len(givers))
