import pytest

from reunion.actions.pairing import decide
from reunion.actions.ports import Choice, Conflict, Store
from reunion.actions.spotchecking import day_of, draw, judge, todays
from reunion.domain.instants import DAY, Instant
from reunion.domain.plans import MatchRow, MatchStanding
from reunion.domain.spotchecks import SAMPLE, Verdict
from tests.actions.scenes import GATHERING, NOON, begin, clock, family, suggest, worker

AT = GATHERING.id
LINKED = MatchStanding.LINKED


@pytest.fixture
async def full(store: Store) -> Store:
    await begin(
        store,
        *(worker(f"w{n}", "张伟") for n in range(40)),
        *(family(f"f{n}", "李芳") for n in range(40)),
    )
    await suggest(store, [MatchRow(f"w{n}", f"f{n}", 9900 + n, LINKED) for n in range(40)])
    return store


async def test_the_sample_of_a_day_stays_and_the_next_day_draws_what_is_left(full: Store) -> None:
    first = await draw(full, GATHERING, clock=clock)
    assert len(first) == SAMPLE
    assert await draw(full, GATHERING, clock=clock) == first
    assert await todays(full, GATHERING, clock=clock) == first
    second = await draw(full, GATHERING, clock=lambda: Instant(NOON + DAY))
    assert len(second) == 10
    assert not {one.worker for one in first} & {one.worker for one in second}


async def test_a_verdict_decides_the_link_and_is_taken_back(full: Store) -> None:
    one, other = (await draw(full, GATHERING, clock=clock))[:2]
    who = {"by": "amei", "clock": clock}
    await judge(full, AT, one.worker, one.family, Verdict.WRONG, **who)
    await judge(full, AT, other.worker, other.family, Verdict.RIGHT, **who)

    async def standing(worker_id: str) -> MatchStanding:
        return (await full.matches.of(worker_id))[0].standing

    assert await standing(one.worker) is MatchStanding.REFUSED
    assert await standing(other.worker) is MatchStanding.CONFIRMED
    assert {check.verdict for check in await full.reviews.checks(AT)} == set(Verdict)
    await judge(full, AT, one.worker, one.family, Verdict.OPEN, **who)
    assert await standing(one.worker) is LINKED
    with pytest.raises(LookupError):
        await judge(full, AT, "w0", "f1", Verdict.RIGHT, **who)


def test_a_day_is_the_day_at_the_gathering() -> None:
    assert day_of(Instant(1_801_843_200_000 - 1), "Asia/Shanghai") == "2027-02-05"
    assert day_of(Instant(1_801_843_200_000), "Asia/Shanghai") == "2027-02-06"


async def test_a_late_drawing_does_not_reset_a_verdict(full: Store) -> None:
    drawn = await draw(full, GATHERING, clock=clock)
    await judge(full, AT, drawn[0].worker, drawn[0].family, Verdict.WRONG, by="amei", clock=clock)
    await full.reviews.draw(AT, drawn)
    verdicts = [one.verdict for one in await todays(full, GATHERING, clock=clock)]
    assert verdicts.count(Verdict.WRONG) == 1


async def test_opening_a_check_again_leaves_what_a_colleague_decided(full: Store) -> None:
    one = (await draw(full, GATHERING, clock=clock))[0]
    await judge(full, AT, one.worker, one.family, Verdict.RIGHT, by="amei", clock=clock)
    refused = Choice(one.worker, one.family, MatchStanding.REFUSED)
    await decide(full, AT, [refused], by="bao", clock=clock)
    await judge(full, AT, one.worker, one.family, Verdict.OPEN, by="amei", clock=clock)
    assert (await full.matches.of(one.worker))[0].standing is MatchStanding.REFUSED
    with pytest.raises(Conflict):
        await judge(full, AT, one.worker, one.family, Verdict.RIGHT, by="amei", clock=clock)
    await judge(full, AT, one.worker, one.family, Verdict.WRONG, by="amei", clock=clock)
