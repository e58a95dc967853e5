import asyncio

from reunion.actions.patrolling import LOOK_S, Patrol


async def test_a_look_that_fails_is_said_and_made_again():
    looks, said, rests = [], [], []

    async def look() -> None:
        looks.append(len(looks))
        if len(looks) == 1:
            raise OSError("once")

    async def rest(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) > 3:
            await asyncio.Event().wait()

    patrol = Patrol({"families": look}, lambda name, failure: said.append((name, str(failure))), rest=rest)
    patrol.begin()
    while len(rests) < 4:  # noqa: ASYNC110 - every turn of the loop is one step of the patrol
        await asyncio.sleep(0)
    await patrol.stop()
    assert (looks, said, set(rests)) == ([0, 1, 2], [("families", "once")], {LOOK_S})


async def test_a_stopped_patrol_looks_no_more():
    looks = []

    async def look() -> None:
        looks.append(1)

    patrol = Patrol({"families": look}, lambda *_: None, rest=lambda _: asyncio.Event().wait())
    patrol.begin()
    await asyncio.sleep(0)
    await patrol.stop()
    assert looks == []
