"""Consents given on paper: staff write down what a family signed."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from reunion.actions.barring import carry_over
from reunion.actions.ports import Clock, Conflict, Store
from reunion.actions.registering import CONSENT_VERSION
from reunion.actions.running import Stages
from reunion.domain.consent import Channel, Consent, Given, Purpose
from reunion.domain.people import Standing

EVERYTHING: Final = frozenset(Purpose)


async def agree_on_paper(
    store: Store,
    stages: Stages,
    gathering: str,
    registrations: Sequence[str],
    *,
    purposes: Collection[Purpose] = EVERYTHING,
    by: str,
    clock: Clock,
) -> int:
    """Add these consents to those that stand; the number of registrations that changed.

    Registrations of another gathering, withdrawn ones and ones somebody else changes meanwhile are left out.
    """
    changed = 0
    known = await store.registrations.many(registrations)
    for id_ in registrations:
        person = known.get(id_)
        if person is None or person.gathering != gathering or person.standing is Standing.WITHDRAWN:
            continue
        now = clock()
        missing = {
            purpose: Given(CONSENT_VERSION, Channel.PAPER, now)
            for purpose in Purpose
            if purpose in purposes and not person.consent.to(purpose)
        }
        if not missing:
            continue
        after = replace(
            person, consent=Consent({**person.consent.given, **missing}), revision=person.revision + 1
        )
        try:
            await store.registrations.put(after, by=by, at=now, action="consent-on-paper")
        except Conflict:
            continue
        changed += 1
        await carry_over(store, stages, id_, by=by)
    return changed
