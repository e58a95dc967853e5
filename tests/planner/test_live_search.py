import pytest

from reunion.planner.live_line import Course
from reunion.planner.live_search import STEPS, Search
from tests.conftest import MANY

from .lines import best_of_all, line_of, random_line, slot

CASES = min(1_000, 150 * MANY // 500)
"""A thousand at night."""


def searched(line, steps: int = STEPS) -> Search:
    rows = line.waiting
    free = [number for number, row in enumerate(rows) if not row.pinned]
    first, last = (free[0], free[-1] + 1) if free else (len(rows), len(rows))
    course = Course(line)
    begin = course.walk(range(first), course.begin())
    search = Search(course, begin, range(first, last), range(last, len(rows)), steps)
    search.run()
    return search


def test_the_best_order_of_all_is_found_nearly_always() -> None:
    found = [(searched(line).cost[:2], line) for line in map(random_line, range(CASES))]

    best = [best_of_all(line, cost) for cost, line in found]
    assert sum(cost == least for (cost, _), least in zip(found, best, strict=True)) >= 0.97 * CASES


@pytest.mark.parametrize("seed", range(20))
def test_every_order_is_tried_by_whoever_judges_the_search(seed: int) -> None:
    line = random_line(seed, 5)

    assert best_of_all(line) == best_of_all(line, searched(line).cost[:2])


@pytest.mark.parametrize("seed", range(40))
def test_an_order_found_never_costs_more_and_leaves_pins_in_their_order(seed: int) -> None:
    line = random_line(seed, 16)
    before = searched(line, 0)
    after = searched(line)

    assert after.cost <= before.cost
    assert sorted(after.head) == sorted(before.head)
    pins = [row for row in after.head if line.waiting[row].pinned]
    assert pins == sorted(pins)


def test_what_gains_nothing_is_put_back() -> None:
    search = searched(line_of(*(slot(f"it-{n}", 70 * n) for n in range(8))))

    assert search.head == list(range(8))


@pytest.mark.parametrize("seed", range(10))
def test_the_search_ends_when_its_steps_are_used_up(seed: int) -> None:
    search = searched(random_line(seed, 255), 500)

    assert search._course.steps < 500 + STEPS // 4 + 2 * 255 * 255
