from reunion.web.kept import Kept


def given(kept, key, state):
    return kept.body(key, state, f"{key} of {state}, made {kept.made + 1}".encode)


def test_the_same_state_is_made_once_and_another_one_anew():
    kept = Kept()
    texts = [given(kept, "page", state) for state in ("a", "a", "b", "a")]
    assert texts == [
        b"page of a, made 1",
        b"page of a, made 1",
        b"page of b, made 2",
        b"page of a, made 3",
    ]


def test_what_was_made_longest_ago_leaves_first():
    kept = Kept(most=2)
    for key in ("a", "b", "c", "b", "a"):
        given(kept, key, ())
    assert kept.made == 4
