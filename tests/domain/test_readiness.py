import pytest

from reunion.domain.readiness import INVITED, Ready, worse


@pytest.mark.parametrize(
    ("sides", "shown"),
    [
        (INVITED, Ready.INVITED),
        ((Ready.READY, Ready.WAITING), Ready.WAITING),
        ((Ready.LOST, Ready.CHECKED), Ready.LOST),
        ((Ready.CONFIRMED, Ready.NO_SHOW), Ready.NO_SHOW),
    ],
)
def test_a_row_shows_the_worse_of_its_two_parties(sides: tuple[Ready, Ready], shown: Ready) -> None:
    assert worse(sides) is shown
    assert worse(sides[::-1]) is shown
