"""The whole of linking: the traps of real rosters, and what must hold for any roster."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reunion.domain.linking import FamilyRow, Link, LinkIndex, WorkerRow, link
from reunion.domain.linking.rows import Decision

from .rows import SURNAMES, family, roster, worker

CROWD = [row for row in roster(99, 150)[0] if row.name != "陈大明"]


def links(workers: Iterable[WorkerRow], *families: FamilyRow) -> dict[tuple[str, str], tuple[str, str]]:
    """(worker, family) → (decision, rule), with a crowd of other workers around."""
    crowd = [WorkerRow(**{**fields(row), "id": f"X{row.id}"}) for row in CROWD]
    return {
        (one.worker_id, one.family_id): (one.decision.value, one.rule)
        for one in link([*workers, *crowd], families)
    }


def fields(row: WorkerRow) -> dict[str, object]:
    return {name: getattr(row, name) for name in row._fields}


def linked(found: dict[tuple[str, str], tuple[str, str]]) -> set[tuple[str, str]]:
    return {pair for pair, (decision, _) in found.items() if decision == "linked"}


def test_a_plain_pair_is_linked():
    assert links([worker()], family()) == {("W1", "F1"): ("linked", "sure")}


def test_brothers_with_one_mother_one_village_and_one_telephone_at_home():
    brother = worker(id="W2", name="陈大强", phones=("13800130002",))
    asks = family(worker_phones=())
    for_brother = family(id="F2", workers=("陈大强",), worker_phones=())
    assert linked(links([worker(), brother], asks, for_brother)) == {("W1", "F1"), ("W2", "F2")}


def test_a_brother_who_never_registered_is_not_the_one_who_did():
    found = links([worker()], family(workers=("陈大强",), worker_phones=("13711112222",)))
    assert linked(found) == set()
    assert linked(links([worker()], family(workers=("陈大强",), worker_phones=()))) == set()


def test_a_cadres_telephone_on_thirty_rows_says_nothing():
    cadre = ("13500000000",)
    workers = [
        worker(
            id=f"W{at}", name=f"{SURNAMES[at % 20]}{'伟芳静强'[at % 4]}{'军洋杰涛明超'[at % 6]}", phones=cadre,
            contacts=(), contact_phones=(), village=f"{'一二三四五六'[at % 6]}岩村",
        )
        for at in range(30)
    ]  # fmt: skip
    nobody = family(name="", phones=cadre, workers=("钱多多",), worker_phones=cadre, village="", township="")
    assert linked(links(workers, nobody)) == set()
    asks = family(
        name="", phones=cadre, workers=(workers[7].name,), worker_phones=cadre, village=workers[7].village
    )
    assert linked(links(workers, asks)) == {("W7", "F1")}


def test_a_forwarded_code_links_nobody_by_itself():
    owner = worker(
        id="W2", name="赵长江", code="Q788JQ", village="沙子村", phones=("13700000001",), contacts=()
    )
    found = links([owner], family(code="Q788JQ", worker_phones=()))
    assert linked(found) == set()
    assert found[("W2", "F1")] == ("review", "name-disagrees")


def test_a_code_of_somebody_else_sends_a_good_match_to_a_person():
    owner = worker(
        id="W2", name="赵长江", code="Q788JQ", village="沙子村", phones=("13700000001",), contacts=()
    )
    found = links([worker(), owner], family(code="Q788JQ", phones=(), worker_phones=()))
    assert found[("W1", "F1")] == ("review", "code-of-somebody-else")


def test_a_forwarded_code_does_not_speak_against_a_whole_name_with_its_number():
    owner = worker(
        id="W2", name="赵长江", code="Q788JQ", village="沙子村", phones=("13700000001",), contacts=()
    )
    assert links([worker(), owner], family(code="Q788JQ")) == {("W1", "F1"): ("linked", "sure")}


def test_a_typed_number_of_somebody_else_is_never_passed_over():
    friend = worker(
        id="W2", name="赵长江", phones=("13700000001",), contacts=(), contact_phones=(), village="沙子村"
    )
    found = links([worker(), friend], family(worker_phones=("13700000001",), village="", township=""))
    assert found[("W2", "F1")] == ("review", "name-disagrees")


def test_a_valid_code_and_an_agreeing_name_decide():
    bare = {"phones": (), "contacts": (), "contact_phones": (), "village": "", "township": ""}
    asks = {"name": "", "phones": (), "worker_phones": (), "village": "", "township": ""}
    assert links([worker(code="Q788JQ", **bare)], family(code="Q788JQ", **asks)) == {
        ("W1", "F1"): ("linked", "sure")
    }


def test_two_names_in_a_cell_link_two_workers():
    wife = worker(
        id="W2", name="周晓圆", gender="女", phones=("13800130002",), contacts=(), contact_phones=()
    )
    asks = family(workers=("陈大明,周晓圆",), worker_phones=("13800130001/13800130002",))
    assert linked(links([worker(), wife], asks)) == {("W1", "F1"), ("W2", "F1")}


def test_brothers_in_one_cell_are_no_rivals_of_each_other():
    brother = worker(id="W2", name="陈大朋", phones=("13800130002",))
    asks = family(workers=("陈大明和陈大朋",), worker_phones=())
    assert linked(links([worker(), brother], asks)) == {("W1", "F1"), ("W2", "F1")}


def test_the_wifes_parents_find_the_husband_of_another_village():
    theirs = family(
        name="周国富", relation="岳父", phones=("13900139999",), township="郭北镇", village="沙子村"
    )
    assert linked(links([worker()], theirs)) == {("W1", "F1")}


def test_the_same_name_twice_in_one_village_goes_to_a_person():
    twin = worker(id="W2", phones=("13700000001",), contacts=("王菊花",), contact_phones=("13700000002",))
    asks = family(name="陈小妹", relation="妹妹", phones=(), worker_phones=())
    found = links([worker(), twin], asks)
    assert linked(found) == set()
    assert {pair for pair, (_, rule) in found.items() if rule == "close-second"} == {
        ("W1", "F1"),
        ("W2", "F1"),
    }


def test_a_telephone_tells_two_of_one_name_apart():
    twin = worker(id="W2", phones=("13700000001",), contacts=("王菊花",), contact_phones=("13700000002",))
    asks = family(name="陈小妹", relation="妹妹", phones=(), worker_phones=("13700000001",))
    assert linked(links([worker(), twin], asks)) == {("W2", "F1")}


@pytest.mark.parametrize("numbers", [("13890517263", "13890517264"), ("13890517263", "13890517263")])
def test_two_men_of_one_name_and_nearly_one_number_each_belong_to_their_own_mother(numbers: tuple[str, str]):
    mothers = (("张素芬", "13990123321"), ("李群英", "15283299876"))
    workers = [
        worker(id=f"W{at}", name="王强", phones=(numbers[at],), contacts=(mother,), contact_phones=())
        for at, (mother, _) in enumerate(mothers)
    ]
    families = [
        family(id=f"F{at}", name=mother, phones=(phone,), workers=("王强",), worker_phones=())
        for at, (mother, phone) in enumerate(mothers)
    ]
    decided = {(one.worker_id, one.family_id): one.decision for one in link(workers, families)}
    assert {pair for pair, decision in decided.items() if decision is Decision.LINKED} == {
        ("W0", "F0"),
        ("W1", "F1"),
    }


def test_a_worker_who_registered_twice_is_linked_twice():
    again = worker(id="W2", contacts=(), contact_phones=(), village="")
    assert linked(links([worker(), again], family())) == {("W1", "F1"), ("W2", "F1")}


def test_a_nickname_needs_more_than_a_village():
    asks = family(name="", phones=(), workers=("阿明",), worker_phones=())
    assert linked(links([worker()], asks)) == set()
    assert linked(links([worker()], family(workers=("阿明",)))) == {("W1", "F1")}


def test_a_name_in_letters_is_read_aloud():
    assert linked(links([worker()], family(workers=("chen da ming",)))) == {("W1", "F1")}


def test_a_stranger_matches_nobody():
    asks = family(name="钱多多", phones=(), workers=("钱来也",), worker_phones=(), village="", township="")
    assert links([worker()], asks) == {}


def test_a_second_relative_helps_when_the_first_is_sure():
    alone = family(id="F2", name="陈老三", relation="叔叔", phones=(), worker_phones=(), village="")
    (weak,) = (one for one in link([worker(), *others()], [alone]) if one.worker_id == "W1")
    strong = next(
        one for one in link([worker(), *others()], [family(), alone])
        if (one.worker_id, one.family_id) == ("W1", "F2")
    )  # fmt: skip
    assert strong.score >= weak.score
    assert strong.decision is Decision.LINKED


def others() -> list[WorkerRow]:
    return [WorkerRow(**{**fields(row), "id": f"X{row.id}"}) for row in CROWD]


def test_on_a_made_up_roster_nearly_everybody_is_found_and_nobody_wrong():
    workers, families, truth = roster(5, 200)
    found = {
        (one.worker_id, one.family_id) for one in link(workers, families) if one.decision is Decision.LINKED
    }
    assert found - truth == set()
    assert len(found & truth) / len(truth) > 0.95


def as_told(found: list[Link]) -> set[tuple[str, str, float, str, str]]:
    return {(one.worker_id, one.family_id, one.score, one.decision, one.rule) for one in found}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_does_not_change_the_links(seed: int):
    workers, families, _ = roster(seed, 40)
    told = as_told(link(workers, families))
    random.Random(seed).shuffle(workers)
    random.Random(seed + 1).shuffle(families)
    assert as_told(link(workers, families)) == told


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_a_withdrawn_row_leaves_no_trace(seed: int):
    workers, families, _ = roster(seed, 40)
    index = LinkIndex(workers, families)
    for row in families[:5]:
        index.query(row)
    for row in workers[30:]:
        index.remove(row.id)
    for row in families[25:]:
        index.remove_family(row.id)
    found = [one for row in families[:25] for one in index.query(row)]
    assert as_told(found) == as_told(link(workers[:30], families[:25]))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_one_after_another_gives_the_same_as_all_at_once(seed: int):
    workers, families, _ = roster(seed, 40)
    index = LinkIndex()
    for at in range(max(len(workers), len(families))):
        for row in families[at : at + 1]:
            index.add_family(row)
            index.query(row)
        for one in workers[at : at + 1]:
            index.add(one)
    assert len(index) == len(workers)
    assert as_told([one for row in families for one in index.query(row)]) == as_told(link(workers, families))


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_corrected_and_withdrawn_rows_leave_the_index_as_if_built_at_once(seed: int):
    workers, families, _ = roster(seed, 40)
    chance = random.Random(seed)
    index = LinkIndex()
    for row in workers:
        index.add(row._replace(name=chance.choice(workers).name, phones=chance.choice(workers).phones))
        index.touched_by_worker(row.id)
    for one in families:
        index.add_family(one._replace(workers=chance.choice(families).workers))
        index.query_id(one.id)
    gone = {row.id for row in chance.sample(workers, 8)} | {row.id for row in chance.sample(families, 8)}
    for row in chance.sample(workers, len(workers)):
        index.add(row)
        if row.id in gone:
            index.remove(row.id)
    for one in chance.sample(families, len(families)):
        index.add_family(one)
        if one.id in gone:
            index.remove_family(one.id)
    left = [row for row in workers if row.id not in gone]
    asked = [row for row in families if row.id not in gone]
    whole = LinkIndex(left, asked)
    assert as_told([one for row in asked for one in index.query_id(row.id)]) == as_told(link(left, asked))
    assert [index.touched_by_worker(row.id) for row in left] == [
        whole.touched_by_worker(row.id) for row in left
    ]
    assert [index.workers_like(row.id) for row in left] == [whole.workers_like(row.id) for row in left]


def test_three_names_and_nicknames_in_a_cell_are_all_read():
    second = worker(id="W2", name="陈大朋", phones=("13800130002",))
    third = worker(id="W3", name="周晓圆", phones=("13800130003",))
    asks = family(workers=("陈大明和阿朋和周晓圆",), worker_phones=())
    assert linked(links([worker(), second, third], asks)) == {("W1", "F1"), ("W2", "F1"), ("W3", "F1")}


def test_a_name_left_out_is_found_by_its_number():
    wife = worker(id="W2", name="周晓圆", phones=("13800130002",), contacts=(), contact_phones=())
    asks = family(worker_phones=("13800130001/13800130002",))
    assert linked(links([worker(), wife], asks)) == {("W1", "F1"), ("W2", "F1")}


def test_a_brother_whose_row_names_no_relative_is_found_through_the_one_who_does():
    brother = worker(id="W2", name="陈大朋", phones=("13800130002",), contacts=(), contact_phones=())
    found = links([worker(), brother], family(workers=("陈大朋",), worker_phones=()))
    assert linked(found) == {("W2", "F1")}


def test_a_namesake_with_another_number_and_another_home_goes_to_a_person():
    asks = family(
        name="王菊花",
        phones=("13711112222",),
        worker_phones=("13711113333",),
        township="郭北",
        village="沙子",
    )
    found = links([worker(name="庹凌霄")], asks._replace(workers=("庹凌霄",)))
    assert found in ({}, {("W1", "F1"): ("review", "perhaps-a-namesake")})


ANOTHER_HOUSE = family(name="周桂芳", phones=("13600000009",), worker_phones=(), village="长岩村")


def test_a_namesakes_mother_is_not_linked_when_the_workers_own_mother_asks_for_them():
    """Control: where nobody else asks, a worker who names no relative may be theirs."""
    own, unnamed = family(id="F2"), worker(contacts=(), contact_phones=())

    assert links([unnamed], ANOTHER_HOUSE, own) == {
        ("W1", "F1"): ("review", "perhaps-a-namesake"),
        ("W1", "F2"): ("linked", "sure"),
    }
    assert linked(links([unnamed], ANOTHER_HOUSE)) == {("W1", "F1")}


def test_who_names_another_mother_goes_to_a_person_also_when_nobody_else_asks():
    assert links([worker()], ANOTHER_HOUSE) == {("W1", "F1"): ("review", "perhaps-a-namesake")}


def test_another_mother_goes_to_a_person_also_when_the_first_asks_from_the_same_village():
    """Control: a sister is believed."""
    own, sister = family(id="F2"), ANOTHER_HOUSE._replace(relation="姐姐")

    assert links([worker()], ANOTHER_HOUSE, own)["W1", "F1"] == ("review", "perhaps-a-namesake")
    assert links([worker()], sister, own)["W1", "F1"] == ("linked", "sure")


def test_another_number_beside_a_family_that_gives_the_workers_own_goes_to_a_person():
    """Control: it may be a second number where nobody else asks."""
    own = family(id="F2")
    sister = ANOTHER_HOUSE._replace(relation="姐姐", worker_phones=("13700000009",), village="")

    assert links([worker()], sister, own)["W1", "F1"] == ("review", "perhaps-a-namesake")
    assert linked(links([worker()], sister)) == {("W1", "F1")}


def test_somebody_from_another_group_who_asks_for_a_claimed_name_goes_to_a_person():
    own = family(id="F2", village="长岩2组")
    uncle = ANOTHER_HOUSE._replace(relation="叔叔", worker_phones=(), village="长岩7组")

    assert links([worker(village="长岩村")], uncle, own)["W1", "F1"] == ("review", "perhaps-a-namesake")
    assert linked(links([worker(village="长岩村")], uncle._replace(village="长岩2组"), own)) == {
        ("W1", "F1"),
        ("W1", "F2"),
    }


def test_two_relatives_who_give_the_same_number_for_the_worker_are_of_one_house_whatever_they_call_themselves():
    both = ("13700000009",)
    first = ANOTHER_HOUSE._replace(worker_phones=both)
    second = family(id="F2", worker_phones=both)

    assert links([worker(phones=())], first, second)["W1", "F1"] == ("linked", "sure")


def test_a_landline_finds_the_house_and_not_the_brother_who_is_named_otherwise():
    """Control: with the number that one person carries about, the name is a slip."""
    at_home = "08322123456"
    one = worker(phones=("13800130001", at_home), contacts=(), contact_phones=())
    asked = family(name="赵小兰", phones=(), worker_phones=(at_home,), workers=("陈大强",))

    assert linked(links([one], asked)) == set()
    assert linked(links([one], asked._replace(worker_phones=("13800130001",)))) == {("W1", "F1")}


def test_a_landline_does_not_contradict_a_mobile_number():
    asked = family(name="周桂芳", phones=("13600000009",), relation="姐姐", worker_phones=("08322123456",))
    (found,) = link([worker(id="one"), *CROWD], [asked])

    assert "worker-phone" not in {clue.field for clue in found.evidence}
    assert found.decision is Decision.LINKED


def test_a_row_of_another_group_is_not_taken_for_the_same_person_by_name_and_village_alone():
    twin = worker(id="W2", phones=(), contacts=(), contact_phones=(), village="长岩村5组")
    found = links([worker(village="长岩村"), twin], family(village="长岩村2组"))

    assert found == {("W1", "F1"): ("linked", "sure"), ("W2", "F1"): ("review", "perhaps-the-same-person")}


def test_a_household_is_not_borrowed_from_somebody_with_another_mother():
    """The family asks for a brother who is not registered under that name, and is found by its number."""
    brother = worker(id="W2", name="陈大朋", phones=("13800130002",))
    other_house = worker(
        id="W1", name="陈朋", phones=("13800130003",), contacts=("周桂芳",), contact_phones=("13600000009",)
    )
    asked = family(workers=("陈朋",), worker_phones=())
    own = family(id="F2", name="周桂芳", phones=("13600000009",), workers=("陈朋",), worker_phones=())

    assert ("W1", "F1") not in linked(links([other_house, brother], asked, own))


def test_a_family_row_gets_three_review_rows_at_most():
    twins = [worker(id=f"W{at}", phones=(f"13{at}" * 3,), contacts=(), contact_phones=()) for at in range(6)]
    assert len(link(twins, [family(name="", phones=(), worker_phones=())])) <= 3


def test_the_progress_is_told_now_and_then():
    workers, families, _ = roster(3, 200)
    told: list[int] = []
    link(workers, families, told.append)
    assert told == [64 * at for at in range(1, len(families) // 64 + 1)]


def test_two_people_by_the_word_of_staff_are_rivals_and_no_double():
    again = worker(id="W2", phones=(), contacts=(), contact_phones=())
    before, after = ([worker(), again._replace(apart=apart)] for apart in ((), ("W1",)))
    assert linked(links(before, family())) == {("W1", "F1"), ("W2", "F1")}
    assert linked(links(after, family())) == {("W1", "F1")}
    assert [one.sure for one in LinkIndex(before).workers_like("W1")] == [True]
    assert [one.sure for one in LinkIndex(after).workers_like("W1")] in ([], [False])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_calling_two_rows_two_people_and_taking_it_back_is_as_if_it_had_been_known_from_the_start(
    seed: int, back: bool
):
    workers, families, _ = roster(seed, 30)
    chance = random.Random(seed)
    twice = [row._replace(id=f"D{row.id}", phones=chance.choice([(), row.phones])) for row in workers[:10]]
    apart = [row._replace(apart=(row.id[1:],)) for row in twice]
    before, after = (apart, twice) if back else (twice, apart)
    index = LinkIndex([*workers, *before], families)
    answers = {one.id: as_told(index.query_id(one.id)) for one in families}
    for row in after:
        asked = {*index.touched_by_worker(row.id)}
        index.add(row)
        for id_ in asked | {*index.touched_by_worker(row.id)}:
            answers[id_] = as_told(index.query_id(id_))
    at_once = LinkIndex([*workers, *after], families)
    assert answers == {one.id: as_told(at_once.query_id(one.id)) for one in families}
    doubles = {one.id: index.workers_like(one.id) for one in after}
    assert doubles == {one.id: at_once.workers_like(one.id) for one in after}


def test_a_row_in_the_index_is_asked_by_its_id():
    index = LinkIndex([worker(), *others()], [family()])
    assert index.query_id("F1") == index.query(family()) != []
    with pytest.raises(KeyError):
        index.query_id("F2")
    assert (set(index.worker_ids) >= {"W1"}, set(index.family_ids)) == (True, {"F1"})


def test_a_new_worker_touches_the_families_that_may_mean_them_and_their_relatives():
    sister = family(id="F2", name="陈小妹", relation="妹妹", phones=("13722220000",))
    elsewhere = family(
        id="F3",
        name="王菊花",
        phones=(),
        worker_phones=(),
        workers=("赵长江",),
        township="郭北",
        village="沙子",
    )
    index = LinkIndex(others(), [family(), sister, elsewhere])
    assert index.touched_by_worker("W1") == index.families_near("W1") == ()
    index.add(worker())
    assert index.families_near("W1") == ("F1", "F2")
    index.add(worker(contacts=("王菊花",), name="赵长江", phones=()))
    assert set(index.families_near("W1")) >= {"F1", "F3"}


def test_relatives_are_those_who_ask_for_the_same_worker():
    sister = family(id="F2", name="陈小妹", relation="妹妹", phones=("13722220000",))
    index = LinkIndex([worker()], [family(), sister, family(id="F3", workers=("赵长江",))])
    assert (index.relatives_of("F1"), index.relatives_of("F2")) == (("F2",), ("F1",))
    assert index.touched_by_family("F1") == ("F1", "F2")
    assert index.relatives_of("F3") == index.relatives_of("F9") == index.touched_by_family("F9") == ()


def test_doubles_are_found_on_both_sides():
    again = worker(id="W2", contacts=(), contact_phones=(), village="")
    index = LinkIndex([worker(), again, *others()], [family(), family(id="F2", phones=())])
    assert [(one.first, one.second, one.sure) for one in index.workers_like("W1")] == [("W1", "W2", True)]
    assert [(one.first, one.second, one.sure) for one in index.families_like("F2")] == [("F2", "F1", True)]
    assert index.workers_like("W9") == index.families_like("F9") == ()


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_every_family_whose_candidate_a_worker_is_stands_near(seed: int):
    workers, families, _ = roster(seed, 40)
    index = LinkIndex(workers[:20], families[:20])
    for row in workers[:3]:
        index.families_near(row.id)
    for row in workers[10:]:
        index.add(row)
    for one in families[10:]:
        index.add_family(one)
    index.remove_family(families[0].id)
    found = {(one.worker_id, row.id) for row in families[1:] for one in index.query(row)}
    assert found <= {(row.id, near) for row in workers for near in index.families_near(row.id)}
    for row in workers:
        index.remove(row.id)
    for one in families:
        index.remove_family(one.id)
    assert (len(index), *index.family_ids) == (0,)


def test_a_second_row_under_a_misread_name_is_found_by_the_number_that_both_rows_have():
    twin = worker(id="W2", name="陈大朋", contacts=(), contact_phones=(), village="")
    assert linked(links([worker(), twin], family(worker_phones=()))) == {("W1", "F1"), ("W2", "F1")}


def test_a_relative_far_from_home_finds_the_worker_by_both_names():
    far = {"worker_phones": (), "phones": ("13711110000",), "township": "郭北镇", "village": "清泉村"}
    assert linked(links([worker()], family(**far))) == {("W1", "F1")}
    assert links([worker()], family(**far, workers=("陈小明",))) == {}


def test_who_but_resembles_the_name_is_offered_from_the_village_also_when_that_is_misread():
    elsewhere = [
        worker(id=f"X{n}", name="王大力", phones=(), contacts=(), contact_phones=(), village="中心村")
        for n in range(300)
    ]
    resembling = family(name="周小雨", worker_phones=(), phones=("13711110000",), workers=("陈小明",))
    for village, offered in (("长岩村", ["W1"]), ("长严村", ["W1"]), ("清泉村", [])):
        found = link([worker(), *elsewhere], [resembling._replace(village=village)])
        assert [one.worker_id for one in found] == offered, village
