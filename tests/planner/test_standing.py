from reunion.domain.planning import Instance, Lane, Placed, Plan, Sentence, Try
from reunion.planner import plan
from reunion.planner.problem import Problem
from reunion.planner.solving import placements
from reunion.planner.standing import carry_out, longer_windows, table_of
from tests.planner.instances import asked, evening, one_lane


def test_a_plan_read_back_stands_where_it_stood():
    instance = evening(8)
    made = plan(instance, 1, 200)
    problem = Problem(instance)
    assert placements(table_of(problem, made)) == made.assign
    assert placements(table_of(problem, made, floating=True)) == made.assign


def test_floating_pairs_close_up_and_those_with_one_person_stand_still():
    lanes = (Lane("A", 0, 0, 3000), Lane("B", 0, 0, 3000))
    pairs = (asked("P"), asked("Q", persons=("x",)), asked("R", persons=("x",)))
    made = Plan({"P": Placed("A", 500), "Q": Placed("A", 900), "R": Placed("B", 1900)})
    table = table_of(Problem(Instance(lanes, pairs)), made, floating=True)
    assert placements(table) == {"P": Placed("A", 785), "Q": Placed("A", 900), "R": Placed("B", 1900)}


def test_a_suggestion_that_does_not_fit_is_not_carried_out():
    instance = one_lane(asked("P", 300), asked("R", 300), close=300)
    shorter = Try("shorter", Sentence("fits"), 60)
    assert carry_out(instance, Plan({"P": Placed("A", 0)}), "R", shorter) is None


def test_more_time_is_added_at_both_ends_of_every_window():
    assert longer_windows(asked("R", 100, (50, 60)), 20).family_windows == ((30, 80),)
