from reunion.domain.latecomers import WAITS
from reunion.domain.linking.decide import PERHAPS
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from reunion.web.staff_comparing import Line, compared, tile, waterfall
from tests.actions.scenes import family, worker

TOWNS = {"511011101": "田家镇", "511011102": "高梁镇"}


def say(msgid: str) -> str:
    return msgid


def lines(one, other):
    return {line.label: line for line in compared(one, other, TOWNS, say)}


def test_what_each_side_says_stands_side_by_side_and_differences_are_marked():
    found = lines(
        worker("w1", "张伟", "李芳", "母亲", phones=("+8613800138000",), village="双桥"),
        family("f1", "李方", "张伟", "儿子", phones=("+8613900139000",), village="正子"),
    )
    assert found["Worker"] == Line("Worker", "张伟", "张伟", True)
    assert found["Family member"] == Line("Family member", "李芳", "李方", False)
    assert found["Village"] == Line("Village", "双桥", "正子", False)
    assert found["Township"].agrees is True
    assert found["Worker's telephone"] == Line("Worker's telephone", "138****8000", "", None)


def test_a_code_is_compared_whichever_side_typed_it():
    one, other = worker("w1", "张伟", code_given="F1"), family("f1", "李芳", code_given="XX")
    codes = [line for line in compared(one, other, TOWNS, say) if line.label == "Invite code"]
    assert [line.agrees for line in codes] == [False, True]


def test_where_a_probability_says_nothing_words_stand_in_its_place():
    one, other = worker("w1", "张伟"), family("f1", "李芳")

    def stands(score, standing, rule):
        return tile(MatchRow("w1", "f1", score, standing, rule=rule), one, other, TOWNS, say)["instead"]

    review, done = MatchStanding.REVIEW, MatchStanding.CONFIRMED
    assert [stands(score, review, PERHAPS) for score in (0, 9990)] == ["registered twice?"] * 2
    assert [stands(score, review, WAITS) for score in (0, 9990)] == ["has its time already", ""]
    assert [stands(score, review, "not-sure-enough") for score in (0, 40)] == ["unclear", ""]
    assert [stands(9990, done, rule) for rule in (PERHAPS, "sure")] == ["by hand", ""]


def test_no_full_telephone_leaves_for_the_board():
    one = worker("w1", "张伟", phones=("+8613800138000",))
    other = family("f1", "李芳", phones=("+8613900139000",))
    shown = str(tile(MatchRow("w1", "f1", 9000, MatchStanding.REVIEW), one, other, TOWNS, say))
    assert "13800138000" not in shown
    assert "13900139000" not in shown


def test_the_characters_that_differ_are_marked():
    assert Line("Village", "双桥", "双坳", False).marks == (
        (("双", False), ("桥", True)),
        (("双", False), ("坳", True)),
    )
    assert Line("Village", "双桥", "", None).marks == ((("双桥", False),), (("", False),))


def test_bars_are_as_wide_as_their_bits_and_only_nothing_is_invisible():
    clues = (
        Clue("code", "same", 18.0),
        Clue("name", "different", -9.0),
        Clue("group", "same", 0.1),
        Clue("x", "y", 99.0),
        Clue("contact", "different", 0.0),
    )
    bars = waterfall(MatchRow("w", "f", 1, MatchStanding.REVIEW, clues), say)
    assert [bar.width for bar in bars] == [20, 10, 1, 20, 0]
