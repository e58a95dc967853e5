from random import Random

import pytest

from reunion.domain.linking.generic import Fields, link_rows
from reunion.domain.linking.rows import Decision

FIELDS = Fields(("given", "surname", "street", "town", "born", "number"), (("given", "surname"),))
NAMES = ("anna", "bella", "clara", "dora", "emil", "franz", "georg", "hanna", "ida", "jakob", "karl", "lena")
Person = dict[str, str]


def people(number: int) -> list[Person]:
    rng = Random(7)
    return [
        {
            "given": rng.choice(NAMES),
            "surname": rng.choice(NAMES) + rng.choice(("son", "berg", "mann", "feld", "hof")),
            "street": f"{rng.choice(NAMES)}street {rng.randrange(60)}",
            "town": rng.choice(NAMES) + "ville",
            "born": f"19{rng.randrange(40, 99)}{rng.randrange(10, 13)}{rng.randrange(10, 29)}",
            "number": f"{rng.randrange(10**7):07d}",
        }
        for _ in range(number)
    ]


def linked(left: list[Person], right: list[Person]) -> set[tuple[int, int]]:
    return {(p.left, p.right) for p in link_rows(left, right, FIELDS) if p.decision is Decision.LINKED}


def slipped(rows: list[Person]) -> list[Person]:
    """Every row with one field that went wrong."""
    wrong = []
    for at, row in enumerate(rows):
        field = FIELDS.names[at % len(FIELDS.names)]
        wrong.append({**row, field: row[field][:2] + "x" + row[field][3:]})
    return wrong


def test_rows_that_went_wrong_in_one_field_find_each_other():
    rows = people(200)
    assert linked(rows, slipped(rows)) == {(at, at) for at in range(200)}


def test_a_missing_field_says_nothing():
    rows = people(200)
    silent = [{**row, "street": "", "number": ""} for row in rows]
    assert linked(rows, silent) >= {(at, at) for at in range(190)}


def test_two_fields_the_wrong_way_round_are_seen():
    rows = people(200)
    turned = [{**row, "given": row["surname"], "surname": row["given"], "number": ""} for row in rows]
    assert linked(rows, turned) >= {(at, at) for at in range(190)}


def test_strangers_are_not_linked():
    rows = people(400)
    assert linked(rows[:200], rows[200:]) == set()


def test_of_twins_nobody_is_linked_surely():
    rows = people(100)
    twins = [*rows, {**rows[0]}]
    assert [p.decision for p in link_rows(twins, rows[:1], FIELDS)] == [Decision.REVIEW]


def test_an_empty_table_links_with_nothing():
    assert link_rows([], people(3), FIELDS) == link_rows(people(3), [], FIELDS) == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_rows_changes_nothing(seed: int):
    rows = people(120)
    order = list(range(120))
    Random(seed).shuffle(order)
    shuffled = slipped(rows)
    found = {(at, order[to]) for at, to in linked(rows, [shuffled[one] for one in order])}
    assert found == linked(rows, shuffled)
