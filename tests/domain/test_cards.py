from dataclasses import fields

from reunion.domain.cards import Card, CardSide, Offer, renewed, rewritten, words


def test_a_card_has_no_place_for_a_telephone_number():
    assert [name for name in (field.name for field in fields(CardSide)) if "phone" in name] == []


def test_a_segment_has_a_title_and_no_sides():
    assert Card("开场") == Card(title="开场", worker=None, family=None)


def side(**fields: object) -> CardSide:
    return CardSide("张晓明", **fields)  # type: ignore[arg-type]


def test_newer_words_of_people_replace_their_own_and_leave_what_a_desk_wrote() -> None:
    before = (side(message="新年好", story="修船"), side())
    card = Card(worker=side(message="新年好", story="修了十年船"), family=side(), said=before)

    assert renewed(card, before) == words(card)
    assert renewed(card, (side(message="想你", story="修船"), side())) == (
        side(message="想你", story="修了十年船"),
        side(),
    )
    assert renewed(card, (side(message="新年好", story="开店"), side()))[0] == side(
        message="新年好", story="开店"
    )
    assert renewed(Card(), (side(), None)) == (side(), None)


def test_a_card_that_is_read_is_offered_the_words_and_else_takes_them() -> None:
    card = Card(worker=side(), family=side(), version=3)
    other = (side(message="想你"), side())

    assert rewritten(card, other, read=False) == Card(worker=other[0], family=other[1], version=4)
    offered = rewritten(card, other, read=True, by="周导")
    assert (words(offered), offered.offer, offered.version) == (words(card), Offer(*other, "周导"), 4)
    assert rewritten(offered, words(card), read=True) == Card(worker=side(), family=side(), version=5)
