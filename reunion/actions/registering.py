"""Signing up, correcting, withdrawing: what the two sides do themselves, or a volunteer for them."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from reunion.actions.barring import carry_over
from reunion.actions.pairing import pair_up
from reunion.actions.ports import Clock, Conflict, NewRegistration, Search, Store
from reunion.actions.running import Stages
from reunion.domain.codes import make_code
from reunion.domain.consent import Channel, Consent, Given, Purpose
from reunion.domain.doubles import sounds_signed_up
from reunion.domain.instants import Instant, later
from reunion.domain.people import Named, Registration, Side, Source, Standing, Window

Note = Callable[[Registration], None]
"""Told of every registration once it is stored anew (Linking.note)."""
CONSENT_VERSION: Final = "2026-11"
"""Version of the four sentences on the form; change it with them."""
TICKET_LEAST: Final = 22
"""Characters of 128 random bits in base64."""
_TRIES: Final = 3
_ALIKE: Final = 50
"""People of one name in one village, or of one telephone, who are looked at."""
_ANSWERS: Final = (
    "name",
    "phones",
    "township",
    "village",
    "group",
    "place",
    "others",
    "code_given",
    "persons",
    "dialect",
    "years_away",
    "windows",
    "story",
    "message",
)
"""What a form and a registration have in common by name."""


@dataclass(frozen=True, slots=True)
class SignUp:
    """What somebody submitted, already cleaned."""

    side: Side
    name: str
    phones: tuple[str, ...] = ()
    township: str = ""
    village: str = ""
    group: str = ""
    place: str = ""
    others: tuple[Named, ...] = ()
    code_given: str = ""
    persons: int = 1
    dialect: str = ""
    years_away: int | None = None
    windows: tuple[Window, ...] = ()
    story: str = ""
    message: str = ""
    purposes: frozenset[Purpose] = frozenset()
    """What they agreed to, each ticked for itself."""
    ticket: str = ""
    """Random text the form was given; the same ticket registers once."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A stored registration and the token of its personal link, which itself is stored nowhere."""

    registration: Registration
    token: str


class Chance:
    """Random bytes drawn in advance: each call of the kernel waits for the threads that read and write, and under
    load that costs more than the whole sign-up."""

    def __init__(self) -> None:
        self._left = b""

    def draw(self, count: int) -> bytes:
        """So many bytes, never the same ones twice."""
        if len(self._left) < count:
            self._left = secrets.token_bytes(4096)
        drawn, self._left = self._left[:count], self._left[count:]
        return drawn


class Registering:
    """What families and volunteers do with registrations; every answer comes after the change is durable."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        stages: Stages | None = None,
        chance: Chance | None = None,
        note: Note = lambda _: None,
    ) -> None:
        """With `stages` a change reaches the rundowns that are published already, with `note` the links."""
        self._store = store
        self._clock = clock
        self._stages = stages
        self._chance = chance or Chance()
        self._note = note

    async def register(self, gathering: str, form: SignUp, *, helper: str = "") -> Receipt:
        """Store it; the same ticket again corrects the first one instead and gives the same personal link."""
        now = self._clock()
        chance = self._chance.draw(40)
        ticket = form.ticket if len(form.ticket) >= TICKET_LEAST else chance[:16].hex()
        token = _token(gathering, form.side, ticket)
        channel = Channel.VOLUNTEER if helper else Channel.WEB
        value = Registration(
            id=f"r-{chance[16:24].hex()}",
            gathering=gathering,
            side=form.side,
            number=0,
            invite_code=make_code(chance[24:]),
            helper=helper,
            source=Source.VOLUNTEER if helper else Source.WEB,
            created=now,
            consent=_consent(Consent(), form, channel, now),
            **_answers(form),
        )
        new = NewRegistration(value, digest(token), digest(f"ticket {token}"))
        (added,) = await self._store.registrations.add([new])
        if added.fresh:
            self._note(added.registration)
            return Receipt(added.registration, token)
        if added.registration.standing is Standing.WITHDRAWN:
            return await self.register(gathering, replace(form, ticket=""), helper=helper)
        return Receipt(await self.correct(added.registration.id, form, by=helper), token)

    async def signed_up_before(self, gathering: str, form: SignUp) -> Registration | None:
        """Who seems to be the same household, signed up with another form than this one."""
        own = await self._store.registrations.by_link(digest(_token(gathering, form.side, form.ticket)))
        searches = [Search(form.side, number.removeprefix("+86")) for number in form.phones]
        if form.village:
            searches.append(Search(form.side, form.name, form.township, form.village))
        for search in searches:
            found, _ = await self._store.registrations.search(gathering, search, limit=_ALIKE, offset=0)
            for one in found:
                if one != own and sounds_signed_up(one, form.name, form.phones):
                    return one
        return None

    async def correct(
        self,
        registration: str,
        form: SignUp,
        *,
        by: str = "",
        consents_stay: bool = False,
        opened_on: int | None = None,
    ) -> Registration:
        """Replace what was submitted; consents that stand keep their own version and time.

        Raises Conflict when somebody else stored something else since the revision the form was `opened_on`.
        With `consents_stay` they are left as they are at that moment, whatever the form says: an office must not
        bring back what the family has just taken away.
        """
        now = self._clock()
        channel = Channel.VOLUNTEER if by else Channel.WEB

        def filled(before: Registration) -> Registration:
            after = _filled(before, form, channel, now)
            after = replace(after, consent=before.consent) if consents_stay else after
            if opened_on not in (None, before.revision) and after != before:
                raise Conflict
            return after

        return await self.change(registration, filled, by=by)

    async def change(
        self, registration: str, alter: Callable[[Registration], Registration], *, by: str = ""
    ) -> Registration:
        """Store what `alter` makes of the registration as it stands, and carry it into links and rundowns.

        It is asked again when somebody else was quicker. Raises LookupError for who is not there or withdrew.
        """
        for _ in range(_TRIES):
            before = await self._standing(registration)
            altered = alter(before)
            if altered == before:
                return before
            after = replace(altered, revision=before.revision + 1)
            try:
                await self._store.registrations.put(
                    after, by=by or registration, at=self._clock(), action="correct"
                )
            except Conflict:
                continue
            self._note(after)
            await self._carry_over(after, by or registration)
            return after
        raise Conflict

    async def withdraw(self, registration: str, *, by: str = "") -> Registration:
        """Leave: the words and numbers go, a tombstone stays so that the link can say so.

        Files that wait in this gathering go with them: nobody can tell who all stands in one.
        """
        for _ in range(_TRIES):
            before = await self._store.registrations.get(registration)
            if before is None:
                raise LookupError(registration)
            if before.standing is Standing.WITHDRAWN:
                return before
            after = tombstone(before)
            try:
                await self._store.registrations.put(
                    after, by=by or registration, at=self._clock(), action="withdraw"
                )
            except Conflict:
                continue
            self._note(after)
            await self._carry_over(after, by or registration)
            await pair_up(self._store, after.gathering, [after.id])
            await self._store.uploads.drop_older(after.gathering, later(self._clock(), milliseconds=1))
            return after
        raise Conflict

    async def _carry_over(self, changed: Registration, by: str) -> None:
        if self._stages is not None:
            await carry_over(self._store, self._stages, changed.id, by=by)

    async def _standing(self, registration: str) -> Registration:
        found = await self._store.registrations.get(registration)
        if found is None or found.standing is Standing.WITHDRAWN:
            raise LookupError(registration)
        return found


def digest(token: str) -> bytes:
    """What is stored instead of a token."""
    return hashlib.sha256(token.encode()).digest()


def tombstone(registration: Registration) -> Registration:
    """A withdrawn registration: id, number, side and times, no word of the person."""
    return Registration(
        id=registration.id,
        gathering=registration.gathering,
        side=registration.side,
        number=registration.number,
        name="",
        helper=registration.helper,
        source=registration.source,
        standing=Standing.WITHDRAWN,
        created=registration.created,
        revision=registration.revision + 1,
    )


def _token(gathering: str, side: Side, ticket: str) -> str:
    """128 bits that follow from the ticket: a form sent twice ends at one personal link."""
    wide = hashlib.sha256(f"{gathering}\n{side}\n{ticket}".encode()).digest()
    return base64.urlsafe_b64encode(wide[:16]).decode().rstrip("=")


def _filled(before: Registration, form: SignUp, channel: Channel, now: Instant) -> Registration:
    return replace(before, consent=_consent(before.consent, form, channel, now), **_answers(form))


def _consent(before: Consent, form: SignUp, channel: Channel, now: Instant) -> Consent:
    """What the form agrees to; what stands already keeps its version and time."""
    fresh = Given(CONSENT_VERSION, channel, now)
    return Consent(
        {purpose: before.given.get(purpose) or fresh for purpose in Purpose if purpose in form.purposes}
    )


def _answers(form: SignUp) -> dict[str, Any]:
    """The form's part of a registration."""
    return {name: getattr(form, name) for name in _ANSWERS}
