from reunion.domain.people import Side
from reunion.domain.threads import AWAYS_MOST, Counted, Joined, Thread, joined

from ..conftest import HOME

TIANJIA, BAIHE = "511011100", "511011101"


def workers(township, place, people):
    return Counted(Side.WORKER, township, place, people)


def test_everybody_is_counted_by_side_and_towns_once():
    rows = [
        workers(TIANJIA, "温岭大溪", 2),
        workers("", "", 1),
        Counted(Side.FAMILY, TIANJIA, "家里", 3),
        Counted(Side.FAMILY, BAIHE, "", 1),
    ]
    found = joined(HOME, "温岭", rows)
    assert (found.workers, found.families, found.towns) == (3, 4, 2)


def test_one_place_written_in_several_ways_is_one_end():
    rows = [workers(TIANJIA, text, 1) for text in ("温岭大溪", "温岭市 大溪", "大溪", "溫嶺大溪")]
    assert joined(HOME, "温岭", rows).threads == (Thread("田家镇", "大溪", 4),)


def test_a_place_that_few_people_wrote_is_not_named():
    rows = [workers(TIANJIA, "大溪", 3), workers(BAIHE, "老王家出租屋", 2)]
    found = joined(HOME, "温岭", rows)
    assert found.threads == (Thread("田家镇", "大溪", 3), Thread("白合镇", "", 2))
    assert found.aways == (("大溪", 3), ("", 2))


def test_nobody_is_told_by_being_one_of_few_of_a_township():
    rows = [workers(TIANJIA, "大溪", 3), workers(BAIHE, "大溪", 2)]
    found = joined(HOME, "温岭", rows)
    assert found.threads == (Thread("田家镇", "大溪", 3), Thread("白合镇", "", 2))


def test_a_place_is_not_named_for_what_is_left_of_it_without_the_few():
    rows = [workers(TIANJIA, "大溪", 2), workers(TIANJIA, "泽国", 3), workers(BAIHE, "大溪", 2)]
    assert joined(HOME, "温岭", rows).aways == (("泽国", 3), ("", 4))


def test_what_is_no_name_of_a_place_is_never_named_however_many_wrote_it():
    rows = [workers(TIANJIA, text, 9) for text in ("大溪3号宿舍", "很长很长很长的一个地方", "溪", "温岭")]
    assert joined(HOME, "温岭", rows).threads == (Thread("田家镇", "", 36),)


def test_weak_ends_are_put_together_and_stand_last():
    rows = [workers(TIANJIA, f"地方{chr(ord('甲') + n)}", 5 + n) for n in range(AWAYS_MOST + 2)]
    aways = joined(HOME, "温岭", rows).aways
    assert len(aways) == AWAYS_MOST + 1
    assert aways[-1] == ("", 5 + 6)
    assert [people for _, people in aways[:-1]] == sorted(range(7, 15), reverse=True)


def test_a_worker_whose_township_is_unknown_has_no_thread():
    assert joined(HOME, "温岭", [workers("", "大溪", 5), workers("999999999", "大溪", 5)]).threads == ()


def test_nobody_yet_joins_nothing():
    assert joined(HOME, "温岭", []) == Joined()
