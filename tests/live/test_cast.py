from reunion.domain.cards import Card
from reunion.live.cast import Cast


def test_a_planned_segment_has_the_title_of_its_card_and_an_inserted_one_its_text():
    cast = Cast(cards={"it-1": Card("开场"), "it-2": Card()}, texts={"it-2": "歌曲", "it-r9": "插播"})

    assert [cast.title_of(item) for item in ("it-1", "it-2", "it-r9", "it-x")] == ["开场", "歌曲", "插播", ""]
