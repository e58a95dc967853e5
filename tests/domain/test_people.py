from dataclasses import FrozenInstanceError

import pytest

from reunion.domain.people import Registration, Side, Standing


def test_a_registration_is_a_value() -> None:
    one = Registration("r-1", "dongxing", Side.WORKER, 1, "张伟")

    assert one == Registration("r-1", "dongxing", Side.WORKER, 1, "张伟")
    assert one.standing is Standing.ACTIVE
    with pytest.raises(FrozenInstanceError):
        one.name = "李伟"  # type: ignore[misc]
