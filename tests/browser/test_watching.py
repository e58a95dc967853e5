"""Pages that follow a show by themselves: a family's countdown, the public page, the hall, the overlay."""

import re

import pytest_asyncio

from reunion.domain.commands import Extend, Hold, Start, Take
from reunion.web.keys import HUB

from .serving import LINK, running


@pytest_asyncio.fixture(loop_scope="session")
async def server(tmp_path):
    async with running(tmp_path, starts_in=5) as made:
        yield made


async def says(page, selector, text, *, within=5000):
    await page.wait_for_function(
        "([selector, text]) => document.querySelector(selector).textContent.includes(text)",
        arg=[selector, text],
        timeout=within,
    )


async def test_a_family_is_led_from_the_countdown_to_the_call(server, phone):
    page = await phone(f"{server.address}/l/{LINK}")
    await says(page, "#connection", "已连接")
    await server.press(Start())
    await server.press(Take(None, None))
    await says(page, ".countdown-words", "大约还有")
    await server.press(Take("it-0", None))
    await server.press(Take("it-1", None))
    await says(page, ".countdown-words", "快到了，请准备")
    await server.press(Take("it-2", None))
    await says(page, ".countdown-words", "轮到您了，请接听")
    await says(page, "#countdown-said", "轮到您了，请接听")
    assert await page.is_hidden("#answers")
    await server.press(Take("it-3", None))
    await says(page, ".countdown-words", "您已经播出了")


async def test_when_it_takes_longer_the_family_is_told_why(server, phone):
    page = await phone(f"{server.address}/l/{LINK}")
    await server.press(Start())
    await server.press(Take(None, None))
    await server.press(Take("it-0", None))
    await says(page, ".countdown-words", "大约还有 4 分钟")
    await server.press(Extend("it-1", 240))
    await says(page, ".countdown-words", "再等约")
    await says(page, ".countdown-why", "前面一家多聊了会儿")


async def test_i_am_here_reaches_the_desk(server, phone):
    page = await phone(f"{server.address}/l/{LINK}")
    await page.click("text=我到了")
    await page.wait_for_selector("text=我们知道您到了")


async def test_public_hall_and_overlay_change_with_the_show(server, phone, laptop):
    public = await phone(server.address + "/shows/gala")
    hall = await laptop(server.address + "/shows/gala/hall")
    overlay = await laptop(server.address + "/shows/gala/overlay")
    await server.press(Start())
    await server.press(Take(None, None))
    await says(public, "#now-title", "开场：两地领导拜年")
    await says(hall, "#title", "开场：两地领导拜年")
    await says(overlay, "#segment", "开场：两地领导拜年")
    await server.press(Take("it-0", None))
    await says(public, "#now-title", "张* ↔ 李*")
    await says(public, "tr.on-air", "播出中")
    await says(hall, "#next", "欧阳*")
    await says(overlay, "#worker", "张*")
    assert await overlay.is_visible("#family")
    await server.press(Hold())
    await says(public, "#now-label", "稍停一下")


async def test_names_and_places_of_who_comes_next_stand_apart_with_and_without_scripts(server, phone):
    def rows(page):
        return page.locator("#coming li > span:last-child").all_inner_texts()

    plain = await rows(await phone(server.address + "/shows/gala", java_script_enabled=False))
    assert plain[:2] == ["开场：两地领导拜年", "张* ↔ 李*\u2002温岭 ↔ 田家镇"]
    followed = await phone(server.address + "/shows/gala")
    await says(followed, "#connection", "已连接")
    assert await rows(followed) == plain


async def test_a_page_that_lost_its_line_says_so_and_comes_back(server, phone):
    page = await phone(server.address + "/shows/gala", expected="WebSocket|ERR_|Failed to load")
    await page.wait_for_selector("#connection", state="hidden")
    await page.context.set_offline(True)
    await page.evaluate("window.dispatchEvent(new Event('offline'))")
    for socket in list(server.app[HUB]._sockets):
        socket.cut()
    await page.wait_for_selector("text=暂时没有连上", timeout=8000)
    await page.context.set_offline(False)
    await server.press(Start())
    await server.press(Take(None, None))
    await says(page, "#now-title", "开场", within=20_000)
    await page.wait_for_selector("#connection", state="hidden", timeout=20_000)


async def test_a_family_reads_within_twelve_seconds_that_its_line_is_dead_and_again_when_it_lives(
    server, phone
):
    quiet = False

    def carry(line):
        far = line.connect_to_server()
        far.on_message(lambda message: quiet or line.send(message))

    page = await phone()
    await page.clock.install()
    await page.route_web_socket(re.compile("/me/socket"), carry)
    await page.goto(f"{server.address}/l/{LINK}")
    await says(page, "#connection", "已连接")
    # Nothing closes: the phone has left the reach of its mast.
    quiet = True
    await page.clock.fast_forward(7000)
    await says(page, "#connection", "已连接")
    await page.clock.fast_forward(5500)
    await says(page, "#connection", "暂时没有连上")
    quiet = False
    await page.clock.run_for(3000)
    await says(page, "#connection", "已连接")


async def test_a_page_that_nothing_answers_goes_on_saying_so(server, phone):
    page = await phone(expected="WebSocket|ERR_|Failed to load")
    await page.clock.install()
    await page.goto(f"{server.address}/l/{LINK}")
    await says(page, "#connection", "已连接")
    await page.evaluate(
        """() => {
            window.said = new Set();
            const badge = document.querySelector("#connection");
            const note = () => said.add(badge.textContent.trim());
            new MutationObserver(note).observe(badge, { childList: true, subtree: true });
        }"""
    )
    await page.context.set_offline(True)
    for socket in list(server.app[HUB]._sockets):
        socket.cut()
    await says(page, "#connection", "暂时没有连上")
    # every time of this line and of asking instead comes round several times
    for _ in range(12):
        await page.clock.run_for(5000)
        await page.evaluate("fetch('/healthz').catch(() => null)")
    assert await page.evaluate("[...said]") == ["暂时没有连上，看到的可能不是最新的，正在重连。"]


async def test_a_line_that_is_slow_to_come_about_is_waited_for(server, phone):
    lines = []

    def wait(line):
        lines.append(line)

    page = await phone()
    await page.clock.install()
    await page.route_web_socket(re.compile("/me/socket"), wait)
    await page.goto(f"{server.address}/l/{LINK}")
    await page.clock.run_for(30_000)
    (line,) = lines
    line.connect_to_server()
    await says(page, "#connection", "已连接")


async def test_where_sockets_do_not_get_through_the_page_asks_for_itself(server, phone):
    page = await phone(expected="WebSocket")
    await page.add_init_script(
        "window.WebSocket = class { constructor() { setTimeout(() => this.onclose && this.onclose()); } close() {} };"
    )
    await page.goto(server.address + "/shows/gala")
    await page.wait_for_selector("text=每十秒更新一次", timeout=20_000)
    await server.press(Start())
    await server.press(Take(None, None))
    await says(page, "#now-title", "开场", within=15_000)


async def test_long_names_stay_inside_the_lower_third(server, laptop):
    page = await laptop(server.address + "/shows/gala/overlay", viewport={"width": 1920, "height": 1080})
    await server.press(Start())
    await server.press(Take(None, "it-2"))
    await says(page, "#worker", "欧阳*")
    long = "阿依古丽·买买提明江、" * 4
    await page.evaluate(
        "(text) => { for (const one of document.querySelectorAll('.plate-name')) one.textContent = text; }",
        long,
    )
    # The plates slide in; where they come to rest is what counts.
    await page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    boxes = [await (await page.query_selector(one)).bounding_box() for one in ("#worker", "#family")]
    assert boxes[0]["x"] >= 0.05 * 1920 - 1
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]
    assert boxes[1]["x"] + boxes[1]["width"] <= 0.95 * 1920 + 1
    assert max(box["y"] + box["height"] for box in boxes) <= 0.93 * 1080
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"
