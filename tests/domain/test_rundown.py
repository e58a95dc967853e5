from dataclasses import replace

from reunion.domain.readiness import INVITED, Ready
from reunion.domain.rundown import Phase, State, ahead, is_read, next_item
from tests.domain.test_show import a_show


def test_what_is_ahead_leaves_out_what_is_parked_barred_or_done() -> None:
    show = a_show(barred=frozenset({"it-2"}))
    show = replace(show, items={**show.items, "opening": replace(show.items["opening"], state=State.AIRED)})

    assert [item.id for item in ahead(show)] == ["it-1", "it-3"]
    assert next_item(show) == "it-1"


def test_an_empty_rundown_has_no_next_item() -> None:
    assert next_item(replace(a_show(), order=(), items={})) is None


def test_both_sides_are_invited_until_they_say_more() -> None:
    show = replace(a_show(), readiness={"it-1": (Ready.READY, Ready.LOST)})

    assert show.sides("it-1") == (Ready.READY, Ready.LOST)
    assert show.sides("it-2") == INVITED


def test_a_card_is_read_when_it_is_on_air_next_or_on_standby() -> None:
    show = a_show()
    live = replace(show, phase=Phase.LIVE, on_air="opening")
    live = replace(live, items={**live.items, "opening": replace(live.items["opening"], state=State.ON_AIR)})

    assert [item for item in show.order if is_read(show, item)] == []
    assert [item for item in live.order if is_read(live, item)] == ["opening", "it-1"]
    assert is_read(replace(show, standby="it-2"), "it-2")
