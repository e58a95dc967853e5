from reunion.domain.planning import Changes, Instance, Lane, PairRequest, Placed, Plan, changes

PAIRS = tuple(PairRequest(key, 60) for key in "ABCDEFG")
INSTANCE = Instance((Lane("X", 0, 0, 9000), Lane("Y", 0, 0, 9000)), PAIRS)


def test_who_stands_still_is_shifted_moved_lost_or_gained():
    before = Plan({key: Placed("X", 1000) for key in "ABCDEF"})
    after = Plan(
        {
            "A": Placed("X", 1000),
            "B": Placed("X", 1600),
            "C": Placed("X", 1601),
            "D": Placed("X", 699),
            "E": Placed("Y", 1000),
            "G": Placed("X", 0),
        }
    )
    found = changes(INSTANCE, before, after)
    assert found == Changes(("A",), ("B",), ("C", "D", "E"), ("F",), ("G",))
    assert found.told == ("C", "D", "E", "F")


def test_an_own_promise_counts_more_than_the_old_start():
    instance = Instance(INSTANCE.lanes, (PairRequest("A", 60, promise=3000),))
    found = changes(instance, Plan({"A": Placed("X", 1000)}), Plan({"A": Placed("X", 3200)}))
    assert found.shifted == ("A",)


def test_who_was_out_and_is_out_is_no_change():
    assert changes(INSTANCE, Plan({}), Plan({})) == Changes()
