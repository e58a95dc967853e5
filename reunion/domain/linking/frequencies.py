"""How common names, places and numbers are among the workers: the chance that a stranger agrees."""

from collections import Counter
from collections.abc import Iterable
from math import log2
from typing import TypeVar

from reunion.domain.linking.clean import Worker
from reunion.domain.linking.keys import Name
from reunion.domain.linking.weights import SHIPPED, Weights

K = TypeVar("K")


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
        self.towns: Counter[str] = Counter()
        self.givers: dict[str, str | dict[str, int]] = {}
        """Number → who gave it, by how often; one who gave it once stands without a container."""
        self._surname: dict[tuple[str, str, str], float] = {}
        self._given: dict[str, float] = {}
        self._heard: dict[str, float] = {}
        self.places: dict[tuple[str, ...], tuple[tuple[tuple[str, str, float, float], ...], str]] = {}
        """What two places are worth, as `score` finds it; like the chances, kept until a row comes or goes."""

    def count(self, worker: Worker, by: int) -> None:
        """Count a worker in (`by` 1) or out (-1)."""
        if self.places or self._surname or self._given or self._heard:
            for known in (self._surname, self._given, self._heard, self.places):
                known.clear()
        self.rows += by
        if worker.town:
            _add(self.towns, worker.town, by)
        if worker.village:
            _add(self.village_rows, (worker.town, worker.village), by)
        if worker.names:
            self._count_name(worker.names[0], worker, by)
        owner = worker.names[0].spoken if worker.names else worker.id
        for number in worker.phones:
            self._count_giver(number, owner, by)
        if worker.contact_phones:
            contact = worker.contacts[0].spoken if worker.contacts else owner
            for number in worker.contact_phones:
                self._count_giver(number, f"~{contact}", by)

    def _count_name(self, name: Name, worker: Worker, by: int) -> None:
        if not name.ear:
            return
        _add(self.surnames, name.head, by)
        if worker.village:
            _add(self.in_village, (worker.town, worker.village, name.head), by)
        start = name.given or 1
        for sound in name.ear[start:]:
            self.givens += by
            _add(self.heard, sound, by)
        for character in name.text[start : len(name.ear)]:
            _add(self.given, character, by)

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


def _add(counter: Counter[K], key: K, by: int) -> None:
    count = counter.get(key, 0) + by
    if count:
        counter[key] = count
    else:
        del counter[key]
