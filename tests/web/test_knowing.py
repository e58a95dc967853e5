from aiohttp.test_utils import make_mocked_request

from reunion.web.knowing import unless_known


def test_who_has_the_bytes_gets_them_once():
    first = unless_known(make_mocked_request("GET", "/"), b"a", "text/calendar", {"X-More": "1"})
    tag = first.headers["ETag"]
    again = unless_known(make_mocked_request("GET", "/", {"If-None-Match": tag}), b"a", "text/calendar")
    other = unless_known(make_mocked_request("GET", "/", {"If-None-Match": tag}), b"b", "text/calendar")
    assert (first.status, first.body, first.headers["X-More"]) == (200, b"a", "1")
    assert (again.status, again.body, again.headers["ETag"]) == (304, None, tag)
    assert (other.status, other.body) == (200, b"b")


def test_bytes_that_say_the_same_have_one_weak_tag():
    first = unless_known(make_mocked_request("GET", "/"), b"a1", "text/calendar", says=b"a")
    tag = first.headers["ETag"]
    asked = make_mocked_request("GET", "/", {"If-None-Match": tag})
    assert tag.startswith('W/"')
    assert unless_known(asked, b"a2", "text/calendar", says=b"a").status == 304
    assert unless_known(asked, b"b2", "text/calendar", says=b"b").body == b"b2"
