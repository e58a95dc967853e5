import pytest

from reunion.domain.searches import SPELLINGS_MOST, Part, parts_of, written


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("564", Part("564")),
        ("564号", Part(number=564)),
        (" 第 564 號 ", Part(number=564)),
        ("No. 564", Part(number=564)),
        ("#564", Part(number=564)),
        ("１３８００１３８０００", Part(phone="+8613800138000")),
        ("138 0013 8000", Part(phone="+8613800138000")),
        ("+86 138-0013-8000", Part(phone="+8613800138000")),
        ("0086 13800138000", Part(phone="+8613800138000")),
        ("(0832) 2290868", Part(phone="+868322290868")),
        ("+852 9123 4567", Part(phone="+85291234567")),
        ("138****8000", Part(ending="8000")),
        ("2290868", Part(ending="0868")),
        ("1380013", Part("1380013")),
        ("99999999999999999999999", Part("99999999999999999999999")),
        ("张　伟", Part("张伟")),
        ("zw", Part("zw")),
    ],
)
def test_one_thing_is_read_as_people_write_it(words, meant):
    assert parts_of(words) == ((meant,),)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("张伟 李芳", ((Part("张伟"), Part("李芳")),)),
        ("张伟 ↔ 李芳", ((Part("张伟"), Part("李芳")),)),
        ("张伟 138 0013 8000", ((Part("张伟"), Part(phone="+8613800138000")),)),
        ("1234 5678", ((Part("1234"), Part("5678")),)),
        ("张伟、564 号", ((Part("张伟"),), (Part(number=564),))),
        ("张伟 李芳，王菊", ((Part("张伟"), Part("李芳")), (Part("王菊"),))),
        ("a b c d e", ((Part("a b c d e"),),)),
        ("张伟、↔", ((Part("张伟"),),)),
        ("↔", ()),
    ],
)
def test_several_are_looked_for_together_or_each_for_itself(words, meant):
    assert parts_of(words) == meant


def test_a_name_is_looked_for_in_both_scripts_and_in_bounds():
    assert sorted(written("张偉")) == sorted(["张伟", "張伟", "张偉", "張偉"])
    assert len(list(written("干历采雕蒙台"))) == SPELLINGS_MOST
