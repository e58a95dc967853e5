import secrets

import pytest

from reunion.actions.admitting import Admitting, hashed
from reunion.domain.access import Role

from .offices import bare, post, text_of

PASSWORD = "三个词连起来最好记"


@pytest.fixture
async def account(site):
    admitting = Admitting(site.store, site.clock)
    made = await admitting.create(f"编导{secrets.token_hex(3)}", Role.PRODUCER, "dongxing")
    await site.store.accounts.set_password(made.id, hashed(PASSWORD))
    return made


async def sign_in(client, name, password, **more):
    return await post(client, "/staff/sign-in", {"name": name, "password": password, **more}, follow=False)


async def test_the_right_password_opens_the_page_that_was_asked_for(site, account):
    browser = await site.fresh()
    asked = await browser.get("/staff/dongxing/links", allow_redirects=False)
    assert (asked.status, asked.headers["Location"]) == (303, "/staff/sign-in?next=/staff/dongxing/links")
    answer = await sign_in(browser, account.name, PASSWORD, next="/staff/dongxing/links")
    assert (answer.status, answer.headers["Location"]) == (303, "/staff/dongxing/links")
    assert "谁和谁是一家" in await text_of(browser, "/staff/dongxing/links")


@pytest.mark.parametrize("next_", ["https://evil.example", "//evil.example", "/staff\\evil", "/g/dongxing"])
async def test_nobody_is_sent_to_a_foreign_page_after_signing_in(site, account, next_):
    answer = await sign_in(await site.fresh(), account.name, PASSWORD, next=next_)
    assert answer.headers["Location"] == "/staff"


async def test_a_wrong_password_and_an_unknown_name_are_answered_alike(site, account):
    browser = await site.fresh()
    wrong = await sign_in(browser, account.name, "wrong")
    unknown = await sign_in(browser, "nobody-" + account.name, "wrong")
    assert wrong.status == unknown.status == 422
    one, other = bare(await wrong.text()), bare(await unknown.text())
    assert one == other


async def test_after_ten_tries_the_right_password_does_not_help(site, account):
    browser = await site.fresh()
    for _ in range(10):
        await sign_in(browser, account.name, "wrong")
    assert (await sign_in(browser, account.name, PASSWORD)).status == 429


async def test_whoever_was_shut_out_cannot_sign_in(site, account):
    await Admitting(site.store, site.clock).disable(account)
    assert (await sign_in(await site.fresh(), account.name, PASSWORD)).status == 422


async def test_looking_at_a_one_time_link_does_not_use_it_up(site, account):
    link = await Admitting(site.store, site.clock).link(account)
    browser = await site.fresh()
    for _ in range(2):
        assert "只能登录一次" in await text_of(browser, link)
    entered = await post(browser, link, follow=False)
    assert entered.headers["Location"] == "/staff/password?first=1"
    assert (await post(await site.fresh(), link, follow=False)).status == 410


async def test_a_one_time_link_that_is_used_up_or_made_up_says_so_before_anybody_presses(site, account):
    link = await Admitting(site.store, site.clock).link(account)
    await post(await site.fresh(), link)
    for dead in (link, "/staff/enter/made-up"):
        answer = await (await site.fresh()).get(dead)
        assert (answer.status, '<form class="card' in await answer.text()) == (410, False)


async def test_a_chosen_password_holds_and_ends_every_other_session(site, account):
    admitting = Admitting(site.store, site.clock)
    browser, other = await site.fresh(), await site.fresh()
    await post(browser, await admitting.link(account))
    await sign_in(other, account.name, PASSWORD)
    new = "腊月二十九在家里等你"
    answer = await post(browser, "/staff/password", {"password": new, "again": new}, follow=False)
    assert answer.status == 303
    assert (await browser.get("/staff/dongxing")).status == 200
    assert (await other.get("/staff/dongxing", allow_redirects=False)).status == 303
    assert (await sign_in(await site.fresh(), account.name, new)).status == 303


@pytest.mark.parametrize(
    ("one", "again", "says"), [("short", "short", "至少 10 个字符"), ("a" * 12, "b" * 12, "不一样")]
)
async def test_a_bad_password_is_refused_with_a_sentence(site, one, again, says):
    browser = await site.signed_in(Role.HOST)
    answer = await post(browser, "/staff/password", {"password": one, "again": again})
    assert answer.status == 422
    assert says in bare(await answer.text())


async def test_signing_out_ends_the_session_and_says_to_the_browser_whose(site, account):
    browser = await site.fresh()
    await sign_in(browser, account.name, PASSWORD)
    answer = await post(browser, "/staff/sign-out", follow=False)
    assert answer.headers["Location"] == f"/staff/sign-in?left={account.id}"
    page = await browser.get(answer.headers["Location"])
    assert f'data-left="{account.id}"' in await page.text()
    assert (await browser.get("/staff/dongxing", allow_redirects=False)).status == 303
