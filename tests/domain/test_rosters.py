from dataclasses import replace

from reunion.domain.faults import Unfit
from reunion.domain.people import Named, Side
from reunion.domain.rosters import Accepted, Draft, Reason, Rejected, Roster, reason, row_key
from reunion.web.locale import translations

DRAFT = Draft(
    Side.FAMILY,
    "张三",
    ("+8613800138000", "+868322290868"),
    others=(Named("李四", ("+8613900139000",), "子女"), Named("王五")),
)


def test_a_row_is_the_same_whatever_the_order_within_its_cells():
    turned = replace(DRAFT, phones=DRAFT.phones[::-1], others=DRAFT.others[::-1])
    assert row_key(turned) == row_key(DRAFT)
    assert row_key(replace(DRAFT, name="張三")) == row_key(DRAFT)
    assert len(row_key(DRAFT)) == 32


def test_a_row_that_says_something_else_is_another():
    others = [
        replace(DRAFT, side=Side.WORKER),
        replace(DRAFT, name="张三丰"),
        replace(DRAFT, phones=()),
        replace(DRAFT, others=()),
        replace(DRAFT, village="双坝"),
        replace(DRAFT, message="好"),
    ]
    assert len({row_key(draft) for draft in [DRAFT, *others]}) == len(others) + 1


def test_a_reason_says_which_column():
    say = translations("zh_Hans").gettext
    assert Reason("no-phone").text(say) == "没有电话，只能请人当面通知。"
    assert reason(Unfit("phone-start", text="61524430157"), "联系电话").text(say) == (
        "联系电话：61524430157 不是手机号（手机号以 13 至 19 开头），请核对后重填。"
    )


def test_a_roster_gives_its_taken_and_refused_rows():
    taken, refused = Accepted("表", 2, DRAFT), Rejected("表", 3, ("张3",), (Reason("name-missing"),))
    roster = Roster(Side.FAMILY, "a.csv", (), (taken, refused))
    assert (roster.accepted, roster.rejected) == ((taken,), (refused,))
