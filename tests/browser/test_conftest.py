"""The browser fixtures notice what they are there to notice."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiohttp import web

from .conftest import complaints_of

HEAD = "<!doctype html><link rel=icon href=/dot><meta name=viewport content='width=device-width'>"
CSP = {"Content-Security-Policy": "default-src 'none'; script-src 'self'; img-src 'self'"}


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[str]:
    def page(body: str):
        async def answer(_: web.Request) -> web.Response:
            return web.Response(text=HEAD + body, content_type="text/html", headers=CSP)

        return answer

    app = web.Application()
    app.router.add_get("/good", page("<h1>好</h1><img src='/dot' alt=''>"))
    app.router.add_get("/dot", page(""))
    app.router.add_get("/inline", page("<script>document.title = 'ran'</script>"))
    app.router.add_get("/stranger", page("<img src='http://192.0.2.1/x.png' alt=''>"))
    app.router.add_get("/unlabelled", page("<html lang='zh-Hans'><title>表</title><main><input></main>"))
    runner = web.AppRunner(app)
    await runner.setup()
    listener = web.TCPSite(runner, "127.0.0.1", 0)
    await listener.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_phone_is_a_small_touch_screen_in_china(site: str, phone):
    page = await phone(f"{site}/good")
    assert await page.evaluate("[innerWidth, innerHeight, navigator.language]") == [360, 740, "zh-CN"]
    assert await page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone") == "Asia/Shanghai"


@pytest.mark.parametrize("path", ["inline", "stranger"])
async def test_what_breaks_the_policy_is_heard(site: str, laptop, path: str):
    page = await laptop(expected="Content Security Policy|another machine")
    heard = complaints_of(page, "")
    await page.goto(f"{site}/{path}")
    assert len(heard) > 0
    assert await page.title() != "ran"


async def test_axe_runs_under_the_policy_and_finds_a_missing_label(site: str, laptop, axe: str):
    page = await laptop(f"{site}/unlabelled")
    await page.evaluate(axe)
    found = await page.evaluate("axe.run().then(r => r.violations.map(v => v.id))")
    assert "label" in found


async def test_pages_open_last_and_close_first_however_a_test_names_them(
    laptop, site: str, request: pytest.FixtureRequest
):
    order = [name for name in request.fixturenames if name in ("site", "laptop")]
    assert order == ["site", "laptop"]
    await laptop(f"{site}/good")
