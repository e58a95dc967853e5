from reunion.domain.linking.decide import judge
from reunion.domain.linking.keys import name_of
from reunion.domain.linking.rows import Decision
from reunion.domain.linking.rules import Rules

from .rows import candidate


def test_clear_evidence_links():
    (one,) = judge([candidate("1", 30)], 1000)
    assert (one.decision, one.rule) == (Decision.LINKED, "sure")
    assert one.probability > 0.99


def test_weak_evidence_goes_to_a_person():
    (one,) = judge([candidate("1", 8)], 1000)
    assert (one.decision, one.rule) == (Decision.REVIEW, "not-sure-enough")


def test_no_evidence_is_nothing():
    (one,) = judge([candidate("1", 0)], 1000)
    assert one.decision is None


def test_two_who_fit_equally_well_both_go_to_a_person():
    assert [(one.decision, one.rule) for one in judge([candidate("1", 30), candidate("2", 28)], 1000)] == [
        (Decision.REVIEW, "close-second"),
        (Decision.REVIEW, "close-second"),
    ]


def test_a_household_mate_whose_name_disagrees_is_no_rival():
    judged = judge([candidate("1", 30), candidate("2", 29, mate=-5, name="surname-only")], 1000)
    assert [one.decision for one in judged] == [Decision.LINKED, None]


def test_a_mate_weighs_against_the_household():
    (one,) = judge([candidate("1", 60, mate=-6)], 1000)
    assert one.probability < 0.5 < judge([candidate("1", 60)], 1000)[0].probability
    (alone,) = judge([candidate("1", 60, mate=-6)], 1000, rules=Rules(household=False))
    assert alone.probability > 0.99


def test_a_household_that_a_brother_names_is_ones_own_too():
    brother = candidate("1", 45, mate=-2, name="one-off")
    meant = candidate("2", 18, mate=12, phone="")
    meant.worker.names = (name_of("陈小红"),)
    judged = {one.scored.worker.id: one for one in judge([brother, meant], 1000)}
    assert judged["2"].lent > 0 == judged["1"].lent
    assert judged["2"].decision is Decision.LINKED
    meant.worker.village = "沙子"
    judged = {one.scored.worker.id: one for one in judge([brother, meant], 1000)}
    assert (judged["2"].lent, judged["2"].decision) == (0.0, Decision.REVIEW)


def test_a_number_of_ones_own_needs_no_household():
    brother = candidate("1", 45, mate=-2, name="one-off")
    meant = candidate("2", 28, mate=12, name="nickname")
    judged = {one.scored.worker.id: one.lent for one in judge([brother, meant], 1000)}
    assert judged == {"1": 0.0, "2": 31.0}


def test_two_rows_of_a_name_and_a_place_are_doubted_when_somebody_asks_with_another_number():
    sure, thin = candidate("1", 40), candidate("2", 20, phone="")
    thin.worker.names, thin.worker.phones = sure.worker.names, ()
    sure.worker.village = thin.worker.village
    for asked, rule in ((False, "same-person-twice"), (True, "perhaps-the-same-person")):
        judged = {
            one.scored.worker.id: one.rule
            for one in judge([sure, thin], 1000, others_asked=lambda a=asked: a)
        }
        assert judged == {"1": "sure", "2": rule}
