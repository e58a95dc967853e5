from reunion.domain.planning import Objective, Rules, Sentence


def test_a_sentence_fills_its_numbers():
    assert str(Sentence("fits if cut to %(seconds)d s", {"seconds": 120})) == "fits if cut to 120 s"


def test_a_clash_costs_ten_a_dialect_four_and_an_evening_one():
    assert Objective(clashes=1, dialect_missed=2, session_missed=3).wishes == 21


def test_more_weight_on_air_comes_before_any_wish():
    heavy = Objective(placed_weight=9, clashes=5)
    light = Objective(placed_weight=8)
    assert sorted([light, heavy], key=lambda goal: goal.key) == [heavy, light]


def test_the_usual_rules_are_those_of_the_file_format():
    assert (Rules().buffer_s, Rules().person_gap_s, Rules().near_s) == (15, 600, 120)


def test_once_published_a_promise_comes_before_a_wish():
    wished, kept = Objective(promise_cost=5), Objective(clashes=1)
    assert min(wished, kept, key=lambda goal: goal.key) is wished
    published = [Objective(promise_cost=5, promise_first=True), Objective(clashes=1, promise_first=True)]
    assert min(published, key=lambda goal: goal.key) is published[1]
