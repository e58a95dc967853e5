import pytest

from reunion.domain.linking.clean import Family, Worker
from reunion.domain.linking.frequencies import Frequencies
from reunion.domain.linking.keys import name_of
from reunion.domain.linking.rows import FamilyRow, WorkerRow
from reunion.domain.linking.score import Scored, rank_of, score
from reunion.domain.linking.weights import SHIPPED

from .rows import family, roster, worker


def scored(one: WorkerRow, other: FamilyRow, code: str = "") -> Scored:
    counts = Frequencies()
    for row in roster(1)[0]:
        counts.count([Worker(row)])
    mine = Worker(one)
    counts.count([mine])
    asked = name_of(other.workers[0]) if other.workers else None
    return score(mine, Family(other), asked, counts, code)


def bits(found: Scored, field: str) -> tuple[str, float]:
    return next(((level, bits) for name, level, bits, _ in found.fields if name == field), ("", 0.0))


def test_every_field_that_agrees_speaks_for_the_link():
    found = scored(worker(village="长岩村2组"), family(village="长岩村二队"), "own")
    assert {field: level for field, level, _, _ in found.fields} == {
        "code": "same",
        "name": "equal",
        "worker-phone": "same",
        "contact-phone": "same",
        "contact": "equal/same",
        "township": "same",
        "village": "same",
        "group": "same",
    }
    assert all(weight > 0 for _, _, weight, _ in found.fields)
    assert found.stranger == pytest.approx(sum(weight for _, _, weight, _ in found.fields))


@pytest.mark.parametrize(
    ("changes", "field", "level"),
    [
        ({"workers": ("王小红",)}, "name", "different"),
        ({"worker_phones": ("13800139999",)}, "worker-phone", "other"),
        ({"worker_phones": ("13800130002",)}, "worker-phone", "one-slip"),
        ({"phones": ("13911112222",)}, "contact-phone", "other"),
        ({"phones": ("13900130011",)}, "contact-phone", "one-slip"),
        ({"name": "王菊花"}, "contact", "different/same"),
        ({"name": "王菊花", "relation": "姐姐"}, "contact", "different"),
        ({"relation": "儿子"}, "contact", "equal/turned"),
        ({"relation": "姐姐"}, "contact", "equal/other"),
        ({"township": "郭北镇"}, "township", "other"),
        ({"village": "沙子村"}, "village", "other"),
        ({"village": "常岩村"}, "village", "near"),
        ({"relation": "丈夫"}, "sex", "other"),
        ({"relation": "老婆"}, "sex", "same"),
    ],
)
def test_the_level_of_a_field(changes: dict[str, object], field: str, level: str):
    assert bits(scored(worker(), family(**changes)), field)[0] == level


def test_another_mother_is_worse_than_another_relative():
    other_mother = bits(scored(worker(), family(name="王菊花")), "contact")[1]
    sister = bits(scored(worker(), family(name="王菊花", relation="姐姐")), "contact")[1]
    assert other_mother < sister <= 0


def test_the_wifes_parents_live_elsewhere():
    away = {"township": "郭北镇", "village": "沙子村", "name": "王大山", "phones": ()}
    theirs = bits(scored(worker(), family(relation="岳父", **away)), "township")[1]
    own = bits(scored(worker(), family(relation="父亲", **away)), "township")[1]
    assert own < theirs < 0


def test_two_townships_that_sound_alike_are_not_one_misspelt():
    counts = Frequencies()
    for at in range(6):
        town = "兴江镇" if at % 2 else "新江镇"
        counts.count([Worker(worker(id=f"W{at}", township=town))])
    found = score(Worker(worker(township="兴江镇")), Family(family(township="新江镇")), None, counts, "")
    assert bits(found, "township")[0] == "other"


def test_a_rare_name_says_more_than_a_common_one():
    common = bits(scored(worker(name="王伟"), family(workers=("王伟",))), "name")[1]
    rare = bits(scored(worker(name="庹凌霄"), family(workers=("庹凌霄",))), "name")[1]
    assert rare > common


def test_a_number_crossed_over_is_noticed():
    found = scored(worker(phones=(), contact_phones=("13800130001",)), family())
    assert bits(found, "phone")[0] == "crossed"


def test_without_a_name_the_level_is_empty_and_ranks_first():
    assert scored(worker(), family(workers=())).name == ""
    assert rank_of("") == rank_of("equal") == 0 < rank_of("same-sound") < rank_of("different")


def test_a_mobile_number_that_one_person_gave_says_more_than_a_landline_or_a_shared_one():
    landline = "08322123456"
    alone = bits(scored(worker(), family()), "worker-phone")
    of_a_house = bits(scored(worker(phones=(landline,)), family(worker_phones=(landline,))), "worker-phone")
    shared = bits(
        scored(worker(contact_phones=("13800130001",)), family()), "worker-phone"
    )  # their mother is called with it too
    assert alone == ("same", SHIPPED.worker_phone_alone)
    assert of_a_house == ("same", SHIPPED.worker_phone)
    assert shared == ("same", SHIPPED.worker_phone - SHIPPED.shared)
    assert alone > of_a_house > shared
