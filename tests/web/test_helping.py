import re

import pytest

from reunion.domain.access import Role
from reunion.domain.consent import Channel
from reunion.domain.people import Source

from .walking import FAMILY, opened, pressed, sent, signed_up

WITHOUT_PHONE = {key: text for key, text in FAMILY.items() if key != "phone"}


@pytest.fixture
async def volunteer(site):
    return await site.signed_in(Role.VOLUNTEER, township="511011100", village="双坳")


async def helped(client, **typed):
    page = await opened(client, "/staff/dongxing/helper/family")
    for _ in range(4):
        page = await pressed(client, page, **WITHOUT_PHONE | typed)
    return await pressed(client, page, "submit")


async def test_the_volunteers_own_village_is_filled_in(volunteer):
    page = await opened(volunteer, "/staff/dongxing/helper/family")
    assert (page.fields["township"], page.fields["village"]) == ("511011100", "双坳")


async def test_a_household_without_a_telephone_is_signed_up_by_a_volunteer(site, volunteer):
    slip = await helped(volunteer)
    (stored,) = await site.store.registrations.every("dongxing")
    assert (stored.source, stored.phones, bool(stored.helper)) == (Source.VOLUNTEER, (), True)
    assert {given.channel for given in stored.consent.given.values()} == {Channel.VOLUNTEER}
    assert "下一户" in slip.text
    assert "data:image/png;base64," in slip.text


async def test_a_volunteer_may_write_that_there_is_no_telephone(site, volunteer):
    await helped(volunteer, phone="没有")
    (stored,) = await site.store.registrations.every("dongxing")
    assert stored.phones == ()


async def test_a_volunteer_is_asked_about_the_one_who_signs_up(volunteer):
    page = await opened(volunteer, "/staff/dongxing/helper/family")
    seen = [page.text]
    for _ in range(4):
        page = await pressed(volunteer, page, **WITHOUT_PHONE)
        seen.append(page.text)
    asked = [re.sub(r"<(script|header|footer).*?</\1>", "", text, flags=re.DOTALL) for text in seen]
    assert [text.split("<main")[1].count("您") for text in asked] == [0, 0, 0, 0, 0]
    assert [text.count("报名人") > 0 for text in asked] == [True] * 5


async def test_what_is_missing_is_said_to_the_volunteer(volunteer):
    page = await pressed(volunteer, await opened(volunteer, "/staff/dongxing/helper/family"), township="")
    assert "请写上报名人的姓名。" in page.text


async def test_the_browsers_back_finds_a_households_step_again(volunteer):
    page = await opened(volunteer, "/staff/dongxing/helper/family")
    answer = await sent(volunteer, page.action, page.fields | WITHOUT_PHONE | {"go": "next"})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Vary"] == "Cookie, Accept-Language, Accept-Encoding"
    assert 'data-signup="dongxing-family-helper a-' in await answer.text()


async def test_back_keeps_what_the_volunteer_filled_in(volunteer):
    page = await opened(volunteer, "/staff/dongxing/helper/family")
    page = await pressed(volunteer, page, **WITHOUT_PHONE)
    page = await pressed(volunteer, page, "back", **WITHOUT_PHONE)
    assert page.fields["name"] == "李秀英"


async def test_the_volunteer_does_not_become_the_family(site, volunteer):
    await helped(volunteer)
    assert "找不到的话" in await (await volunteer.get("/me")).text()


async def test_one_household_after_another_stands_on_the_volunteers_list(volunteer):
    for name in ("李秀英", "王大娘"):
        await helped(volunteer, name=name)
    text = await (await volunteer.get("/staff/dongxing/helper")).text()
    assert "您代办的：2 户" in text
    assert re.findall(r'<td class="num">(\d)</td>', text) == ["2", "1"]


@pytest.mark.parametrize("phone", ["", "139 0013 9000"])
async def test_the_same_household_is_signed_up_twice_only_when_the_volunteer_says_so(site, volunteer, phone):
    await helped(volunteer, phone=phone)
    page = await helped(volunteer, phone=phone)
    assert "李秀英已经报过名了：1 号" in page.text
    assert len(await site.store.registrations.every("dongxing")) == 1
    slip = await pressed(volunteer, page, "submit")
    assert '<p class="joy-number">2</p>' in slip.text
    assert len(await site.store.registrations.every("dongxing")) == 2


async def test_who_signed_up_alone_is_known_to_the_volunteer_by_number_only(site, volunteer):
    await signed_up(site, "family", FAMILY | {"message": "只给家人看"})
    page = await helped(volunteer, phone=FAMILY["phone"], village="白合")
    assert ("李秀英已经报过名了：1 号" in page.text, "只给家人看" in page.text) == (True, False)


async def test_a_namesake_with_another_number_is_signed_up_without_a_question(site, volunteer):
    await helped(volunteer, phone="13900139000")
    await helped(volunteer, phone="13900139001")
    assert len(await site.store.registrations.every("dongxing")) == 2


async def test_a_household_sent_again_gets_the_same_slip_without_a_question(site, volunteer):
    page = await opened(volunteer, "/staff/dongxing/helper/family")
    for _ in range(4):
        page = await pressed(volunteer, page, **WITHOUT_PHONE)
    slips = [await pressed(volunteer, page, "submit") for _ in range(2)]
    assert ['<p class="joy-number">1</p>' in slip.text for slip in slips] == [True, True]


async def test_a_volunteer_sees_only_whom_he_signed_up(site, volunteer):
    await helped(volunteer)
    other = await site.signed_in(Role.VOLUNTEER, township="511011101", village="长岩")
    assert "李秀英" not in await (await other.get("/staff/dongxing/helper")).text()


@pytest.mark.parametrize("role", [Role.HOST, Role.MEDIA])
async def test_other_roles_do_not_help(site, role):
    client = await site.signed_in(role)
    assert (await client.get("/staff/dongxing/helper")).status == 403
