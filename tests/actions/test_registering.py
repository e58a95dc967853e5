import asyncio
from dataclasses import replace

import pytest

from reunion.actions.ports import Conflict, NewRegistration, Upload
from reunion.actions.registering import Registering, SignUp, digest
from reunion.domain.codes import check_code
from reunion.domain.consent import Channel, Purpose
from reunion.domain.people import Named, Registration, Side, Source, Standing
from tests.conftest import GATHERING

TICKET = "a-ticket-of-128-random-bits"
FORM = SignUp(
    side=Side.WORKER,
    name="张晓明",
    phones=("+8613800138000",),
    township="511011100",
    others=(Named("李秀英", (), "母亲"),),
    message="妈，我很好。",
    purposes=frozenset({Purpose.STORE, Purpose.ON_AIR}),
    ticket=TICKET,
)


@pytest.fixture
def registering(store, clock):
    return Registering(store, clock)


async def test_a_sign_up_is_stored_before_it_is_answered(store, registering):
    receipt = await registering.register("dongxing", FORM)
    assert await store.registrations.get(receipt.registration.id) == receipt.registration
    assert (receipt.registration.number, receipt.registration.name) == (1, "张晓明")


async def test_the_personal_link_opens_the_registration_and_is_stored_only_as_a_digest(store, registering):
    receipt = await registering.register("dongxing", FORM)
    assert await store.registrations.by_link(digest(receipt.token)) == receipt.registration


async def test_the_same_ticket_registers_once_and_gives_the_same_link(store, registering):
    first, second = await asyncio.gather(
        registering.register("dongxing", FORM), registering.register("dongxing", FORM)
    )
    assert first == second
    assert len(await store.registrations.every("dongxing")) == 1


async def test_the_same_ticket_with_other_words_corrects(registering):
    first = await registering.register("dongxing", FORM)
    second = await registering.register("dongxing", replace(FORM, message="妈，我好想你。"))
    assert (second.token, second.registration.message) == (first.token, "妈，我好想你。")
    assert second.registration.revision == 2


async def test_a_short_ticket_is_not_trusted(registering):
    receipts = [await registering.register("dongxing", replace(FORM, ticket="1")) for _ in range(2)]
    assert receipts[0].token != receipts[1].token


async def test_the_same_ticket_on_the_other_side_is_another_registration(registering):
    worker = await registering.register("dongxing", FORM)
    family = await registering.register("dongxing", replace(FORM, side=Side.FAMILY))
    assert worker.token != family.token
    assert (worker.registration.number, family.registration.number) == (1, 2)


async def test_each_consent_keeps_its_version_channel_and_time(registering, clock):
    receipt = await registering.register("dongxing", FORM)
    given = receipt.registration.consent.given
    assert set(given) == {Purpose.STORE, Purpose.ON_AIR}
    assert {(one.channel, one.at) for one in given.values()} == {(Channel.WEB, clock())}


async def test_a_volunteer_is_remembered_with_the_channel(registering):
    stored = (await registering.register("dongxing", FORM, helper="st-1")).registration
    assert (stored.helper, stored.source) == ("st-1", Source.VOLUNTEER)
    assert {one.channel for one in stored.consent.given.values()} == {Channel.VOLUNTEER}


async def test_a_correction_keeps_the_consents_that_stand_and_adds_new_ones(registering, clock):
    before = (await registering.register("dongxing", FORM)).registration
    clock.move(seconds=60)
    purposes = frozenset({Purpose.STORE, Purpose.RECORDING})
    after = await registering.correct(before.id, replace(FORM, purposes=purposes))
    assert after.consent.given[Purpose.STORE] == before.consent.given[Purpose.STORE]
    assert after.consent.given[Purpose.RECORDING].at == clock()
    assert not after.consent.to(Purpose.ON_AIR)


async def test_a_correction_that_changes_nothing_stores_nothing(registering):
    before = (await registering.register("dongxing", FORM)).registration
    assert await registering.correct(before.id, FORM) == before


async def test_a_withdrawn_registration_keeps_no_word_of_the_person(store, registering):
    before = (await registering.register("dongxing", FORM)).registration
    after = await registering.withdraw(before.id)
    assert (after.standing, after.number, after.name, after.phones, after.others, after.message) == (
        Standing.WITHDRAWN,
        1,
        "",
        (),
        (),
        "",
    )
    assert await store.registrations.get(before.id) == after
    assert after.consent.given == {}


async def test_files_that_wait_go_with_whoever_may_stand_in_them(store, registering, clock):
    before = (await registering.register("dongxing", FORM)).registration
    await store.gatherings.put(replace(GATHERING, id="elsewhere"))
    for gathering in ("dongxing", "elsewhere"):
        await store.uploads.put(Upload(gathering, gathering, Side.WORKER, "x.csv", "a-1", clock(), b"x"))
    await registering.withdraw(before.id)
    assert await store.uploads.get("dongxing") is None
    assert await store.uploads.get("elsewhere") is not None


async def test_withdrawing_twice_is_the_same(registering):
    before = (await registering.register("dongxing", FORM)).registration
    assert await registering.withdraw(before.id) == await registering.withdraw(before.id)


async def test_a_withdrawn_registration_cannot_be_corrected(registering):
    before = (await registering.register("dongxing", FORM)).registration
    await registering.withdraw(before.id)
    with pytest.raises(LookupError):
        await registering.correct(before.id, FORM)


async def test_who_withdrew_can_sign_up_again_with_the_form_still_open(registering):
    first = await registering.register("dongxing", FORM)
    await registering.withdraw(first.registration.id)
    again = await registering.register("dongxing", FORM)
    assert (again.registration.number, again.registration.name) == (2, "张晓明")
    assert again.token != first.token


async def test_two_corrections_at_once_end_on_one_of_them_with_both_counted(store, registering):
    before = (await registering.register("dongxing", FORM)).registration
    await asyncio.gather(
        registering.correct(before.id, replace(FORM, message="一")),
        registering.correct(before.id, replace(FORM, message="二")),
    )
    after = await store.registrations.get(before.id)
    assert (after.revision, after.message in "一二") == (3, True)


async def test_without_the_check_of_the_revision_a_correction_is_lost(store, registering, clock):
    """The control: whoever writes over an older revision is stopped by the storage, not by luck."""
    before = (await registering.register("dongxing", FORM)).registration
    await registering.correct(before.id, replace(FORM, message="一"))
    with pytest.raises(Conflict):
        await store.registrations.put(
            replace(before, message="二", revision=2), by="x", at=clock(), action="correct"
        )


async def test_a_code_that_somebody_has_is_not_given_twice(store, clock):
    known = Registration("rg-1", "dongxing", Side.FAMILY, 0, "李秀英", invite_code="222222", created=clock())
    other = replace(known, id="rg-2", name="王大娘")
    paper = replace(known, id="rg-3", source=Source.ROSTER)
    added = await store.registrations.add([NewRegistration(one) for one in (known, other, paper)])
    codes = [one.registration.invite_code for one in added]
    assert (codes[0], codes[2]) == ("222222", "222222")
    assert check_code(codes[1]) != "222222"


async def test_an_office_that_corrects_does_not_bring_a_consent_back(store, registering):
    stored = (await registering.register("dongxing", FORM)).registration
    await registering.correct(stored.id, replace(FORM, purposes=frozenset({Purpose.STORE})))

    shown_earlier = replace(FORM, message="妈，我今年不回来。")
    after = await registering.correct(stored.id, shown_earlier, by="a-1", consents_stay=True)

    assert after.message == "妈，我今年不回来。"
    assert set(after.consent.given) == {Purpose.STORE}
