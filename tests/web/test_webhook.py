import hashlib
import hmac
import json
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from reunion.actions.ports import Message
from reunion.actions.ports.outbox import LOST
from reunion.domain.calls import Call
from reunion.domain.instants import Instant
from reunion.domain.people import Side
from reunion.domain.rundown import Why
from reunion.web.locale import DEFAULT, translations
from reunion.web.webhook import SENTENCES, Webhook, body_of, carrier_of, signature, text_of

from ..conftest import EVENING, GATHERING, SECRET

MESSAGE = Message(
    "gala", "r1", 7, "it-2", Side.FAMILY, "call", "half", EVENING, Instant(EVENING - 30 * 60_000)
)


class Gateway:
    def __init__(self, status: int) -> None:
        self.status = status
        self.requests: list[tuple[dict[str, str], bytes]] = []

    async def take(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.read()))
        return web.Response(status=self.status, headers={"Location": "/elsewhere"})


@pytest.fixture
async def gateway():
    made = Gateway(200)
    app = web.Application()
    app.router.add_post("/sms", made.take)
    app.router.add_post("/elsewhere", made.take)
    server = TestServer(app)
    await server.start_server()
    made.url = str(server.make_url("/sms"))
    yield made
    await server.close()


async def test_a_message_is_posted_with_a_signature_that_the_gateway_can_check(gateway, clock):
    hook = Webhook(gateway.url, SECRET, clock)
    assert await hook.carry(MESSAGE, GATHERING, ["+8613900139000"])
    ((headers, body),) = gateway.requests
    timestamp = headers["X-Reunion-Timestamp"]
    expected = hmac.new(SECRET.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Reunion-Signature"] == f"sha256={expected}"
    assert headers["Idempotency-Key"] == "gala.r1.7.it-2.family"
    assert json.loads(body) == {
        "id": "gala.r1.7.it-2.family",
        "kind": "call",
        "what": "half",
        "show": "gala",
        "item": "it-2",
        "side": "family",
        "start": EVENING,
        "text": "【四海为家云团聚】大约 20:00 轮到您。请做好准备，打开您的页面。",
        "phones": ["+8613900139000"],
    }


def test_a_worker_who_may_be_abroad_is_told_the_zone_of_the_time():
    text = text_of(replace(MESSAGE, side=Side.WORKER), GATHERING)
    assert text == "【四海为家云团聚】大约 北京时间 20:00 轮到您。请做好准备，打开您的页面。"


async def test_another_body_time_or_secret_has_another_signature():
    body = body_of(MESSAGE, "x", [])
    signed = signature(SECRET, 1, body)
    assert signed != signature(SECRET, 2, body)
    assert signed != signature(SECRET, 1, body + b" ")
    assert signed != signature("0" * 32, 1, body)


@pytest.mark.parametrize("status", [301, 400, 429, 500])
async def test_anything_but_success_is_tried_again_and_no_redirect_is_followed(gateway, clock, status):
    gateway.status = status
    assert not await Webhook(gateway.url, SECRET, clock).carry(MESSAGE, GATHERING, [])
    assert len(gateway.requests) == 1


async def test_a_gateway_that_is_not_there_is_no_error(clock):
    assert not await Webhook("http://127.0.0.1:9/", SECRET, clock).carry(MESSAGE, GATHERING, [])


async def test_nothing_is_sent_unless_the_settings_name_a_gateway(site):
    assert carrier_of(site.app) is None


def test_every_message_has_its_sentence_in_chinese_and_names_nobody():
    assert set(SENTENCES) == {*Call, *Why, LOST}
    chinese = translations(DEFAULT)
    for text in SENTENCES.values():
        assert chinese.gettext(text) != text
    assert "20:00" in text_of(MESSAGE, GATHERING)
