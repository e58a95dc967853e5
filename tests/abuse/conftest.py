import pytest

from tests.abuse.world import World, built
from tests.conftest import Site


@pytest.fixture
async def world(site: Site) -> World:
    return await built(site)
