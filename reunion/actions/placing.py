"""Where a pair could go on the board: every place of every show, with the time it would get or why it cannot."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from reunion.actions.posing import instance, slot_at
from reunion.actions.surveying import Situation
from reunion.domain.conflicts import Clash, clashes
from reunion.domain.instants import SECOND
from reunion.domain.planning import Instance, Lane, PairRequest, Placed, Plan, Span
from reunion.domain.plans import PlanVersion, Slot


@dataclass(frozen=True, slots=True)
class Blocked(Exception):
    """Why a row cannot be timed: `pair` finds no place from `after` (seconds) on."""

    pair: str
    after: int
    locked: bool = False
    """It has its place, but whoever comes before would run into it."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place among the greetings of a show."""

    show: str
    before: str | None
    """Whom the pair would stand before; None at the end."""
    start: int
    """Seconds; where it cannot stand, when its turn would be there."""
    moves: int = 0
    """How many others would get another time."""
    clashes: tuple[Clash, ...] = ()
    """Why not; empty when it fits."""
    blocked: Blocked | None = None
    """Somebody behind it who would lose their place."""
    locks: bool = False
    """It is locked to the time it has; there it would be locked to the new one."""

    @property
    def fits(self) -> bool:
        """Whether the pair may be put there."""
        return not self.clashes and self.blocked is None


def places(now: Situation, plan: PlanVersion, pair: str) -> tuple[Place, ...]:
    """Every place of the shows that can be arranged, in the order of the board; empty for an unknown pair."""
    posed = freed(instance(now), pair)
    if not any(one.id == pair for one in posed.pairs):
        return ()
    careful = careful_of(posed)
    return tuple(
        _place(posed, careful, plan, lane, pair, at)
        for lane in posed.lanes
        for at in range(sum(slot.pair != pair and slot.show == lane.id for slot in plan.slots) + 1)
    )


def ordered(row: Sequence[Slot], pair: str, goes: int) -> tuple[list[Slot], int, int]:
    """The other slots of a show, where the pair goes among them, and the first place that may change."""
    stood = next((at for at, slot in enumerate(row) if slot.pair == pair), None)
    others = [slot for slot in row if slot.pair != pair]
    return others, goes, goes if stood is None else min(goes, stood)


def retimed(
    posed: Instance, lane: Lane, row: tuple[list[Slot], int, int], request: PairRequest, at: int | None = None
) -> list[Slot]:
    """The show's slots with the pair in its new place: as they were before it, then each as early as it fits
    but, behind the gap that the pair left, never earlier than it was. `at` is the second the pair asks for.

    Raises Blocked where somebody finds no place.
    """
    others, goes, first = row
    requests = {one.id: one for one in posed.pairs}
    made: list[Slot] = list(others[:first])
    buffer_s = posed.rules.buffer_s
    free = _end(made[-1]) + buffer_s if made else lane.open
    for number, slot in enumerate([*others[:goes], None, *others[goes:]]):
        if number < first:
            continue
        mine = request if slot is None else requests.get(slot.pair)
        if mine is None:
            continue
        if slot is None:
            asked = free if at is None else max(free, at)
        else:
            asked = free if number < goes else max(free, slot.start // SECOND)
        start: int | None
        if slot is not None and slot.locked:
            start = slot.start // SECOND
            if start < free:
                raise Blocked(slot.pair, free, locked=True)
        else:
            start = first_fit(mine, lane, asked)
        if start is None:
            raise Blocked(mine.id, asked)
        made.append(slot_at(mine, lane.id, start, locked=slot is not None and slot.locked))
        free = start + mine.duration + buffer_s
    return made


def first_fit(request: PairRequest, lane: Lane, after: int) -> int | None:
    """The first second from `after` on that lies in a window of both sides and beside every block."""
    for a, b in meeting(request):
        start = max(a, after)
        for block in sorted(lane.blocks):
            if start < block[1] and block[0] < start + request.duration:
                start = block[1]
        if start + request.duration <= min(b, lane.close):
            return start
    return None


def meeting(request: PairRequest) -> list[Span]:
    """When both sides are there for long enough."""
    found = ((max(a, c), min(b, d)) for a, b in request.worker_windows for c, d in request.family_windows)
    return sorted(span for span in found if span[1] - span[0] >= request.duration)


def together(posed: Instance, careful: Container[str], slots: Iterable[Slot]) -> tuple[Clash, ...]:
    """Persons who would be at two places at once (H8), and pairs on a show they are not locked to (H7)."""
    asked = {request.id: request for request in posed.pairs if request.id in careful}
    lanes = {lane.id for lane in posed.lanes}
    placed = {
        slot.pair: Placed(slot.show, slot.start // SECOND)
        for slot in slots
        if slot.pair in asked and slot.show in lanes
    }
    part = Instance(posed.lanes, tuple(asked[pair] for pair in placed), posed.rules)
    return tuple(clash for clash in clashes(part, Plan(placed)) if clash.rule in ("H7", "H8"))


def careful_of(posed: Instance) -> frozenset[str]:
    """The pairs that share a person with another one or are locked to a show: nobody else can break H7 or H8."""
    rows: dict[str, list[str]] = {}
    for request in posed.pairs:
        for person in dict.fromkeys(request.persons):
            rows.setdefault(person, []).append(request.id)
    shared = {pair for row in rows.values() if len(row) > 1 for pair in row}
    return frozenset(shared | {one.id for one in posed.pairs if one.lock is not None and one.lock.lane})


def locked_in(plan: PlanVersion, pair: str) -> bool:
    """Whether the pair is locked to the time it has; the lock goes with it when it is moved by hand.

    Whoever carries it has decided about its time anew. Without a lock the next planning would take it away again.
    """
    return any(slot.pair == pair and slot.locked for slot in plan.slots)


def freed(posed: Instance, pair: str) -> Instance:
    """The instance in which the pair may stand at any time: whoever is moved by hand is not out either."""
    return replace(
        posed, pairs=tuple(_freed(request) if request.id == pair else request for request in posed.pairs)
    )


def _freed(request: PairRequest) -> PairRequest:
    lock = request.lock
    return request if lock is None or (lock.lane and lock.start is None) else replace(request, lock=None)


def _place(
    posed: Instance, careful: Container[str], plan: PlanVersion, lane: Lane, pair: str, at: int
) -> Place:
    request = next(one for one in posed.pairs if one.id == pair)
    row = [slot for slot in plan.slots if slot.show == lane.id]
    others = [slot for slot in row if slot.pair != pair]
    before = others[at].pair if at < len(others) else None
    turn = _end(others[at - 1]) + posed.rules.buffer_s if at else lane.open
    try:
        made = retimed(posed, lane, ordered(row, pair, at), request)
    except Blocked as blocked:
        if blocked.pair != pair:
            return Place(lane.id, before, turn, blocked=blocked)
        alone = Instance((lane,), (replace(request, lock=None),), posed.rules)
        return Place(lane.id, before, turn, clashes=clashes(alone, Plan({pair: Placed(lane.id, turn)})))
    stood = {slot.pair: slot.start for slot in row}
    rest = (slot for slot in plan.slots if slot.show != lane.id and slot.pair != pair)
    return Place(
        lane.id,
        before,
        next(slot.start // SECOND for slot in made if slot.pair == pair),
        sum(slot.pair != pair and stood.get(slot.pair) != slot.start for slot in made),
        together(posed, careful, (*rest, *made)),
        locks=locked_in(plan, pair),
    )


def _end(slot: Slot) -> int:
    return slot.start // SECOND + slot.seconds
