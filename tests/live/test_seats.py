from reunion.live.frames import Shared
from reunion.live.seats import Seat

from .staging import Line


def test_a_seat_that_negotiated_a_window_of_twelve_bits_gets_the_deflated_frame():
    message = Shared(b"x" * 3000)
    lines = {bits: Line() for bits in (0, 9, 11, 12, 15)}

    for bits, line in lines.items():
        Seat(line, window_bits=bits).send(message)

    deflated = {bits: line.frames == [message.deflated] for bits, line in lines.items()}
    assert deflated == {0: False, 9: False, 11: False, 12: True, 15: True}


def test_nothing_reaches_a_socket_whose_seat_was_given_up():
    line = Line()
    seat = Seat(line)

    seat.leave()
    seat.send(Shared(b"late"))
    seat.wire.abort()

    assert (line.frames, line.aborted) == ([], False)
    assert (seat.wire.is_closing(), seat.wire.get_write_buffer_size()) == (True, 0)
