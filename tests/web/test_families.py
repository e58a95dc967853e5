import re

import pytest

from reunion.domain.codes import make_code
from reunion.domain.people import Side, Source

from .walking import FAMILY, WORKER, opened, pressed, sent, signed_up, walked


@pytest.mark.parametrize(("side", "typed"), [("worker", WORKER), ("family", FAMILY)])
async def test_somebody_signs_up_in_four_steps_and_a_review(site, side, typed):
    client = await signed_up(site, side, typed)
    (stored,) = await site.store.registrations.every("dongxing")
    assert (stored.side, stored.name, stored.source, stored.helper) == (
        Side(side),
        typed["name"],
        Source.WEB,
        "",
    )
    page = await (await client.get("/me?new=1")).text()
    assert "报名成功" in page
    assert stored.invite_code in page


async def test_each_page_says_how_far_one_is(site):
    page = await opened(site.client, "/g/dongxing/signup/family")
    seen = [re.search(r"第 (\d) 步，共 4 步", page.text)[1]]
    for _ in range(3):
        page = await pressed(site.client, page, **FAMILY)
        seen.append(re.search(r"第 (\d) 步，共 4 步", page.text)[1])
    assert seen == ["1", "2", "3", "4"]


async def test_back_keeps_everything(site):
    page = await opened(site.client, "/g/dongxing/signup/family")
    page = await pressed(site.client, page, **FAMILY)
    page = await pressed(site.client, page, "back", **FAMILY)
    assert page.fields["name"] == "李秀英"
    page = await pressed(site.client, page)
    assert page.fields["1-other_name"] == "张晓明"


async def test_the_phones_own_back_finds_a_posted_step_again(site):
    page = await opened(site.client, "/g/dongxing/signup/family")
    answer = await sent(site.client, page.action, page.fields | FAMILY | {"go": "next"})
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Vary"] == "Accept-Language, Accept-Encoding"


@pytest.mark.parametrize(("field", "sign"), [("name", "\x00"), ("village", "\x00"), ("village", "\ufffd")])
async def test_what_no_page_can_show_is_said_beside_its_field_each_time(site, field, sign):
    page = await opened(site.client, "/g/dongxing/signup/family")
    for typed in (f"双坳{sign}", "双坳\ufffd"):
        page = await pressed(site.client, page, **FAMILY | {field: typed})
        assert re.findall(r'id="e-([\w-]+)"', page.text) == [field]


async def test_nothing_is_ticked_beforehand(site):
    page = await opened(site.client, "/g/dongxing/signup/family")
    for _ in range(3):
        page = await pressed(site.client, page, **FAMILY)
    assert [name for name in page.names if name.startswith("c-")] == [
        "c-store",
        "c-on_air",
        "c-recording",
        "c-share",
    ]
    assert not any(name.startswith("c-") for name in page.fields)


async def test_mistakes_stand_in_a_summary_and_at_their_fields(site):
    page = await pressed(site.client, await opened(site.client, "/g/dongxing/signup/family"), phone="139")
    assert 'id="errors"' in page.text
    assert page.text.count("请写上您的姓名。") == 2
    assert 'id="e-phone"' in page.text


async def test_the_template_prints_what_the_declaration_says(site):
    text = (await opened(site.client, "/g/dongxing/signup/family")).text
    name = re.search(r'<input class="input" id="f-name"[^>]*>', text)[0]
    phone = re.search(r'<input class="input" id="f-phone"[^>]*>', text)[0]
    assert 'maxlength="40"' in name
    assert 'autocomplete="name"' in name
    assert " required" in name
    assert ('type="tel"' in phone, 'inputmode="tel"' in phone) == (True, True)


async def test_nothing_personal_stands_in_an_address(site):
    page = await opened(site.client, "/g/dongxing/signup/family")
    for _ in range(4):
        assert page.action == "/g/dongxing/signup/family"
        page = await pressed(site.client, page, **FAMILY)
    assert (await pressed(site.client, page, "submit")).headers["Location"] == "/me?new=1"


async def test_sending_the_same_form_twice_registers_once(site):
    client = await site.fresh()
    page = await opened(client, "/g/dongxing/signup/family")
    for _ in range(4):
        page = await pressed(client, page, **FAMILY)
    first = await pressed(client, page, "submit")
    second = await pressed(client, page, "submit")
    assert (first.status, second.status) == (303, 303)
    assert len(await site.store.registrations.every("dongxing")) == 1


async def test_an_invite_link_carries_the_code_and_nothing_else(site):
    code = make_code(7)
    page = await opened(site.client, f"/g/dongxing/join/{code}?side=family")
    assert f"邀请码 {code}" in page.text
    assert page.fields["name"] == ""
    client = await site.fresh()
    await walked(client, f"/g/dongxing/join/{code}?side=family", FAMILY)
    (stored,) = await site.store.registrations.every("dongxing")
    assert stored.code_given == code


async def test_an_invite_page_does_not_tell_whether_the_code_belongs_to_anybody(site):
    await signed_up(site, "worker", WORKER)
    (stored,) = await site.store.registrations.every("dongxing")
    other = make_code(7)
    texts = [
        (await opened(site.client, f"/g/dongxing/join/{code}")).text.replace(code, "CODE")
        for code in (stored.invite_code, other)
    ]
    assert texts[0] == texts[1]


async def test_a_broken_invite_code_still_lets_one_sign_up(site):
    page = await opened(site.client, "/g/dongxing/join/XXXX")
    assert "邀请码不对" in page.text
    page = await opened(site.client, "/g/dongxing/join/XXXX?side=family")
    assert "邀请码不对，请核对；没有也可以继续报名。" in page.text
    await walked(await site.fresh(), "/g/dongxing/join/XXXX?side=family", FAMILY)
    (stored,) = await site.store.registrations.every("dongxing")
    assert stored.code_given == ""


async def test_the_ordinary_form_says_nothing_about_codes(site):
    assert "邀请码" not in (await opened(site.client, "/g/dongxing/signup/family")).text


@pytest.mark.parametrize(
    ("typed", "says"), [("abcde", "应为 6 位"), ("ABCD1E", "没有 0、1、I、L、O"), ("AAAAAA", "AAAAAA 不对")]
)
async def test_a_wrong_code_may_be_mended_or_left_out(site, typed, says):
    page = await pressed(site.client, await opened(site.client, "/g/dongxing/signup/family"), **FAMILY)
    page = await pressed(site.client, page, **FAMILY, code=typed)
    assert says in page.text
    assert "没有邀请码就空着" in page.text
    assert "第 3 步" in (await pressed(site.client, page, code="")).text


async def test_the_personal_link_opens_the_page_in_another_browser(site):
    client = await signed_up(site, "worker", WORKER)
    link = re.search(r"http://[^<\s]*/l/([\w-]+)", await (await client.get("/me")).text())[1]
    other = await site.fresh()
    answer = await other.get(f"/l/{link}", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/me")
    assert "张晓明" in await (await other.get("/me")).text()


async def test_a_guessed_personal_link_opens_nothing(site):
    answer = await site.client.get("/l/guessed", allow_redirects=False)
    assert answer.status == 404
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/g/elsewhere/signup/family", "/g/dongxing/signup/uncle"])
async def test_what_does_not_exist_is_not_found(site, path):
    assert (await site.client.get(path)).status == 404


async def test_a_name_with_markup_is_shown_as_it_was_typed(site):
    page = await opened(site.client, "/g/dongxing/signup/family")
    page = await pressed(site.client, page, **FAMILY | {"village": '<b>"双坳'})
    page = await pressed(site.client, page, "back")
    assert "<b>" not in page.text
    assert page.fields["village"] == '<b>"双坳'
