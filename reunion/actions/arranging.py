"""Setting up shows: when, on which stage, with which segments, and led in which dialects."""

import secrets
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from reunion.actions.ports import Clock, Deed, Store
from reunion.actions.running import Stages
from reunion.domain.fold import apply
from reunion.domain.instants import HOUR, SECOND
from reunion.domain.plans import Segment, ShowHead
from reunion.domain.refusal import Refused
from reunion.domain.rundown import Phase, Show
from reunion.domain.show import SHORTEST_S

LONGEST_H: Final = 12
BUFFER_MOST_S: Final = 300
SEGMENTS_MOST: Final = 60


class Impossible(Exception):
    """What was asked of a show or a plan cannot be; `sentence` is a msgid, `params` fill it."""

    def __init__(self, sentence: str, **params: str | int) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.params = MappingProxyType(params)

    def __str__(self) -> str:
        """The English sentence."""
        return self.sentence % self.params


def new_show_id() -> str:
    """An id for a new show, short enough to be read in an address."""
    return f"s-{secrets.token_hex(3)}"


async def set_show(
    store: Store, head: ShowHead, *, by: str, clock: Clock, stages: Stages | None = None
) -> ShowHead:
    """Store a new or a changed show; its rundown waits for the next publishing. Raises Impossible.

    With `stages` its open pages learn of it, and it cannot be started in between.
    """
    head = replace(head, segments=tuple(sorted(head.segments, key=lambda segment: segment.start)))
    _look_through(head)
    for other in await store.shows.every(head.gathering):
        overlaps = other.planned_start < head.planned_end and head.planned_start < other.planned_end
        if other.id != head.id and other.stage == head.stage and overlaps:
            raise Impossible(
                "“%(other)s” is on the same stage at that time: choose another time or another stage.",
                other=other.title,
            )
    begun = Impossible("“%(show)s” has begun: it cannot be set up any more.", show=head.title)
    if await phase_of(store, head.id) is not Phase.READY:
        raise begun
    standing = await store.shows.get(head.id)
    head = replace(head, run=standing.run if standing else "")
    stage = await stages.get(head.id) if stages else None
    try:
        await (stage.begin_run(lambda: store.shows.put(head)) if stage else store.shows.put(head))
    except Refused as refused:
        raise (begun if refused.code == "already-started" else refused) from refused
    await store.audit.record(Deed(head.gathering, by, clock(), "set-show", head.id, {}))
    return head


async def phase_of(store: Store, show: str) -> Phase:
    """Where a show stands; READY also when it has no rundown yet."""
    current = await current_show(store, show)
    return Phase.READY if current is None else current.phase


async def current_show(store: Store, show: str) -> Show | None:
    """The show as its journal has made it; None when nothing was published yet."""
    loaded = await store.journal.load(show)
    if loaded is None:
        return None
    current = loaded.rundown.show
    for recorded in loaded.entries:
        current = apply(current, recorded.entry)
    return current


def segment_end(segment: Segment) -> int:
    """The instant at which it is over."""
    return segment.start + segment.seconds * SECOND


def _look_through(head: ShowHead) -> None:
    if not head.title.strip():
        raise Impossible("The show has no title: write one.")
    if head.planned_end <= head.planned_start:
        raise Impossible("The show ends before it begins: look at its times.")
    if head.planned_end - head.planned_start > LONGEST_H * HOUR:
        raise Impossible("A show lasts at most %(hours)d hours.", hours=LONGEST_H)
    if not 0 <= head.buffer_s <= BUFFER_MOST_S:
        raise Impossible("Between two greetings there are 0 to %(most)d seconds.", most=BUFFER_MOST_S)
    if len(head.segments) > SEGMENTS_MOST:
        raise Impossible("A show has at most %(most)d segments.", most=SEGMENTS_MOST)
    free = int(head.planned_start)
    for segment in head.segments:
        if segment.seconds <= 0:
            raise Impossible("“%(segment)s” has no length: write its minutes.", segment=segment.title)
        if segment.start < head.planned_start or segment_end(segment) > head.planned_end:
            raise Impossible("“%(segment)s” is not within the show.", segment=segment.title)
        if segment.shortest_s is not None and not SHORTEST_S <= segment.shortest_s < segment.seconds:
            raise Impossible(
                "“%(segment)s” can only be cut to less than its length, and to %(least)d seconds at least.",
                segment=segment.title,
                least=SHORTEST_S,
            )
        if segment.start < free:
            raise Impossible(
                "“%(segment)s” begins before the segment ahead of it is over.", segment=segment.title
            )
        free = segment_end(segment)
