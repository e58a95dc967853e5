import io

from reunion.beside import wire
from reunion.domain.circle import known_of
from reunion.domain.plans import Clue, MatchRow, MatchStanding
from tests.actions.scenes import family, worker


def test_what_is_sent_is_read_as_it_was() -> None:
    people = [
        known_of(worker("w1", "张伟", "李芳", "母亲", phones=("+8613800138000",)), {"511011101": "田家镇"}),
        known_of(worker("w2", "张伟"), {}, {"w2": ("w1",)}),
        known_of(family("f1", "李芳", "张伟", "儿子", code_given="ABCDEF"), {}),
    ]
    stream = io.BytesIO(wire.frame([wire.known_out(one) for one in people]))
    assert [wire.known_in(one) for one in wire.next_of(stream)] == people
    assert wire.next_of(stream) is None


def test_a_link_is_read_as_it_was() -> None:
    row = MatchRow("w1", "f1", 9876, MatchStanding.REVIEW, (Clue("name", "equal", 9.5),), "not-sure-enough")
    body = wire.frame(wire.match_out(row))[wire.LENGTH :]
    assert wire.match_in(wire.opened(body)) == row


def test_half_of_a_surrogate_is_no_accident() -> None:
    assert wire.next_of(io.BytesIO(wire.frame("\ud800"))) == "\ud800"
