"""What an address names: the gathering, the show, what the show looks like right now."""

import json
from typing import Any

from aiohttp import web

from reunion.actions.ports import Store
from reunion.domain.people import Gathering
from reunion.domain.plans import ShowHead
from reunion.live.scene import Scene
from reunion.web.keys import HUB, STAGES, STORE
from reunion.web.requests import not_found


async def the_gathering(request: web.Request) -> Gathering:
    """The gathering of this address, or 404."""
    found = await request.app[STORE].gatherings.get(request.match_info["gathering"])
    if found is None:
        raise not_found()
    return found


async def the_show(request: web.Request) -> tuple[ShowHead, Gathering]:
    """The show of this address and its gathering, or 404."""
    head = await request.app[STORE].shows.get(request.match_info["show"])
    if head is None:
        raise not_found()
    return head, await gathering_of(request.app[STORE], head.gathering)


async def gathering_of(store: Store, gathering: str) -> Gathering:
    """A gathering that something stored belongs to."""
    found = await store.gatherings.get(gathering)
    if found is None:
        raise not_found()
    return found


async def scene_of(request: web.Request, show: str) -> Scene | None:
    """What the show's room shows right now; None before a rundown was published."""
    if await request.app[STAGES].get(show) is None:
        return None
    room = request.app[HUB].room(show)
    return room.scene if room is not None else None


def picture_of(scene: Scene) -> dict[str, Any]:
    """The masked picture as every screen gets it."""
    picture: dict[str, Any] = json.loads(scene.picture().text)
    return picture
