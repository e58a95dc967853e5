from reunion.actions.ports import Choice, Store
from reunion.actions.weighing import lesson, take_back, take_lesson, weights_in_use
from reunion.domain.linking import SHIPPED
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from tests.actions.scenes import GATHERING, begin, clock, family, suggest, worker

AT = GATHERING.id
WHO = {"by": "amei", "clock": clock}
SOUND, OFF = Clue("name", "same-sound", 5.0), Clue("village", "other", -4.0)


async def decided(store: Store, confirmed: int, refused: int) -> None:
    """Staff confirmed what sounds the same at even chances, and refused what is of another village."""
    count = confirmed + refused
    await begin(
        store,
        *(worker(f"w{n}", "张伟") for n in range(count)),
        *(family(f"f{n}", "李芳") for n in range(count)),
    )
    await suggest(
        store,
        [
            MatchRow(f"w{n}", f"f{n}", 5000, MatchStanding.REVIEW, (SOUND,) if n < confirmed else (OFF,))
            for n in range(count)
        ],
    )
    yes, no = MatchStanding.CONFIRMED, MatchStanding.REFUSED
    choices = [Choice(f"w{n}", f"f{n}", yes if n < confirmed else no) for n in range(count)]
    await store.matches.decide(AT, choices, by="amei", at=clock())


async def test_a_few_decisions_teach_nothing(store: Store) -> None:
    await decided(store, 3, 2)
    estimate = await lesson(store, AT)
    assert (estimate.enough, estimate.decisions) == (False, 5)
    assert await take_lesson(store, AT, **WHO) is None
    assert await take_back(store, AT, **WHO) is None


async def test_what_the_decisions_say_is_used_only_when_it_is_taken_and_can_be_taken_back(
    store: Store,
) -> None:
    await decided(store, 30, 30)
    estimate = await lesson(store, AT)
    assert {(change.field, change.after > 0) for change in estimate.changes} == {
        ("name", True),
        ("village", False),
    }
    assert await weights_in_use(store, AT) == SHIPPED

    stored = await take_lesson(store, AT, **WHO)
    assert stored is not None
    assert (stored.version, stored.decisions) == (1, 60)
    assert await weights_in_use(store, AT) == estimate.weights
    assert await take_lesson(store, AT, **WHO) is None

    back = await take_back(store, AT, **WHO)
    assert back is not None
    assert back.version == 2
    assert await weights_in_use(store, AT) == SHIPPED
    assert [deed.action for deed in await store.audit.newest(AT, limit=2)] == ["weights-undone", "weights"]
