import pytest

from reunion.domain.linking import Decision, FamilyRow, Rules, WorkerRow, link
from reunion.domain.linking.rules import ALL

from .rows import family, roster, worker

OTHERS = [row for row in roster(99)[0] if row.name != "陈大明"]
CROWD = [row._replace(id=f"X{row.id}") for row in OTHERS]


def linked(workers: list[WorkerRow], families: list[FamilyRow], rules: Rules) -> set[tuple[str, str]]:
    found = link([*workers, *CROWD], families, rules=rules)
    return {(one.worker_id, one.family_id) for one in found if one.decision is Decision.LINKED}


def test_in_use_every_part_is_on():
    assert Rules() == ALL


def test_without_codes_a_code_says_nothing():
    asks = family(code="Q788JQ", workers=(), name="", phones=(), worker_phones=(), township="", village="")
    assert linked([worker(code="Q788JQ")], [asks], ALL) == {("W1", "F1")}
    assert linked([worker(code="Q788JQ")], [asks], Rules(codes=False)) == set()


def test_without_pinyin_a_name_is_only_what_is_written():
    asks = family(workers=("chen da ming",), phones=(), worker_phones=())
    assert linked([worker()], [asks], ALL) == {("W1", "F1")}
    assert linked([worker()], [asks], Rules(pinyin=False)) == set()


def test_without_the_household_rule_a_brother_is_taken_for_the_one_who_is_meant():
    asks = family(workers=("陈大强",), worker_phones=())
    assert linked([worker()], [asks], ALL) == set()
    assert linked([worker()], [asks], Rules(household=False)) == {("W1", "F1")}


@pytest.mark.parametrize("relatives", [True, False])
def test_without_relatives_every_row_stands_alone(relatives: bool):
    namesake = worker(id="W2", phones=("13700000001",), contacts=(), contact_phones=(), village="沙子村")
    alone = family(id="F2", name="陈老三", relation="叔叔", phones=(), worker_phones=(), village="")
    found = link([worker(), namesake, *CROWD], [family(), alone], rules=Rules(relatives=relatives))
    clues = {clue.field for one in found if one.family_id == "F2" for clue in one.evidence}
    assert ("relative" in clues) is relatives
