"""The staff's pages in the states that no address alone opens: no barrier, and nothing beside a telephone's edge."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from reunion.domain.access import Role

from .measuring import is_open_to_everybody
from .sample import Sample, sample
from .staff_states import REFUSED, STATES, with_empty


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def whole(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    async with sample(tmp_path_factory.mktemp("sample")) as made:
        await with_empty(made)
        yield made


@pytest.mark.parametrize("name", STATES)
async def test_a_state_has_no_barriers_and_fits_a_telephone(whole, phone, axe, name):
    role, arrive = STATES[name]
    page = await phone(expected=REFUSED)
    if role is not Role.PUBLIC:
        await page.context.add_cookies([await whole.staff(role)])
    await arrive(page, whole)
    await is_open_to_everybody(page, axe)
