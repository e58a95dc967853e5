import segno

from reunion.exports.codes import qr_code

ADDRESS = "http://reunion.example/staff/dongxing/door/r-0123456789abcdef"


def test_a_code_is_a_picture_of_the_address_with_room_around_it():
    wanted = segno.make(ADDRESS, error="m", micro=False)
    width = wanted.symbol_size(scale=3, border=2)[0]
    picture = qr_code(ADDRESS, 3)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == width
    assert qr_code(ADDRESS, 3) != qr_code(ADDRESS + "0", 3)
