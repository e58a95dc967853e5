"""Consents given on paper: staff write down what a family signed, and take it back."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from reunion.actions.barring import carry_over
from reunion.actions.ports import Clock, Conflict, Deeds, Store
from reunion.actions.registering import CONSENT_VERSION
from reunion.actions.running import Stages
from reunion.domain.consent import Channel, Consent, Given, Purpose
from reunion.domain.instants import Instant, later
from reunion.domain.people import Registration, Standing

EVERYTHING: Final = frozenset(Purpose)
TAKEN_BACK_MOST: Final = 10_000
"""More than anybody stores at one stroke."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What became of a pile of signed sheets."""

    people: int
    """Those whose consents are more than before."""
    at: Instant
    """The one instant all of them were given at: by it they are taken back."""


async def agree_on_paper(
    store: Store,
    stages: Stages,
    gathering: str,
    registrations: Sequence[str],
    *,
    purposes: Collection[Purpose] = EVERYTHING,
    by: str,
    clock: Clock,
) -> Agreed:
    """Add these consents to those that stand.

    Registrations of another gathering, withdrawn ones and ones somebody else changes meanwhile are left out.
    """
    at = clock()

    def agreed(person: Registration) -> Consent:
        missing = [purpose for purpose in Purpose if purpose in purposes and not person.consent.to(purpose)]
        given = Given(CONSENT_VERSION, Channel.PAPER, at)
        return Consent({**person.consent.given, **dict.fromkeys(missing, given)})

    changed = await _change(store, stages, gathering, registrations, agreed, "consent-on-paper", by=by, at=at)
    return Agreed(changed, at)


async def take_back(
    store: Store, stages: Stages, gathering: str, given: Instant, *, by: str, clock: Clock
) -> int:
    """Take back what this member of staff stored as agreed on paper at that instant; how many it was taken from."""

    def without(person: Registration) -> Consent:
        kept = person.consent.given.items()
        return Consent(
            {purpose: one for purpose, one in kept if (one.channel, one.at) != (Channel.PAPER, given)}
        )

    people = await _agreed_at(store, gathering, given, by=by)
    return await _change(store, stages, gathering, people, without, "consent-undone", by=by, at=clock())


async def agreed_at(store: Store, gathering: str, given: Instant, *, by: str) -> int:
    """For how many this member of staff stored consents on paper at that instant."""
    return len(await _agreed_at(store, gathering, given, by=by))


async def _agreed_at(store: Store, gathering: str, given: Instant, *, by: str) -> list[str]:
    wanted = Deeds(by=by, actions=("consent-on-paper",), since=given, until=later(given, milliseconds=1))
    deeds, _ = await store.audit.page(gathering, wanted, limit=TAKEN_BACK_MOST)
    return [deed.subject for deed in deeds]


async def _change(
    store: Store,
    stages: Stages,
    gathering: str,
    registrations: Sequence[str],
    consent_of: Callable[[Registration], Consent],
    action: str,
    *,
    by: str,
    at: Instant,
) -> int:
    changed = 0
    known = await store.registrations.many(registrations)
    for id_ in registrations:
        person = known.get(id_)
        if person is None or person.gathering != gathering or person.standing is Standing.WITHDRAWN:
            continue
        consent = consent_of(person)
        if consent == person.consent:
            continue
        after = replace(person, consent=consent, revision=person.revision + 1)
        try:
            await store.registrations.put(after, by=by, at=at, action=action)
        except Conflict:
            continue
        changed += 1
        await carry_over(store, stages, id_, by=by)
    return changed
