import pytest

from reunion.actions.ports import Store
from reunion.actions.spotchecking import day_of, judge, todays
from reunion.domain.instants import DAY, Instant
from reunion.domain.plans import MatchRow, MatchStanding
from reunion.domain.spotchecks import SAMPLE, Verdict
from tests.actions.scenes import GATHERING, NOON, begin, clock, family, worker

AT = GATHERING.id
LINKED = MatchStanding.LINKED


@pytest.fixture
async def full(store: Store) -> Store:
    await begin(
        store,
        *(worker(f"w{n}", "张伟") for n in range(40)),
        *(family(f"f{n}", "李芳") for n in range(40)),
    )
    await store.matches.suggest(AT, [MatchRow(f"w{n}", f"f{n}", 9900 + n, LINKED) for n in range(40)])
    return store


async def test_the_sample_of_a_day_stays_and_the_next_day_draws_what_is_left(full: Store) -> None:
    first = await todays(full, GATHERING, clock=clock)
    assert len(first) == SAMPLE
    assert await todays(full, GATHERING, clock=clock) == first
    second = await todays(full, GATHERING, clock=lambda: Instant(NOON + DAY))
    assert len(second) == 10
    assert not {one.worker for one in first} & {one.worker for one in second}


async def test_a_verdict_decides_the_link_and_is_taken_back(full: Store) -> None:
    one, other = (await todays(full, GATHERING, clock=clock))[:2]
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
