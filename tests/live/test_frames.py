"""Frames are checked by the parser of `websockets`, which had no part in making them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from reunion.live.frames import Shared, close_frame, deflated_frame, text_frame


def parsed(data: bytes, extension: PerMessageDeflate | None = None) -> Frame:
    reader = StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    parser = Frame.parse(reader.read_exact, mask=False, extensions=[extension] if extension else None)
    try:
        next(parser)
    except StopIteration as done:
        return done.value
    raise AssertionError("the frame is not whole")


def client_side(bits: int = 15, *, takeover: bool = True) -> PerMessageDeflate:
    return PerMessageDeflate(not takeover, True, bits, 15)


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_a_text_frame_of_any_length_is_read_back(size):
    assert parsed(text_frame(b"x" * size)) == Frame(Opcode.TEXT, b"x" * size)


@given(st.text(max_size=3000))
def test_a_deflated_frame_is_read_back(text):
    body = text.encode()

    frame = parsed(deflated_frame(body), client_side(12))

    assert (frame.opcode, frame.data, frame.rsv1) == (Opcode.TEXT, body, False)


def test_deflated_frames_are_right_for_a_peer_that_keeps_its_context():
    peer = client_side(15)
    messages = [f"团聚 {number} ".encode() * 300 for number in range(20)]

    assert [parsed(deflated_frame(body), peer).data for body in messages] == messages


def test_a_shared_message_is_deflated_once_and_only_when_worth_it():
    short, long = Shared(b"x" * 100), Shared(b"x" * 5000)

    assert short.deflated is short.plain
    assert long.deflated is long.deflated
    assert len(long.deflated) < 100


def test_a_closing_frame_carries_code_and_reason():
    frame = parsed(close_frame(1012, "restart"))

    assert (frame.opcode, frame.data) == (Opcode.CLOSE, b"\x03\xf4restart")


def test_a_reason_that_does_not_fit_a_control_frame_is_an_error():
    with pytest.raises(ValueError, match="123 bytes"):
        close_frame(1000, "x" * 124)
