from dataclasses import replace

import pytest

from reunion.actions.importing import confirm, look_again, preview, take
from reunion.actions.ports import Store, Upload
from reunion.domain.instants import DAY, Instant
from reunion.domain.people import Gathering, Named, Side, Source
from reunion.domain.rosters import Accepted, Draft, Reason, Rejected, Roster
from tests.actions.scenes import GATHERING, NOON, begin, clock

WEI = Draft(Side.WORKER, "张伟", ("+8613800138000",), others=(Named("李芳", (), "母亲"),))
QIANG = Draft(Side.WORKER, "张强", ("+8613800138001",), township="511011101", own_code="ABCDEF")
BAD = Rejected("Sheet1", 4, ("王", "139"), (Reason("phone-short", {"text": "139", "count": 3}, "电话"),))


def roster(*drafts: Draft, rejected: tuple[Rejected, ...] = (BAD,)) -> Roster:
    rows = tuple(Accepted("Sheet1", number, draft) for number, draft in enumerate(drafts, start=2))
    return Roster(Side.WORKER, "名单.xlsx", (), (*rows, *rejected))


async def parse(upload: Upload, gathering: Gathering) -> Roster:
    assert (upload.data, gathering) == (b"bytes", GATHERING)
    return roster(WEI, QIANG)


async def test_a_preview_changes_nothing_and_can_be_looked_at_again(store: Store) -> None:
    await begin(store)
    seen = await preview(
        store, GATHERING, Side.WORKER, "名单.xlsx", b"bytes", parse=parse, by="amei", clock=clock
    )
    assert (await look_again(store, GATHERING, seen.upload.id, parse=parse)) == seen
    assert await store.registrations.every(GATHERING.id) == ()


async def test_a_roster_that_nobody_mends_is_forgotten_when_another_one_comes(store: Store) -> None:
    await begin(store)
    old, new = [
        await preview(
            store, GATHERING, Side.WORKER, "名单.xlsx", b"bytes", parse=parse, by="amei", clock=then
        )
        for then in (clock, lambda: Instant(NOON + 8 * DAY))
    ]
    assert await store.uploads.get(old.upload.id) is None
    assert await store.uploads.get(new.upload.id) == new.upload


async def test_confirming_takes_the_good_rows_and_keeps_the_file_for_the_bad_ones(store: Store) -> None:
    await begin(store)
    seen = await preview(
        store, GATHERING, Side.WORKER, "名单.xlsx", b"bytes", parse=parse, by="amei", clock=clock
    )
    result = await confirm(store, GATHERING, seen.upload.id, parse=parse, by="amei", clock=clock)
    assert (result.taken, result.unchanged, result.refused) == (2, 0, 1)
    assert await store.registrations.every(GATHERING.id) == result.registrations
    assert (await store.uploads.get(seen.upload.id)) == seen.upload


async def test_a_file_without_refused_rows_is_forgotten_after_its_import(store: Store) -> None:
    async def parse_well(_: Upload, __: Gathering) -> Roster:
        return roster(WEI, rejected=())

    await begin(store)
    seen = await preview(
        store, GATHERING, Side.WORKER, "a.csv", b"bytes", parse=parse_well, by="amei", clock=clock
    )
    await confirm(store, GATHERING, seen.upload.id, parse=parse_well, by="amei", clock=clock)
    with pytest.raises(LookupError):
        await look_again(store, GATHERING, seen.upload.id, parse=parse_well)


async def test_the_same_roster_again_changes_nothing(store: Store) -> None:
    await begin(store)
    first = await take(store, GATHERING, roster(WEI, QIANG), by="amei", clock=clock)
    again = await take(store, GATHERING, roster(QIANG, WEI), by="amei", clock=clock)
    assert (again.taken, again.unchanged) == (0, 2)
    assert again.registrations == first.registrations[::-1]
    assert len(await store.registrations.every(GATHERING.id)) == 2


async def test_a_corrected_row_is_a_new_one(store: Store) -> None:
    await begin(store)
    await take(store, GATHERING, roster(WEI), by="amei", clock=clock)
    again = await take(
        store, GATHERING, roster(replace(WEI, phones=("+8613900139000",))), by="amei", clock=clock
    )
    assert again.taken == 1


async def test_a_roster_row_has_a_number_and_a_code_but_agreed_to_nothing(store: Store) -> None:
    await begin(store)
    wei, qiang = (await take(store, GATHERING, roster(WEI, QIANG), by="amei", clock=clock)).registrations
    assert (wei.number, qiang.number) == (1, 2)
    assert (wei.source, wei.created, dict(wei.consent.given)) == (Source.ROSTER, NOON, {})
    assert len(wei.invite_code) == 6
    assert qiang.invite_code == "ABCDEF"
    assert wei.others == (Named("李芳", (), "母亲"),)


async def test_another_gathering_cannot_confirm_the_file(store: Store) -> None:
    await begin(store)
    seen = await preview(
        store, GATHERING, Side.WORKER, "a.csv", b"bytes", parse=parse, by="amei", clock=clock
    )
    with pytest.raises(LookupError):
        await look_again(store, replace(GATHERING, id="other"), seen.upload.id, parse=parse)
