import random

import pytest

from reunion.domain.linking import SHIPPED, Decision, LinkIndex, re_estimate
from reunion.domain.linking.estimate import LEAST_DECISIONS, MOST_BITS, Decided
from reunion.domain.plans import Clue

from .rows import family, worker

NEAR = (Clue("name", "equal", 8.0), Clue("village", "near", 2.0))
SAME = (Clue("name", "equal", 8.0), Clue("village", "same", 4.0))


def decisions(right_near: int, wrong_near: int, right: int = 20, wrong: int = 20) -> list[Decided]:
    return [
        *[Decided(NEAR, 0.5, belongs=True)] * right_near,
        *[Decided(NEAR, 0.5, belongs=False)] * wrong_near,
        *[Decided(SAME, 0.5, belongs=True)] * right,
        *[Decided(SAME, 0.5, belongs=False)] * wrong,
    ]


def test_a_level_that_is_refused_more_often_than_foretold_loses_weight():
    estimate = re_estimate(decisions(4, 40))
    assert estimate.enough
    assert estimate.decisions == 84
    change = estimate.changes[0]
    assert (change.field, change.level, change.before) == ("village", "near", 0.0)
    assert -MOST_BITS <= change.after < -0.8
    assert (change.confirmed, change.refused) == (4, 40)
    assert estimate.weights.learned["village near"] == change.after


def test_decisions_that_turn_out_as_foretold_change_nothing():
    estimate = re_estimate(decisions(20, 20))
    assert (estimate.enough, estimate.changes, estimate.weights) == (True, (), SHIPPED)


@pytest.mark.parametrize(
    "few", [decisions(0, 3, 8, 8), decisions(0, 0, 60, 0), decisions(40, 0, 0, 7), []],
)  # fmt: skip
def test_from_too_few_or_one_sided_decisions_nothing_is_learned(few: list[Decided]):
    estimate = re_estimate(few)
    assert (estimate.enough, estimate.changes, estimate.weights) == (False, (), SHIPPED)
    assert estimate.decisions == len(few)
    assert LEAST_DECISIONS == 40


def test_few_decisions_move_a_weight_less_than_many():
    few = re_estimate(decisions(1, 9)).weights.learned["village near"]
    many = re_estimate(decisions(10, 90)).weights.learned["village near"]
    assert many < few < 0


def test_the_order_of_decisions_does_not_matter():
    rows = decisions(5, 30)
    told = re_estimate(rows)
    random.Random(1).shuffle(rows)
    again = re_estimate(rows)
    assert [(one.field, one.level, one.after) for one in again.changes] == [
        (one.field, one.level, one.after) for one in told.changes
    ]


def test_what_was_learned_before_is_not_learned_twice():
    learned = re_estimate(decisions(4, 40)).weights
    bits = learned.learned["village near"]
    chance = 1 / (1 + 2**-bits)
    heard = (*NEAR, Clue("decisions", "so-far", bits))
    later = [Decided(heard, chance, row.belongs) if row.evidence == NEAR else row for row in decisions(4, 40)]
    assert re_estimate(later, learned).weights.learned["village near"] == pytest.approx(bits, abs=0.02)


def test_a_gathering_links_with_weights_of_its_own():
    asks = family(village="常岩村", phones=(), worker_phones=(), name="")
    (before,) = LinkIndex([worker()]).query(asks)
    (after,) = LinkIndex([worker()], weights=re_estimate(decisions(4, 40)).weights).query(asks)
    assert (before.decision, after.score < before.score) == (Decision.LINKED, True)
    assert "decisions" in {clue.field for clue in after.evidence}
