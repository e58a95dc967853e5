import pytest

from reunion.domain.access import Role
from reunion.domain.places import Township

from .offices import AT, bare, post, text_of

FIELDS = {"id": "longchang-2027", "title": "隆昌云团聚", "home": "other", "away": "东莞"}
COUNTY = {"county": "隆昌市", "county-code": "511083", "county-above": "四川省 内江市"}
LIST = "511083100 响石镇：新村、群乐村\r\n圣灯镇"


async def test_the_only_gathering_opens_at_once(site):
    client = await site.signed_in(Role.PRODUCER)
    answer = await client.get("/staff", allow_redirects=False)
    assert answer.headers["Location"] == AT


async def test_an_administrator_sets_up_a_gathering(site):
    client = await site.signed_in(Role.ADMINISTRATOR)
    fields = {
        "id": "xiangyang-2027",
        "title": "襄阳云团聚",
        "home": "511011",
        "away": "东莞",
        "organisers": "甲台、乙台",
    }
    answer = await post(client, "/staff", fields)
    assert answer.status == 200
    made = await site.store.gatherings.get("xiangyang-2027")
    assert (made.title, made.away, made.organisers, made.home.name) == (
        "襄阳云团聚",
        "东莞",
        ("甲台", "乙台"),
        "东兴区",
    )
    page = await text_of(client, "/staff?all=1")
    assert "襄阳云团聚" in page
    assert "东兴区 ⇄ 温岭" in page


async def test_a_gathering_of_another_county_takes_sign_ups_from_its_townships(site):
    client = await site.signed_in(Role.ADMINISTRATOR)
    answer = await post(client, "/staff", FIELDS | COUNTY | {"townships": LIST})
    assert answer.status == 200
    home = (await site.store.gatherings.get("longchang-2027")).home
    assert (home.code, home.name, home.parents) == ("511083", "隆昌市", ("四川省", "内江市"))
    assert home.townships == (
        Township("511083100", "响石镇", ("新村", "群乐")),
        Township("511083001", "圣灯镇"),
    )
    page = await text_of(client, "/g/longchang-2027/signup/family")
    assert "响石镇" in page
    assert "圣灯镇" in page
    assert "田家镇" not in page


async def test_a_gathering_with_a_wrong_or_taken_address_is_refused_with_a_sentence(site):
    client = await site.signed_in(Role.ADMINISTRATOR)
    for id_, says in (("东兴", "小写字母"), ("dongxing", "已被使用")):
        answer = await post(client, "/staff", {"id": id_, "title": "甲", "home": "511011", "away": "乙"})
        assert answer.status == 422
        assert says in bare(await answer.text())


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"home": "000000"}, "请选择家乡区县"),
        ({"county": ""}, "不是完整的地名"),
        ({"county-code": "51108"}, "应为六位数字"),
        ({"townships": ""}, "一行写一个"),
        ({"townships": "响石镇\n响石镇\n圣灯镇 甲村"}, "第 2 行：“响石镇”与第 1 行重复"),
        ({"townships": "响石镇\n响石镇\n圣灯镇 甲村"}, "第 3 行：镇名和村名之间要用冒号"),
        ({"title": ""}, "名称"),
        ({"title": "长" * 101}, "最多 100"),
        ({"away": "东\x07莞"}, "显示不出"),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(site, fields, says):
    client = await site.signed_in(Role.ADMINISTRATOR)
    answer = await post(client, "/staff", FIELDS | COUNTY | {"townships": LIST} | fields)
    text = await answer.text()
    assert answer.status == 422
    assert says in bare(text)
    assert "隆昌" in text
    assert await site.store.gatherings.get("longchang-2027") is None


async def test_a_whole_county_fits_and_more_is_refused_without_a_fault(site):
    client = await site.signed_in(Role.ADMINISTRATOR)
    whole = "\n".join(
        f"镇{chr(0x4E00 + town)}镇：" + "、".join(f"村{chr(0x4E00 + village)}" for village in range(40))
        for town in range(90)
    )
    assert (await post(client, "/staff", FIELDS | COUNTY | {"townships": whole})).status == 200
    more = FIELDS | COUNTY | {"id": "more-2027", "townships": "镇" * 20_001}
    answer = await post(client, "/staff", more)
    assert (answer.status, "20000" in await answer.text()) == (422, True)
    assert (await post(client, "/staff", more | {"townships": "镇" * 40_000})).status == 413


async def test_which_signs_an_address_may_have_is_said_before_and_where_the_browser_refuses(site):
    client = await site.signed_in(Role.ADMINISTRATOR)

    page = await (await client.get("/staff?all=1")).text()

    says = "3 到 30 个小写字母、数字或短横线，以字母开头，不能有汉字和空格，如 dongxing-2027"
    assert (f'title="{says}"' in page, f'<p class="field-reason" id="id-says">{says}</p>' in page) == (
        True,
        True,
    )
