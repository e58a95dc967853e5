"""Who asks for a name that more workers have than can be told apart."""

from dataclasses import replace

from reunion.actions.ports import Store
from reunion.actions.ports.reviewing import Namesakes
from reunion.domain.people import Named, Standing
from reunion.domain.plans import MatchRow, MatchStanding
from tests.actions.scenes import GATHERING, begin, family, suggest, worker

AT = GATHERING.id


async def test_families_that_ask_for_a_name_of_many_and_are_in_no_link_are_found_by_it(store: Store) -> None:
    await begin(
        store,
        *(worker(f"w{n}", "张伟") for n in range(4)),
        *(worker(f"v{n}", "刘强") for n in range(3)),
        worker("u1", "李丽"),
        family("f1", "李芳", "张伟"),
        family("f2", "王芳", "張偉"),
        family("f3", "陈芳", "张伟"),
        family("f4", "赵芳", "张伟"),
        family("f5", "钱芳", "刘强"),
        family("f6", "孙芳", "李丽"),
    )
    await suggest(
        store,
        [
            MatchRow("w1", "f3", 5000, MatchStanding.REVIEW),
            MatchRow("w2", "f4", 5000, MatchStanding.REFUSED),
        ],
    )
    assert await store.reviews.namesakes(AT) == (Namesakes("张伟", 4, ("f1", "f2")),)


async def test_a_name_is_counted_over_both_scripts(store: Store) -> None:
    await begin(
        store,
        *(worker(f"w{n}", "张伟") for n in range(3)),
        *(worker(f"v{n}", "張偉") for n in range(3)),
        *(worker(f"u{n}", "劉強") for n in range(5)),
        *(worker(f"t{n}", "刘强") for n in range(4)),
        family("f1", "李芳", "张伟"),
        family("f2", "王芳", "劉強"),
    )
    assert await store.reviews.namesakes(AT) == (
        Namesakes("刘强", 9, ("f2",)),
        Namesakes("张伟", 6, ("f1",)),
    )


async def test_a_family_that_withdrew_waits_for_nobody(store: Store) -> None:
    await begin(
        store,
        *(worker(f"w{n}", "张伟") for n in range(4)),
        family("f1", "李芳", "张伟"),
        replace(family("f2", "王芳", "张伟"), standing=Standing.WITHDRAWN),
    )
    assert await store.reviews.namesakes(AT) == (Namesakes("张伟", 4, ("f1",)),)


async def test_the_name_for_which_most_families_wait_comes_first_and_who_asks_for_two_stands_at_both(
    store: Store,
) -> None:
    both = replace(family("f1", "李芳"), others=(Named("张伟", (), ""), Named("刘强", (), "")))
    await begin(
        store,
        *(worker(f"w{n}", "张伟") for n in range(9)),
        *(worker(f"v{n}", "刘强") for n in range(4)),
        both,
        family("f2", "王芳", "刘强"),
    )
    assert await store.reviews.namesakes(AT) == (
        Namesakes("刘强", 4, ("f1", "f2")),
        Namesakes("张伟", 9, ("f1",)),
    )
